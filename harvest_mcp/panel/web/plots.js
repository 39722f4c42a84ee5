// Bars of parts: a row for each thing, its numbers in words beside it, so that nothing rests on colour.

import { make } from "./elements.js";

/** @typedef {{ name: string, parts: { kind: string, number: number }[], words: string }} Bar */
/** @typedef {{ title: string, rows: Bar[], more: number }} Plot */

/** @param {Plot[]} plots */
export function plotted(plots) {
    return plots.map(({ title, rows, more }) => {
        const most = Math.max(...rows.map((row) => total(row)), 1);
        const body = make("tbody", {}, ...rows.map((row) => barred(row, most)));
        const rest = more > 0 ? [make("p", { class: "ha-note" }, `and ${more.toLocaleString("en")} more`)] : [];
        return make("figure", { class: "ha-plot" }, make("table", {}, make("caption", {}, title), body), ...rest);
    });
}

/** @param {Bar} row */
function total(row) {
    return row.parts.reduce((sum, part) => sum + part.number, 0);
}

/**
 * @param {Bar} row
 * @param {number} most
 */
function barred(row, most) {
    const bar = make("span", { class: "ha-stack", "aria-hidden": "true" });
    for (const { kind, number } of row.parts) {
        const part = make("span", { class: `ha-part ha-part-${kind}` });
        part.style.width = `${(100 * number) / most}%`;
        bar.append(part);
    }
    return make(
        "tr",
        {},
        make("th", { scope: "row" }, row.name),
        make("td", { class: "ha-bars" }, bar),
        make("td", {}, row.words),
    );
}
