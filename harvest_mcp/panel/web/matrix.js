// A matrix in a notebook. Names, cells and reasons come by message and never are a state of the widget, which notebooks
// save.

import { keepKeys } from "./elements.js";
import { Atlas } from "./atlas.js";
import { heated } from "./heat.js";
import { inTurn, listen, named } from "./notebook.js";

/** @typedef {import("./heat.js").Place} Place */
/** @typedef {import("./notebook.js").Given} Given */
/**
 * @typedef {object} Message
 * @property {string} op
 * @property {number} generation
 * @property {string} [view] the one drawing that it is for
 * @property {string} [but] the one drawing that it is not for
 * @property {Place | null} place
 * @property {string[]} reasons
 */

/**
 * Draws the widget, until the notebook takes it away. What it sends says of which things it speaks, by the generation
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
     * @param {Place | null} place
     */
    const send = (op, place) => model.send({ op, generation, view: me, place });
    const atlas = new Atlas({
        asked: (place) => send("why", place),
        picked: (place) => send("cell", place),
    });
    const dress = () => atlas.dress(model.get("label"), model.get("height"));

    /**
     * @param {Message} told
     * @param {DataView[]} buffers
     */
    async function hear(told, buffers) {
        if (told.but === me || (told.view && told.view !== me)) return;
        if (told.op === "map") {
            const heat = await heated(buffers[0]);
            generation = told.generation;
            atlas.show(heat, told.place);
            el.dataset.shown = String(generation);
        } else if (told.generation === generation) {
            if (told.op === "cell") atlas.pick(told.place);
            else if (told.op === "reasons" && told.place) atlas.explain(told.place, told.reasons);
        }
    }

    el.classList.add("ha");
    el.append(atlas.element);
    dress();
    keepKeys(el, signal);
    atlas.start(signal);
    listen(model, "change:label", dress, signal);
    listen(model, "change:height", dress, signal);
    listen(model, "msg:custom", inTurn(hear), signal);
    model.send({ op: "ready", view: me });
    return () => ending.abort();
}

export default { render };
