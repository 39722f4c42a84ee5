// The text twin of a map: each of its cells that says more than no, as a row of a table, in the order of the map.

import { compared, NO } from "./heat.js";

/** @typedef {import("./columns.js").Column} Column */
/** @typedef {import("./columns.js").Rows} Rows */
/** @typedef {import("./heat.js").Heat} Heat */

/** A browser draws nothing taller than this many rows. */
const MOST = 500_000;

/**
 * The rows, and where each stands in the map: its row's number times the width of the map, and its column's number.
 *
 * @param {Heat} heat
 * @returns {{ rows: Rows, places: Uint32Array, all: number }}
 */
export function twin(heat) {
    const { rows, columns, chosen, width } = heat;
    /** @type {number[]} */
    const found = [];
    let all = 0;
    for (const row of rows) {
        for (const column of columns) {
            const extent = heat.at(row, column);
            if (chosen.size ? !chosen.has(extent) : extent === NO) continue;
            if (all++ < MOST) found.push(row * width + column);
        }
    }
    const places = Uint32Array.from(found);
    const down = ranked(heat, 0);
    const across = ranked(heat, 1);
    const made = [
        spelled("row", heat.axes[0].label, down.names, places.map((place) => down.ranks[Math.floor(place / width)])),
        spelled("column", heat.axes[1].label, across.names, places.map((place) => across.ranks[place % width])),
        spelled("extent", "Extent", heat.words, places.map((place) => heat.cells[place] + 1)),
    ];
    made[1].filters = columns.length <= 60;
    made[2].filters = true;
    return { rows: { rows: places.length, columns: made }, places, all };
}

/**
 * The names of an axis in order, and the place of each thing among them.
 *
 * @param {Heat} heat
 * @param {0 | 1} axis
 */
function ranked(heat, axis) {
    const { names } = heat.axes[axis];
    const order = names.map((_, number) => number);
    order.sort((one, other) => compared(heat.searched[axis], one, other));
    const ranks = new Uint32Array(names.length);
    order.forEach((number, rank) => (ranks[number] = rank + 1));
    return { names: order.map((number) => names[number]), ranks };
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string[]} values
 * @param {Uint32Array} places
 * @returns {Column}
 */
function spelled(name, label, values, places) {
    return { name, label, kind: "text", shown: true, filters: false, values, words: ["", ...values], places };
}
