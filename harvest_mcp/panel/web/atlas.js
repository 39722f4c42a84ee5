// A matrix as it is used: a map with its searches, its order, its legend that filters, its zoom, the reasons for a
// cell, and the same as a table.

import { button, counted, focusable, make, settled } from "./elements.js";
import { Heat, NO } from "./heat.js";
import { HeatMap } from "./heatmap.js";
import { swatch } from "./painting.js";
import { Selecting } from "./selecting.js";
import { Sheet } from "./sheet.js";
import { twin } from "./twin.js";
import { Viewing } from "./viewing.js";

/** @typedef {import("./heat.js").Order} Order */
/** @typedef {import("./heat.js").Place} Place */
/** @typedef {import("./heatmap.js").Spot} Spot */
/**
 * @typedef {object} Wanted what an atlas asks of whoever holds it
 * @property {(place: Place) => void} asked for the reasons of a cell
 * @property {(place: Place | null) => void} picked a cell, or none
 */

const SIZES = [4, 8, 14, 20, 28];
const RESTING = 120;
/** @type {[Order, string][]} */
const ORDERS = [
    ["given", "As given"],
    ["name", "By name"],
    ["most", "Most access first"],
];

export class Atlas {
    /** @param {Wanted} wanted */
    constructor(wanted) {
        this.wanted = wanted;
        this.label = "";
        this.heat = new Heat([{ label: "", names: [] }, { label: "", names: [] }], new Uint8Array(0), []);
        /** @type {Place | null} */
        this.picked = null;
        /** @type {Place | null} the cell that is told of */
        this.told = null;
        /** @type {Map<string, string[]>} reasons by place */
        this.known = new Map();
        this.map = new HeatMap(this.heat, {
            pointed: (spot) => this.tell(spot),
            picked: (spot) => this.choose(spot && this.placeOf(spot)),
            ordered: (spot) => this.orderBy(spot),
            zoomed: (step) => this.zoom(step),
        });
        this.searches = [0, 1].map(() => focusable(make("input", { type: "search", class: "ha-search" })));
        const options = ORDERS.map(([order, text]) => make("option", { value: order }, text));
        this.order = focusable(make("select", { class: "ha-button", "aria-label": "Order" }, ...options));
        this.smaller = button("−", () => this.zoom(-1), { class: "ha-button", "aria-label": "Smaller" });
        this.larger = button("+", () => this.zoom(1), { class: "ha-button", "aria-label": "Larger, with names" });
        this.turning = button("Table", () => this.turn(), { class: "ha-button", "aria-pressed": "false" });
        this.turning.title = "The same as a table";
        this.status = make("div", { role: "status", class: "ha-status" }, "Waiting for Python…");
        this.legend = make("div", { class: "ha-filter", role: "group", "aria-label": "Show rows with" });
        this.cell = make("strong", { class: "ha-where" });
        this.reasons = make("ul", { class: "ha-reasons" });
        this.detail = make("div", { class: "ha-detail", "aria-live": "polite" }, this.cell, this.reasons);
        /** @type {Uint32Array} of the table's rows, where each stands in the map */
        this.places = new Uint32Array(0);
        this.sheet = new Sheet({ changed: () => {}, looked: () => {}, selected: () => this.pickRow() });
        this.sheet.element.hidden = true;
        const tools = make("div", { class: "ha-tools" }, this.order, this.smaller, this.larger, this.turning);
        const bar = make("div", { class: "ha-bar" }, ...this.searches, this.status, tools);
        const filters = make("div", { class: "ha-filters" }, this.legend);
        const parts = [bar, filters, this.map.element, this.sheet.element, this.detail];
        this.element = make("div", { class: "ha-atlas" }, ...parts);
        this.ask = settled(RESTING, () => {
            if (this.told && !this.known.has(String(this.told))) this.wanted.asked(this.told);
        });
    }

    /** @param {AbortSignal} signal */
    start(signal) {
        this.map.start(signal);
        this.sheet.start(signal);
        this.searches.forEach((search, axis) => {
            const searched = settled(RESTING, () => {
                this.heat.search[axis] = search.value;
                this.look();
            });
            search.addEventListener("input", searched);
        });
        this.order.addEventListener("change", () => {
            this.heat.order = /** @type {Order} */ (this.order.value);
            this.heat.byRow = this.heat.byColumn = -1;
            this.look();
        });
    }

    /**
     * Names the matrix, and says how high it is.
     *
     * @param {string} label
     * @param {number} height in pixels
     */
    dress(label, height) {
        this.label = label;
        this.map.grid.setAttribute("aria-label", label);
        this.map.height = height;
        this.map.layOut();
        this.sheet.dress(`${label} as a table`, height - 60);
    }

    /**
     * Shows other things, looked at like those before them.
     *
     * @param {Heat} heat
     * @param {Place | null} picked
     */
    show(heat, picked) {
        heat.take(this.heat);
        this.heat = heat;
        this.picked = picked;
        this.told = null;
        this.known.clear();
        this.searches.forEach((search, axis) => {
            search.placeholder = `Search ${heat.axes[axis].label.toLowerCase()}…`;
            search.setAttribute("aria-label", `Search ${heat.axes[axis].label.toLowerCase()}`);
        });
        this.write("Point at a cell to see why.", []);
        this.look();
    }

    /** Looks again, after a search, the legend or the order was changed. */
    look() {
        const { heat } = this;
        heat.update();
        this.map.picked = this.spotOf(this.picked);
        this.map.show(heat);
        this.offer();
        const [down, across] = [heat.rows, heat.columns].map((shown, axis) => {
            const all = heat.axes[axis].names.length;
            const of = shown.length < all ? `${shown.length.toLocaleString("en")} of ` : "";
            return `${of}${all.toLocaleString("en")} ${heat.axes[axis].label.toLowerCase()}`;
        });
        this.status.textContent = `${down} by ${across}`;
        if (!this.sheet.element.hidden) this.fillSheet();
    }

    /** Draws the legend, with how many cells say what; whatever is pressed leaves out the rows without it. */
    offer() {
        const { words, counts, chosen } = this.heat;
        const colours = this.map.palette.read();
        const focused = /** @type {HTMLElement | null} */ (this.legend.querySelector(":focus"))?.dataset.extent;
        const chips = words.flatMap((word, extent) => {
            if (!word) return [];
            const act = () => {
                if (!chosen.delete(extent)) chosen.add(extent);
                this.look();
            };
            const chip = button("", act, { class: "ha-chip", "aria-pressed": String(chosen.has(extent)) });
            chip.dataset.extent = String(extent);
            const picture = make("canvas", { class: "ha-swatch", "aria-hidden": "true" });
            swatch(picture, extent, colours);
            chip.append(picture, word, make("span", { class: "ha-count" }, counts[extent].toLocaleString("en")));
            return [chip];
        });
        this.legend.replaceChildren(...chips.reverse());
        if (focused !== undefined) chips.find((chip) => chip.dataset.extent === focused)?.focus();
    }

    /** @param {Spot} spot */
    orderBy({ y, x }) {
        const { heat } = this;
        if (y < 0) heat.byColumn = heat.byColumn === heat.columns[x] ? -1 : heat.columns[x];
        else heat.byRow = heat.byRow === heat.rows[y] ? -1 : heat.rows[y];
        this.look();
    }

    /** @param {number} step */
    zoom(step) {
        const at = SIZES.indexOf(this.map.size) + step;
        if (at < 0 || at >= SIZES.length) return;
        this.map.size = SIZES[at];
        this.smaller.disabled = at === 0;
        this.larger.disabled = at === SIZES.length - 1;
        this.map.layOut();
        this.map.touring.show();
        this.map.touring.reveal();
    }

    /**
     * @param {Spot} spot
     * @returns {Place | null}
     */
    placeOf({ y, x }) {
        return y < 0 || x < 0 ? null : [this.heat.rows[y], this.heat.columns[x]];
    }

    /** @param {Place | null} place */
    spotOf(place) {
        if (!place) return null;
        const [y, x] = [this.heat.rows.indexOf(place[0]), this.heat.columns.indexOf(place[1])];
        return y < 0 || x < 0 ? null : { y, x };
    }

    /** Tells of what is pointed at. @param {Spot} spot */
    tell(spot) {
        const place = this.placeOf(spot);
        const { axes, rows, columns } = this.heat;
        this.told = place;
        if (place) {
            this.explain(place, this.known.get(String(place)));
            this.ask();
        } else if (spot.y < 0) this.write(`${axes[1].names[columns[spot.x]]}: order the rows by it`, []);
        else this.write(`${axes[0].names[rows[spot.y]]}: order the columns by it`, []);
    }

    /**
     * Shows why a cell says what it says.
     *
     * @param {Place} place
     * @param {string[] | undefined} reasons
     */
    explain(place, reasons) {
        if (reasons) this.known.set(String(place), reasons);
        if (String(place) !== String(this.told)) return;
        const [row, column] = place;
        const { axes, words } = this.heat;
        const where = `${axes[0].names[row]} · ${axes[1].names[column]}: ${words[this.heat.at(row, column)]}`;
        this.write(where, reasons ?? []);
    }

    /**
     * @param {string} where
     * @param {string[]} reasons
     */
    write(where, reasons) {
        this.cell.textContent = where;
        this.reasons.hidden = reasons.length === 0;
        this.reasons.replaceChildren(...reasons.map((reason) => make("li", {}, reason)));
    }

    /** Shows what Python chose. @param {Place | null} place */
    pick(place) {
        this.picked = place;
        this.map.picked = this.spotOf(place);
        this.map.touring.show();
        this.map.draw();
    }

    /** Chooses a cell, and tells Python. @param {Place | null} place */
    choose(place) {
        this.pick(place);
        this.wanted.picked(place);
    }

    /** Turns to the table, or back to the map. */
    turn() {
        const tabled = this.sheet.element.hidden;
        this.sheet.element.hidden = !tabled;
        this.map.element.hidden = tabled;
        this.turning.setAttribute("aria-pressed", String(tabled));
        for (const one of [this.smaller, this.larger]) one.hidden = tabled;
        if (tabled) this.fillSheet();
        else this.map.layOut();
    }

    fillSheet() {
        const { rows, places, all } = twin(this.heat);
        this.places = places;
        this.sheet.show(new Viewing(rows), new Selecting(rows.rows));
        const cut = all > rows.rows ? ` The first ${rows.rows.toLocaleString("en")} are shown: search for fewer.` : "";
        const what = this.heat.chosen.size ? "" : ` that say more than “${this.heat.words[NO]}”`;
        this.write(`${counted(all, "cell")}${what}.${cut}`, []);
    }

    /** Chooses the cell whose row is selected in the table. */
    pickRow() {
        const row = this.sheet.selecting.flags.indexOf(1);
        const place = this.places[row];
        /** @type {Place | null} */
        const picked = row < 0 ? null : [Math.floor(place / this.heat.width), place % this.heat.width];
        this.told = picked;
        if (picked) {
            this.explain(picked, this.known.get(String(picked)));
            this.ask();
        }
        this.choose(picked);
    }
}
