"""The panel under VS Code's own widget manager; `vscode.py` says what is VS Code's there and what is ours."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Frame, expect

from tests.browser import servers
from tests.browser.driving import EXAMPLE, Stage, ask, flaws, seen
from tests.browser.vscode import KINDS, colours, outputs, run_in_vscode, vscode

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
ON = {False: "#14507d", True: "#a8d4f5"}
"""The colour of "all" in the matrix, by whether the theme is dark."""


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory, live: dict[str, str]) -> Iterator[str]:
    """The address of what stands for VS Code."""
    with vscode(tmp_path_factory.mktemp("vscode"), environment=live) as url:
        yield url
        servers.without_kernels(url)


def test_it_works_in_the_frame_of_a_notebook(stage: Stage, code: str) -> None:
    """Documented: it loads, selects, asks and saves a file; no key that it is given reaches VS Code; no other host."""

    def act() -> None:
        with seen(stage.browser, within="iframe") as of:
            run_in_vscode(of.page, code, "vscode-dark", EXAMPLE)
            expect(of.panel.locator(".ha-who")).to_contain_text("Ingrid Solheim", timeout=60_000)
            people = of.panel.get_by_role("tabpanel", name="People")
            people.get_by_role("gridcell").first.click()
            expect(of.panel.get_by_role("heading", name="Ingrid Solheim")).to_be_visible()
            for key in ("d", "d", "Delete", "ArrowDown", "Space", "Escape"):
                of.page.keyboard.press(key)
            ask(of)
            with of.page.expect_download() as download:
                of.tab("People").get_by_role("button", name="CSV").click()
            assert "Ruth Adeyemi" in Path(download.value.path()).read_text(encoding="utf-8")
            of.page.screenshot(path=stage.pictures / "vscode.png")
            assert outputs(of.page).evaluate("escaped") == []
            outputs(of.page).locator(".cell-output-ipywidget-background").focus()
            of.page.keyboard.press("d")
            assert outputs(of.page).evaluate("escaped") == ["d"]  # from outside the panel
            assert (of.outside, of.said) == ([], [])

    stage.run(act)


@pytest.mark.parametrize("kind", KINDS)
def test_it_wears_the_theme(stage: Stage, code: str, axe: Callable[[Frame], list[str]], kind: str) -> None:
    """Documented: in each kind of theme of VS Code it has that theme's colours, and axe-core finds nothing wrong."""

    def act() -> None:
        with seen(stage.browser, within="iframe") as of:
            run_in_vscode(of.page, code, kind, EXAMPLE)
            expect(of.panel.locator(".ha-who")).to_contain_text("Ingrid Solheim", timeout=60_000)
            for part, name, colour in (
                (of.panel, "background-color", "editor-background"),
                (of.panel, "color", "foreground"),
                (of.panel.get_by_role("searchbox").first, "background-color", "input-background"),
            ):
                expect(part).to_have_css(name, f"rgb{tuple(bytes.fromhex(colours(kind)[colour][1:]))}")
            assert flaws(of, lambda: axe(outputs(of.page)), str(stage.pictures / f"{kind}-{{}}.png")) == {}
            drawn = "getComputedStyle(document.querySelector('.ha-map')).getPropertyValue('--ha-all')"
            assert outputs(of.page).evaluate(drawn) == ON[kind in {"vscode-dark", "vscode-high-contrast"}]

    stage.run(act)
