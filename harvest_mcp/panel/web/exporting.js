// Rows taken elsewhere: as CSV (RFC 4180) in which no cell is run as a formula, or as lines for a spreadsheet.

import { word } from "./columns.js";

/** @typedef {import("./columns.js").Column} Column */

// Where a formula could start: where a cell does, or after what parts cells for some spreadsheets, in quotes or not.
const STARTS = /((?:^|[;|\t\r\n])[\s"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r])/g;
const QUOTED = /[",\r\n]/;

/** @param {string} text */
function harmless(text) {
    return text.replace(STARTS, "$1'");
}

/**
 * @param {Column} column
 * @param {number} row
 */
function told(column, row) {
    const text = word(column, row);
    return column.kind === "number" ? text : harmless(text);
}

/**
 * A header, then a line to each row.
 *
 * @param {Column[]} columns
 * @param {Iterable<number>} rows
 */
export function csv(columns, rows) {
    /** @param {string} text */
    const cell = (text) => (QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const all = [columns.map((column) => cell(harmless(column.label))).join(",")];
    for (const row of rows) all.push(columns.map((column) => cell(told(column, row))).join(","));
    return `${all.join("\r\n")}\r\n`;
}

/**
 * The same for the clipboard: cells stand between tabs.
 *
 * @param {Column[]} columns
 * @param {Iterable<number>} rows
 */
export function lines(columns, rows) {
    /** @param {string} text */
    const cell = (text) => text.replace(/[\t\r\n]+/g, " ");
    const all = [columns.map((column) => cell(harmless(column.label))).join("\t")];
    for (const row of rows) all.push(columns.map((column) => cell(told(column, row))).join("\t"));
    return all.join("\n");
}

/**
 * Puts text on the clipboard, without asking for a permission; says whether that could be done.
 *
 * @param {string} text
 */
export function copied(text) {
    /** @param {ClipboardEvent} event */
    const give = (event) => {
        event.clipboardData?.setData("text/plain", text);
        event.preventDefault();
        event.stopImmediatePropagation();
    };
    document.addEventListener("copy", give, { capture: true });
    try {
        return document.execCommand("copy");
    } finally {
        document.removeEventListener("copy", give, { capture: true });
    }
}

/**
 * Gives a file to whoever is looking, without asking any server.
 *
 * @param {string} name
 * @param {string} text
 */
export function download(name, text) {
    const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
