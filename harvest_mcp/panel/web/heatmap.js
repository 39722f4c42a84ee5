// A matrix as a map, painted on a canvas: as much of it as is in sight.

import { make } from "./elements.js";
import { clipped, heading, paintCell, Palette, ring, sharpened, turned } from "./painting.js";
import { Touring } from "./touring.js";

/** @typedef {import("./heat.js").Heat} Heat */
/** @typedef {import("./painting.js").Colours} Colours */
/** @typedef {import("./painting.js").Pen} Pen */
/** @typedef {{ y: number, x: number }} Spot where something is shown; -1 is a heading */
/**
 * @typedef {object} Told what the map tells of
 * @property {(spot: Spot) => void} pointed at a cell or a heading
 * @property {(spot: Spot | null) => void} picked a cell, or none
 * @property {(spot: Spot) => void} ordered by a heading
 * @property {(step: number) => void} zoomed
 */

/** From this size of a cell on there is room for names. */
export const NAMED = 14;
const FONT = "11px system-ui, sans-serif";
const BAND = 22;
const [WIDEST, HIGHEST, LOWEST] = [220, 150, 90];
/** Room for a scroll bar. */
const BAR = 16;

export class HeatMap {
    /**
     * @param {Heat} heat
     * @param {Told} told
     */
    constructor(heat, told) {
        this.heat = heat;
        this.size = 20;
        /** As high as it may be. */
        this.height = 0;
        /** Room for the headings of rows, and above for those of columns. */
        this.side = BAND;
        this.top = BAND;
        /** @type {Spot | null} */
        this.picked = null;
        this.drawing = 0;
        this.canvas = make("canvas", { "aria-hidden": "true" });
        this.grid = make("div", { role: "grid", class: "ha-spots" });
        this.scroller = make("div", { class: "ha-scroller" }, this.grid);
        this.none = make("p", { class: "ha-none", hidden: true }, "Nothing matches.");
        this.element = make("div", { class: "ha-map" }, this.canvas, this.scroller, this.none);
        this.palette = new Palette(this.element);
        this.touring = new Touring(this, told);
    }

    /** @param {AbortSignal} signal */
    start(signal) {
        const draw = () => this.draw();
        for (const event of ["scroll", "focusin", "focusout"]) this.scroller.addEventListener(event, draw);
        const sizes = new ResizeObserver(() => this.layOut());
        sizes.observe(this.scroller);
        const themes = new MutationObserver(draw);
        for (const element of [document.documentElement, document.body]) themes.observe(element, { attributes: true });
        for (const look of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
            window.matchMedia(look).addEventListener("change", draw, { signal });
        }
        signal.addEventListener("abort", () => {
            sizes.disconnect();
            themes.disconnect();
            cancelAnimationFrame(this.drawing);
        });
    }

    /**
     * Shows another matrix, or the same in another order.
     *
     * @param {Heat} heat
     */
    show(heat) {
        this.heat = heat;
        this.none.hidden = heat.rows.length > 0 && heat.columns.length > 0;
        this.grid.hidden = !this.none.hidden;
        this.layOut();
        this.touring.show();
    }

    /** Whether names are shown. */
    get named() {
        return this.size >= NAMED;
    }

    /** Makes room for names, and as much to scroll as there is. */
    layOut() {
        const { rows, columns, axes } = this.heat;
        const measuring = /** @type {Pen} */ (this.canvas.getContext("2d"));
        measuring.font = FONT;
        const [down, across] = axes.map(({ names }) => {
            const longest = names.reduce((most, name) => (name.length > most.length ? name : most), "");
            return measuring.measureText(longest).width + 24;
        });
        this.side = this.named ? Math.round(Math.min(down, WIDEST, this.scroller.clientWidth * 0.4)) : BAND;
        this.top = this.named ? Math.round(Math.min(across, HIGHEST)) : BAND;
        this.grid.style.width = `${this.side + columns.length * this.size}px`;
        this.grid.style.height = `${this.top + rows.length * this.size}px`;
        const whole = this.top + rows.length * this.size + BAR;
        this.element.style.height = `${Math.max(LOWEST, Math.min(this.height, whole))}px`;
        this.draw();
    }

    /** Paints in the next frame. */
    draw() {
        cancelAnimationFrame(this.drawing);
        this.drawing = requestAnimationFrame(() => this.paint());
    }

    paint() {
        const { scroller, heat, size, side, top } = this;
        const { clientWidth: width, clientHeight: height } = scroller;
        const colours = this.palette.read();
        const drawn = sharpened(this.canvas, width, height);
        drawn.font = FONT;
        drawn.fillStyle = colours.back;
        drawn.fillRect(0, 0, width, height);
        this.element.dataset.painted = `${heat.rows.length} by ${heat.columns.length} at ${size}`;
        if (this.grid.hidden) return;
        const { lit } = this.touring;
        clipped(drawn, [side, top, width - side, height - top], () => this.paintCells(drawn, colours, lit));
        clipped(drawn, [0, top, side, height - top], () => this.paintRows(drawn, colours, lit));
        clipped(drawn, [side, 0, width - side, top], () => this.paintColumns(drawn, colours, lit));
        if (lit && (lit.x < 0 || lit.y < 0)) {
            const { left, top: above, width: wide, height: high } = this.box(lit);
            ring(drawn, colours, colours.accent, [left + 1, above + 1, wide - 2, high - 2]);
        }
    }

    /**
     * Where something is in the window of the map.
     *
     * @param {Spot} spot
     */
    box({ y, x }) {
        const { side, top, size, scroller } = this;
        return {
            left: x < 0 ? 0 : side + x * size - scroller.scrollLeft,
            top: y < 0 ? 0 : top + y * size - scroller.scrollTop,
            width: x < 0 ? side : size,
            height: y < 0 ? top : size,
        };
    }

    /** The first row or column in sight, and the one after the last. @param {0 | 1} axis */
    sight(axis) {
        const { scroller, size, heat } = this;
        const scrolled = axis ? scroller.scrollLeft : scroller.scrollTop;
        const room = axis ? scroller.clientWidth - this.side : scroller.clientHeight - this.top;
        const length = axis ? heat.columns.length : heat.rows.length;
        const first = Math.floor(scrolled / size);
        return [first, Math.min(length, first + Math.ceil(room / size) + 1)];
    }

    /**
     * @param {Pen} drawn
     * @param {Colours} colours
     * @param {Spot | null} lit
     */
    paintCells(drawn, colours, lit) {
        const { heat, size, side, top, scroller } = this;
        const [left, right] = this.sight(1);
        const [first, last] = this.sight(0);
        const across = side - scroller.scrollLeft;
        const down = top - scroller.scrollTop;
        if (lit) {
            drawn.fillStyle = colours.raised;
            if (lit.y >= 0) drawn.fillRect(across, down + lit.y * size, heat.columns.length * size, size);
            if (lit.x >= 0) drawn.fillRect(across + lit.x * size, down, size, heat.rows.length * size);
        }
        for (let y = first; y < last; y++) {
            for (let x = left; x < right; x++) {
                const extent = heat.at(heat.rows[y], heat.columns[x]);
                paintCell(drawn, extent, colours, across + x * size, down + y * size, size);
            }
        }
        for (const [spot, colour] of /** @type {[Spot | null, string][]} */ ([
            [this.picked, colours.text],
            [lit, colours.accent],
        ])) {
            if (!spot || spot.x < 0 || spot.y < 0) continue;
            const { left: at, top: above } = this.box(spot);
            ring(drawn, colours, colour, [at, above, size, size]);
        }
    }

    /**
     * @param {Pen} drawn
     * @param {Colours} colours
     * @param {Spot | null} lit
     */
    paintRows(drawn, colours, lit) {
        const { heat, size, side, top, scroller } = this;
        const { label, names } = heat.axes[0];
        if (!this.named) {
            const { clientHeight: height } = scroller;
            turned(drawn, 15, height - 8, () => heading(drawn, colours, label, height - top));
            return;
        }
        const [first, last] = this.sight(0);
        for (let y = first; y < last; y++) {
            const row = heat.rows[y];
            drawn.save();
            drawn.translate(8, top + y * size - scroller.scrollTop + size / 2 + 4);
            heading(drawn, colours, names[row], side - 16, { lit: lit?.y === y, first: heat.byRow === row });
            drawn.restore();
        }
    }

    /**
     * @param {Pen} drawn
     * @param {Colours} colours
     * @param {Spot | null} lit
     */
    paintColumns(drawn, colours, lit) {
        const { heat, size, side, top, scroller } = this;
        const { label, names } = heat.axes[1];
        if (!this.named) {
            drawn.save();
            drawn.translate(side + 2, 15);
            heading(drawn, colours, label, scroller.clientWidth - side);
            drawn.restore();
            return;
        }
        const [left, right] = this.sight(1);
        for (let x = left; x < right; x++) {
            const column = heat.columns[x];
            const marked = { lit: lit?.x === x, first: heat.byColumn === column };
            turned(drawn, side + x * size - scroller.scrollLeft + size / 2 + 4, top - 7, () =>
                heading(drawn, colours, names[column], top - 14, marked),
            );
        }
    }
}
