"""A widget drawn in a blank page: our Python and our JavaScript, with no kernel and no notebook between them.

What the page sends is heard by the real widget, and what that sends is heard by the page.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

import anywidget
from playwright.sync_api import Browser, Page

from tests.panel.wire import Wire, recorded, tell

Drawable = TypeVar("Drawable", bound=anywidget.AnyWidget)

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "high-contrast": {"forced_colors": "active"},
    "narrow": {"color_scheme": "light", "viewport": {"width": 360, "height": 640}},
    "dark notebook": {"color_scheme": "light", "notebook": "dark"},
    "light notebook": {"color_scheme": "dark", "notebook": "light"},
}
# The variables that a notebook's theme sets: it counts, whatever the person prefers elsewhere.
NOTEBOOKS = {
    "": "",
    "light": """--jp-layout-color1: #fff; --jp-layout-color2: #eee; --jp-ui-font-color1: rgba(0, 0, 0, .87);
        --jp-ui-font-color2: rgba(0, 0, 0, .54); --jp-border-color1: #bdbdbd; --jp-border-color2: #e0e0e0;
        --jp-input-background: #f5f5f5; --jp-brand-color1: #1976d2; color-scheme: light;""",
    "dark": """--jp-layout-color1: #212121; --jp-layout-color2: #424242; --jp-ui-font-color1: rgba(255, 255, 255, 1);
        --jp-ui-font-color2: rgba(255, 255, 255, .7); --jp-border-color1: #616161; --jp-border-color2: #424242;
        --jp-input-background: #424242; --jp-brand-color1: #64b5f6; color-scheme: dark;""",
}

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Blank</title><style>STYLES
body { margin: 16px; color: var(--jp-ui-font-color1, CanvasText); background: var(--jp-layout-color1, Canvas); }
h1 { font: 500 14px sans-serif; }
:root { color-scheme: light dark; THEME }
</style></head><body data-jp-theme-light="LIGHT"><main><h1>Blank</h1><div id="root"></div></main></body></html>"""

DRAW = """async ([source, state]) => {
    const packed = (buffer) => {
        const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
        let text = "";
        for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
        return btoa(text);
    };
    const unpacked = (text) => new DataView(Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer);
    const hearing = {};
    window.model = {
        get: (name) => state[name],
        on: (event, act) => (hearing[event] ??= new Set()).add(act),
        off: (event, act) => hearing[event]?.delete(act),
        send: async (content, _, buffers = []) => window.hear(await window.told(content, buffers.map(packed))),
    };
    window.set = (name, value) => {
        state[name] = value;
        hearing[`change:${name}`]?.forEach((act) => act());
    };
    window.hear = (messages) => {
        for (const [content, texts] of messages) {
            const buffers = texts.map(unpacked);
            window.again = () => hearing["msg:custom"]?.forEach((act) => act(content, buffers));
            window.again();
        }
    };
    window.listeners = () => Object.values(hearing).reduce((sum, acts) => sum + acts.size, 0);
    const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    const el = document.getElementById("root");
    window.mark = performance.now();
    window.end = await module.default.render({ model: window.model, el });
}"""


class Drawn(Generic[Drawable]):
    """A widget and the page that it is drawn in."""

    def __init__(self, page: Page, widget: Drawable, wire: Wire) -> None:
        self.page = page
        self.widget = widget
        self.wire = wire
        self._passed = 0

    def pass_on(self) -> None:
        """Let the page hear what Python has sent of its own accord."""
        self.page.evaluate("messages => window.hear(messages)", self._unheard())

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds in Python; the page goes on meanwhile."""
        for _ in range(400):
            if holds():
                return
            self.page.wait_for_timeout(10)
        raise AssertionError("It did not come to hold.")

    def focused(self) -> str:
        """The text of what has the focus."""
        text: str = self.page.evaluate("document.activeElement.textContent")
        return text

    def _told(self, content: dict[str, Any], buffers: list[str]) -> list[Any]:
        tell(self.widget, content, *map(base64.b64decode, buffers))
        return self._unheard()

    def _unheard(self) -> list[Any]:
        sent = [one for one in self.wire.sent[self._passed :] if one.content]
        self._passed = len(self.wire.sent)
        return [[one.content, [base64.b64encode(buffer).decode() for buffer in one.buffers]] for one in sent]


@contextmanager
def drawn(
    browser: Browser,
    made: Callable[[], Drawable],
    *,
    notebook: str = "",
    **look: Any,  # noqa: ANN401  (the browser's own options)
) -> Iterator[Drawn[Drawable]]:
    """The widget in a window; nothing is asked of any host, and the console stays clean."""
    context = browser.new_context(**({"viewport": {"width": 1000, "height": 640}} | look))
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        with recorded() as wire:
            widget = made()
            one = Drawn(page, widget, wire)
            styled = PAGE.replace("STYLES", str(widget._css))  # noqa: SLF001  (what anywidget sends)
            light = {"light": "true", "dark": "false"}.get(notebook, "")
            page.set_content(styled.replace("THEME", NOTEBOOKS[notebook]).replace("LIGHT", light))
            page.expose_function("told", one._told)  # noqa: SLF001  (the page's way in)
            state = {name: value for name, value in widget.get_state().items() if name[0] != "_" and name != "layout"}
            page.evaluate(DRAW, [str(widget._esm), json.loads(json.dumps(state))])  # noqa: SLF001  (the same)
            yield one
    finally:
        context.close()
    assert said == []
    assert [url for url in asked if re.match("(http|ws)s?:", url)] == []
