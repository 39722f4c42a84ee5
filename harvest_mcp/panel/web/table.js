// A table in a notebook. Rows come by message and never are a state of the widget, which notebooks save.

import { unpacked } from "./columns.js";
import { paced, settled } from "./elements.js";
import { Screen } from "./notebook.js";
import { Selecting } from "./selecting.js";
import { Sheet } from "./sheet.js";
import { Viewing } from "./viewing.js";

/** @typedef {import("./notebook.js").Given} Given */
/** @typedef {import("./notebook.js").Addressed & { look: import("./viewing.js").Look }} Told */

const TOLD = 300;
const PICKED = 40;

/**
 * Draws the widget, until the notebook takes it away.
 *
 * @param {Given} given
 */
function render(given) {
    const screen = new Screen(given);
    let changed = false; // whether a person looks at the rows in a way that Python does not know of yet
    const tell = settled(TOLD, () => {
        if (changed) screen.send({ op: "look", turn: screen.turn, look: sheet.viewing.look });
        changed = false;
        screen.send({ op: "view" }, sheet.viewing.order);
    });
    const sheet = new Sheet({
        changed: () => {
            changed = true;
            tell();
        },
        looked: tell,
        selected: paced(PICKED, () => screen.send({ op: "selection" }, sheet.selecting.bits())),
    });

    /**
     * @param {Told} told
     * @param {DataView[]} buffers
     */
    async function hear(told, buffers) {
        if (told.op === "rows") {
            const rows = await unpacked(buffers[0]);
            const look = changed ? sheet.viewing.look : told.look;
            screen.shows(told.generation);
            sheet.show(new Viewing(rows), new Selecting(rows.rows, buffers[1]), look);
        } else if (told.op === "look") {
            if (!changed) sheet.look(told.look);
        } else if (told.op === "selection" && told.generation === screen.generation) {
            sheet.select(buffers[0]);
        }
    }

    return screen.begin(sheet, hear);
}

export default { render };
