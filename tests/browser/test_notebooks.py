"""The panel where people meet it: JupyterLab, Notebook 7, Voila and marimo, each real, driven as a person drives it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from harvest_mcp.sandbox import Fault, Sandbox
from tests.browser import servers
from tests.stage import ADMINISTRATOR, served

pytestmark = pytest.mark.browser
Run = Callable[..., Any]
ASKS = "import harvest_mcp\npanel = harvest_mcp.AccessPanel()\npanel"
EXAMPLE = "import harvest_mcp\npanel = harvest_mcp.AccessPanel(sandbox=True)\npanel"
MARIMO = """import marimo
app = marimo.App(width="medium")

@app.cell
def _():
    import harvest_mcp
    harvest_mcp.AccessPanel(sandbox=True)
    return

if __name__ == "__main__":
    app.run()
"""
WRONG = "4711.pt.a-token-that-opens-nothing"
OUTSIDE = re.compile(r"^(https?|wss?)://(?!127\.0\.0\.1[:/])")
OF_VOILA = re.compile(r"cdn\.jsdelivr\.net/npm/@fortawesome")
"""Voila's own icons: it asks for them wherever it runs."""
HIDDEN = (
    "() => [...document.querySelectorAll('.ha-panel [hidden]')].filter((one) => one.getClientRects().length).length"
)
"""How much is on the screen of what the panel has hidden."""
OF_NOTEBOOK = {"Cannot read properties of undefined (reading 'schema')"}
"""Notebook 7 says so of itself, with any notebook."""


@dataclass
class Seen:
    """A page, what its console said, and which hosts it asked that are not this machine."""

    page: Page
    said: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    @property
    def panel(self) -> Any:  # noqa: ANN401  (a locator)
        """The panel on the page."""
        return self.page.locator(".ha-panel")

    def tab(self, name: str) -> Any:  # noqa: ANN401  (the same)
        """Open a view, and give it."""
        self.panel.get_by_role("tab", name=name, exact=True).click()
        return self.panel.get_by_role("tabpanel", name=name, exact=True)


@contextmanager
def seen(browser: Browser, **look: Any) -> Iterator[Seen]:  # noqa: ANN401  (the browser's own options)
    """A page that is listened to: its console, its requests and what goes over its sockets."""
    context = browser.new_context(**({"viewport": {"width": 1500, "height": 1000}} | look))
    page = context.new_page()
    of = Seen(page)
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


@pytest.fixture
def stage(browser: Browser, in_a_thread: Run, pictures: Path, tmp_path: Path, live: dict[str, str]) -> Stage:
    """Everything that a flow needs but the notebook."""
    return Stage(browser, in_a_thread, pictures, tmp_path, live)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Variables of a Harvest on loopback, and of a home without an account."""
    with served(Sandbox()) as credentials:
        yield {
            "HARVEST_API_URL": credentials.api_url,
            "HARVEST_ID_URL": credentials.id_url,
            "XDG_CONFIG_HOME": str(tmp_path_factory.mktemp("config")),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, live: dict[str, str]) -> Iterator[tuple[str, Path]]:
    """JupyterLab, and the folder that it serves."""
    root = tmp_path_factory.mktemp("lab")
    with servers.jupyter("lab", root, environment=live) as url:
        yield url, root


def test_a_person_connects_and_explores(
    browser: Browser, in_a_thread: Run, lab: tuple[str, Path], pictures: Path
) -> None:
    """Documented: connect with a wrong and a right token, search, filter, sort, select, ask, matrix hover, refresh."""
    url, root = lab
    servers.notebook(root / "explore.ipynb", ASKS, "print(len(panel.view), panel.selected)")

    def act() -> None:
        with seen(browser) as of:
            servers.run_in_lab(of.page, url, "explore.ipynb")
            _connect(of)
            _look_at_people(of)
            _ask(of)
            _look_at_the_matrix(of)
            age = of.panel.locator(".ha-age")
            before = age.get_attribute("datetime") or ""
            of.panel.get_by_role("button", name="Refresh").click()
            expect(age).not_to_have_attribute("datetime", before)
            expect(age).to_have_text("read just now")
            of.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
            of.page.wait_for_timeout(500)
            of.page.screenshot(path=pictures / "lab-explored.png")
            assert of.outside == []
            assert of.said == []
            kept = of.page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
            assert not [token for token in (WRONG, ADMINISTRATOR) if token in kept]

    in_a_thread(act)
    saved = (root / "explore.ipynb").read_text(encoding="utf-8")
    assert not [word for word in (WRONG, ADMINISTRATOR, "Ruth", "Ingrid") if word in saved]
    assert "Harvest access" in saved


def _connect(of: Seen) -> None:
    expect(of.panel.get_by_text("Another token")).to_be_hidden()
    field_ = of.panel.get_by_label("API token")
    field_.fill(WRONG)
    of.panel.get_by_role("button", name="Connect", exact=True).click()
    expect(of.panel.get_by_role("alert").first).to_contain_text("refused the token")
    expect(field_).to_have_value("")
    field_.fill(ADMINISTRATOR)
    of.page.keyboard.press("Enter")
    expect(of.panel.locator(".ha-who")).to_contain_text("Ingrid Solheim, administrator", timeout=20_000)
    expect(of.panel.get_by_role("tabpanel", name="People")).to_contain_text("140 rows")


def _look_at_people(of: Seen) -> None:
    people = of.panel.get_by_role("tabpanel", name="People")
    people.get_by_role("searchbox").fill("ruth")
    expect(people.get_by_role("status").first).to_contain_text("1 of 140 rows")
    people.get_by_role("gridcell").first.click()
    card = of.panel.get_by_role("region", name="About what is selected: People")
    expect(card).to_contain_text("What they may do")
    people.get_by_role("button", name="Clear search and filters").click()
    people.get_by_role("button", name=re.compile("^administrator")).click()
    expect(people.get_by_role("status").first).to_contain_text("5 of 140 rows")
    people.get_by_role("columnheader", name=re.compile("^Name")).click()
    expect(people.get_by_role("columnheader", name=re.compile("^Name"))).to_have_attribute("aria-sort", "ascending")
    people.get_by_role("button", name="Clear search and filters").click()
    with of.page.expect_download() as download:
        people.get_by_role("button", name="CSV").click()
    assert "Ruth Adeyemi" in Path(download.value.path()).read_text(encoding="utf-8")


def _ask(of: Seen) -> None:
    ask = of.tab("Ask")
    ask.get_by_label("Permission").fill("time.approve")
    ask.get_by_label("on project").fill("Apollo")
    of.page.keyboard.press("Enter")
    expect(ask).to_contain_text("Manages Apollo (assignment 480749902")
    expect(ask).to_contain_text("harvest-mcp can time.approve --project Apollo")
    ask.get_by_role("button", name="Priya Raman").click()
    card = of.panel.get_by_role("region", name="About what is selected: People")
    expect(card.get_by_role("heading", name="Priya Raman")).to_be_visible()


def _look_at_the_matrix(of: Seen) -> None:
    matrix = of.tab("Matrix")
    expect(matrix).to_contain_text("128 people by 37 permissions")
    matrix.get_by_role("grid", name="People by permission").hover(position={"x": 230, "y": 170})
    expect(matrix).to_contain_text(re.compile("(Yes|No|Unknown)[:,]"))
    matrix.get_by_label("projects", exact=True).check()
    expect(matrix).to_contain_text("128 people by 51 projects")


def test_keys_stay_in_the_panel(browser: Browser, in_a_thread: Run, lab: tuple[str, Path]) -> None:
    """Documented: everything by keyboard, and `d d` never deletes the cell."""
    url, root = lab
    servers.notebook(root / "keys.ipynb", EXAMPLE)

    def act() -> None:
        with seen(browser) as of:
            servers.run_in_lab(of.page, url, "keys.ipynb")
            tab = of.panel.get_by_role("tab", name="People", exact=True)
            tab.focus()
            for key in ("ArrowRight", "ArrowRight"):
                of.page.keyboard.press(key)
            expect(of.panel.get_by_role("tab", name="Projects", exact=True)).to_be_focused()
            for key in "ddbxaa":
                of.page.keyboard.press(key)
            of.page.keyboard.press("Home")
            grid = of.panel.get_by_role("grid", name="People")
            grid.get_by_role("gridcell").first.click()
            for key in ("ArrowDown", "Space", "d", "d"):
                of.page.keyboard.press(key)
            grid.get_by_role("gridcell").first.click()
            of.panel.get_by_role("region", name="About what is selected: People").get_by_text(
                "What they may do"
            ).click()
            for key in "dd":
                of.page.keyboard.press(key)
            expect(of.page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(1)
            expect(of.panel).to_be_visible()

    in_a_thread(act)


def test_it_answers_while_another_cell_runs_and_when_it_is_reopened(
    browser: Browser, in_a_thread: Run, lab: tuple[str, Path]
) -> None:
    """Documented: a load goes on while a blocking cell runs; a reopened notebook shows counts only."""
    url, root = lab
    servers.notebook(root / "busy.ipynb", EXAMPLE, "import time\ntime.sleep(8)\nprint('slept')")

    def act() -> None:
        with seen(browser) as of:
            servers.run_in_lab(of.page, url, "busy.ipynb")
            expect(of.panel.locator(".ha-who")).to_contain_text("Ingrid Solheim", timeout=6_000)
            of.page.get_by_text("slept").last.wait_for(timeout=20_000)
            of.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
            of.page.wait_for_timeout(500)
        servers.without_kernels(url)
        saved = json.loads((root / "busy.ipynb").read_text(encoding="utf-8"))
        told = json.dumps(saved)
        assert "Harvest access" in told
        assert "Ingrid" not in told
        with seen(browser) as of:
            of.page.goto(f"{url}/lab/tree/busy.ipynb?reset")
            of.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
            of.page.wait_for_timeout(2_000)
            assert "Ingrid" not in of.page.locator(".jp-Notebook").inner_text()

    in_a_thread(act)


def test_a_load_is_cancelled_and_tried_again_and_a_refresh_refused(stage: Stage) -> None:
    """Documented: by clicks; what went wrong is told with what to do, and what was on the screen stays there."""
    sandbox = Sandbox(faults=[Fault("slow", path="/user_assignments", seconds=6)])
    servers.notebook(stage.folder / "troubled.ipynb", ASKS)

    def act() -> None:
        with ExitStack() as stack:
            opens = stack.enter_context(served(sandbox))
            environment = stage.live | {
                "HARVEST_API_URL": opens.api_url,
                "HARVEST_ID_URL": opens.id_url,
                "HARVEST_ACCESS_TOKEN": ADMINISTRATOR,
            }
            url = stack.enter_context(servers.jupyter("lab", stage.folder, environment=environment))
            of = stack.enter_context(seen(stage.browser))
            servers.run_in_lab(of.page, url, "troubled.ipynb")
            status = of.panel.get_by_role("status").first
            retry = of.panel.get_by_role("button", name="Try again")
            expect(status).to_contain_text(re.compile(r" of \d"), timeout=20_000)
            expect(of.panel.get_by_role("progressbar", name="Reading Harvest")).to_be_visible()
            of.panel.get_by_role("button", name="Cancel").click()
            expect(status).to_have_text("Cancelled.")
            asked = len(sandbox.requests)
            of.page.wait_for_timeout(1_000)  # in which a load that went on would ask
            assert len(sandbox.requests) == asked
            sandbox.faults = [Fault("server_error", path="/projects")]
            retry.click()
            expect(of.panel.get_by_role("alert").first).to_contain_text("503", timeout=60_000)
            of.page.screenshot(path=stage.pictures / "lab-stopped.png")
            sandbox.faults = []
            retry.click()
            expect(of.panel.locator(".ha-who")).to_contain_text("Ingrid Solheim", timeout=20_000)
            expect(of.panel.get_by_role("alert").first).to_be_hidden()
            people = of.panel.get_by_role("tabpanel", name="People")
            people.get_by_role("searchbox").fill("ruth")
            expect(people.get_by_role("status").first).to_contain_text("1 of 140 rows")
            sandbox.faults = [Fault("revoked")]
            of.panel.get_by_role("button", name="Refresh").click()
            expect(of.panel.get_by_role("alert").first).to_contain_text("refused the token")
            expect(people.get_by_role("gridcell", name="Ruth Adeyemi")).to_be_visible()
            of.page.screenshot(path=stage.pictures / "lab-refused.png")
            assert (of.outside, of.said) == ([], [])

    stage.run(act)


def test_what_nbconvert_writes_holds_no_token_and_no_name(tmp_path: Path, live: dict[str, str]) -> None:
    """Documented: the executed notebook and the page made of it are searched for the token; counts only are in them."""
    servers.notebook(tmp_path / "paper.ipynb", ASKS, "panel.wait(60)\npanel")
    for kind in ("html", "notebook"):
        line = (
            sys.executable,
            "-m",
            "nbconvert",
            "--execute",
            "--to",
            kind,
            "--output",
            f"paper-{kind}",
            "paper.ipynb",
        )
        subprocess.run(
            line,
            check=True,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, **live, "HARVEST_ACCESS_TOKEN": ADMINISTRATOR, "HARVEST_ACCOUNT_ID": "1000001"},
        )
    (page,) = tmp_path.glob("paper-html*")
    (written,) = tmp_path.glob("paper-notebook*")
    assert "Harvest access: 140 people, 60 projects" in written.read_text(encoding="utf-8")
    for text in (page.read_text(encoding="utf-8"), written.read_text(encoding="utf-8")):
        assert not [word for word in (ADMINISTRATOR, "Ingrid", "Ruth Adeyemi") if word in text]


@pytest.mark.parametrize("app", ["notebook", "voila", "marimo"])
def test_it_works_elsewhere(stage: Stage, app: str) -> None:
    """Documented: Notebook 7, Voila and marimo: it loads, selects, asks, and asks no host but this machine."""
    servers.notebook(stage.folder / "here.ipynb", EXAMPLE)
    (stage.folder / "here.py").write_text(MARIMO, encoding="utf-8")

    def act() -> None:
        with ExitStack() as stack:
            of = stack.enter_context(seen(stage.browser))
            if app == "notebook":
                servers.run_in_notebook(
                    of.page,
                    stack.enter_context(servers.jupyter(app, stage.folder, environment=stage.live)),
                    "here.ipynb",
                )
            elif app == "voila":
                url = stack.enter_context(servers.voila(stage.folder, environment=stage.live))
                of.page.goto(f"{url}/voila/render/here.ipynb", timeout=60_000)
            else:
                of.page.goto(stack.enter_context(servers.marimo(stage.folder / "here.py", environment=stage.live)))
            expect(of.panel.locator(".ha-who")).to_contain_text("Ingrid Solheim", timeout=60_000)
            people = of.panel.get_by_role("tabpanel", name="People")
            people.get_by_role("gridcell").first.click()
            expect(of.panel.get_by_role("heading", name="Ingrid Solheim")).to_be_visible()
            for key in "dd":
                of.page.keyboard.press(key)
            expect(of.panel).to_be_visible()
            _ask(of)
            of.page.screenshot(path=stage.pictures / f"{app}.png")
            assert [url for url in of.outside if app != "voila" or not OF_VOILA.search(url)] == []
            assert app == "voila" or [words for words in of.said if words not in OF_NOTEBOOK] == []

    stage.run(act)


@pytest.mark.parametrize("theme", ["light", "dark", "high-contrast"])
def test_nothing_is_found_wrong_with_it(stage: Stage, axe: Callable[[Page], list[str]], theme: str) -> None:
    """Documented: axe-core finds nothing in three themes, on any view; the screenshots are looked at."""
    servers.notebook(stage.folder / "looks.ipynb", EXAMPLE)
    settings = {"light": {}, "dark": servers.DARK, "high-contrast": servers.HIGH_CONTRAST}[theme]

    def act() -> None:
        found: dict[str, list[str]] = {}
        with (
            servers.jupyter("lab", stage.folder, settings=settings, environment=stage.live) as url,
            seen(stage.browser) as of,
        ):
            servers.run_in_lab(of.page, url, "looks.ipynb")
            expect(of.panel.locator(".ha-who")).to_contain_text("Ingrid Solheim", timeout=20_000)
            of.panel.get_by_role("tabpanel", name="People").get_by_role("gridcell").nth(24).click()
            for name in ("People", "Roles", "Projects", "Ask", "Matrix", "Review", "Changes"):
                view = of.tab(name)
                if name == "Ask":
                    view.get_by_label("Permission").fill("time.approve")
                    of.page.keyboard.press("Enter")
                of.page.wait_for_timeout(700)
                assert of.page.evaluate(HIDDEN) == 0
                of.panel.screenshot(path=stage.pictures / f"panel-{name.lower()}-{theme}.png")
                found[name] = [of_ for of_ in axe(of.page) if "ha-" in of_]
        assert {name: rules for name, rules in found.items() if rules} == {}

    stage.run(act)
