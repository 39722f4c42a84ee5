// Which rows are shown, and in what order: by a search, by filters and by columns. Nothing here knows a screen.

import { folded, searched } from "./columns.js";

/** @typedef {import("./columns.js").Column} Column */
/** @typedef {import("./columns.js").Rows} Rows */
/** @typedef {{ column: number, down: boolean }} Key */
/** @typedef {string | number | boolean | null} Item a value, or one of a list's; null where there is nothing */
/** @typedef {{ item: Item, count: number, chosen: boolean }} Choice */
/**
 * @typedef {object} Look how rows are looked at, by the names of columns
 * @property {string} search
 * @property {Record<string, Item[]>} filters
 * @property {[string, "ascending" | "descending"][]} sort
 */

/** Rows as they are looked at. Change `search`, `keys` and `chosen`, then call `update`. */
export class Viewing {
    /** @param {Rows} rows */
    constructor(rows) {
        this.rows = rows;
        this.search = "";
        /** @type {Key[]} the first key decides, the next among equals */
        this.keys = [];
        /** @type {Map<number, Set<Item>>} what is chosen of each column: one of them is enough */
        this.chosen = new Map();
        /** @type {Set<number>} the columns that are shown, and so searched */
        this.shown = new Set(rows.columns.flatMap((column, number) => (column.shown ? [number] : [])));
        /** @type {Map<number, Map<Item, number[]>>} of each column that filters: which places an item stands at */
        this.items = new Map();
        rows.columns.forEach((column, number) => {
            if (column.filters) this.items.set(number, itemsOf(column));
        });
        /** @type {Map<number, Uint32Array>} of each column that filters: how many rows have each place */
        this.counts = new Map();
        /** @type {Uint32Array} the rows that are shown, in order */
        this.order = new Uint32Array(0);
        this.update();
    }

    /** Whether anything is left out by a search or a filter. */
    get narrowed() {
        return this.search.trim() !== "" || this.chosen.size > 0;
    }

    /**
     * How the rows are looked at.
     *
     * @returns {Look}
     */
    get look() {
        const { columns } = this.rows;
        return {
            search: this.search,
            filters: Object.fromEntries([...this.chosen].map(([column, items]) => [columns[column].name, [...items]])),
            sort: this.keys.map(({ column, down }) => [columns[column].name, down ? "descending" : "ascending"]),
        };
    }

    /** Looks at the rows in another way, but for what is of no column here. */
    set look({ search, filters, sort }) {
        /** @param {string} name */
        const number = (name) => this.rows.columns.findIndex((column) => column.name === name);
        this.search = search;
        this.keys = sort
            .map(([name, way]) => ({ column: number(name), down: way === "descending" }))
            .filter(({ column }) => column >= 0);
        this.chosen = new Map();
        for (const [name, items] of Object.entries(filters)) {
            if (this.items.has(number(name))) this.chosen.set(number(name), new Set(items));
        }
    }

    /** Searches, filters, counts and sorts again. */
    update() {
        this.order = sorted(this.filtered(), this.keys, this.rows);
    }

    /**
     * Chooses an item of a column, or no longer.
     *
     * @param {number} column
     * @param {Item} item
     */
    choose(column, item) {
        const chosen = new Set(this.chosen.get(column));
        if (!chosen.delete(item)) chosen.add(item);
        if (chosen.size) this.chosen.set(column, chosen);
        else this.chosen.delete(column);
    }

    /**
     * Sorts by a column: upwards, then downwards, then no more. With `more`, among rows that the keys so far hold
     * equal.
     *
     * @param {number} column
     * @param {boolean} more
     */
    sortBy(column, more) {
        const keys = more ? [...this.keys] : this.keys.filter((one) => one.column === column);
        const at = keys.findIndex((one) => one.column === column);
        if (at < 0) keys.push({ column, down: false });
        else if (keys[at].down) keys.splice(at, 1);
        else keys[at] = { column, down: true };
        this.keys = keys;
    }

    /**
     * What can be chosen of a column, the most frequent first, and what is chosen that no row has: each with how many
     * rows choosing it would show.
     *
     * @param {number} column
     * @returns {Choice[]}
     */
    choices(column) {
        const counts = this.counts.get(column);
        const chosen = this.chosen.get(column) ?? new Set();
        /** @type {Map<Item, number[]>} */
        const items = this.items.get(column) ?? new Map();
        return [...new Set([...items.keys(), ...chosen])].map((item) => ({
            item,
            count: (items.get(item) ?? []).reduce((sum, place) => sum + (counts?.[place] ?? 0), 0),
            chosen: chosen.has(item),
        }));
    }

    /** The rows that the search and the filters leave, as they came; counts what each filter would leave. */
    filtered() {
        const { rows, columns } = this.rows;
        const found = this.found();
        const filters = [...this.items].map(([number, places]) => ({
            places: columns[number].places,
            allowed: throughOf(columns[number], places, this.chosen.get(number)),
            counts: new Uint32Array(columns[number].words.length),
        }));
        this.counts = new Map([...this.items.keys()].map((number, index) => [number, filters[index].counts]));
        const kept = new Uint32Array(rows);
        let length = 0;
        for (let row = 0; row < rows; row++) {
            if (found && !found[row]) continue;
            let refused = 0;
            let refusing = -1;
            for (let index = 0; index < filters.length && refused < 2; index++) {
                const { places, allowed } = filters[index];
                if (allowed && !allowed[places[row]]) {
                    refused++;
                    refusing = index;
                }
            }
            if (refused > 1) continue;
            if (refused === 0) kept[length++] = row;
            filters.forEach(({ places, counts }, index) => {
                if (refused === 0 || index === refusing) counts[places[row]]++;
            });
        }
        return kept.slice(0, length);
    }

    /**
     * Which rows have every word of the search somewhere in the shown columns; null without a search.
     *
     * @returns {Uint8Array | null}
     */
    found() {
        const words = folded(this.search).split(/\s+/).filter(Boolean);
        if (!words.length) return null;
        const { rows, columns } = this.rows;
        const found = new Uint8Array(rows).fill(1);
        for (const word of words) {
            const here = new Uint8Array(rows);
            for (const number of this.shown) {
                const { places } = columns[number];
                const hits = Uint8Array.from(searched(columns[number]), (text) => (text.includes(word) ? 1 : 0));
                if (!hits.includes(1)) continue;
                for (let row = 0; row < rows; row++) here[row] |= hits[places[row]];
            }
            here.forEach((hit, row) => (found[row] &= hit));
        }
        return found;
    }
}

/**
 * What a column's values are made of, the most frequent first, and the places where each stands.
 *
 * @param {Column} column
 * @returns {Map<Item, number[]>}
 */
function itemsOf(column) {
    const counts = new Uint32Array(column.words.length);
    for (const place of column.places) counts[place]++;
    /** @type {Map<Item, { places: number[], count: number }>} */
    const found = new Map();
    counts.forEach((count, place) => {
        if (!count) return;
        const value = column.values[place - 1] ?? null;
        for (const item of Array.isArray(value) ? new Set(value) : [value]) {
            const known = found.get(item) ?? { places: [], count: 0 };
            known.places.push(place);
            known.count += count;
            found.set(item, known);
        }
    });
    const ordered = [...found].sort(([, one], [, other]) => other.count - one.count);
    return new Map(ordered.map(([item, { places }]) => [item, places]));
}

/**
 * Which places of a column the chosen items let through; null where nothing is chosen.
 *
 * @param {Column} column
 * @param {Map<Item, number[]>} items
 * @param {Set<Item> | undefined} chosen
 */
function throughOf(column, items, chosen) {
    if (!chosen) return null;
    const through = new Uint8Array(column.words.length);
    for (const item of chosen) for (const place of items.get(item) ?? []) through[place] = 1;
    return through;
}

/**
 * Rows in the order of some keys; equal ones stay as they were, and where there is nothing a row comes last.
 * A key and a row's place so far make one number, so that numbers are sorted, natively, and no function is called.
 *
 * @param {Uint32Array} kept
 * @param {Key[]} keys
 * @param {Rows} rows
 */
function sorted(kept, keys, { columns }) {
    const length = kept.length;
    let order = kept;
    for (const { column, down } of [...keys].reverse()) {
        const { places, words } = columns[column];
        const last = words.length;
        const numbers = new Float64Array(length);
        for (let index = 0; index < length; index++) {
            const place = places[order[index]];
            const rank = place === 0 ? last : down ? last - place : place;
            numbers[index] = rank * length + index;
        }
        const before = order;
        order = Uint32Array.from(numbers.sort(), (number) => before[number % length]);
    }
    return order;
}
