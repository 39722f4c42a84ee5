// Columns as Python packs them: for each its distinct values in order, and for each row the place of its value there.
// Place 0 is nothing at all. Because values come in order, sorting compares places and never text.

/** @typedef {string | number | boolean | string[]} Value */
/** @typedef {"text" | "number" | "flag" | "texts"} Kind */
/**
 * @typedef {object} Described
 * @property {string} name
 * @property {string} label
 * @property {Kind} kind
 * @property {boolean} shown whether the column is shown at first
 * @property {boolean} filters whether its values are offered as filters
 * @property {Value[]} values
 * @property {number} at where its places begin, in bytes
 * @property {1 | 2 | 4} width bytes to a place
 */
/** @typedef {Uint8Array | Uint16Array | Uint32Array} Places */
/**
 * @typedef {object} Column
 * @property {string} name
 * @property {string} label
 * @property {Kind} kind
 * @property {boolean} shown
 * @property {boolean} filters
 * @property {Value[]} values the value at place 1 comes first
 * @property {string[]} words how each place is written; nothing is written empty
 * @property {Places} places one to a row
 */
/** @typedef {{ rows: number, columns: Column[] }} Rows */

const BETWEEN = "; ";
const MARKS = /\p{M}/gu;
/** Letters that Unicode does not take apart, and what people without them on the keyboard type.
 * @type {Record<string, string>} */
const STROKES = { æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ħ: "h", ı: "i", ł: "l", ß: "ss", ŧ: "t", þ: "th" };
const STROKED = new RegExp(`[${Object.keys(STROKES).join("")}]`, "g");
// eslint-disable-next-line no-control-regex -- the range is what ASCII is
const PLAIN = /^[\x00-\x7f]*$/;

/**
 * Opens what `columns.py` sealed: what is told in words, and where in the buffer the bytes begin that follow.
 *
 * @param {DataView} sent
 */
export async function opened(sent) {
    const bytes = new Uint8Array(/** @type {ArrayBuffer} */ (sent.buffer), sent.byteOffset, sent.byteLength);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const buffer = await new Response(stream).arrayBuffer();
    const length = new DataView(buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    return { head, buffer, start: (4 + length + 3) & ~3 };
}

/**
 * Unpacks a table.
 *
 * @param {DataView} sent
 * @returns {Promise<Rows>}
 */
export async function unpacked(sent) {
    const { head, buffer, start } = await opened(sent);
    const told = /** @type {{ rows: number, columns: Described[] }} */ (head);
    const columns = told.columns.map((column) => ({
        ...column,
        words: ["", ...column.values.map(written)],
        places: places(buffer, start + column.at, told.rows, column.width),
    }));
    return { rows: told.rows, columns };
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} at
 * @param {number} rows
 * @param {1 | 2 | 4} width
 * @returns {Places}
 */
function places(buffer, at, rows, width) {
    if (width === 1) return new Uint8Array(buffer, at, rows);
    return width === 2 ? new Uint16Array(buffer, at, rows) : new Uint32Array(buffer, at, rows);
}

/**
 * How a value is written in a cell.
 *
 * @param {Value} value
 */
export function written(value) {
    if (Array.isArray(value)) return value.join(BETWEEN);
    if (typeof value === "boolean") return value ? "yes" : "no";
    return String(value);
}

/**
 * What a row's cell says.
 *
 * @param {Column} column
 * @param {number} row
 */
export function word(column, row) {
    return column.words[column.places[row]];
}

/**
 * Text as it is searched: no capitals, no accents.
 *
 * @param {string} text
 */
export function folded(text) {
    const lower = text.toLowerCase();
    if (PLAIN.test(lower)) return lower;
    return lower.normalize("NFKD").replace(MARKS, "").replace(STROKED, (letter) => STROKES[letter]);
}

/** @type {WeakMap<Column, string[]>} */
const FOLDED = new WeakMap();

/**
 * Every word of a column as it is searched, made once.
 *
 * @param {Column} column
 */
export function searched(column) {
    const known = FOLDED.get(column) ?? column.words.map(folded);
    FOLDED.set(column, known);
    return known;
}
