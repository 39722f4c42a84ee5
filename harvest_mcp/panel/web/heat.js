// Which rows and columns of a matrix are shown, and in what order: by names, by what cells say. Nothing here knows a
// screen.

import { folded, opened } from "./columns.js";

/** @typedef {{ label: string, names: string[] }} Axis */
/** @typedef {[number, number]} Place a row and a column, by their numbers as Python knows them */
/** @typedef {"given" | "name" | "most"} Order */

export const NO = 0;

/** A matrix as it is looked at. Change `search`, `order`, `byColumn`, `byRow` and `chosen`, then call `update`. */
export class Heat {
    /**
     * @param {[Axis, Axis]} axes rows, then columns
     * @param {Uint8Array} cells an extent to a cell, row after row
     * @param {string[]} words what the extents are called, from the least to the most
     */
    constructor(axes, cells, words) {
        this.axes = axes;
        this.cells = cells;
        this.words = words;
        this.width = axes[1].names.length;
        this.searched = axes.map(({ names }) => names.map(folded));
        /** @type {[string, string]} what is searched among rows, and among columns */
        this.search = ["", ""];
        /** @type {Order} */
        this.order = "given";
        /** The column that rows are ordered by, and the row that columns are ordered by; -1 is none. */
        this.byColumn = -1;
        this.byRow = -1;
        /** @type {Set<number>} rows without any of these extents are left out; none chosen leaves none out */
        this.chosen = new Set();
        /** How many cells say what, among the rows and columns that the searches leave. */
        this.counts = new Uint32Array(words.length);
        /** @type {Uint32Array} the rows that are shown, in order */
        this.rows = new Uint32Array(0);
        /** @type {Uint32Array} the columns that are shown, in order */
        this.columns = new Uint32Array(0);
        this.update();
    }

    /** Whether anything is left out. */
    get narrowed() {
        return this.search.some((text) => text.trim() !== "") || this.chosen.size > 0;
    }

    /**
     * Takes over how another matrix was looked at.
     *
     * @param {Heat} other
     */
    take({ search, order, chosen }) {
        this.search = search;
        this.order = order;
        this.chosen = chosen;
    }

    /**
     * What a cell says.
     *
     * @param {number} row
     * @param {number} column
     */
    at(row, column) {
        return this.cells[row * this.width + column];
    }

    /** Searches, counts, filters and orders again. */
    update() {
        const columns = this.found(1);
        const rows = this.filtered(this.found(0), columns);
        const { byColumn, byRow } = this;
        this.rows = this.ordered(rows, 0, (row) => (byColumn < 0 ? this.sum(row, columns) : this.at(row, byColumn)));
        this.columns = this.ordered(columns, 1, byRow < 0 ? null : (column) => this.at(byRow, column));
    }

    /**
     * The numbers of the rows or columns whose name has every word of the search.
     *
     * @param {0 | 1} axis
     */
    found(axis) {
        const words = folded(this.search[axis]).split(/\s+/).filter(Boolean);
        const numbers = Uint32Array.from(this.searched[axis], (_, number) => number);
        return numbers.filter((number) => words.every((word) => this.searched[axis][number].includes(word)));
    }

    /**
     * Counts, and leaves out the rows that have nothing of what is chosen.
     *
     * @param {Uint32Array} rows
     * @param {Uint32Array} columns
     */
    filtered(rows, columns) {
        const { cells, width, counts, chosen } = this;
        counts.fill(0);
        const through = counts.map((_, extent) => (chosen.size === 0 || chosen.has(extent) ? 1 : 0));
        return rows.filter((row) => {
            let kept = chosen.size ? 0 : 1;
            for (const column of columns) {
                const extent = cells[row * width + column];
                counts[extent]++;
                kept |= through[extent];
            }
            return kept;
        });
    }

    /**
     * How much a row's cells say together.
     *
     * @param {number} row
     * @param {Uint32Array} columns
     */
    sum(row, columns) {
        return columns.reduce((sum, column) => sum + this.at(row, column), 0);
    }

    /**
     * The same numbers in order: the most first where there is something to go by, equal ones as they were.
     *
     * @param {Uint32Array} numbers
     * @param {0 | 1} axis
     * @param {((number: number) => number) | null} much
     */
    ordered(numbers, axis, much) {
        const by = axis === 0 ? this.byColumn : this.byRow;
        if (by < 0 && this.order === "name") {
            return numbers.slice().sort((one, other) => compared(this.searched[axis], one, other));
        }
        if (!much || (by < 0 && this.order === "given")) return numbers;
        const amounts = new Float64Array(this.axes[axis].names.length);
        for (const number of numbers) amounts[number] = much(number);
        return numbers.slice().sort((one, other) => amounts[other] - amounts[one] || one - other);
    }
}

/**
 * Which of two comes first by what they are called.
 *
 * @param {string[]} names
 * @param {number} one
 * @param {number} other
 */
export function compared(names, one, other) {
    return names[one] < names[other] ? -1 : Number(names[one] > names[other]) || one - other;
}

/**
 * Opens a matrix that Python sent.
 *
 * @param {DataView} sent
 */
export async function heated(sent) {
    const { head, buffer, start } = await opened(sent);
    const { rows, columns, words } = /** @type {{ rows: Axis, columns: Axis, words: string[] }} */ (head);
    return new Heat([rows, columns], new Uint8Array(buffer, start), words);
}
