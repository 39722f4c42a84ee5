// How a map is moved over, by mouse and by keyboard. For those who do not see it, the cell or heading that is active is
// an element of a grid: it has the focus, and its name says all of it.

import { focusable, make } from "./elements.js";
import { Typing } from "./typing.js";

/** @typedef {import("./heatmap.js").HeatMap} HeatMap */
/** @typedef {import("./heatmap.js").Spot} Spot */
/** @typedef {import("./heatmap.js").Told} Told */

export class Touring {
    /**
     * @param {HeatMap} map
     * @param {Told} told
     */
    constructor(map, told) {
        this.map = map;
        this.told = told;
        /** @type {Spot} */
        this.active = { y: 0, x: 0 };
        /** @type {Spot | null} */
        this.hovered = null;
        this.typing = new Typing();
        const { scroller } = map;
        scroller.addEventListener("pointermove", (event) => this.hover(this.under(event)));
        scroller.addEventListener("pointerleave", () => this.hover(null));
        scroller.addEventListener("click", (event) => this.click(event));
        scroller.addEventListener("keydown", (event) => {
            if (this.press(event)) event.preventDefault();
        });
    }

    /** What is shown in its row and its column: what the mouse is on, or else what has the focus. */
    get lit() {
        return this.hovered ?? (this.map.grid.contains(document.activeElement) ? this.active : null);
    }

    /** Stands where it stood, as far as that is still there. */
    show() {
        const focused = this.map.grid.contains(document.activeElement);
        const { rows, columns } = this.map.heat;
        this.hovered = null;
        this.map.grid.setAttribute("aria-rowcount", String(rows.length + 1));
        this.map.grid.setAttribute("aria-colcount", String(columns.length + 1));
        this.stand(this.active.y, this.active.x);
        if (focused) this.focus();
    }

    /**
     * Makes a cell or a heading the active one; there is nothing where both headings meet.
     *
     * @param {number} y
     * @param {number} x
     */
    stand(y, x) {
        const { rows, columns } = this.map.heat;
        const to = { y: Math.max(-1, Math.min(y, rows.length - 1)), x: Math.max(-1, Math.min(x, columns.length - 1)) };
        if (to.y < 0 && to.x < 0) {
            if (this.active.y < 0) to.x = 0;
            else to.y = 0;
        }
        this.active = to;
        this.describe();
    }

    /** Puts the active row and column into the page. */
    describe() {
        const { grid, heat } = this.map;
        const { y, x } = this.active;
        const [row, column] = [heat.rows[Math.max(0, y)], heat.columns[Math.max(0, x)]];
        if (row === undefined || column === undefined) {
            grid.replaceChildren();
            return;
        }
        const [down, across] = [heat.axes[0].names[row], heat.axes[1].names[column]];
        const said = `${down}, ${across}: ${heat.words[heat.at(row, column)]}`;
        const [atY, atX] = [Math.max(0, y) + 2, Math.max(0, x) + 2];
        const above = part("columnheader", atX, across);
        const beside = part("rowheader", 1, down);
        const cell = part("gridcell", atX, said);
        above.setAttribute("aria-sort", heat.byColumn === column ? "descending" : "none");
        const active = y < 0 ? above : x < 0 ? beside : cell;
        for (const one of [above, beside, cell]) one.tabIndex = one === active ? 0 : -1;
        cell.setAttribute("aria-selected", String(this.map.picked?.y === y && this.map.picked.x === x));
        grid.replaceChildren(
            make("div", { role: "row", "aria-rowindex": 1 }, above),
            make("div", { role: "row", "aria-rowindex": atY }, beside, cell),
        );
        this.put(active);
    }

    /** Lets the active element lie where it is painted, for magnifiers and touch. @param {HTMLElement} element */
    put(element) {
        const { side, top, size } = this.map;
        const { y, x } = this.active;
        element.style.left = `${x < 0 ? 0 : side + x * size}px`;
        element.style.top = `${y < 0 ? 0 : top + y * size}px`;
        element.style.width = `${x < 0 ? side : size}px`;
        element.style.height = `${y < 0 ? top : size}px`;
    }

    focus() {
        const active = /** @type {HTMLElement | null} */ (this.map.grid.querySelector("[tabindex='0']"));
        active?.focus({ preventScroll: true });
    }

    /**
     * Goes somewhere: in sight, with the focus, and told of.
     *
     * @param {number} y
     * @param {number} x
     */
    go(y, x) {
        this.stand(y, x);
        this.hovered = null;
        this.reveal();
        this.focus();
        this.map.draw();
        this.told.pointed(this.active);
    }

    reveal() {
        const { scroller, side, top, size } = this.map;
        const { y, x } = this.active;
        const [room, space] = [scroller.clientHeight - top - size, scroller.clientWidth - side - size];
        if (y >= 0) scroller.scrollTop = Math.max(Math.min(scroller.scrollTop, y * size), y * size - room);
        if (x >= 0) scroller.scrollLeft = Math.max(Math.min(scroller.scrollLeft, x * size), x * size - space);
    }

    /**
     * What is painted under the mouse.
     *
     * @param {MouseEvent} event
     * @returns {Spot | null}
     */
    under({ clientX, clientY }) {
        const { scroller, side, top, size, heat } = this.map;
        const { left, top: above } = scroller.getBoundingClientRect();
        const [across, down] = [clientX - left - side, clientY - above - top];
        const x = across < 0 ? -1 : Math.floor((across + scroller.scrollLeft) / size);
        const y = down < 0 ? -1 : Math.floor((down + scroller.scrollTop) / size);
        return x >= heat.columns.length || y >= heat.rows.length || (x < 0 && y < 0) ? null : { y, x };
    }

    /** @param {Spot | null} spot */
    hover(spot) {
        if (spot?.y === this.hovered?.y && spot?.x === this.hovered?.x) return;
        this.hovered = spot;
        this.map.draw();
        if (spot) this.told.pointed(spot);
    }

    /** @param {MouseEvent} event */
    click(event) {
        const spot = this.under(event);
        if (!spot) return;
        this.go(spot.y, spot.x);
        this.act();
    }

    /** Picks the active cell, or orders by the active heading. */
    act() {
        if (this.active.y < 0 || this.active.x < 0) this.told.ordered(this.active);
        else this.told.picked(this.active);
    }

    /** @param {KeyboardEvent} event */
    press(event) {
        const { y, x } = this.active;
        const { rows, columns, axes } = this.map.heat;
        const all = event.ctrlKey || event.metaKey;
        const page = Math.max(1, Math.floor((this.map.scroller.clientHeight - this.map.top) / this.map.size) - 1);
        const [end, side] = [rows.length - 1, columns.length - 1];
        /** @type {Record<string, [number, number]>} */
        const moves = {
            ArrowDown: [all ? end : y + 1, x],
            ArrowUp: [all ? 0 : y - 1, x],
            ArrowLeft: [y, all ? 0 : x - 1],
            ArrowRight: [y, all ? side : x + 1],
            PageDown: [y + page, x],
            PageUp: [y <= 0 ? y : Math.max(0, y - page), x],
            Home: [all ? 0 : y, 0],
            End: [all ? end : y, side],
        };
        const move = moves[event.key];
        const within = this.typing.within(event);
        if (move) this.go(...move);
        else if (event.key === "Enter" || (event.key === " " && !within)) this.act();
        else if (event.key === "Escape") this.told.picked(null);
        else if (!within && !all && "+=".includes(event.key)) this.told.zoomed(1);
        else if (!within && !all && event.key === "-") this.told.zoomed(-1);
        else if (this.typing.take(event)) {
            const at = this.typing.next(y, rows.length, (one) => axes[0].names[rows[one]]);
            if (at >= 0) this.go(at, x);
        } else return false;
        return true;
    }
}

/**
 * A part of the grid, of which the text is heard and not seen.
 *
 * @param {string} role
 * @param {number} column
 * @param {string} text
 */
function part(role, column, text) {
    return focusable(make("div", { role, "aria-colindex": column }, make("span", { class: "ha-unseen" }, text)));
}
