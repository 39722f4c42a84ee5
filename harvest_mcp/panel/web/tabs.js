// Views behind tabs: one is seen, arrows go from tab to tab, and a view is drawn when it is first looked at.

import { focusable, make } from "./elements.js";

/** @typedef {{ id: string, title: string }} View */

export class Tabs {
    /**
     * @param {View[]} views
     * @param {(id: string) => void} chosen
     */
    constructor(views, chosen) {
        this.chosen = chosen;
        this.ids = views.map((view) => view.id);
        /** @type {Map<string, () => unknown>} what is done when a view is first looked at */
        this.waiting = new Map();
        const mark = Math.random().toString(36).slice(2);
        /** @type {Map<string, HTMLElement>} */
        this.tabs = new Map();
        /** @type {Map<string, HTMLElement>} */
        this.panels = new Map();
        const list = make("div", { class: "ha-tabs", role: "tablist", "aria-label": "Views" });
        this.element = make("div", { class: "ha-views", hidden: "" }, list);
        for (const { id, title } of views) {
            const attributes = {
                type: "button",
                role: "tab",
                id: `tab-${mark}-${id}`,
                "aria-controls": `view-${mark}-${id}`,
            };
            const tab = focusable(make("button", attributes, title));
            const panel = make("div", {
                role: "tabpanel",
                id: `view-${mark}-${id}`,
                "aria-labelledby": tab.id,
                hidden: "",
            });
            tab.addEventListener("click", () => this.choose(id));
            this.tabs.set(id, tab);
            this.panels.set(id, panel);
            list.append(tab);
            this.element.append(panel);
        }
        list.addEventListener("keydown", (event) => this.go(event));
    }

    /**
     * @param {string} id
     * @param {HTMLElement} content
     */
    fill(id, content) {
        this.panels.get(id)?.append(content);
    }

    /**
     * Does something when a view is first looked at.
     *
     * @param {string} id
     * @param {() => unknown} act
     */
    once(id, act) {
        this.waiting.set(id, act);
    }

    /** @param {string} id */
    show(id) {
        for (const [other, tab] of this.tabs) {
            const isShown = other === id;
            tab.setAttribute("aria-selected", String(isShown));
            tab.tabIndex = isShown ? 0 : -1;
            /** @type {HTMLElement} */ (this.panels.get(other)).hidden = !isShown;
        }
        const act = this.waiting.get(id);
        this.waiting.delete(id);
        act?.();
    }

    /** @param {string} id */
    choose(id) {
        this.show(id);
        this.tabs.get(id)?.focus();
        this.chosen(id);
    }

    /** @param {KeyboardEvent} event */
    go(event) {
        const at = this.ids.findIndex((id) => this.tabs.get(id) === event.target);
        /** @type {Record<string, number>} */
        const steps = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: this.ids.length - 1 };
        const to = steps[event.key];
        if (at < 0 || to === undefined) return;
        event.preventDefault();
        this.choose(this.ids[(to + this.ids.length) % this.ids.length]);
    }
}
