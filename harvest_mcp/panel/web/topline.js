// What stands at the top: whose account it is and how old the picture; how far a reading is; what went wrong, and what
// the token does not see.

import { button, make } from "./elements.js";

/**
 * @typedef {object} State how it stands with the account
 * @property {string} phase
 * @property {{ what: string, hint: string } | null} trouble
 * @property {string} note
 * @property {{ text: string, done?: number, total?: number } | null} progress
 * @property {string} who
 * @property {boolean} sandbox
 * @property {string} as_of
 * @property {string[]} gaps
 * @property {{ id: number, name: string }[]} choices
 * @property {string} place
 */

const AGES = [
    { most: 90, each: 1, unit: "second" },
    { most: 5400, each: 60, unit: "minute" },
    { most: 129600, each: 3600, unit: "hour" },
    { most: Infinity, each: 86400, unit: "day" },
];
/** Milliseconds after which the age is told anew; whatever is younger is from just now. */
const EVERY = 10000;

/**
 * How long ago something was, in words.
 *
 * @param {number} seconds
 */
export function ago(seconds) {
    if (seconds * 1000 < EVERY) return "just now";
    const { each, unit } = AGES.find(({ most }) => seconds < most) ?? AGES[3];
    const count = Math.floor(seconds / each);
    return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}

export class Topline {
    /** @param {(content: object) => void} send */
    constructor(send) {
        this.asOf = "";
        this.who = make("span", { class: "ha-who" });
        this.badge = make("span", { class: "ha-badge", hidden: "" }, "example company");
        this.age = make("time", { class: "ha-age" });
        this.bar = make("progress", { "aria-label": "Reading Harvest", hidden: "" });
        this.status = make("span", { class: "ha-status", role: "status" });
        this.cancel = button("Cancel", () => send({ op: "cancel" }), { class: "ha-button" });
        this.retry = button("Try again", () => send({ op: "retry" }), { class: "ha-button" });
        this.refresh = button("Refresh", () => send({ op: "refresh" }), {
            class: "ha-button",
            title: "Read the account anew",
        });
        this.leave = button("Another account", () => send({ op: "leave" }), { class: "ha-button" });
        this.trouble = make("div", { class: "ha-trouble", role: "alert", hidden: "" });
        this.gaps = make("details", { class: "ha-gaps", hidden: "" });
        const line = make(
            "div",
            { class: "ha-bar" },
            this.who,
            this.badge,
            this.age,
            this.bar,
            this.status,
            make("div", { class: "ha-tools" }, this.cancel, this.retry, this.refresh, this.leave),
        );
        this.element = make("div", { class: "ha-top" }, line, this.trouble, this.gaps);
    }

    /** @param {AbortSignal} signal */
    start(signal) {
        const timer = setInterval(() => this.grow(), EVERY);
        signal.addEventListener("abort", () => clearInterval(timer));
    }

    /** @param {State} state */
    show(state) {
        const isLoading = state.phase === "loading";
        const { trouble } = state;
        this.asOf = state.as_of;
        this.who.textContent = state.who ? `Connected as ${state.who}` : "Harvest access";
        this.badge.hidden = !state.sandbox;
        this.cancel.hidden = !isLoading;
        this.retry.hidden = state.phase !== "stopped";
        this.refresh.hidden = state.phase !== "ready";
        this.leave.hidden = !["ready", "stopped"].includes(state.phase);
        this.measure(state);
        this.status.textContent = isLoading ? (state.progress?.text ?? "") : state.note;
        const isNew = trouble && this.trouble.textContent !== `${trouble.what} ${trouble.hint}`;
        this.trouble.hidden = !trouble;
        if (!trouble) this.trouble.replaceChildren();
        else if (isNew) this.trouble.replaceChildren(make("b", {}, trouble.what), ` ${trouble.hint}`);
        this.miss(state.gaps);
        this.grow();
    }

    /** @param {State} state */
    measure({ phase, progress }) {
        this.bar.hidden = phase !== "loading";
        if (progress?.total) {
            this.bar.max = progress.total;
            this.bar.value = progress.done ?? 0;
        } else {
            this.bar.removeAttribute("value");
        }
    }

    /** @param {string[]} gaps */
    miss(gaps) {
        this.gaps.hidden = gaps.length === 0;
        const summary = make(
            "summary",
            { "data-lm-suppress-shortcuts": "true" },
            "This token does not see everything. What is not shown may exist.",
        );
        this.gaps.replaceChildren(summary, make("ul", {}, ...gaps.map((gap) => make("li", {}, gap))));
    }

    grow() {
        const seconds = (Date.now() - Date.parse(this.asOf)) / 1000;
        this.age.dateTime = this.asOf;
        this.age.textContent = this.asOf ? `read ${ago(seconds)}` : "";
    }
}
