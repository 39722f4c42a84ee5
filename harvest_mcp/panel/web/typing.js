// Typing ahead: letters typed in one go lead to what begins with them.

import { folded } from "./columns.js";

const PAUSE = 800;

export class Typing {
    constructor() {
        this.typed = "";
        this.at = 0;
    }

    /**
     * Whether a word is being typed, so that a space belongs to it.
     *
     * @param {KeyboardEvent} event
     */
    within(event) {
        return this.typed !== "" && event.timeStamp - this.at < PAUSE;
    }

    /**
     * Takes a letter; says whether it was one.
     *
     * @param {KeyboardEvent} event
     */
    take(event) {
        if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
        this.typed = (this.within(event) ? this.typed : "") + folded(event.key);
        this.at = event.timeStamp;
        return true;
    }

    /**
     * The next of some things, from one on and around, that begins with what is typed; -1 where none does.
     *
     * @param {number} from
     * @param {number} length
     * @param {(at: number) => string} text
     */
    next(from, length, text) {
        const first = Math.max(0, from + (this.typed.length === 1 ? 1 : 0));
        for (let step = 0; step < length; step++) {
            const at = (first + step) % length;
            if (folded(text(at)).startsWith(this.typed)) return at;
        }
        return -1;
    }
}
