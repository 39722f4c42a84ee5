"""What every flow through a notebook is driven with: a page that is listened to, and the stage that it stands on."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, expect

Run = Callable[..., Any]
EXAMPLE = "import harvest_mcp\npanel = harvest_mcp.AccessPanel(sandbox=True)\npanel"
OUTSIDE = re.compile(r"^(https?|wss?)://(?!127\.0\.0\.1[:/])")

HIDDEN: Final = "panel => [...panel.querySelectorAll('[hidden]')].filter(of => of.getClientRects().length).length"
"""How much is on the screen of what the panel has hidden."""
VIEWS: Final = ("People", "Roles", "Projects", "Ask", "Matrix", "Review", "Changes")


@dataclass
class Seen:
    """A page, the frame that the panel is in, what its console said, and which hosts but this machine it asked."""

    page: Page
    within: str = ""
    said: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    @property
    def panel(self) -> Any:  # noqa: ANN401  (a locator)
        """The panel on the page."""
        inside = self.page.frame_locator(self.within) if self.within else self.page
        return inside.locator(".ha-panel")

    def tab(self, name: str) -> Any:  # noqa: ANN401  (the same)
        """Open a view, and give it."""
        self.panel.get_by_role("tab", name=name, exact=True).click()
        return self.panel.get_by_role("tabpanel", name=name, exact=True)


@contextmanager
def seen(browser: Browser, *, within: str = "", height: int = 1000) -> Iterator[Seen]:
    """A page that is listened to: its console, its requests and what goes over its sockets."""
    context = browser.new_context(viewport={"width": 1500, "height": height})
    page = context.new_page()
    of = Seen(page, within)
    page.on("console", lambda message: of.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: of.said.append(str(error)))
    page.on("request", lambda request: of.outside.append(request.url) if OUTSIDE.match(request.url) else None)
    page.on("websocket", lambda one: one.on("framesent", lambda frame: of.sent.append(str(frame))))
    try:
        yield of
    finally:
        context.close()


@dataclass(frozen=True)
class Stage:
    """What a flow is driven with: a browser and its thread, where to keep pictures, a folder, a Harvest."""

    browser: Browser
    run: Run
    pictures: Path
    folder: Path
    live: dict[str, str]


def ask(of: Seen) -> None:
    """Ask who may approve time on a project, and open one of those who may."""
    view = of.tab("Ask")
    view.get_by_label("Permission").fill("time.approve")
    view.get_by_label("on project").fill("Apollo")
    of.page.keyboard.press("Enter")
    expect(view).to_contain_text("Manages Apollo (assignment 480749902")
    expect(view).to_contain_text("harvest-mcp can time.approve --project Apollo")
    view.get_by_role("button", name="Priya Raman").click()
    card = of.panel.get_by_role("region", name="About what is selected: People")
    expect(card.get_by_role("heading", name="Priya Raman")).to_be_visible()


def flaws(of: Seen, axe: Callable[[], list[str]], picture: str) -> dict[str, list[str]]:
    """Go through the views with somebody selected and something asked: what axe-core finds wrong in the panel on each.

    `picture` is where a screenshot of each goes, with a gap for the name of the view.
    """
    found = {}
    of.panel.get_by_role("tabpanel", name="People").get_by_role("gridcell").nth(24).click()
    for name in VIEWS:
        view = of.tab(name)
        if name == "Ask":
            view.get_by_label("Permission").fill("time.approve")
            of.page.keyboard.press("Enter")
        of.page.wait_for_timeout(700)
        assert of.panel.evaluate(HIDDEN) == 0
        of.panel.screenshot(path=picture.format(name.lower()))
        found[name] = [flaw for flaw in axe() if "ha-" in flaw]
    return {name: rules for name, rules in found.items() if rules}
