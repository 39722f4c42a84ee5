"""The panel's table beside others that people put data frames into, each in real JupyterLab, in the same run."""

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

from benchmarks.accounts import Accounts
from benchmarks.figures import Figure, Group
from benchmarks.showing import DATA, OTHERS, OURS, Shower

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NEEDED: Final = ("playwright", "jupyterlab", "itables", "ipydatagrid", "pandas")
LACKING: Final = Figure(f"not measured: it takes {', '.join(NEEDED)}", "-")
SIZES: Final = (140, 10_000, 100_000)
TURNS: Final = 3
PATIENCE: Final = 120_000
"""Milliseconds for rows to appear."""
MADE: Final = """
import time
def heard(change):
    with open("MOMENTS", "a") as moments:
        print(time.time(), file=moments)
shown = SHOWS
shown.observe(heard, "SELECTS")
shown
"""
WATCHED: Final = """() => {
    const before = FIRST;
    window.took = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error("The first row stayed.")), PATIENCE);
        const act = () => {
            const began = performance.now();
            const look = () => {
                const now = FIRST;
                if (now !== undefined && now !== before) resolve(performance.now() - began);
                else requestAnimationFrame(look);
            };
            look();
        };
        const once = new AbortController();
        for (const kind of ["pointerdown", "keydown"]) {
            const begin = () => { once.abort(); act(); };
            addEventListener(kind, begin, { capture: true, signal: once.signal });
        }
    });
}"""
"""Tells how many milliseconds after the next click or key the first row is another."""
CLICKED: Final = (
    "() => addEventListener('pointerdown', () => (window.clicked = Date.now()), { capture: true, once: true })"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds until rows are there, are sorted, filtered, and selected in Python; and bytes that came for them."""

    appear: float
    sent: int
    sort: float
    filtered: float
    select: float


def notebook(accounts: Accounts) -> Group:
    """Measure how long rows take to appear, and how many bytes come for that; to be sorted, filtered and selected."""
    sizes = SIZES[:2] if accounts.quick else SIZES
    is_there = all(find_spec(name) for name in NEEDED)
    return Group(
        "The panel's table beside others",
        "In JupyterLab, in Chromium; a frame of 12 columns. Appear: from the run of the cell to the first row, and the "
        "bytes that the kernel sends for it, JavaScript with them (ipydatagrid's is installed in JupyterLab instead). "
        "Sort and filter: from a person's last click or key to the first frame with another first row. Select: from a "
        "click on a row until an observer in the kernel hears of it. Each of these three is the median of "
        f"{TURNS}. Ours and itables search all columns as one types. ipydatagrid has no field for that: its filter is "
        "*Apply* of a condition on one column, its sort an item of the same menu, and its first row is told by what "
        "it writes there on its canvas.",
        tuple(_measured(sizes)) if is_there else (LACKING,),
    )


def _measured(sizes: tuple[int, ...]) -> list[Figure]:
    with ThreadPoolExecutor(1) as thread:  # playwright's loop keeps the thread that it runs in
        return thread.submit(lambda: list(_in_lab(sizes))).result()


def _in_lab(sizes: tuple[int, ...]) -> Iterator[Figure]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (of the extra `browser`)

    from tests.browser import servers  # noqa: PLC0415  (the same)
    from tests.browser.conftest import chromium  # noqa: PLC0415  (the same)

    with (
        tempfile.TemporaryDirectory() as folder,
        servers.jupyter("lab", Path(folder)) as url,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"]) as browser,
    ):
        for size in sizes:
            ours, *others = (_shown(browser, url, Path(folder), shower, size) for shower in (OURS, *OTHERS))
            for shower, theirs in zip(OTHERS, others, strict=True):
                for what, mine, other in (
                    ("appear", ours.appear, theirs.appear),
                    ("sort", ours.sort, theirs.sort),
                    ("filter", ours.filtered, theirs.filtered),
                    ("select one, in Python", ours.select, theirs.select),
                ):
                    yield Figure(
                        f"{size:,} rows: {what}, against {shower.name}",
                        f"{mine / other:.2f} ({_written(mine)} against {_written(other)})",
                    )
                yield Figure(
                    f"{size:,} rows: bytes, against {shower.name}",
                    f"{ours.sent / theirs.sent:.2f} ({ours.sent / 1e3:,.0f} kB against {theirs.sent / 1e3:,.0f} kB)",
                )


def _written(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _shown(browser: "Browser", url: str, folder: Path, shower: Shower, size: int) -> Measured:
    """Run the cell that shows the frame, and use what it shows as a person does."""
    from tests.browser import servers  # noqa: PLC0415  (of the extra `browser`)

    name, moments = f"{shower.name}-{size}.ipynb", folder / f"{shower.name}-{size}.moments"
    ready = f"{shower.needs}\n{DATA.replace('SIZE', str(size))}\nprint('rea' + 'dy')"
    made = MADE.replace("MOMENTS", str(moments)).replace("SHOWS", shower.shows).replace("SELECTS", shower.selects)
    servers.notebook(folder / name, ready, made.strip())
    page = browser.new_context(viewport={"width": 1400, "height": 1400}).new_page()
    page.set_default_timeout(PATIENCE)
    sent = [0]
    page.on("websocket", lambda one: one.on("framereceived", lambda frame: sent.__setitem__(0, sent[0] + len(frame))))
    try:
        servers.open_in_lab(page, url, name)
        page.evaluate(shower.prepares)
        _run(page, 0)
        page.get_by_text("ready", exact=True).wait_for()
        before, began = sent[0], perf_counter()
        _run(page, 1)
        page.wait_for_function(f"() => {shower.first} !== undefined")
        appear = perf_counter() - began
        page.wait_for_timeout(1000)  # frames are counted a little later than they are drawn
        came = sent[0] - before
        select = median(_selected(page, shower, moments, turn) for turn in range(TURNS))
        sort = median(_sorted(page, shower, turn) for turn in range(TURNS))
        filtered = median(_filtered(page, shower, turn) for turn in range(TURNS))
        return Measured(appear, came, sort, filtered, select)
    finally:
        page.context.close()
        servers.without_kernels(url)


def _sorted(page: "Page", shower: Shower, turn: int) -> float:
    return _until_other(page, shower, shower.sorting(page, turn).click)


def _filtered(page: "Page", shower: Shower, turn: int) -> float:
    last = shower.filtering(page, turn)
    is_field = last.evaluate("element => element.tagName === 'INPUT'")
    took = _until_other(page, shower, lambda: last.press(str(7 + turn)) if is_field else last.click())
    shower.clear(page)
    page.wait_for_timeout(1000)
    return took


def _until_other(page: "Page", shower: Shower, act: Callable[[], None]) -> float:
    """Seconds from the last that a person does until the first row is another."""
    page.evaluate(WATCHED.replace("FIRST", shower.first).replace("PATIENCE", str(PATIENCE)))
    act()
    took: float = page.evaluate("() => window.took")
    return took / 1000


def _selected(page: "Page", shower: Shower, moments: Path, turn: int) -> float:
    """Seconds from a click on a row until Python has heard of it."""
    before = len(_lines(moments))
    page.evaluate(CLICKED)
    shower.select(page, turn)
    until = perf_counter() + PATIENCE / 1000
    while len(heard := _lines(moments)) == before and perf_counter() < until:
        page.wait_for_timeout(50)
    clicked: float = page.evaluate("() => window.clicked")
    return float(heard[before]) - clicked / 1000


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def _run(page: "Page", cell: int) -> None:
    page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".jp-InputArea-editor").click()
    page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-cell')")
