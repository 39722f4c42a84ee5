// How a grid is steered: by the keys that the ARIA practices give to grids, and by clicks.

import { word } from "./columns.js";
import { Typing } from "./typing.js";

/** @typedef {import("./grid.js").Grid} Grid */

const HEADER = -1;

export class Steering {
    /** @param {Grid} grid */
    constructor(grid) {
        this.grid = grid;
        this.anchor = 0;
        this.typing = new Typing();
        grid.element.addEventListener("keydown", (event) => this.press(event));
        grid.element.addEventListener("click", (event) => this.click(event));
    }

    /** @param {KeyboardEvent} event */
    press(event) {
        if (this.moved(event) || this.acted(event) || this.found(event)) event.preventDefault();
    }

    /**
     * Moves by the arrows and their like; with Shift the selection grows along.
     *
     * @param {KeyboardEvent} event
     */
    moved(event) {
        const { at, column } = this.grid.active;
        const all = event.ctrlKey || event.metaKey;
        const end = this.grid.viewing.order.length - 1;
        /** @type {Record<string, [number, number]>} */
        const moves = {
            ArrowDown: [all ? end : at + 1, column],
            ArrowUp: [all ? 0 : at - 1, column],
            ArrowLeft: [at, column - 1],
            ArrowRight: [at, column + 1],
            PageDown: [at + this.grid.page, column],
            PageUp: [at <= 0 ? at : Math.max(0, at - this.grid.page), column],
            Home: [all ? 0 : at, 0],
            End: [all ? end : at, this.grid.columns.length - 1],
        };
        const move = moves[event.key];
        if (!move) return false;
        this.grid.go(...move);
        if (event.shiftKey && this.grid.active.at !== at) this.selectRange(this.grid.active.at);
        else this.anchor = this.grid.active.at;
        return true;
    }

    /**
     * Sorts, selects, or gives the selection up.
     *
     * @param {KeyboardEvent} event
     */
    acted(event) {
        const { at } = this.grid.active;
        const many = event.ctrlKey || event.metaKey;
        if (many && event.key.toLowerCase() === "a") this.selectAll();
        else if (event.key === "Escape") this.select(() => this.grid.selecting.clear());
        else if (event.key !== "Enter" && (event.key !== " " || this.typing.within(event))) return false;
        else if (at === HEADER) this.sort(this.grid.active.column, event.shiftKey);
        else if (event.key === " ") this.toggle(at);
        else this.selectOne(at);
        return true;
    }

    /**
     * Goes to the next row whose cell in this column begins with what is typed.
     *
     * @param {KeyboardEvent} event
     */
    found(event) {
        if (!this.typing.take(event)) return false;
        const { order, rows } = this.grid.viewing;
        const column = rows.columns[this.grid.columns[this.grid.active.column]];
        const at = this.typing.next(this.grid.active.at, order.length, (one) => word(column, order[one]));
        if (at < 0) return true;
        this.grid.go(at, this.grid.active.column);
        this.anchor = at;
        return true;
    }

    /** @param {MouseEvent} event */
    click(event) {
        const cell = /** @type {HTMLElement} */ (event.target).closest(".ha-cell");
        const row = cell?.parentElement;
        if (!cell || !row) return;
        const at = Number(row.getAttribute("aria-rowindex")) - 2;
        this.grid.go(at, Number(cell.getAttribute("aria-colindex")) - 1);
        if (at === HEADER) this.sort(this.grid.active.column, event.shiftKey);
        else if (event.shiftKey) this.selectRange(at);
        else if (event.ctrlKey || event.metaKey) this.toggle(at);
        else this.selectOne(at);
    }

    /**
     * @param {number} column
     * @param {boolean} more
     */
    sort(column, more) {
        this.grid.viewing.sortBy(this.grid.columns[column], more);
        this.grid.heard.sorted();
    }

    /** @param {() => void} change */
    select(change) {
        change();
        this.grid.showSelected();
        this.grid.heard.selected();
    }

    /** @param {number} at */
    selectOne(at) {
        this.anchor = at;
        this.select(() => {
            this.grid.selecting.clear();
            this.grid.selecting.set(this.grid.viewing.order[at], true);
        });
    }

    /** @param {number} at */
    toggle(at) {
        this.anchor = at;
        const row = this.grid.viewing.order[at];
        this.select(() => this.grid.selecting.set(row, !this.grid.selecting.has(row)));
    }

    /** @param {number} at the other end of the range; it begins where the last row was selected */
    selectRange(at) {
        const { order } = this.grid.viewing;
        const [first, last] = [Math.min(this.anchor, at), Math.max(this.anchor, at)];
        this.select(() => {
            this.grid.selecting.clear();
            for (let one = Math.max(0, first); one <= last; one++) this.grid.selecting.set(order[one], true);
        });
    }

    selectAll() {
        this.select(() => this.grid.viewing.order.forEach((row) => this.grid.selecting.set(row, true)));
    }
}
