// Answers as they are drawn: tables of text under their titles, in which a thing that can be opened is a button.

import { button, make } from "./elements.js";

/** @typedef {{ column: number, kind: string, id: number }} Opens */
/**
 * @typedef {object} Block
 * @property {string} title
 * @property {boolean} head
 * @property {{ title: string, number: boolean }[]} columns
 * @property {string[][]} rows
 * @property {Opens | null} [opens]
 */

const FEW = 200;

export class Blocks {
    /** @param {(kind: string, id: number) => void} open */
    constructor(open) {
        this.open = open;
        this.element = make("div", { class: "ha-blocks" });
    }

    /** @param {Block[]} blocks */
    show(blocks) {
        this.element.replaceChildren(...blocks.map((block) => this.drawn(block)));
    }

    /** @param {Block} block */
    drawn(block) {
        const title = block.title ? [make("h3", {}, block.title)] : [];
        if (block.rows.length === 0) return make("section", {}, ...title);
        if (!block.head && block.columns.length === 1) {
            return make("section", {}, ...title, ...block.rows.map(([text]) => make("p", {}, text)));
        }
        const table = make("table", { class: block.head ? "ha-table" : "ha-facts" });
        if (block.head) table.append(headed(block));
        const body = make("tbody");
        table.append(body);
        this.extend(body, block, 0);
        const name =
            block.title ||
            block.columns
                .map((column) => column.title)
                .filter(Boolean)
                .join(", ") ||
            "Notes";
        const wide = make(
            "div",
            {
                class: "ha-wide",
                role: "region",
                "aria-label": name,
                tabindex: "0",
                "data-lm-suppress-shortcuts": "true",
            },
            table,
        );
        return make("section", {}, ...title, wide);
    }

    /**
     * Adds rows, a few at a time: the rest comes when it is asked for.
     *
     * @param {HTMLTableSectionElement} body
     * @param {Block} block
     * @param {number} from
     */
    extend(body, block, from) {
        const rows = block.rows.slice(from, from + FEW);
        body.append(...rows.map((row) => this.row(block, row)));
        const left = block.rows.length - from - rows.length;
        if (left <= 0) return;
        const cell = make("td", { colspan: block.columns.length });
        const more = make("tr", {}, cell);
        cell.append(
            button(
                `${left.toLocaleString("en")} more`,
                () => {
                    more.remove();
                    this.extend(body, block, from + FEW);
                },
                { class: "ha-button" },
            ),
        );
        body.append(more);
    }

    /**
     * @param {Block} block
     * @param {string[]} row
     */
    row(block, row) {
        const cells = row.map((text, column) => {
            const opens = block.opens?.column === column ? block.opens : null;
            const id = opens ? Number(row[opens.id]) : 0;
            const content = opens && id ? button(text, () => this.open(opens.kind, id), { class: "ha-link" }) : text;
            const isName = !block.head && column === 0;
            return make(
                isName ? "th" : "td",
                { class: block.columns[column].number && "ha-number", scope: isName && "row" },
                content,
            );
        });
        return make("tr", {}, ...cells);
    }
}

/** @param {Block} block */
function headed(block) {
    const heads = block.columns.map(({ title, number }) =>
        make("th", { scope: "col", class: number && "ha-number" }, title),
    );
    return make("thead", {}, make("tr", {}, ...heads));
}
