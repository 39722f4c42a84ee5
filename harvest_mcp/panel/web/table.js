// A table in a notebook. Rows come by message and never are a state of the widget, which notebooks save.

import { unpacked } from "./columns.js";
import { keepKeys, settled } from "./elements.js";
import { inTurn, listen, named } from "./notebook.js";
import { Selecting } from "./selecting.js";
import { Sheet } from "./sheet.js";
import { Viewing } from "./viewing.js";

/** @typedef {import("./notebook.js").Given} Given */
/** @typedef {import("./viewing.js").Look} Look */
/**
 * @typedef {object} Told
 * @property {string} op
 * @property {number} generation
 * @property {number} [turn] the last of what Python told of how rows are looked at
 * @property {Look} look
 * @property {string} [view] the one drawing that it is for
 * @property {string} [but] the one drawing that it is not for
 */

const TOLD = 300;
const PICKED = 40;

/**
 * Draws the widget, until the notebook takes it away. What it sends says of which rows it speaks, by the generation
 * that Python gave them.
 *
 * @param {Given} given
 */
function render({ model, el }) {
    const ending = new AbortController();
    const { signal } = ending;
    const me = named();
    let generation = 0;
    let turn = 0;
    let changed = false; // whether a person looks at the rows in a way that Python does not know of yet
    /**
     * @param {string} op
     * @param {ArrayBufferView} buffer
     */
    const send = (op, buffer) => model.send({ op, generation, view: me }, undefined, [buffer]);
    const tell = settled(TOLD, () => {
        if (changed) model.send({ op: "look", turn, view: me, look: sheet.viewing.look });
        changed = false;
        send("view", sheet.viewing.order);
    });
    const sheet = new Sheet({
        changed: () => {
            changed = true;
            tell();
        },
        looked: tell,
        selected: settled(PICKED, () => send("selection", sheet.selecting.bits())),
    });
    const dress = () => sheet.dress(model.get("label"), model.get("height"));

    /**
     * @param {Told} told
     * @param {DataView[]} buffers
     */
    async function hear(told, buffers) {
        if (told.view && told.view !== me) return;
        turn = told.turn ?? turn;
        if (told.but === me) return;
        if (told.op === "rows") {
            const rows = await unpacked(buffers[0]);
            generation = told.generation;
            const look = changed ? sheet.viewing.look : told.look;
            sheet.show(new Viewing(rows), new Selecting(rows.rows, buffers[1]), look);
            el.dataset.shown = String(generation);
        } else if (told.op === "look") {
            if (!changed) sheet.look(told.look);
        } else if (told.op === "selection" && told.generation === generation) {
            sheet.select(buffers[0]);
        }
    }

    el.classList.add("ha");
    el.append(sheet.element);
    dress();
    keepKeys(el, signal);
    sheet.start(signal);
    listen(model, "change:label", dress, signal);
    listen(model, "change:height", dress, signal);
    listen(model, "msg:custom", inTurn(hear), signal);
    model.send({ op: "ready", view: me });
    return () => ending.abort();
}

export default { render };
