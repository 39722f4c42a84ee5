// What a notebook hands to a widget, and how a widget listens for as long as it is on the screen.

import { keepKeys, make } from "./elements.js";

/**
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {() => void} save_changes
 * @property {(content: object, callbacks?: undefined, buffers?: ArrayBufferView[]) => void} send
 * @property {(event: string, act: (...told: any[]) => void) => void} on
 * @property {(event: string, act: (...told: any[]) => void) => void} off
 */
/** @typedef {{ model: Model, el: HTMLElement }} Given */

/**
 * Listens to a model until the widget is taken away.
 *
 * @param {Model} model
 * @param {string} event
 * @param {(...told: any[]) => void} act
 * @param {AbortSignal} signal
 */
export function listen(model, event, act, signal) {
    model.on(event, act);
    signal.addEventListener("abort", () => model.off(event, act));
}

/**
 * Lets messages be heard one after the other, though some take their time: what is told of rows comes after the rows.
 *
 * @template Message
 * @param {(told: Message, buffers: DataView[]) => void | Promise<void>} act
 * @returns {(told: Message, buffers: DataView[]) => void}
 */
function inTurn(act) {
    let last = Promise.resolve();
    return (told, buffers) => {
        last = last.then(() => act(told, buffers)).catch(reportError);
    };
}

/**
 * Sends to Python. Where there is no kernel to send to any more, the widget says so, or the panel that holds it.
 *
 * @param {Model} model
 * @param {HTMLElement} el
 * @param {object} content
 * @param {...ArrayBufferView} buffers
 */
export function sent(model, el, content, ...buffers) {
    try {
        model.send(content, undefined, buffers);
    } catch (error) {
        const root = el.closest(".ha-panel") ?? el;
        if (root.querySelector(":scope > .ha-ended")) return;
        const words = `The kernel that this spoke to has ended: run the cell again. (${error})`;
        root.prepend(make("p", { class: "ha-ended", role: "alert" }, words));
    }
}

/** A name for one drawing of a widget, of which a notebook may show several. */
export function named() {
    return Math.random().toString(36).slice(2);
}

/**
 * @typedef {object} Addressed what every message of Python may say
 * @property {string} op
 * @property {number} generation of what is shown
 * @property {string} [view] the one screen that it is for
 * @property {string} [but] the one screen that it is not for
 * @property {number} [turn] counts what Python told of how things are looked at
 */
/**
 * @typedef {object} Drawing
 * @property {HTMLElement} element
 * @property {(label: string, height: number) => void} dress
 * @property {(signal: AbortSignal) => void} start
 */

/**
 * One drawing of a widget. What it sends says of which things it speaks, by the generation that Python gave them.
 */
export class Screen {
    /** @param {Given} given */
    constructor({ model, el }) {
        this.model = model;
        this.el = el;
        this.me = named();
        this.generation = 0;
        this.turn = 0;
    }

    /**
     * @param {object} content
     * @param {...ArrayBufferView} buffers
     */
    send(content, ...buffers) {
        sent(this.model, this.el, { generation: this.generation, view: this.me, ...content }, ...buffers);
    }

    /**
     * Says that these things are on the screen.
     *
     * @param {number} generation
     */
    shows(generation) {
        this.generation = generation;
        this.el.dataset.shown = String(generation);
    }

    /**
     * Begins, until the notebook takes it away: gives what ends it.
     *
     * @template {Addressed} Message
     * @param {Drawing} drawing
     * @param {(told: Message, buffers: DataView[]) => void | Promise<void>} hear
     */
    begin(drawing, hear) {
        const { model, el, me } = this;
        const ending = new AbortController();
        const { signal } = ending;
        const dress = () => drawing.dress(model.get("label"), model.get("height"));
        /**
         * @param {Message} told
         * @param {DataView[]} buffers
         */
        const heard = async (told, buffers) => {
            if (told.view && told.view !== me) return;
            this.turn = told.turn ?? this.turn;
            if (told.but !== me) await hear(told, buffers);
        };
        el.classList.add("ha");
        el.append(drawing.element);
        dress();
        keepKeys(el, signal);
        drawing.start(signal);
        listen(model, "change:label", dress, signal);
        listen(model, "change:height", dress, signal);
        listen(model, "msg:custom", inTurn(heard), signal);
        this.send({ op: "ready" });
        return () => ending.abort();
    }
}
