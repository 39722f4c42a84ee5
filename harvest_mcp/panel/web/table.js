// A table in a notebook. Rows come by message and never are a state of the widget, which notebooks save.

import { unpacked } from "./columns.js";
import { keepKeys, settled } from "./elements.js";
import { inTurn, listen, named } from "./notebook.js";
import { Selecting } from "./selecting.js";
import { Sheet } from "./sheet.js";
import { Viewing } from "./viewing.js";

/** @typedef {import("./notebook.js").Given} Given */
/** @typedef {{ op: string, generation: number, view?: string, but?: string }} Told */

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
    /**
     * @param {string} op
     * @param {ArrayBufferView} buffer
     */
    const send = (op, buffer) => model.send({ op, generation, view: me }, undefined, [buffer]);
    const sheet = new Sheet({
        looked: settled(TOLD, () => send("view", sheet.viewing.order)),
        selected: settled(PICKED, () => send("selection", sheet.selecting.bits())),
    });
    const dress = () => sheet.dress(model.get("label"), model.get("height"));

    /**
     * @param {Told} told
     * @param {DataView[]} buffers
     */
    async function hear(told, buffers) {
        if (told.but === me || (told.view && told.view !== me)) return;
        if (told.op === "rows") {
            const rows = await unpacked(buffers[0]);
            generation = told.generation;
            sheet.show(new Viewing(rows), new Selecting(rows.rows, buffers[1]));
            el.dataset.shown = String(generation);
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
