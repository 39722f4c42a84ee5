"""The table in a blank page: searched, filtered, sorted, selected, taken along; by mouse and by keyboard alone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from harvest_mcp.panel.columns import Column
from harvest_mcp.panel.table import Table
from tests.browser.blank import LOOKS, Drawn, drawn
from tests.panel.wire import tell

pytestmark = pytest.mark.browser
Run = Callable[..., Any]
Axe = Callable[[Page], list[str]]

FIRST = ("Ada", "Bo", "Chi", "Dag", "Émile", "Femke", "Gus", "Hana", "Ines", "Jonas", "Kei", "Løvise")
LAST = ("Tamberlane", "Osk", "Vintner", "Quill", "Marrow", "Dunmore", "Ashby")
LEVELS = ("Member", "Member", "Member", "Manager", "Administrator")
ROLES = ("Design", "Engineering", "Finance", "Research", "Support")


def columns(size: int = 140) -> list[Column]:
    """Invented people, every one another."""
    rows = range(size)
    names = [f"{FIRST[row % 12]} {LAST[row // 12 % 7]}{f' {row // 84}' if row >= 84 else ''}" for row in rows]
    return [
        Column("name", names, label="Name"),
        Column("email", [f"{name.lower().replace(' ', '.')}@example.com" for name in names], label="E-mail"),
        Column("level", [LEVELS[row * 7 % 5] for row in rows], label="Level", filters=True),
        Column("roles", [ROLES[: row % 3] for row in rows], "texts", label="Job roles", filters=True),
        Column("contractor", [row % 9 == 0 for row in rows], "flag", label="Contractor"),
        Column("projects", [row * 13 % 31 for row in rows], "number", label="Projects"),
        Column("hours", [row % 41 for row in rows], "number", label="Weekly hours", shown=False),
    ]


def people(size: int = 140) -> Table:
    """A table of them."""
    return Table(columns(size), ids=range(1000, 1000 + size), label="People")


@pytest.fixture
def on_people(browser: Browser, in_a_thread: Run) -> Callable[..., None]:
    """Run a function on a table that is drawn, in the browser's thread."""

    def run(act: Callable[[Drawn[Table]], None], size: int = 140, **look: Any) -> None:  # noqa: ANN401  (the browser's own options)
        def on() -> None:
            with drawn(browser, lambda: people(size), **look) as table:
                table.page.locator("[data-shown]").wait_for()
                act(table)

        in_a_thread(on)

    return run


def column(page: Page, number: int, rows: int = 5) -> list[str]:
    """The first cells of a column as they are seen from top to bottom."""
    cells: list[str] = page.locator(f"[role=gridcell][aria-colindex='{number}']").all_inner_texts()
    return cells[:rows]


def said(page: Page, words: str) -> None:
    """Wait until the table says this of itself."""
    page.get_by_role("status").filter(has_text=words).wait_for()


def test_rows_appear(on_people: Callable[..., None]) -> None:
    """Documented: a grid with rows, headers and counts; only rows in sight are in the page."""

    def act(table: Drawn[Table]) -> None:
        page = table.page
        said(page, "140 rows")
        grid = page.get_by_role("grid", name="People")
        assert grid.get_attribute("aria-rowcount") == "141"
        assert grid.get_attribute("aria-colcount") == "6"
        assert column(page, 1, 2) == ["Ada Tamberlane", "Bo Tamberlane"]
        assert 10 < page.locator(".ha-row").count() < 60

    on_people(act)


def test_columns_stand_below_their_headers(on_people: Callable[..., None]) -> None:
    """Our choice: at any width, wherever the rows are scrolled to sideways, and though a header is wide in its font."""

    def act(table: Drawn[Table]) -> None:
        page = table.page
        table.widget.show([replace(of, label=of.label.replace("Projects", "MWMWMWMW")) for of in columns()])
        table.pass_on()
        page.get_by_role("columnheader", name="MWMWMWMW").wait_for()
        edges = """(cells) => cells.slice(0, 6).map((cell) => {
            const { left, right } = cell.getBoundingClientRect();
            return [Math.round(left), Math.round(right)];
        })"""
        for width in (1400, 700, 360):
            page.set_viewport_size({"width": width, "height": 640})
            page.get_by_role("grid").evaluate("grid => grid.scrollTo(grid.scrollWidth, 0)")
            headers, cells = (page.get_by_role(role).evaluate_all(edges) for role in ("columnheader", "gridcell"))
            assert headers == cells

    on_people(act)


def test_what_a_screen_reader_finds(on_people: Callable[..., None]) -> None:
    """Documented: grid, row groups, headers that say how they sort, cells."""

    def act(table: Drawn[Table]) -> None:
        table.page.get_by_role("columnheader", name="Name").click()
        tree = table.page.locator("#root").aria_snapshot()
        for line in (
            '- searchbox "Search People"',
            "- status: 140 rows",
            '- group "Filter by Level":',
            '- button "Member 84"',
            '- grid "People":',
            '- columnheader "Name',
            '- gridcell "Ada Ashby"',
        ):
            assert line in tree
        assert table.page.get_by_role("columnheader", name="Name").get_attribute("aria-sort") == "ascending"

    on_people(act)


def test_searching_as_one_types(on_people: Callable[..., None]) -> None:
    """Documented: every word somewhere in the row, without capitals and accents; Python has the rows as on screen."""

    def act(table: Drawn[Table]) -> None:
        page = table.page
        page.get_by_role("searchbox").press_sequentially("EMILE ash")
        said(page, "1 of 140 rows")
        assert column(page, 1) == ["Émile Ashby"]
        table.until(lambda: table.widget.view == (1076,))
        page.get_by_role("button", name="Clear search and filters").click()
        said(page, "140 rows")
        assert page.get_by_role("searchbox").input_value() == ""
        page.get_by_role("searchbox").press_sequentially("lovise ashby")
        said(page, "1 of 140 rows")
        page.get_by_role("searchbox").press_sequentially(" nobody")
        said(page, "0 of 140 rows")

    on_people(act)


def test_filtering_by_chips(on_people: Callable[..., None]) -> None:
    """Documented: chips with counts; one of a column's is enough, columns add up, counts follow."""

    def act(table: Drawn[Table]) -> None:
        page = table.page
        level, roles = page.get_by_role("group", name="Filter by Level"), page.get_by_role("group", name="Job roles")
        level.get_by_role("button", name="Manager").click()
        said(page, "28 of 140 rows")
        assert set(column(page, 3, 99)) == {"Manager"}
        assert level.get_by_role("button").all_inner_texts() == ["Member\n84", "Administrator\n28", "Manager\n28"]
        assert level.get_by_role("button", name="Manager").evaluate("chip => chip === document.activeElement")
        level.get_by_role("button", name="Administrator").click()
        said(page, "56 of 140 rows")
        roles.get_by_role("button", name="Engineering").click()
        said(page, "19 of 140 rows")
        roles.get_by_role("button", name="Engineering").click()
        roles.get_by_role("button", name="(none)").click()
        said(page, "18 of 140 rows")
        assert set(column(page, 4, 99)) == {""}

    on_people(act)


def test_sorting(on_people: Callable[..., None]) -> None:
    """Documented: up, down, not at all; by several columns with Shift; numbers by size, accents beside their letter."""

    def act(table: Drawn[Table]) -> None:
        page = table.page
        projects, level = (page.get_by_role("columnheader", name=name) for name in ("Projects", "Level"))
        projects.click()
        assert column(page, 6) == ["0", "0", "0", "0", "0"]
        projects.click()
        assert column(page, 6) == ["30", "30", "30", "30", "29"]
        assert projects.get_attribute("aria-sort") == "descending"
        level.click()
        projects.click(modifiers=["Shift"])
        assert column(page, 3, 2) == ["Administrator", "Administrator"]
        numbers = [int(text) for text in column(page, 6, 20)]
        assert numbers == sorted(numbers)
        assert (level.inner_text(), projects.inner_text()) == ("Level\n▲1", "Projects\n▲2")
        level.click()
        level.click()
        assert level.get_attribute("aria-sort") == "none"
        page.get_by_role("columnheader", name="Name").click()
        names = columns()[0].values
        table.until(lambda: names[table.widget.view[0] - 1000] == "Ada Ashby")
        firsts = [str(names[row - 1000]).split()[0] for row in table.widget.view]
        assert list(dict.fromkeys(firsts)) == list(FIRST)

    on_people(act)


def test_selecting(on_people: Callable[..., None]) -> None:
    """Documented: one, several, a range, all; Python has the ids, and may set them."""

    def act(table: Drawn[Table]) -> None:
        page, widget = table.page, table.widget

        def row(name: str) -> Any:  # noqa: ANN401  (a locator)
            return page.get_by_role("gridcell", name=name, exact=True)

        row("Bo Tamberlane").click()
        table.until(lambda: widget.selected == (1001,))
        row("Dag Tamberlane").click(modifiers=["Control"])
        table.until(lambda: widget.selected == (1001, 1003))
        row("Gus Tamberlane").click(modifiers=["Shift"])
        table.until(lambda: widget.selected == (1003, 1004, 1005, 1006))
        said(page, "140 rows · 4 selected")
        assert page.locator("[role=row][aria-selected=true]").count() == 4
        widget.selected = (1000, 1139)
        table.pass_on()
        said(page, "140 rows · 2 selected")
        assert page.locator("[role=row][aria-selected=true]").count() == 1
        page.get_by_role("searchbox").fill("bo osk")
        said(page, "2 selected, 2 of them not shown")

    on_people(act)


def test_by_keyboard_alone(on_people: Callable[..., None]) -> None:
    """Documented: one Tab, arrows, Home, End, pages, Space, Enter, typing ahead; all keys stay within."""

    def act(table: Drawn[Table]) -> None:
        page, widget, press = table.page, table.widget, table.page.keyboard.press
        page.evaluate("""() => {
            window.leaked = [];
            document.addEventListener("keydown", (event) => window.leaked.push(event.key));
        }""")
        page.get_by_role("searchbox").focus()
        for _ in range(40):
            if page.evaluate("document.activeElement.role") == "gridcell":
                break
            press("Tab")
        assert table.focused() == "Ada Tamberlane"
        press("ArrowDown")
        press("Enter")
        table.until(lambda: widget.selected == (1001,))
        press("Shift+ArrowDown")
        press("Shift+ArrowDown")
        table.until(lambda: widget.selected == (1001, 1002, 1003))
        press("Space")
        table.until(lambda: widget.selected == (1001, 1002))
        press("End")
        press("ArrowLeft")
        assert page.evaluate("document.activeElement.ariaColIndex") == "5"
        press("Home")
        press("Control+End")
        assert page.evaluate("document.activeElement.parentElement.ariaRowIndex") == "141"
        press("Home")
        press("PageUp")
        assert int(page.evaluate("document.activeElement.parentElement.ariaRowIndex")) < 135
        press("Control+Home")
        page.keyboard.type("hana t")
        assert table.focused() == "Hana Tamberlane"
        page.wait_for_timeout(900)  # a pause ends the word
        page.keyboard.type("dd")
        press("Control+Home")
        press("ArrowUp")
        press("Enter")
        assert page.get_by_role("columnheader", name="Name").get_attribute("aria-sort") == "ascending"
        assert page.evaluate("document.activeElement.getAttribute('role')") == "columnheader"
        press("ArrowDown")
        assert table.focused() == "Ada Ashby"
        press("Control+a")
        table.until(lambda: len(widget.selected) == 140)
        press("Escape")
        table.until(lambda: widget.selected == ())
        assert page.evaluate("window.leaked") == []

    on_people(act)


def test_whatever_can_have_the_focus_keeps_its_keys(on_people: Callable[..., None]) -> None:
    """Recorded: notebooks look for this mark on the focused element itself; without it, "d d" deletes the cell."""

    def act(table: Drawn[Table]) -> None:
        table.page.get_by_text("Columns", exact=True).click()
        unmarked = table.page.locator(
            "#root :is(a, button, input, select, summary, textarea, [tabindex]):not([data-lm-suppress-shortcuts=true])"
        )
        assert unmarked.count() == 0

    on_people(act)


def test_choosing_columns(on_people: Callable[..., None]) -> None:
    """Documented: columns to choose; what is hidden is not searched, and one column stays."""

    def act(table: Drawn[Table]) -> None:
        page = table.page
        page.get_by_text("Columns", exact=True).click()
        assert not page.get_by_label("Weekly hours").is_checked()
        page.get_by_label("Weekly hours").check()
        assert page.get_by_role("columnheader").all_inner_texts()[-1] == "Weekly hours"
        for label in ("E-mail", "Level", "Job roles", "Contractor", "Projects", "Weekly hours"):
            page.get_by_label(label, exact=True).uncheck()
        page.get_by_label("Name", exact=True).click()
        assert page.get_by_label("Name", exact=True).is_checked()
        page.keyboard.press("Escape")
        assert not page.get_by_label("Name", exact=True).is_visible()
        page.get_by_role("searchbox").fill("example.com")
        said(page, "0 of 140 rows")

    on_people(act)


def test_taking_rows_along(on_people: Callable[..., None]) -> None:
    """Documented: CSV of what is shown by Blob, copies of what is selected; no cell is run as a formula."""

    def act(table: Drawn[Table]) -> None:
        page, widget = table.page, table.widget
        rows = [
            Column("name", ['=HYPERLINK("x")', "Osk, Bo", None, "\uff1d1+1", "x;=1;y"], label="Name"),
            Column("n", [-3, 2, 1, 3, 4], "number", label="N"),
        ]
        widget.show(rows, ids=(1, 2, 3, 4, 5))
        table.pass_on()
        page.get_by_role("columnheader", name="N", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").click()
        assert download.value.suggested_filename == "people.csv"
        text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
        assert text == 'Name,N\r\n"\'=HYPERLINK(""x"")",-3\r\n,1\r\n"Osk, Bo",2\r\n\'\uff1d1+1,3\r\nx;\'=1;y,4\r\n'
        page.evaluate("document.addEventListener('paste', (e) => (window.pasted = e.clipboardData.getData('text')))")
        page.get_by_role("button", name="Copy").click()
        said(page, "Copied 5 rows")
        for name, copied in (("x;=1;y", "x;'=1;y\t4"), ("Osk, Bo", "Osk, Bo\t2")):
            page.get_by_role("gridcell", name=name).click()
            page.keyboard.press("Control+c")
            said(page, "Copied 1 row")
            page.get_by_role("searchbox").fill("")
            page.keyboard.press("Control+v")
            assert page.get_by_role("searchbox").input_value() == f"Name\tN {copied}"
            page.get_by_role("searchbox").fill("")

    on_people(act)


def test_text_from_harvest_stays_text(on_people: Callable[..., None]) -> None:
    """Our choice: a name that looks like markup is shown as it is."""

    def act(table: Drawn[Table]) -> None:
        name = "<img src=x onerror=alert(1)>"
        table.widget.show([Column(name, [name], filters=True)])
        table.pass_on()
        table.page.get_by_role("gridcell", name=name).wait_for()
        assert table.page.locator("#root img").count() == 0

    on_people(act)


def test_other_rows_are_looked_at_as_those_before(on_people: Callable[..., None]) -> None:
    """Our choice: a refresh changes neither search nor filters nor order."""

    def act(table: Drawn[Table]) -> None:
        page = table.page
        page.get_by_role("group", name="Filter by Level").get_by_role("button", name="Manager").click()
        page.get_by_role("columnheader", name="Projects").click()
        table.widget.show(columns(70), ids=range(1000, 1070))
        table.pass_on()
        said(page, "14 of 70 rows")
        assert page.get_by_role("columnheader", name="Projects").get_attribute("aria-sort") == "ascending"
        table.until(lambda: len(table.widget.view) == 14)

    on_people(act)


def test_python_searches_filters_and_sorts(on_people: Callable[..., None]) -> None:
    """Documented: what is set in Python is on the screen, chips and arrows with it, and `view` follows."""

    def act(table: Drawn[Table]) -> None:
        page, widget = table.page, table.widget
        widget.search, widget.sort = "TAMBERLANE", ["level", ("projects", "descending")]
        widget.filters = {"level": ["Manager", "Owner"], "roles": None}
        table.pass_on()
        said(page, "2 of 140 rows")
        assert page.get_by_role("searchbox").input_value() == "TAMBERLANE"
        assert page.locator(".ha-chip[aria-pressed=true]").all_inner_texts() == ["Manager\n2", "Owner\n0", "(none)\n2"]
        level, projects = (page.get_by_role("columnheader", name=name) for name in ("Level", "Projects"))
        assert (level.inner_text(), projects.inner_text()) == ("Level\n▲1", "Projects\n▼2")
        names = columns()[0].values
        table.until(lambda: len(widget.view) == 2)
        assert column(page, 1) == [names[row - 1000] for row in widget.view]
        widget.search, widget.filters, widget.sort = "", {}, ()
        table.pass_on()
        said(page, "140 rows")
        assert column(page, 1, 2) == ["Ada Tamberlane", "Bo Tamberlane"]
        table.until(lambda: len(widget.view) == 140)

    on_people(act)


def test_python_hears_of_search_filters_and_order(on_people: Callable[..., None]) -> None:
    """Documented: what a person does is read and observed in Python, and is what Python may set again."""

    def act(table: Drawn[Table]) -> None:
        page, widget = table.page, table.widget
        page.get_by_role("searchbox").press_sequentially("a")
        page.get_by_role("group", name="Filter by Level").get_by_role("button", name="Manager").click()
        page.get_by_role("group", name="Job roles").get_by_role("button", name="(none)").click()
        page.get_by_role("columnheader", name="Level").click()
        page.get_by_role("columnheader", name="Projects").click(modifiers=["Shift"])
        page.get_by_role("columnheader", name="Projects").click(modifiers=["Shift"])
        table.until(lambda: len(widget.sort) == 2)
        assert widget.sort == (("level", "ascending"), ("projects", "descending"))
        assert (widget.search, widget.filters) == ("a", {"level": ("Manager",), "roles": (None,)})
        shown = page.get_by_role("status").inner_text()
        widget.search, widget.filters, widget.sort = widget.search, dict(widget.filters), widget.sort
        table.pass_on()
        assert page.get_by_role("status").inner_text() == shown
        page.get_by_role("button", name="Clear search and filters").click()
        table.until(lambda: (widget.search, widget.filters) == ("", {}))

    on_people(act)


def test_a_screen_begins_as_the_others_are(browser: Browser, in_a_thread: Run) -> None:
    """Documented: what was set before is there at once; another screen is told of what is done on this one."""

    def made() -> Table:
        return Table(columns(), ids=range(1000, 1140), search="osk", sort=("name", "descending"))

    def act() -> None:
        with drawn(browser, made) as table:
            page = table.page
            said(page, "24 of 140 rows")
            assert column(page, 1, 3) == ["Løvise Osk 1", "Løvise Osk", "Kei Osk 1"]
            table.until(lambda: len(table.widget.view) == 24)
            tell(table.widget, {"op": "ready", "view": "another"})
            page.get_by_role("searchbox").fill("osk jonas")
            said(page, "2 of 140 rows")
            table.until(lambda: table.widget.search == "osk jonas")
            (told,) = table.wire.custom("look")
            look = {"search": "osk jonas", "filters": {}, "sort": (("name", "descending"),)}
            assert told.content["look"] == look
            ours = {"op": "look", "view": "another", "turn": told.content["turn"], "look": look | {"search": "ines"}}
            tell(table.widget, ours)
            table.pass_on()
            said(page, "11 of 140 rows")
            assert page.get_by_role("searchbox").input_value() == "ines"

    in_a_thread(act)


def test_what_somebody_types_is_not_taken_away(on_people: Callable[..., None]) -> None:
    """Our choice: Python and other rows do not undo what a person does at that moment; what was done last holds."""

    def act(table: Drawn[Table]) -> None:
        page, widget = table.page, table.widget
        page.get_by_role("searchbox").press_sequentially("jonas")
        widget.search = "ines"
        widget.show(columns(70), ids=range(1000, 1070))
        table.pass_on()
        said(page, "6 of 70 rows")
        assert page.get_by_role("searchbox").input_value() == "jonas"
        table.until(lambda: widget.search == "jonas")
        table.until(lambda: len(widget.view) == 6)

    on_people(act)


def test_what_is_told_at_once_is_heard_in_turn(on_people: Callable[..., None]) -> None:
    """Our choice: rows take a while to unpack, and what is selected of them right after is not lost."""

    def act(table: Drawn[Table]) -> None:
        table.widget.show(columns(70), ids=range(2000, 2070))
        table.widget.selected = (2000, 2003)
        table.pass_on()
        said(table.page, "70 rows · 2 selected")
        table.page.get_by_role("gridcell", name="Bo Tamberlane", exact=True).click(modifiers=["Control"])
        table.until(lambda: list(table.widget.selected) == [2000, 2001, 2003])

    on_people(act)


def test_a_hundred_thousand_rows(on_people: Callable[..., None]) -> None:
    """Documented: the last row is reached by scrolling and by keyboard, and few rows are in the page at any time."""

    def act(table: Drawn[Table]) -> None:
        page = table.page
        said(page, "100,000 rows")
        grid = page.get_by_role("grid")
        grid.evaluate("grid => grid.scrollTo(0, grid.scrollHeight)")
        page.locator("[role=row][aria-rowindex='100001']").wait_for()
        assert page.locator(".ha-row").count() < 60
        page.locator("[role=row][aria-rowindex='100001'] [role=gridcell]").first.click()
        table.until(lambda: table.widget.selected == (100_999,))
        page.keyboard.press("Control+Home")
        assert table.focused() == "Ada Tamberlane"
        page.keyboard.press("Control+a")
        table.until(lambda: len(table.widget.selected) == 100_000)

    on_people(act, 100_000)


def test_nothing_listens_once_it_is_taken_away(on_people: Callable[..., None]) -> None:
    """Our choice: a cell that is run again leaves nothing behind."""

    def act(table: Drawn[Table]) -> None:
        assert table.page.evaluate("window.listeners()") == 3
        table.page.evaluate("window.end()")
        assert table.page.evaluate("window.listeners()") == 0

    on_people(act)


def test_its_label_and_height_may_change(on_people: Callable[..., None]) -> None:
    """Our choice: traits are followed."""

    def act(table: Drawn[Table]) -> None:
        table.page.evaluate("window.set('label', 'Team'); window.set('height', 200)")
        grid = table.page.get_by_role("grid", name="Team")
        assert grid.evaluate("grid => grid.offsetHeight") == 200

    on_people(act)


@pytest.mark.parametrize("look", LOOKS)
def test_it_looks_well(on_people: Callable[..., None], axe: Axe, pictures: Path, look: str) -> None:
    """Documented: axe-core finds nothing in any look, and no look scrolls sideways."""

    def act(table: Drawn[Table]) -> None:
        page = table.page
        page.get_by_role("group", name="Filter by Level").get_by_role("button", name="Member").click()
        page.get_by_role("columnheader", name="Name").click()
        page.get_by_role("gridcell", name="Ada Dunmore", exact=True).click()
        page.keyboard.press("Shift+ArrowDown")
        assert axe(page) == []
        page.screenshot(path=pictures / f"table-{look}.png")
        page.get_by_text("Columns", exact=True).click()
        assert axe(page) == []
        page.screenshot(path=pictures / f"table-{look}-columns.png")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    on_people(act, **LOOKS[look])
