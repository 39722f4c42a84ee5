// A table as it is used: searched as one types, filtered, sorted, selected, copied and taken along.

import { written } from "./columns.js";
import { button, counted, focusable, make, paced } from "./elements.js";
import { copied, csv, download, lines } from "./exporting.js";
import { Grid } from "./grid.js";
import { Selecting } from "./selecting.js";
import { Viewing } from "./viewing.js";

/** @typedef {import("./viewing.js").Look} Look */
/**
 * @typedef {object} Heard what a sheet tells of
 * @property {() => void} changed once a person begins to look at the rows in another way
 * @property {() => void} looked after other rows are shown, or the same in another order
 * @property {() => void} selected after a person has selected
 */

const TYPED = 120;
const OFFERED = 8;
const NOTHING = "(none)";

export class Sheet {
    /** @param {Heard} heard */
    constructor(heard) {
        this.heard = heard;
        this.label = "";
        this.viewing = new Viewing({ rows: 0, columns: [] });
        this.selecting = new Selecting(0);
        /** @type {Set<number>} the columns of which all filters are offered */
        this.unfolded = new Set();
        this.grid = new Grid(this.viewing, this.selecting, {
            sorted: () => this.change(),
            selected: () => {
                this.say();
                this.heard.selected();
            },
        });
        this.search = focusable(make("input", { type: "search", class: "ha-search", placeholder: "Search…" }));
        this.status = make("div", { role: "status", class: "ha-status" }, "Waiting for Python…");
        this.clearing = button("Clear", () => this.clear(), { class: "ha-button", hidden: "" });
        this.clearing.setAttribute("aria-label", "Clear search and filters");
        this.choosing = make("div", { class: "ha-menu", role: "group", "aria-label": "Columns" });
        const summary = focusable(make("summary", { class: "ha-button" }, "Columns"));
        this.columns = make("details", { class: "ha-columns" }, summary, this.choosing);
        this.filters = make("div", { class: "ha-filters" });
        const tools = make(
            "div",
            { class: "ha-tools" },
            this.columns,
            button("Copy", () => this.copy(), { class: "ha-button", title: "Copy the selected rows, or all" }),
            button("CSV", () => this.save(), { class: "ha-button", title: "Download the rows as they are shown" }),
        );
        const bar = make("div", { class: "ha-bar" }, this.search, this.clearing, this.status, tools);
        this.element = make("div", { class: "ha-sheet" }, bar, this.filters, this.grid.element);
    }

    /** @param {AbortSignal} signal */
    start(signal) {
        const searched = paced(TYPED, () => this.change());
        this.search.addEventListener("input", () => {
            this.viewing.search = this.search.value;
            this.heard.changed();
            searched();
        });
        this.grid.element.addEventListener("copy", (event) => {
            if (window.getSelection()?.toString()) return;
            event.clipboardData?.setData("text/plain", this.taken());
            event.preventDefault();
        });
        this.columns.addEventListener("keydown", (event) => {
            if (event.key !== "Escape") return;
            this.columns.open = false;
            this.columns.querySelector("summary")?.focus();
        });
        this.columns.addEventListener("toggle", () => {
            const room = this.element.clientWidth - this.columns.offsetLeft - this.choosing.offsetWidth;
            this.columns.classList.toggle("ha-leftwards", room < 0);
        });
        /** @param {Event} event */
        const fold = ({ target }) => {
            if (!this.columns.contains(/** @type {Node} */ (target))) this.columns.open = false;
        };
        document.addEventListener("pointerdown", fold, { signal });
        this.element.addEventListener("focusin", fold);
    }

    /**
     * Names the table, and says how high it may be.
     *
     * @param {string} label
     * @param {number} height in pixels
     */
    dress(label, height) {
        this.label = label;
        this.search.setAttribute("aria-label", `Search ${label}`);
        this.grid.element.setAttribute("aria-label", label);
        this.grid.element.style.maxHeight = `${height}px`;
    }

    /**
     * Shows other rows, of the same columns as those before where these are there.
     *
     * @param {Viewing} viewing
     * @param {Selecting} selecting
     * @param {Look} [look] as before, where nothing else is said
     */
    show(viewing, selecting, look = this.viewing.look) {
        if (headings(viewing) === headings(this.viewing)) viewing.shown = this.viewing.shown;
        viewing.look = look;
        viewing.update();
        this.search.value = viewing.search;
        this.viewing = viewing;
        this.selecting = selecting;
        this.grid.show(viewing, selecting);
        this.offerColumns();
        this.offerFilters();
        this.say();
        if (viewing.narrowed || viewing.keys.length) this.heard.looked();
    }

    /**
     * Selects what Python says.
     *
     * @param {DataView} bits
     */
    select(bits) {
        this.selecting.take(bits);
        this.grid.showSelected();
        this.say();
    }

    /**
     * Looks at the rows as Python says.
     *
     * @param {Look} look
     */
    look(look) {
        this.viewing.look = look;
        this.search.value = look.search;
        this.lookAgain();
    }

    /** Looks at the rows as a person has just said. */
    change() {
        this.heard.changed();
        this.lookAgain();
    }

    lookAgain() {
        this.viewing.update();
        this.grid.showRows();
        this.offerFilters();
        this.say();
        this.heard.looked();
    }

    say() {
        const { order, rows, narrowed } = this.viewing;
        const { count } = this.selecting;
        const hidden = count - this.selecting.among(order);
        const all = counted(rows.rows, "row");
        const unseen = hidden ? `, ${hidden.toLocaleString("en")} of them not shown` : "";
        const selected = count ? ` · ${count.toLocaleString("en")} selected${unseen}` : "";
        this.status.textContent = `${narrowed ? `${order.length.toLocaleString("en")} of ` : ""}${all}${selected}`;
        this.clearing.hidden = !narrowed;
    }

    clear() {
        this.search.value = "";
        this.viewing.search = "";
        this.viewing.chosen.clear();
        this.change();
        this.search.focus();
    }

    offerColumns() {
        const { rows, shown } = this.viewing;
        const boxes = rows.columns.map((column, number) => {
            const box = focusable(make("input", { type: "checkbox" }));
            box.checked = shown.has(number);
            box.addEventListener("change", () => {
                if (box.checked) shown.add(number);
                else if (shown.size > 1) shown.delete(number);
                box.checked = shown.has(number);
                this.grid.showColumns();
                if (this.viewing.search) this.lookAgain();
            });
            return make("label", {}, box, column.label);
        });
        this.choosing.replaceChildren(...boxes);
    }

    /** Draws the filters with their counts; the one that has the focus keeps it. */
    offerFilters() {
        const focused = /** @type {HTMLElement | null} */ (this.filters.querySelector(":focus"))?.dataset.filter;
        this.filters.replaceChildren(...[...this.viewing.items.keys()].map((number) => this.filter(number)));
        if (focused === undefined) return;
        const chips = /** @type {NodeListOf<HTMLElement>} */ (this.filters.querySelectorAll("[data-filter]"));
        [...chips].find((chip) => chip.dataset.filter === focused)?.focus();
    }

    /** @param {number} number */
    filter(number) {
        const { label } = this.viewing.rows.columns[number];
        const choices = this.viewing.choices(number);
        const unfolded = this.unfolded.has(number);
        const offered = choices.filter(({ chosen }, at) => unfolded || at < OFFERED || chosen);
        const chips = offered.map(({ item, count, chosen }) => {
            const act = () => {
                this.viewing.choose(number, item);
                this.change();
            };
            const name = item === null ? NOTHING : written(item);
            const chip = button(name, act, { class: "ha-chip", "aria-pressed": String(chosen) });
            chip.dataset.filter = `${number} ${JSON.stringify(item)}`;
            chip.append(make("span", { class: "ha-count" }, count.toLocaleString("en")));
            return chip;
        });
        if (choices.length > OFFERED) {
            const act = () => {
                if (!this.unfolded.delete(number)) this.unfolded.add(number);
                this.offerFilters();
            };
            const more = unfolded ? "fewer" : `${choices.length - offered.length} more`;
            const chip = button(more, act, { class: "ha-chip ha-more", "aria-expanded": String(unfolded) });
            chip.dataset.filter = String(number);
            chips.push(chip);
        }
        const name = make("span", { class: "ha-name", "aria-hidden": "true" }, label);
        return make("div", { role: "group", class: "ha-filter", "aria-label": `Filter by ${label}` }, name, ...chips);
    }

    /** The columns that are shown. */
    get shown() {
        return this.grid.columns.map((number) => this.viewing.rows.columns[number]);
    }

    /** The selected rows that are shown as text, or all rows where none is selected; says so. */
    taken() {
        const selected = this.viewing.order.filter((row) => this.selecting.has(row));
        const rows = selected.length ? selected : this.viewing.order;
        this.status.textContent = `Copied ${counted(rows.length, "row")}`;
        return lines(this.shown, rows);
    }

    copy() {
        if (!copied(this.taken())) this.status.textContent = "This browser does not let the page copy";
    }

    save() {
        const name = this.label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
        download(`${name}.csv`, csv(this.shown, this.viewing.order));
        this.status.textContent = `Saved ${counted(this.viewing.order.length, "row")}`;
    }
}

/**
 * What the columns are called, in one.
 *
 * @param {Viewing} viewing
 */
function headings(viewing) {
    return viewing.rows.columns.map((column) => column.name).join("\n");
}
