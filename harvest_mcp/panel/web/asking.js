// Questions in the words of the tools: who can, why can, compare. What fits is offered as one types; an answer comes
// with the ways to ask the same elsewhere.

import { Blocks } from "./blocks.js";
import { button, focusable, make, settled } from "./elements.js";
import { Waiting } from "./waiting.js";

/** @typedef {import("./blocks.js").Block} Block */
/**
 * @typedef {object} Answer
 * @property {Record<string, string>} question
 * @property {{ what: string, hint: string } | null} trouble
 * @property {Block[]} blocks
 * @property {string[]} foot
 * @property {{ title: string, code: string }[]} ways
 */
/** @typedef {{ name: string, title: string, of: string, hint?: string }} Asked */

/** @type {Record<string, { title: string, fields: Asked[] }>} */
const QUESTIONS = {
    who_can: {
        title: "Who can…",
        fields: [
            { name: "permission", title: "Permission", of: "permission", hint: "any" },
            { name: "project", title: "on project", of: "project" },
            { name: "person", title: "of person", of: "person" },
            { name: "client", title: "of client", of: "client" },
        ],
    },
    explain_access: {
        title: "Why can, or cannot…",
        fields: [
            { name: "user", title: "Person", of: "person" },
            { name: "permission", title: "Permission", of: "permission" },
            { name: "project", title: "on project", of: "project" },
            { name: "person", title: "of person", of: "person" },
        ],
    },
    compare_access: {
        title: "Compare…",
        fields: [
            { name: "first", title: "Person", of: "person" },
            { name: "second", title: "with", of: "person" },
        ],
    },
};
const TYPING = 150;

export class Asking {
    /**
     * @param {(content: object) => void} send
     * @param {(kind: string, id: number) => void} open
     */
    constructor(send, open) {
        this.send = send;
        this.mark = Math.random().toString(36).slice(2);
        this.kind = "who_can";
        /** @type {HTMLDataListElement[]} */
        this.lists = [];
        this.fields = make("div", { class: "ha-fields" });
        this.choice = focusable(make("select", { class: "ha-input", "aria-label": "Question" }));
        for (const [kind, { title }] of Object.entries(QUESTIONS)) {
            this.choice.append(make("option", { value: kind }, title));
        }
        this.choice.addEventListener("change", () => this.ask(this.choice.value));
        const go = focusable(make("button", { type: "submit", class: "ha-button ha-first" }, "Ask"));
        const form = make("form", { class: "ha-ask", autocomplete: "off" }, this.choice, this.fields, go);
        form.addEventListener("submit", (event) => this.submit(event));
        this.trouble = make("div", { class: "ha-trouble", role: "alert", hidden: "" });
        this.blocks = new Blocks(open);
        this.foot = make("p", { class: "ha-note" });
        this.ways = make("div", { class: "ha-ways" });
        this.answer = make(
            "div",
            { class: "ha-answer", "aria-live": "polite" },
            this.blocks.element,
            this.foot,
            this.ways,
        );
        this.wait = new Waiting(this.trouble, this.answer);
        this.wait.end();
        this.element = make("div", { class: "ha-view" }, form, this.wait.element);
        this.ask("who_can");
    }

    /**
     * Puts up the fields of a question; what was typed stays where the new one has the same.
     *
     * @param {string} kind
     */
    ask(kind) {
        const typed = this.typed();
        this.kind = kind;
        this.lists = [];
        this.fields.replaceChildren(...QUESTIONS[kind].fields.map((of) => this.field(of, typed[of.name] ?? "")));
    }

    /**
     * @param {Asked} asked
     * @param {string} value
     */
    field(asked, value) {
        const number = this.lists.length;
        const list = make("datalist", { id: `ha-list-${this.mark}-${number}` });
        this.lists.push(list);
        const input = focusable(
            make("input", { class: "ha-input", name: asked.name, list: list.id, placeholder: asked.hint ?? "" }),
        );
        input.value = value;
        const complete = settled(TYPING, () =>
            this.send({ op: "complete", id: number, of: asked.of, typed: input.value }),
        );
        input.addEventListener("input", complete);
        input.addEventListener("focus", complete);
        return make("label", { class: "ha-field" }, asked.title, input, list);
    }

    typed() {
        /** @type {Record<string, string>} */
        const typed = {};
        this.fields.querySelectorAll("input").forEach((input) => (typed[input.name] = input.value.trim()));
        return typed;
    }

    /** @param {SubmitEvent} event */
    submit(event) {
        event.preventDefault();
        this.send({ op: "ask", question: { kind: this.kind, ...this.typed() } });
    }

    /**
     * @param {number} number
     * @param {string[]} values
     */
    offer(number, values) {
        this.lists[number]?.replaceChildren(...values.map((value) => make("option", { value })));
    }

    /**
     * Shows an answer, and its question where this screen did not put it itself.
     *
     * @param {object} told
     * @param {boolean} isRepeated
     */
    show(told, isRepeated) {
        const { question, trouble, blocks, foot, ways } = /** @type {Answer} */ (told);
        if (isRepeated && question.kind in QUESTIONS) {
            this.choice.value = question.kind;
            this.ask(question.kind);
            this.fields.querySelectorAll("input").forEach((input) => (input.value = question[input.name] ?? ""));
        }
        this.trouble.hidden = !trouble;
        this.answer.hidden = Boolean(trouble);
        if (trouble) {
            this.trouble.replaceChildren(make("b", {}, trouble.what), ` ${trouble.hint}`);
            return;
        }
        this.trouble.replaceChildren();
        this.blocks.show(blocks);
        this.foot.textContent = foot.join(" ");
        this.ways.replaceChildren(...ways.map(({ title, code }) => way(title, code)));
    }

    /** Takes an answer away that is of another account. */
    clear() {
        this.trouble.hidden = true;
        this.trouble.replaceChildren();
        this.blocks.show([]);
        this.foot.textContent = "";
        this.ways.replaceChildren();
        this.wait.end();
    }
}

/**
 * A way to ask the same elsewhere, and a button that copies it.
 *
 * @param {string} title
 * @param {string} code
 */
function way(title, code) {
    const copy = button("Copy", () => void navigator.clipboard.writeText(code), {
        class: "ha-button",
        "aria-label": `Copy: ${title}`,
    });
    const text = make("pre", { tabindex: "0", "data-lm-suppress-shortcuts": "true" }, code);
    return make("div", { class: "ha-way" }, make("h4", {}, title, copy), text);
}
