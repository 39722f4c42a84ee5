"""The panel's table beside others that people put data frames into, each in real JupyterLab, in the same run."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from benchmarks.accounts import Accounts
from benchmarks.figures import Figure, Group

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NEEDED: Final = ("playwright", "jupyterlab", "itables", "ipydatagrid", "pandas")
LACKING: Final = Figure(f"not measured: it takes {', '.join(NEEDED)}", "-")
SIZES: Final = (140, 10_000, 100_000)
PATIENCE: Final = 120_000
"""Milliseconds for rows to appear."""
DATA: Final = """
from random import Random
import pandas as pd
draw, size = Random(1), SIZE
frame = pd.DataFrame({
    "name": [f"Person {row}" for row in range(size)],
    **{f"number_{at}": draw.choices(range(1000), k=size) for at in range(5)},
    **{f"word_{at}": draw.choices(("design", "support", "finance", "research"), k=size) for at in range(6)},
})
"""


@dataclass(frozen=True, slots=True)
class Shower:
    """A widget: what it needs, the expression that shows the frame, and what is there once a row is."""

    name: str
    needs: str
    shows: str
    row: str


OURS: Final = Shower(
    "ours",
    "from harvest_mcp.panel.columns import Column\nfrom harvest_mcp.panel.table import Table",
    "Table([Column(name, frame[name].tolist(), 'number' if name[:6] == 'number' else 'text') for name in frame])",
    ".ha [role=gridcell]",
)
OTHERS: Final = (
    Shower(
        "itables",
        "from itables.widget import ITable\nimport itables.options as opt\nopt.maxBytes = 0",
        "ITable(frame)",
        "table.dataTable tbody td",
    ),
    Shower("ipydatagrid", "from ipydatagrid import DataGrid", "DataGrid(frame)", ".lm-DataGrid canvas"),
)


def notebook(accounts: Accounts) -> Group:
    """Measure how long rows take to appear, and how many bytes come for that."""
    sizes = SIZES[:2] if accounts.quick else SIZES
    is_there = all(find_spec(name) for name in NEEDED)
    return Group(
        "The panel's table beside others",
        "In JupyterLab, in Chromium: a cell that shows a frame of 12 columns, from its run to the first row, and the "
        "bytes that the kernel sends for it. ipydatagrid draws on a canvas: it counts as there once that is.",
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
            for shower, (seconds, sent) in zip(OTHERS, others, strict=True):
                yield Figure(
                    f"{size:,} rows appear, against {shower.name}",
                    f"{ours[0] / seconds:.2f} ({ours[0]:.2f} s against {seconds:.2f} s)",
                )
                yield Figure(
                    f"{size:,} rows, bytes against {shower.name}",
                    f"{ours[1] / sent:.2f} ({ours[1] / 1e3:,.0f} kB against {sent / 1e3:,.0f} kB)",
                )


def _shown(browser: "Browser", url: str, folder: Path, shower: Shower, size: int) -> tuple[float, int]:
    """Run the cell that shows the frame: seconds until a row is there, and bytes that came."""
    from tests.browser import servers  # noqa: PLC0415  (of the extra `browser`)

    name = f"{shower.name}-{size}.ipynb"
    ready = f"{shower.needs}\n{DATA.replace('SIZE', str(size))}\nprint('rea' + 'dy')"
    servers.notebook(folder / name, ready, shower.shows)
    page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
    sent = [0]
    page.on("websocket", lambda one: one.on("framereceived", lambda frame: sent.__setitem__(0, sent[0] + len(frame))))
    try:
        servers.open_in_lab(page, url, name)
        _run(page, 0)
        page.get_by_text("ready", exact=True).wait_for(timeout=PATIENCE)
        before, began = sent[0], perf_counter()
        _run(page, 1)
        page.locator(shower.row).first.wait_for(timeout=PATIENCE)
        return perf_counter() - began, sent[0] - before
    finally:
        page.context.close()
        servers.without_kernels(url)


def _run(page: "Page", cell: int) -> None:
    page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".jp-InputArea-editor").click()
    page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-cell')")
