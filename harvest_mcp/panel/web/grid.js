// A grid of which only the rows in sight are in the page. Every cell can be reached by keyboard; one has the focus, and
// its row stays in the page wherever the rest is scrolled to.

import { word } from "./columns.js";
import { focusable, make } from "./elements.js";
import { Steering } from "./steering.js";

/** @typedef {import("./viewing.js").Viewing} Viewing */
/** @typedef {import("./selecting.js").Selecting} Selecting */
/**
 * @typedef {object} Heard what the grid tells of
 * @property {() => void} sorted after the keys of sorting have changed
 * @property {() => void} selected after the selection has changed
 */

const ROW = 28;
const BEYOND = 8;
const MEASURED = 32;

export class Grid {
    /**
     * @param {Viewing} viewing
     * @param {Selecting} selecting
     * @param {Heard} heard
     */
    constructor(viewing, selecting, heard) {
        this.viewing = viewing;
        this.selecting = selecting;
        this.heard = heard;
        this.head = make("div", { role: "row", class: "ha-head", "aria-rowindex": 1 });
        this.body = make("div", { role: "rowgroup", class: "ha-body" });
        this.element = make(
            "div",
            { role: "grid", class: "ha-grid", "aria-multiselectable": "true" },
            make("div", { role: "rowgroup", class: "ha-sticky" }, this.head),
            this.body,
        );
        /** @type {number[]} the numbers of the columns that are shown */
        this.columns = [];
        /** @type {Map<number, HTMLElement>} the rows that are in the page, by where they are shown */
        this.drawn = new Map();
        /** The cell that is acted on; above the first row stands the header. */
        this.active = { at: 0, column: 0 };
        this.steering = new Steering(this);
        this.element.addEventListener("scroll", () => requestAnimationFrame(() => this.draw()));
        new ResizeObserver(() => this.draw()).observe(this.element);
    }

    /**
     * Shows other rows.
     *
     * @param {Viewing} viewing
     * @param {Selecting} selecting
     */
    show(viewing, selecting) {
        this.viewing = viewing;
        this.selecting = selecting;
        this.active = { at: 0, column: 0 };
        this.element.scrollTo(0, 0);
        this.showColumns();
    }

    /** Draws everything again, after columns were shown or hidden. */
    showColumns() {
        const { columns } = this.viewing.rows;
        this.columns = [...this.viewing.shown].sort((one, other) => one - other);
        const widths = this.columns.map((number) => width(columns[number]));
        const cells = widths.map((pixels) => `minmax(${pixels}px, ${pixels}fr)`);
        this.element.style.setProperty("--ha-cells", cells.join(" "));
        this.element.style.setProperty("--ha-wide", `${widths.reduce((sum, pixels) => sum + pixels, 0)}px`);
        this.element.setAttribute("aria-colcount", String(this.columns.length));
        this.head.replaceChildren(
            ...this.columns.map((number, at) =>
                focusable(
                    make(
                        "div",
                        { role: "columnheader", class: `ha-cell ha-${columns[number].kind}`, "aria-colindex": at + 1 },
                        make("span", { class: "ha-label" }, columns[number].label),
                        make("span", { class: "ha-arrow", "aria-hidden": "true" }),
                    ),
                ),
            ),
        );
        this.active.column = Math.max(0, Math.min(this.active.column, this.columns.length - 1));
        this.showRows();
    }

    /** Draws the rows again, after they were searched, filtered or sorted. */
    showRows() {
        const focused = this.element.contains(document.activeElement);
        const { order } = this.viewing;
        this.active.at = Math.min(this.active.at, order.length - 1);
        this.element.setAttribute("aria-rowcount", String(order.length + 1));
        this.body.style.height = `${order.length * ROW}px`;
        this.body.replaceChildren();
        this.drawn.clear();
        this.markSorted();
        this.draw();
        if (focused) this.focus();
    }

    /** Marks the rows that are selected, after they were selected. */
    showSelected() {
        for (const [at, row] of this.drawn) {
            row.setAttribute("aria-selected", String(this.selecting.has(this.viewing.order[at])));
        }
    }

    markSorted() {
        const { keys } = this.viewing;
        [...this.head.children].forEach((header, at) => {
            const number = keys.findIndex((key) => key.column === this.columns[at]);
            const down = number >= 0 && keys[number].down;
            header.setAttribute("aria-sort", number < 0 ? "none" : down ? "descending" : "ascending");
            const arrow = number < 0 ? "" : `${down ? "▼" : "▲"}${keys.length > 1 ? number + 1 : ""}`;
            /** @type {Element} */ (header.lastElementChild).textContent = arrow;
        });
    }

    /** Puts the rows in sight into the page, and takes those out that have left it. */
    draw() {
        const { order } = this.viewing;
        const first = Math.max(0, Math.floor(this.element.scrollTop / ROW) - BEYOND);
        const last = Math.min(order.length, first + Math.ceil(this.element.clientHeight / ROW) + 2 * BEYOND);
        const wanted = new Set(Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index));
        if (this.active.at >= 0) wanted.add(this.active.at);
        for (const [at, row] of this.drawn) {
            if (wanted.has(at)) continue;
            row.remove();
            this.drawn.delete(at);
        }
        let next = this.body.firstChild;
        for (const at of [...wanted].sort((one, other) => one - other)) {
            const known = this.drawn.get(at);
            if (known) next = known.nextSibling;
            else this.body.insertBefore(this.row(at), next);
        }
        this.rove();
    }

    /** @param {number} at */
    row(at) {
        const { order, rows } = this.viewing;
        const selected = String(this.selecting.has(order[at]));
        const row = make("div", { role: "row", class: "ha-row", "aria-rowindex": at + 2, "aria-selected": selected });
        row.style.top = `${at * ROW}px`;
        this.columns.forEach((number, column) => {
            const text = word(rows.columns[number], order[at]);
            const attributes = { role: "gridcell", "aria-colindex": column + 1, title: text };
            const cell = focusable(make("div", attributes, text));
            cell.className = `ha-cell ha-${rows.columns[number].kind}`;
            row.append(cell);
        });
        this.drawn.set(at, row);
        return row;
    }

    /** The cell that has the focus when the grid has it. */
    get cell() {
        const row = this.active.at < 0 ? this.head : this.drawn.get(this.active.at);
        return /** @type {HTMLElement | undefined} */ (row?.children[this.active.column]);
    }

    /** Lets Tab lead to the active cell and to no other. */
    rove() {
        const others = this.element.querySelectorAll("[tabindex='0'], .ha-cell:not([tabindex])");
        for (const cell of others) cell.setAttribute("tabindex", "-1");
        this.cell?.setAttribute("tabindex", "0");
    }

    focus() {
        this.cell?.focus({ preventScroll: true });
    }

    /**
     * Makes a cell the active one, in sight and with the focus.
     *
     * @param {number} at
     * @param {number} column
     */
    go(at, column) {
        const last = this.viewing.order.length - 1;
        this.active = {
            at: Math.max(-1, Math.min(at, last)),
            column: Math.max(0, Math.min(column, this.columns.length - 1)),
        };
        this.reveal();
        this.draw();
        this.focus();
    }

    reveal() {
        const { element, head } = this;
        if (this.active.at >= 0) {
            const top = this.active.at * ROW;
            const room = element.clientHeight - head.offsetHeight - ROW;
            element.scrollTop = Math.max(Math.min(element.scrollTop, top), top - room);
        }
        const header = /** @type {HTMLElement | undefined} */ (head.children[this.active.column]);
        if (!header) return;
        const space = element.clientWidth - header.offsetWidth;
        element.scrollLeft = Math.max(Math.min(element.scrollLeft, header.offsetLeft), header.offsetLeft - space);
    }

    /** How many rows fit. */
    get page() {
        return Math.max(1, Math.floor((this.element.clientHeight - this.head.offsetHeight) / ROW) - 1);
    }
}

/**
 * As wide as the longest word, within reason.
 *
 * @param {import("./columns.js").Column} column
 */
function width(column) {
    const longest = column.words.reduce((most, text) => Math.max(most, text.length), column.label.length + 2);
    return Math.min(longest, MEASURED) * 7 + 22;
}
