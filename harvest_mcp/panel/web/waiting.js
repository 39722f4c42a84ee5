// Stands for what is not worked out yet, or could not be: it says so, and keeps out of sight what would look like an
// answer without rows.

import { make } from "./elements.js";

/** @typedef {{ says: string, covers: boolean }} Wait what it says, empty once all is there; whether nothing is seen */

const WORKING = "Working…";

export class Waiting {
    /** @param {...HTMLElement} content */
    constructor(...content) {
        this.line = make("p", { class: "ha-note", role: "status" });
        this.body = make("div", {}, ...content);
        this.element = make("div", {}, this.line, this.body);
        this.begin();
    }

    /** Covers what is not there before Python has told of it. */
    begin() {
        this.show({ says: WORKING, covers: true });
    }

    /** Shows what is there. */
    end() {
        this.show({ says: "", covers: false });
    }

    /** @param {Wait} wait */
    show({ says, covers }) {
        this.line.textContent = says;
        this.line.hidden = !says;
        this.body.hidden = covers;
    }
}
