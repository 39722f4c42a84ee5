"""The matrix in a blank page: seen, pointed at, moved over by keyboard, ordered, filtered, zoomed, read as a table."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from harvest_mcp.panel.matrix import Axis, Matrix
from harvest_mcp.panel.table import Id
from tests.browser.blank import LOOKS, Drawn, drawn
from tests.browser.test_table import columns as people

pytestmark = pytest.mark.browser
Run = Callable[..., Any]
Axe = Callable[[Page], list[str]]

PERMISSIONS = (
    "time.track",
    "expenses.track",
    "time.read",
    "time.write",
    "time.approve",
    "expenses.read",
    "projects.read",
    "projects.create",
    "projects.assign_people",
    "project_reports.read",
    "clients.read",
    "people.read",
    "people.manage",
    "billable_rates.read",
    "cost_rates.read",
    "invoices.draft",
    "invoices.manage",
    "estimates.manage",
    "reports.profitability",
    "account.settings",
)
MEMBER = (2, 2, 2, 0, 0, 2, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)
MANAGER = (2, 2, 3, 3, 3, 3, 3, 4, 3, 3, 4, 3, 0, 1, 0, 3, 0, 1, 0, 0)
ADMINISTRATOR = (4,) * len(PERMISSIONS)


def why(person: Id, permission: Id) -> list[str]:
    """Reasons as an engine gives them."""
    return [f"Person {person} is a manager.", f"Managers hold <b>{PERMISSIONS[int(str(permission))]}</b>."]


def access(size: int = 140) -> Matrix:
    """A matrix of invented people and what they may do."""
    names = [str(name) for name in people(size)[0].values]
    levels = (MEMBER, MEMBER, MEMBER, MANAGER, ADMINISTRATOR)
    cells = b"".join(bytes(levels[row * 7 % 5]) for row in range(size))
    matrix = Matrix(why=why, label="Who may do what")
    matrix.show(
        Axis("People", names, range(1000, 1000 + size)),
        Axis("Permissions", PERMISSIONS, range(len(PERMISSIONS))),
        cells,
    )
    return matrix


@pytest.fixture
def on_access(browser: Browser, in_a_thread: Run) -> Callable[..., None]:
    """Run a function on a matrix that is drawn, in the browser's thread."""

    def run(act: Callable[[Drawn[Matrix]], None], size: int = 140, **look: Any) -> None:  # noqa: ANN401  (the browser's own options)
        def on() -> None:
            with drawn(browser, lambda: access(size), **look) as matrix:
                matrix.page.locator("[data-shown]").wait_for()
                painted(matrix.page, f"{size} by 20 at 20")
                act(matrix)

        in_a_thread(on)

    return run


def painted(page: Page, words: str) -> None:
    """Wait until so many rows and columns are painted, at some size."""
    page.locator(f"[data-painted='{words}']").wait_for()


def said(page: Page) -> str:
    """What the element with the focus is called."""
    name: str = page.evaluate("document.activeElement.textContent")
    return name


def told(page: Page, words: str) -> None:
    """Wait until this is told of the cell that is pointed at."""
    page.locator(".ha-detail").filter(has_text=words).wait_for()


def spot(page: Page, row: int, column: int) -> tuple[float, float]:
    """Where the middle of a cell is, from the window's corner."""
    place: list[float] = page.evaluate(
        """([row, column]) => {
            const corner = document.querySelector(".ha-scroller").getBoundingClientRect();
            const { width, height } = document.querySelector(".ha-spots").style;
            const [rows, columns] = document.querySelector(".ha-map").dataset.painted.match(/\\d+/g);
            return [corner.x + parseFloat(width) - (columns - column) * 20 + 10,
                    corner.y + parseFloat(height) - (rows - row) * 20 + 10];
        }""",
        [row, column],
    )
    return place[0], place[1]


def test_cells_are_painted(on_access: Callable[..., None]) -> None:
    """Documented: a heat map on a canvas: what is held by all is filled with its colour, what is not held is empty."""

    def act(matrix: Drawn[Matrix]) -> None:
        page = matrix.page
        page.get_by_role("status").filter(has_text="140 people by 20 permissions").wait_for()
        colours = page.evaluate(
            """spots => {
                const canvas = document.querySelector(".ha-map canvas");
                const corner = canvas.getBoundingClientRect();
                const { data, width } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                const at = ([x, y]) => {
                    const first = (Math.floor(y - corner.y) * width + Math.floor(x - corner.x)) * 4;
                    return [...data.slice(first, first + 4)];
                };
                return spots.map(at);
            }""",
            [spot(page, 2, 10), spot(page, 0, 0), [one + 5 for one in spot(page, 0, 3)]],
        )
        assert colours == [[20, 80, 125, 255], [29, 138, 122, 255], [255, 255, 255, 255]]

    on_access(act)


def test_pointing_tells_why(on_access: Callable[..., None]) -> None:
    """Documented: names, extent and the reasons that Python gives, as text."""

    def act(matrix: Drawn[Matrix]) -> None:
        page = matrix.page
        page.mouse.move(*spot(page, 4, 4))
        told(page, "Émile Tamberlane · time.approve: part")
        told(page, "Person 1004 is a manager.")
        told(page, "Managers hold <b>time.approve</b>.")
        asked = len(matrix.wire.custom("reasons"))
        page.mouse.move(*spot(page, 4, 5))
        told(page, "expenses.read")
        page.mouse.move(*spot(page, 4, 4))
        told(page, "Managers hold <b>time.approve</b>.")
        page.wait_for_timeout(200)
        assert len(matrix.wire.custom("reasons")) <= asked + 1

    on_access(act)


def test_choosing_a_cell(on_access: Callable[..., None]) -> None:
    """Documented: Python has the ids of row and column, and may choose."""

    def act(matrix: Drawn[Matrix]) -> None:
        page, widget = matrix.page, matrix.widget
        page.mouse.click(*spot(page, 2, 10))
        matrix.until(lambda: list(widget.selected) == [1002, 10])
        assert said(page) == "Chi Tamberlane, clients.read: all"
        assert page.get_by_role("gridcell").get_attribute("aria-selected") == "true"
        page.keyboard.press("Escape")
        matrix.until(lambda: not widget.selected)
        widget.selected = (1002, 10)
        matrix.pass_on()
        page.locator("[role=gridcell][aria-selected=true]").wait_for()

    on_access(act)


def test_by_keyboard_alone(on_access: Callable[..., None]) -> None:
    """Documented: arrows with reasons, ends, pages, typing ahead, headings that order, zoom; all keys stay within."""

    def act(matrix: Drawn[Matrix]) -> None:
        page, press = matrix.page, matrix.page.keyboard.press
        page.evaluate("""() => {
            window.leaked = [];
            document.addEventListener("keydown", (event) => window.leaked.push(event.key));
        }""")
        page.get_by_role("searchbox").first.focus()
        for _ in range(20):
            if page.evaluate("document.activeElement.role") == "gridcell":
                break
            press("Tab")
        assert said(page) == "Ada Tamberlane, time.track: own"
        press("ArrowDown")
        press("ArrowRight")
        assert said(page) == "Bo Tamberlane, expenses.track: own"
        told(page, "Person 1001 is a manager.")
        press("Enter")
        matrix.until(lambda: list(matrix.widget.selected) == [1001, 1])
        press("Control+End")
        assert said(page) == "Hana Marrow 1, account.settings: no"
        press("PageUp")
        press("Home")
        press("Control+Home")
        page.keyboard.type("kei t")
        assert said(page) == "Kei Tamberlane, time.track: own"
        press("ArrowLeft")
        assert said(page) == "Kei Tamberlane"
        assert page.evaluate("document.activeElement.role") == "rowheader"
        press("ArrowRight")
        page.wait_for_timeout(900)  # a pause ends the word
        press("+")
        painted(page, "140 by 20 at 28")
        for size in (20, 14, 8):
            press("-")
            painted(page, f"140 by 20 at {size}")
        press("Control+Home")
        press("End")
        press("ArrowUp")
        assert said(page) == "account.settings"
        press("Enter")
        assert page.get_by_role("columnheader").get_attribute("aria-sort") == "descending"
        press("ArrowDown")
        assert said(page) == "Chi Tamberlane, account.settings: all"
        assert page.evaluate("window.leaked") == []

    on_access(act)


def test_whatever_can_have_the_focus_keeps_its_keys(on_access: Callable[..., None]) -> None:
    """Recorded: notebooks look for this mark on the focused element itself; without it, "d d" deletes the cell."""

    def act(matrix: Drawn[Matrix]) -> None:
        matrix.page.get_by_role("button", name="Table").click()
        unmarked = matrix.page.locator(
            "#root :is(a, button, input, select, summary, textarea, [tabindex]):not([data-lm-suppress-shortcuts=true])"
        )
        assert unmarked.count() == 0

    on_access(act)


def test_searching_and_filtering(on_access: Callable[..., None]) -> None:
    """Documented: by names of rows and columns; the legend counts, and leaves out rows without what is pressed."""

    def act(matrix: Drawn[Matrix]) -> None:
        page = matrix.page
        page.get_by_role("searchbox", name="Search permissions").fill("rates")
        painted(page, "140 by 2 at 20")
        legend = page.get_by_role("group", name="Show rows with")
        assert legend.get_by_role("button").all_inner_texts() == [
            "all\n56",
            "part\n0",
            "own\n0",
            "unknown\n28",
            "no\n196",
        ]
        legend.get_by_role("button", name="unknown").click()
        painted(page, "28 by 2 at 20")
        assert legend.get_by_role("button", name="unknown").evaluate("chip => chip === document.activeElement")
        page.get_by_role("searchbox", name="Search people").fill("emile tamb")
        painted(page, "1 by 2 at 20")
        page.get_by_role("status").filter(has_text="1 of 140 people by 2 of 20 permissions").wait_for()
        page.get_by_role("searchbox", name="Search people").fill("nobody")
        painted(page, "0 by 2 at 20")
        page.get_by_text("Nothing matches.").wait_for()
        page.get_by_role("searchbox", name="Search people").fill("")
        painted(page, "28 by 2 at 20")

    on_access(act)


def test_ordering(on_access: Callable[..., None]) -> None:
    """Documented: as given, by name, the most access first; by any row or column."""

    def act(matrix: Drawn[Matrix]) -> None:
        page = matrix.page
        order = page.get_by_role("combobox", name="Order")
        order.select_option("By name")
        page.mouse.move(*spot(page, 0, 0))
        told(page, "Ada Ashby · account.settings")
        order.select_option("Most access first")
        page.mouse.move(*spot(page, 27, 0))
        page.mouse.move(*spot(page, 0, 0))
        told(page, "Chi Tamberlane · time.track: all")
        order.select_option("As given")
        page.mouse.move(*spot(page, 1, 0))
        told(page, "Bo Tamberlane · time.track")
        x, y = spot(page, 4, 0)
        page.mouse.click(x - 60, y)
        page.mouse.move(*spot(page, 4, 0))
        told(page, "Émile Tamberlane · projects.create: all")

    on_access(act)


def test_the_same_as_a_table(on_access: Callable[..., None]) -> None:
    """Documented: the text twin: each cell that says more than no, searched and filtered; a row is a cell."""

    def act(matrix: Drawn[Matrix]) -> None:
        page = matrix.page
        page.get_by_role("button", name="Table").click()
        grid = page.get_by_role("grid", name="Who may do what as a table")
        cells = 84 * 6 + 28 * 15 + 28 * 20
        assert grid.get_attribute("aria-rowcount") == str(cells + 1)
        page.get_by_role("searchbox", name="Search Who may do what as a table").fill("emile tamb invoices")
        page.locator(".ha-sheet [role=status]").filter(has_text="1 of ").wait_for()
        row = page.locator(".ha-row [role=gridcell]")
        assert row.all_inner_texts() == ["Émile Tamberlane", "invoices.draft", "part"]
        row.first.click()
        matrix.until(lambda: list(matrix.widget.selected) == [1004, 15])
        told(page, "Person 1004 is a manager.")
        page.get_by_role("button", name="Table").click()
        painted(page, "140 by 20 at 20")
        assert page.locator(".ha-map").is_visible()

    on_access(act)


def test_what_a_screen_reader_finds(on_access: Callable[..., None]) -> None:
    """Documented: a grid with counts, in it the headings of the cell that is active, and what it says."""

    def act(matrix: Drawn[Matrix]) -> None:
        tree = matrix.page.locator("#root").aria_snapshot()
        for line in (
            '- grid "Who may do what":',
            '- columnheader "time.track"',
            '- rowheader "Ada Tamberlane"',
            "- 'gridcell \"Ada Tamberlane, time.track: own\"'",
            '- button "all 616"',
        ):
            assert line in tree, tree
        grid = matrix.page.get_by_role("grid")
        assert (grid.get_attribute("aria-rowcount"), grid.get_attribute("aria-colcount")) == ("141", "21")

    on_access(act)


def test_what_is_told_at_once_is_heard_in_turn(on_access: Callable[..., None]) -> None:
    """Our choice: another map takes a while to unpack, and the cell that is chosen right after is not lost."""

    def act(matrix: Drawn[Matrix]) -> None:
        matrix.widget.show(Axis("People", ("Ada", "Bo"), (1, 2)), Axis("Projects", ("Apollo",), ("a",)), bytes([4, 3]))
        matrix.widget.selected = (2, "a")
        matrix.pass_on()
        painted(matrix.page, "2 by 1 at 20")
        matrix.page.locator(".ha-spots [tabindex='0']").focus()
        matrix.page.keyboard.press("End")
        matrix.page.keyboard.press("ArrowDown")
        assert said(matrix.page) == "Bo, Apollo: part"
        assert matrix.page.get_by_role("gridcell").get_attribute("aria-selected") == "true"

    on_access(act)


def test_a_hundred_thousand_people(on_access: Callable[..., None]) -> None:
    """Our choice: the last person of a very large account is reached at once, and two million cells are counted."""

    def act(matrix: Drawn[Matrix]) -> None:
        page = matrix.page
        page.locator(".ha-spots [tabindex='0']").focus()
        page.keyboard.press("Control+End")
        assert said(page).endswith("account.settings: no")
        page.keyboard.press("Enter")
        matrix.until(lambda: list(matrix.widget.selected) == [100_999, 19])

    on_access(act, 100_000)


def test_nothing_listens_once_it_is_taken_away(on_access: Callable[..., None]) -> None:
    """Our choice: a cell that is run again leaves nothing behind."""

    def act(matrix: Drawn[Matrix]) -> None:
        matrix.page.evaluate("window.end()")
        assert matrix.page.evaluate("window.listeners()") == 0

    on_access(act)


@pytest.mark.parametrize("look", LOOKS)
def test_it_looks_well(on_access: Callable[..., None], axe: Axe, pictures: Path, look: str) -> None:
    """Documented: axe-core finds nothing in any look, as a map and as a table, and no look scrolls sideways."""

    def act(matrix: Drawn[Matrix]) -> None:
        page = matrix.page
        page.get_by_role("combobox", name="Order").select_option("By name")
        page.mouse.click(*spot(page, 1, 2))
        told(page, "is a manager")
        assert axe(page) == []
        page.screenshot(path=pictures / f"matrix-{look}.png")
        page.keyboard.press("-")
        page.keyboard.press("-")
        painted(page, "140 by 20 at 8")
        page.screenshot(path=pictures / f"matrix-{look}-far.png")
        page.get_by_role("button", name="Table").click()
        assert axe(page) == []
        page.screenshot(path=pictures / f"matrix-{look}-table.png")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    on_access(act, **LOOKS[look])


@pytest.mark.parametrize("notebook", ["light", "dark"])
def test_forced_colours_have_the_last_word(on_access: Callable[..., None], notebook: str) -> None:
    """Ours: whoever has set colours of their own gets these, in a light and in a dark notebook."""

    def act(matrix: Drawn[Matrix]) -> None:
        named = "name => getComputedStyle(document.getElementById('root')).getPropertyValue(`--ha-${name}`)"
        seen = [matrix.page.evaluate(named, name) for name in ("own", "part", "all")]
        assert seen == ["LinkText", "Highlight", "CanvasText"]

    on_access(act, forced_colors="active", notebook=notebook)
