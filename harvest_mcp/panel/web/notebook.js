// What a notebook hands to a widget, and how a widget listens for as long as it is on the screen.

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
export function inTurn(act) {
    let last = Promise.resolve();
    return (told, buffers) => {
        last = last.then(() => act(told, buffers)).catch(reportError);
    };
}

/** A name for one drawing of a widget, of which a notebook may show several. */
export function named() {
    return Math.random().toString(36).slice(2);
}
