"""How quick the panel's widgets are, and how many bytes they take: in a real browser, in a blank page."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from random import Random
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from benchmarks.accounts import Accounts
from benchmarks.figures import Figure, Group, milliseconds

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from harvest_mcp.panel.columns import Column
    from harvest_mcp.panel.matrix import Matrix
    from harvest_mcp.panel.table import Table
    from tests.browser.blank import Drawn

COMPANY, LARGE, HUGE = 140, 10_000, 100_000
RUNS: Final = 5
APPEAR, SORT, FILTER, BYTES = 1.5, 0.1, 0.3, 2_500_000
"""The most, in seconds and bytes, that 100,000 rows may take."""
PERMISSIONS: Final = 40
LACKING: Final = Figure("not measured: `make browser` brings what it takes", "-")

SHOWN: Final = """async () => {
    const root = document.getElementById("root");
    delete root.dataset.shown;
    const began = performance.now();
    window.again();
    while (!root.dataset.shown) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - began;
}"""
SORTED: Final = """async (label) => {
    const headers = [...document.querySelectorAll("[role=columnheader]")];
    const header = headers.find((one) => one.textContent.startsWith(label));
    const began = performance.now();
    header.click();
    document.body.offsetHeight;
    return performance.now() - began;
}"""
SEARCHED: Final = """async (text) => {
    const field = document.querySelector("input[type=search]");
    const status = document.querySelector("[role=status]");
    const before = status.textContent;
    const began = performance.now();
    field.value = text;
    field.dispatchEvent(new Event("input"));
    while (status.textContent === before) await new Promise((resolve) => setTimeout(resolve));
    document.body.offsetHeight;
    return performance.now() - began;
}"""


def panel(accounts: Accounts) -> Group:
    """Measure the table and the matrix at each size."""
    sizes = (COMPANY, LARGE) if accounts.quick else (COMPANY, LARGE, HUGE)
    return Group(
        "The panel's table and matrix",
        f"In Chromium, in a blank page; the table has 12 columns, the matrix {PERMISSIONS}. Appearing counts from the "
        "rows in Python to the first frame that shows them, without the way between; searching counts from a key right "
        "after another, with the pause between two searches; selecting counts until Python knows.",
        tuple(_measured(sizes)) if find_spec("playwright") else (LACKING,),
    )


def _measured(sizes: tuple[int, ...]) -> list[Figure]:
    with ThreadPoolExecutor(1) as thread:  # playwright's loop keeps the thread that it runs in
        return thread.submit(_in_browser, sizes).result()


def _in_browser(sizes: tuple[int, ...]) -> list[Figure]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (of the extra `browser`)

    from tests.browser.conftest import chromium  # noqa: PLC0415  (the same)

    if (path := chromium()) is None:
        return [LACKING]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        figures = [figure for size in sizes for figure in (*_table(browser, size), *_matrix(browser, size))]
        browser.close()
    return figures


def _table(browser: "Browser", size: int) -> list[Figure]:
    from harvest_mcp.panel.table import Table  # noqa: PLC0415  (of the extra `panel`)
    from tests.browser.blank import drawn  # noqa: PLC0415  (of the extra `browser`)

    columns = _columns(size)
    with drawn(browser, partial(Table, columns)) as table:
        table.page.locator("[data-shown]").wait_for()
        packing = _timed(lambda: table.widget.show(columns))
        table.pass_on()
        appear = packing + _in_page(table, SHOWN)
        sort = max(_in_page(table, SORTED, label) for label in ("Name", "Projects"))
        search = median(_once(table, SEARCHED, text) for text in ("ada", "ada osk", "b", "osk 1", ""))
        select = _timed(partial(_selected, table))
        sent = table.widget.weight + len(str(table.widget._esm)) + len(str(table.widget._css))  # noqa: SLF001  (what anywidget sends)
    rows = f"{size:,} rows"
    return [
        Figure(f"{rows}: appear", milliseconds(appear), milliseconds(APPEAR), met=appear <= APPEAR),
        Figure(f"{rows}: sort", milliseconds(sort), milliseconds(SORT), met=sort <= SORT),
        Figure(f"{rows}: search as you type", milliseconds(search), milliseconds(FILTER), met=search <= FILTER),
        Figure(f"{rows}: select one, in Python", milliseconds(select)),
        Figure(f"{rows}: bytes, JavaScript and styles with them", f"{sent:,} B", f"{BYTES:,} B", met=sent <= BYTES),
    ]


def _matrix(browser: "Browser", size: int) -> list[Figure]:
    from harvest_mcp.panel.matrix import Axis, Matrix  # noqa: PLC0415  (of the extra `panel`)
    from tests.browser.blank import drawn  # noqa: PLC0415  (of the extra `browser`)

    draw = Random(size)
    levels = [bytes(draw.choices(range(5), k=PERMISSIONS)) for _ in range(20)]
    cells = b"".join(draw.choices(levels, k=size))
    people = Axis("People", [f"{name}" for name in _columns(size)[0].values], range(size))
    permissions = Axis("Permissions", [f"permission.{one}" for one in range(PERMISSIONS)], range(PERMISSIONS))

    def made() -> Matrix:
        matrix = Matrix()
        matrix.show(people, permissions, cells)
        return matrix

    with drawn(browser, made) as matrix:
        matrix.page.locator("[data-shown]").wait_for()
        packing = _timed(lambda: matrix.widget.show(people, permissions, cells))
        matrix.pass_on()
        appear = packing + _in_page(matrix, SHOWN)
        sent = matrix.widget.weight
    return [
        Figure(f"{size:,} people by {PERMISSIONS} permissions: appear", milliseconds(appear)),
        Figure(f"{size:,} people by {PERMISSIONS} permissions: bytes", f"{sent:,} B"),
    ]


def _selected(table: "Drawn[Table]") -> None:
    before = table.widget.selected
    table.page.locator(".ha-row[aria-selected=false] [role=gridcell]").first.click()
    table.until(lambda: bool(table.widget.selected != before))


def _timed(job: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        began = perf_counter()
        job()
        times.append(perf_counter() - began)
    return median(times)


def _in_page(drawn: "Drawn[Table] | Drawn[Matrix]", script: str, *arguments: str) -> float:
    """Run a script several times over; give the median of the seconds that it tells."""
    return median(_once(drawn, script, *arguments) for _ in range(RUNS))


def _once(drawn: "Drawn[Table] | Drawn[Matrix]", script: str, *arguments: Any) -> float:  # noqa: ANN401  (JSON)
    told: float = drawn.page.evaluate(script, *arguments)
    return told / 1000


def _columns(size: int) -> "list[Column]":
    """Invented people in twelve columns."""
    from harvest_mcp.panel.columns import Column  # noqa: PLC0415  (of the extra `panel`)

    draw = Random(size)
    firsts = ("Ada", "Bo", "Chi", "Dag", "Émile", "Femke", "Gus", "Hana", "Ines", "Jonas", "Kei", "Løvise")
    lasts = ("Tamberlane", "Osk", "Vintner", "Quill", "Marrow", "Dunmore", "Ashby")
    rows = range(size)
    names = [f"{draw.choice(firsts)} {draw.choice(lasts)} {row}" for row in rows]
    levels = ("Member", "Member", "Member", "Manager", "Administrator")
    extras = ("time_and_expenses_manager", "project_creator", "billable_rates_manager", "estimates_manager")
    roles = ("Design", "Engineering", "Finance", "Research", "Support")
    return [
        Column("name", names, label="Name"),
        Column("email", [f"{name.lower().replace(' ', '.')}@example.com" for name in names], label="E-mail"),
        Column("level", [draw.choice(levels) for _ in rows], label="Level", filters=True),
        Column("extras", [draw.sample(extras, draw.randrange(3)) for _ in rows], "texts", label="Extras", filters=True),
        Column("roles", [draw.sample(roles, draw.randrange(3)) for _ in rows], "texts", label="Roles", filters=True),
        Column("active", [draw.randrange(10) > 0 for _ in rows], "flag", label="Active", filters=True),
        Column("contractor", [draw.randrange(5) == 0 for _ in rows], "flag", label="Contractor"),
        Column("projects", [draw.randrange(40) for _ in rows], "number", label="Projects"),
        Column("managed", [draw.randrange(6) for _ in rows], "number", label="Managed"),
        Column("teammates", [draw.randrange(20) for _ in rows], "number", label="Teammates"),
        Column("hours", [draw.choice((32, 36, 40)) for _ in rows], "number", label="Weekly hours"),
        Column("since", [f"20{draw.randrange(10, 26)}-0{draw.randrange(1, 10)}" for _ in rows], label="Since"),
    ]
