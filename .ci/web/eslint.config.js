// Rules for the panel's JavaScript: what is commonly wrong, and what makes code hard to read.

import js from "@eslint/js";
import globals from "globals";

export default [
    js.configs.recommended,
    {
        languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals.browser },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            curly: ["error", "multi-line"],
            eqeqeq: "error",
            "max-len": ["error", { code: 120 }],
            "max-lines": ["error", 300],
            "max-depth": ["error", 3],
            "no-console": "error",
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-restricted-globals": ["error", "fetch", "XMLHttpRequest", "localStorage", "sessionStorage", "WebSocket"],
            "no-restricted-properties": [
                "error",
                { property: "innerHTML", message: "Text from Harvest stays text: use make()." },
                { property: "outerHTML", message: "Text from Harvest stays text: use make()." },
                { property: "insertAdjacentHTML", message: "Text from Harvest stays text: use make()." },
            ],
            "no-shadow": "error",
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": ["error", { destructuring: "all" }],
            "prefer-template": "error",
        },
    },
];
