// Elements, made without templates: text stays text, and whatever takes the focus keeps its keys from the notebook.

/** @typedef {Record<string, string | number | boolean>} Attributes */

/**
 * An element with attributes (`false` leaves one out) and children.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== false) element.setAttribute(name, String(value));
    }
    element.append(...children);
    return element;
}

/**
 * Marks an element that can have the focus. Notebooks look for the mark on the focused element itself, not above it;
 * without it, two presses of D would delete the cell.
 *
 * @template {HTMLElement} E
 * @param {E} element
 * @returns {E}
 */
export function focusable(element) {
    element.setAttribute("data-lm-suppress-shortcuts", "true");
    return element;
}

/**
 * A button that runs something.
 *
 * @param {string} text
 * @param {() => void} act
 * @param {Attributes} [attributes]
 */
export function button(text, act, attributes = {}) {
    const made = focusable(make("button", { type: "button", ...attributes }, text));
    made.addEventListener("click", act);
    return made;
}

/**
 * Lets no key that is typed within an element reach the page around it. A click on its mere text gives it the focus,
 * which the cell would have else, and with it the keys.
 *
 * @param {HTMLElement} root
 * @param {AbortSignal} signal
 */
export function keepKeys(root, signal) {
    focusable(root).tabIndex = -1;
    for (const kind of ["keydown", "keypress", "keyup"]) {
        root.addEventListener(kind, (event) => event.stopPropagation(), { signal });
    }
}

/**
 * Runs something once things have been quiet for a while.
 *
 * @param {number} milliseconds
 * @param {() => void} act
 * @returns {() => void}
 */
export function settled(milliseconds, act) {
    let timer = 0;
    return () => {
        clearTimeout(timer);
        timer = window.setTimeout(act, milliseconds);
    };
}

/**
 * Runs something at once and, while it is asked for again and again, no more often than so many milliseconds apart.
 *
 * @param {number} milliseconds
 * @param {() => void} act
 * @returns {() => void}
 */
export function paced(milliseconds, act) {
    let waits = false;
    let again = false;
    const run = () => {
        again = false;
        waits = true;
        act();
        setTimeout(() => {
            waits = false;
            if (again) run();
        }, milliseconds);
    };
    return () => {
        if (waits) again = true;
        else run();
    };
}

/**
 * A count with its noun: "1 row", "1,204 rows".
 *
 * @param {number} count
 * @param {string} noun
 */
export function counted(count, noun) {
    return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
