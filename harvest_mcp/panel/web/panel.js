// The panel: one widget that holds the others. Whatever names anybody comes by message and is drawn as text; nothing of
// it is a state of a widget, which notebooks save.

import { Asking } from "./asking.js";
import { Blocks } from "./blocks.js";
import { Connecting } from "./connecting.js";
import { keepKeys, make } from "./elements.js";
import { listen, named, sent } from "./notebook.js";
import { plotted } from "./plots.js";
import { Tabs } from "./tabs.js";
import { Topline } from "./topline.js";
import { Waiting } from "./waiting.js";

/** @typedef {import("./notebook.js").Model} Model */
/** @typedef {import("./blocks.js").Block} Block */
/** @typedef {import("./plots.js").Plot} Plot */
/** @typedef {import("./topline.js").State} State */
/** @typedef {{ render: (on: { el: HTMLElement, signal: AbortSignal }) => Promise<void> }} Child */
/**
 * @typedef {object} Host gives the widgets that this one holds
 * @property {(reference: unknown) => Promise<Child>} getWidget
 */
/**
 * @typedef {object} Heard
 * @property {string} op
 * @property {string} of
 * @property {string} [view] the one screen that it is for
 * @property {string} by
 * @property {string} says what a view that waits says
 * @property {boolean} covers
 * @property {string} head
 * @property {string[]} lines
 * @property {Block[]} blocks
 * @property {number} id
 * @property {string[]} values
 * @property {Plot[]} plots
 */

const VIEWS = [
    { id: "people", title: "People", child: "people_table" },
    { id: "roles", title: "Roles", child: "roles_table", note: "Job roles are labels. They grant nothing." },
    { id: "projects", title: "Projects", child: "projects_table" },
    { id: "ask", title: "Ask" },
    { id: "matrix", title: "Matrix", child: "matrix" },
    { id: "review", title: "Review", child: "findings_table" },
    { id: "changes", title: "Changes" },
];

/**
 * Draws the panel, until the notebook takes it away.
 *
 * @param {{ model: Model, el: HTMLElement, host: Host }} given
 */
function render({ model, el, host }) {
    const ending = new AbortController();
    const { signal } = ending;
    const me = named();
    /** @param {object} content */
    const send = (content) => sent(model, el, { ...content, view: me });
    /** @param {string} kind @param {number} id */
    const open = (kind, id) => send({ op: "open", kind, id });

    const topline = new Topline(send);
    const connecting = new Connecting(send);
    const asking = new Asking(send, open);
    /** @type {Map<string, Blocks>} */
    const cards = new Map();
    /** @type {Map<string, HTMLInputElement>} */
    const bys = new Map();
    /** @type {Map<string, Waiting>} */
    const waits = new Map();
    const head = make("p", { class: "ha-note ha-headline" });
    const foot = make("div", { class: "ha-remarks" });
    const plots = make("div", { class: "ha-plots" });
    const tabs = new Tabs(VIEWS, (id) => {
        model.set("tab", id);
        model.save_changes();
    });
    for (const view of VIEWS) {
        tabs.fill(view.id, filled(view));
    }

    /** @param {{ id: string, title: string, child?: string, note?: string }} view */
    function filled(view) {
        if (view.id === "ask") return asking.element;
        const card = new Blocks(open);
        cards.set(view.id, card);
        const aside = make(
            "div",
            { class: "ha-card", role: "region", "aria-label": `About what is selected: ${view.title}` },
            card.element,
        );
        if (view.id === "changes") return make("div", { class: "ha-view" }, waiting(view.id, aside));
        const place = make("div", { class: "ha-main" });
        const note = view.note ? [make("p", { class: "ha-note" }, view.note)] : [];
        const split = make("div", { class: "ha-split" }, place, aside);
        /** @type {Record<string, () => HTMLElement[]>} */
        const others = {
            matrix: () => [mapping(), waiting(view.id, place)],
            review: () => [waiting(view.id, head, split, foot)],
            roles: () => [split, plots],
        };
        const parts = others[view.id]?.() ?? [split];
        const holder = make("div", { class: "ha-view" }, ...note, ...parts);
        tabs.once(view.id, async () => {
            const child = await host.getWidget(model.get(view.child ?? ""));
            await child.render({ el: place, signal });
        });
        return holder;
    }

    /**
     * What is covered until it is worked out.
     *
     * @param {string} id
     * @param {...HTMLElement} content
     */
    function waiting(id, ...content) {
        const wait = new Waiting(...content);
        waits.set(id, wait);
        return wait.element;
    }

    /** The choice of what people are mapped by. */
    function mapping() {
        const name = `ha-by-${me}`;
        const choice = make("fieldset", { class: "ha-choice" }, make("legend", {}, "People by"));
        for (const by of ["permissions", "projects"]) {
            const input = make("input", { type: "radio", name, value: by, "data-lm-suppress-shortcuts": "true" });
            input.checked = by === "permissions";
            input.addEventListener("change", () => send({ op: "map", by }));
            bys.set(by, input);
            choice.append(make("label", {}, input, ` ${by}`));
        }
        return choice;
    }

    /** Covers what is of another account. */
    function forget() {
        asking.clear();
        for (const wait of waits.values()) wait.begin();
    }

    /** @param {State & Heard} told */
    function hear(told) {
        if (told.view && told.view !== me) return;
        if (told.op === "state") {
            const asks = ["connect", "choose"].includes(told.phase);
            topline.show(told);
            connecting.show(told);
            connecting.element.hidden = !asks;
            tabs.element.hidden = !told.as_of;
            if (!told.as_of) forget();
            el.dataset.phase = told.phase;
        } else if (told.op === "card") {
            cards.get(told.of)?.show(told.blocks);
        } else if (told.op === "plots") {
            plots.replaceChildren(...plotted(told.plots));
        } else if (told.op === "answer") {
            asking.show(told, Boolean(told.view));
        } else if (told.op === "wait") {
            (told.of === "ask" ? asking.wait : waits.get(told.of))?.show(told);
        } else if (told.op === "review") {
            head.textContent = told.head;
            foot.replaceChildren(...told.lines.map((line) => make("p", { class: "ha-note" }, line)));
        } else if (told.op === "by") {
            for (const [by, input] of bys) input.checked = by === told.by;
        } else if (told.op === "completions") {
            asking.offer(told.id, told.values);
        }
    }

    el.classList.add("ha", "ha-panel");
    el.append(topline.element, connecting.element, tabs.element);
    keepKeys(el, signal);
    topline.start(signal);
    tabs.show(model.get("tab"));
    listen(model, "change:tab", () => tabs.show(model.get("tab")), signal);
    listen(model, "msg:custom", hear, signal);
    send({ op: "ready" });
    return () => ending.abort();
}

export default { render };
