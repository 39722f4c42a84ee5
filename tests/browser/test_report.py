"""The report in a real browser: read, sorted, searched, printed, in each look, asking nothing of any network."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import anyio
import pytest
from playwright.sync_api import Browser, Page

from harvest_mcp.answers.changing import Pictures, access_changes
from harvest_mcp.evidence.basis import Evidence
from harvest_mcp.evidence.folder import file
from harvest_mcp.sandbox import Sandbox
from tests.stage import directory_on

pytestmark = pytest.mark.browser
Look = Literal["light", "dark"]
LENA = 5656895


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the example company, with a change or two."""

    async def draw() -> bytes:
        async with directory_on(Sandbox()) as directory:
            now = await directory.account()
            lena = next(user for user in now.users if user.id == LENA)
            led = lena.model_copy(update={"access_roles": ("manager",)})
            users = tuple(led if user is lena else user for user in now.users)
            changes = access_changes(Pictures(replace(now, users=users), now, 1, None))
            return file(Evidence(account=now, changes=changes), "report")

    page = tmp_path_factory.mktemp("report") / "report.html"
    page.write_bytes(anyio.run(draw))
    return page


@pytest.fixture
def opened(browser: Browser, in_a_thread: Callable[..., Any], report: Path) -> Callable[..., Any]:
    """Do something with the page; afterwards the console is empty, and nothing but the file was asked for."""

    def opened(do: Callable[[Page], Any], **context: Any) -> Any:  # noqa: ANN401  (whatever is asked of the page)
        def run() -> tuple[Any, list[str], list[str]]:
            page = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | context)).new_page()
            said: list[str] = []
            asked: list[str] = []
            page.on("console", lambda message: said.append(message.text))
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("request", lambda request: asked.append(request.url))
            try:
                page.goto(report.as_uri())
                return do(page), said, asked
            finally:
                page.context.close()

        found, said, asked = in_a_thread(run)
        assert said == []
        assert asked == [report.as_uri()]
        return found

    return opened


def names(page: Page, section: str) -> list[str]:
    """Whom a table shows, in its order."""
    shown: list[str] = page.locator(f"{section} tbody tr:visible th").all_text_contents()
    return shown


def test_a_table_is_sorted_by_any_column_both_ways(opened: Callable[..., Any]) -> None:
    """Documented: sortable without a network, by mouse and keyboard; assistive technology is told."""

    def sort(page: Page) -> tuple[list[str], list[str], str | None, list[str]]:
        head = page.locator("#people thead button", has_text="Name")
        head.click()
        up = names(page, "#people")
        head.focus()
        page.keyboard.press("Enter")
        told = page.locator("#people thead th").first.get_attribute("aria-sort")
        down = names(page, "#people")
        page.locator("#people thead button", has_text="On projects").click()
        numbers = page.locator("#people tbody tr td:nth-child(6)").all_text_contents()
        return up, down, told, numbers

    up, down, told, numbers = opened(sort)
    assert len(up) == 140
    assert down == up[::-1] or sorted(down) == sorted(up)
    assert told == "descending"
    assert list(map(int, numbers)) == sorted(map(int, numbers))


def test_a_table_is_searched_as_one_types(opened: Callable[..., Any]) -> None:
    """Documented: searchable; every word counts, accents and case do not; how many are shown is said."""

    def search(page: Page) -> tuple[list[str], str, list[str]]:
        box = page.get_by_label("Search people", exact=False).first
        box.fill("novotna")
        found, told = names(page, "#people"), page.locator("#people output").inner_text()
        page.locator("#matrix input").fill("ruth")
        return found, told, names(page, "#matrix")

    assert opened(search) == (["Hana Novotná"], "1 of 140", ["Ruth Adeyemi"])


@pytest.mark.parametrize("look", ["light", "dark", "forced"])
def test_nothing_is_found_wrong_with_it(
    opened: Callable[..., Any], axe: Callable[[Page], list[str]], pictures: Path, look: str
) -> None:
    """Documented: axe-core finds nothing, light, dark and with forced colours; the screenshots are looked at."""
    context: dict[str, Any] = {"color_scheme": "light" if look == "forced" else look}
    if look == "forced":
        context["forced_colors"] = "active"

    def check(page: Page) -> list[str]:
        found = axe(page)
        for place in ("top", "findings", "people", "matrix"):
            page.evaluate(f"document.querySelector('#{place}')?.scrollIntoView()")
            page.screenshot(path=pictures / f"report-{place}-{look}.png")
        return found

    assert opened(check, **context) == []


def test_it_is_readable_on_a_narrow_screen(opened: Callable[..., Any]) -> None:
    """Our choice: the page itself never scrolls sideways; wide tables do, within themselves."""
    width = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    whole, seen = opened(lambda page: page.evaluate(width), viewport={"width": 400, "height": 800})
    assert whole == seen


def test_it_is_printed_whole(opened: Callable[..., Any], pictures: Path) -> None:
    """Documented: printed to PDF: every person is on the paper, in portrait and across."""

    def print_it(page: Page) -> tuple[bytes, str]:
        page.emulate_media(media="print")
        hidden = page.locator(".search:visible, nav:visible").count()
        assert hidden == 0
        return page.pdf(path=pictures / "report.pdf", prefer_css_page_size=True), page.locator("#matrix").inner_text()

    pdf, words = opened(print_it)
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page>") > 10
    assert "Ruth Adeyemi" in words


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_it_is_printed_whole_whatever_is_hidden_on_the_screen(opened: Callable[..., Any], scripts: bool) -> None:  # noqa: FBT001
    """Our choice: paper has no search box that would tell that rows are missing; the screen is then as it was."""

    def pages(page: Page) -> int:
        return len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True)))

    def print_twice(page: Page) -> tuple[int, int, list[str], list[str]]:
        whole = pages(page)
        for summary in page.locator("details summary").all():
            summary.click()
        assert page.locator("details[open]").count() == 0
        if scripts:
            page.locator("#people input").fill("novotna")
            page.locator("#matrix input").fill("novotna")
        again = pages(page)
        assert page.locator("details[open]").count() == 0
        on_screen = names(page, "#matrix") if scripts else ["Hana Novotná"]
        page.emulate_media(media="print")
        return whole, again, on_screen, names(page, "#matrix")

    whole, again, on_screen, on_paper = opened(print_twice, java_script_enabled=scripts)
    assert whole == again > 15
    assert on_screen == ["Hana Novotná"]
    assert len(on_paper) == 128


def test_people_of_one_name_are_told_apart_in_the_matrix(opened: Callable[..., Any]) -> None:
    """Our choice: a row of permissions is somebody's; where two are called the same, the id says whose."""
    shown = opened(lambda page: names(page, "#matrix"))
    assert len(shown) == len(set(shown)) == 128
    silvas = [name for name in shown if name.startswith("Ana Silva")]
    assert len(silvas) == 2
    assert all(re.fullmatch(r"Ana Silva \(\d+\)", name) for name in silvas)
    assert "Ruth Adeyemi" in shown


def test_without_scripts_everything_is_there(opened: Callable[..., Any]) -> None:
    """Our choice: some mail programs and archives run none."""
    rows = "document.querySelectorAll('#people tbody tr').length"
    assert opened(lambda page: page.locator("#people tbody tr").count(), java_script_enabled=False) == 140
    assert opened(lambda page: page.evaluate(rows)) == 140
