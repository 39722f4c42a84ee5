// The form that asks for a token. What is typed leaves it by message only, and the field is empty at once: it never is
// a state of the widget.

import { button, focusable, make } from "./elements.js";

/** @typedef {import("./topline.js").State} State */

const DEVELOPERS = "https://id.getharvest.com/developers";

export class Connecting {
    /** @param {(content: object) => void} send */
    constructor(send) {
        this.send = send;
        const mark = Math.random().toString(36).slice(2);
        this.token = field({
            type: "password",
            id: `token-${mark}`,
            autocomplete: "off",
            spellcheck: "false",
            autocapitalize: "off",
        });
        this.number = field({ type: "text", id: `account-${mark}`, inputmode: "numeric", autocomplete: "off" });
        this.keep = focusable(make("input", { type: "checkbox" }));
        this.place = make("span");
        this.choices = make("div", {
            class: "ha-choices",
            role: "group",
            "aria-label": "Accounts that the token opens",
        });
        const link = focusable(
            make(
                "a",
                { href: DEVELOPERS, target: "_blank", rel: "noopener noreferrer" },
                "id.getharvest.com/developers",
            ),
        );
        this.form = make(
            "form",
            { class: "ha-form", autocomplete: "off" },
            make(
                "p",
                {},
                "Make a personal access token at ",
                link,
                ", as an administrator if you are one: others see a part only. This panel only ever reads.",
            ),
            make("div", { class: "ha-field" }, make("label", { for: this.token.id }, "API token"), this.token),
            make(
                "div",
                { class: "ha-field" },
                make("label", { for: this.number.id }, "Account id, if you know it"),
                this.number,
            ),
            make("label", { class: "ha-keep" }, this.keep, " Keep it ", this.place),
            make(
                "div",
                { class: "ha-tools" },
                focusable(make("button", { type: "submit", class: "ha-button ha-first" }, "Connect")),
            ),
        );
        this.form.addEventListener("submit", (event) => this.submit(event));
        const example = button("Try the example company", () => send({ op: "sandbox" }), { class: "ha-button" });
        this.element = make(
            "div",
            { class: "ha-connect" },
            this.form,
            this.choices,
            make("div", { class: "ha-tools" }, example),
        );
    }

    /** @param {SubmitEvent} event */
    submit(event) {
        event.preventDefault();
        const token = this.token.value;
        this.token.value = "";
        this.send({ op: "connect", token, account_id: this.number.value, keep: this.keep.checked });
    }

    /** @param {State} state */
    show({ phase, choices, place }) {
        this.form.hidden = phase === "choose";
        this.choices.hidden = phase !== "choose";
        this.place.textContent = place;
        this.choices.replaceChildren(
            make("p", {}, `This token opens ${choices.length} Harvest accounts.`),
            ...choices.map(({ id, name }) =>
                button(`${name} (${id})`, () => this.send({ op: "choose", account_id: id }), { class: "ha-button" }),
            ),
            button("Another token", () => this.send({ op: "leave" }), { class: "ha-button" }),
        );
    }
}

/** @param {import("./elements.js").Attributes} attributes */
function field(attributes) {
    return focusable(make("input", { class: "ha-input", ...attributes }));
}
