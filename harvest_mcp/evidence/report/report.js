// Sorts and searches the tables of the report. Without it, everything is there to be read and printed.
// @ts-check
"use strict";

const ENGLISH = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/**
 * The rows of a table.
 * @param {HTMLTableElement} table
 * @returns {HTMLTableRowElement[]}
 */
const rowsOf = (table) => Array.from(table.tBodies[0].rows);

/**
 * Fold case and accents, so that what is typed finds what is spelled otherwise.
 * @param {string} text
 */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Sort a table by a column; empty cells stay at the end, whichever way.
 * @param {HTMLTableElement} table
 * @param {number} column
 * @param {boolean} down
 */
function sort(table, column, down) {
  const keyed = rowsOf(table).map((row) => ({ row, key: row.cells[column].textContent ?? "" }));
  keyed.sort((one, other) => {
    if (!one.key || !other.key) return Number(!one.key) - Number(!other.key);
    return ENGLISH.compare(one.key, other.key) * (down ? -1 : 1);
  });
  table.tBodies[0].append(...keyed.map(({ row }) => row));
}

/**
 * Put a button into each header, which sorts by its column.
 * @param {HTMLTableElement} table
 */
function makeSortable(table) {
  const heads = Array.from(table.tHead?.rows[0].cells ?? []);
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(table, column, down);
    });
  });
}

/**
 * Put a search box above a table, which hides the rows that do not hold every word.
 * @param {HTMLTableElement} table
 * @param {number} number
 */
function makeSearchable(table, number) {
  const place = /** @type {HTMLElement} */ (table.parentElement);
  const rows = rowsOf(table);
  /** @type {Map<HTMLTableRowElement, string>} */
  const texts = new Map();
  const label = document.createElement("label");
  const input = document.createElement("input");
  const told = document.createElement("output");
  input.type = "search";
  input.id = `search-${number}`;
  input.autocomplete = "off";
  label.className = "search";
  label.append(`Search ${(place.getAttribute("aria-label") ?? "").toLowerCase()} `, input, " ", told);
  place.before(label);
  /** @param {number} shown */
  const tell = (shown) => {
    told.textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")}`;
  };
  input.addEventListener("input", () => {
    if (!texts.size) rows.forEach((row) => texts.set(row, folded(Array.from(row.cells, (cell) => cell.textContent).join(" "))));
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    texts.forEach((text, row) => {
      row.hidden = !words.every((word) => text.includes(word));
      shown += Number(!row.hidden);
    });
    tell(shown);
  });
  tell(rows.length);
}

/** Open what is closed for as long as the page is printed; what a search hides, the style shows on paper. */
function makePrintable() {
  /** @type {HTMLDetailsElement[]} */
  const opened = [];
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((details) => {
      if (details.open) return;
      details.open = true;
      opened.push(details);
    });
  });
  window.addEventListener("afterprint", () => {
    opened.splice(0).forEach((details) => {
      details.open = false;
    });
  });
}

makePrintable();

document.querySelectorAll("table.sortable").forEach((table, number) => {
  if (table instanceof HTMLTableElement) {
    makeSortable(table);
    makeSearchable(table, number);
  }
});
