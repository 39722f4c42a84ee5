// A matrix in a notebook. Names, cells and reasons come by message and never are a state of the widget, which notebooks
// save.

import { Atlas } from "./atlas.js";
import { heated } from "./heat.js";
import { Screen } from "./notebook.js";

/** @typedef {import("./heat.js").Place} Place */
/** @typedef {import("./notebook.js").Given} Given */
/** @typedef {import("./notebook.js").Addressed & { place: Place | null, reasons: string[] }} Told */

/**
 * Draws the widget, until the notebook takes it away.
 *
 * @param {Given} given
 */
function render(given) {
    const screen = new Screen(given);
    const atlas = new Atlas({
        asked: (place) => screen.send({ op: "why", place }),
        picked: (place) => screen.send({ op: "cell", place }),
    });

    /**
     * @param {Told} told
     * @param {DataView[]} buffers
     */
    async function hear(told, buffers) {
        if (told.op === "map") {
            const heat = await heated(buffers[0]);
            screen.shows(told.generation);
            atlas.show(heat, told.place);
        } else if (told.generation === screen.generation) {
            if (told.op === "cell") atlas.pick(told.place);
            else if (told.op === "reasons" && told.place) atlas.explain(told.place, told.reasons);
        }
    }

    return screen.begin(atlas, hear);
}

export default { render };
