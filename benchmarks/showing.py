"""Widgets that show a data frame, and how a person uses each: what is clicked and typed, and what is then seen."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final

from typing_extensions import override

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

DATA: Final = """
from random import Random
import pandas as pd
draw, size = Random(1), SIZE
frame = pd.DataFrame({
    "name": [f"Person-{row}" for row in range(size)],
    **{f"number_{at}": draw.choices(range(1000), k=size) for at in range(5)},
    **{f"word_{at}": draw.choices(("design", "support", "finance", "research"), k=size) for at in range(6)},
})
"""


class Shower(ABC):
    """A widget. Its methods do each step of what a person does but the last, which is for the caller to time."""

    name: str
    needs: str
    """What is imported for it."""
    shows: str
    """The expression that makes it."""
    selects: str
    """The trait in which Python has the selection."""
    first: str
    """JavaScript that tells the first row apart from others, and gives nothing while there is none."""
    prepares = "() => {}"
    """JavaScript that is run for that in the page, before there is anything."""

    @abstractmethod
    def sorting(self, page: "Page", turn: int) -> "Locator":
        """Come to where a click sorts by `number_0`: upwards, downwards, and no more."""

    @abstractmethod
    def filtering(self, page: "Page", turn: int) -> "Locator":
        """Come to where a click, or a key in a field that has the focus, leaves other rows than before."""

    @abstractmethod
    def select(self, page: "Page", turn: int) -> None:
        """Click on a row."""

    @abstractmethod
    def clear(self, page: "Page") -> None:
        """Show every row again."""


class Drawn(Shower):
    """One that draws elements, has headers that are clicked and a field that searches all columns as one types."""

    header: str
    field: str
    row: str

    def __init__(self) -> None:
        self.first = f"document.querySelector({self.row!r})?.innerText"

    @override
    def sorting(self, page: "Page", turn: int) -> "Locator":
        return page.locator(self.header)

    @override
    def filtering(self, page: "Page", turn: int) -> "Locator":
        field = page.locator(self.field)
        field.fill("Person-")
        page.wait_for_timeout(1000)
        return field

    @override
    def clear(self, page: "Page") -> None:
        page.locator(self.field).fill("")

    @override
    def select(self, page: "Page", turn: int) -> None:
        page.locator(self.row).nth(turn).locator("[role=gridcell], td").first.click()


class Ours(Drawn):
    """The panel's table."""

    name = "ours"
    needs = "from harvest_mcp.panel.columns import Column\nfrom harvest_mcp.panel.table import Table"
    shows = "Table([Column(of, frame[of].tolist(), 'number' if of[:6] == 'number' else 'text') for of in frame])"
    selects = "selected"
    header = ".ha [role=columnheader]:has-text('number_0')"
    field = ".ha [type=search]"
    row = ".ha-row"


class Itables(Drawn):
    """DataTables in a widget."""

    name = "itables"
    needs = "from itables.widget import ITable\nimport itables.options as opt\nopt.maxBytes = 0"
    shows = "ITable(frame, select=True)"
    selects = "selected_rows"
    header = "table.dataTable thead .dt-column-order[aria-label*=number_0]"
    field = ".dt-search input"
    row = "table.dataTable tbody tr:has(td:nth-child(2))"


class Ipydatagrid(Shower):
    """A canvas: its first row is told by the key that it writes there, and its menus are opened where it draws them."""

    name = "ipydatagrid"
    needs = "from ipydatagrid import DataGrid"
    shows = "DataGrid(frame, selection_mode='row')"
    selects = "selections"
    first = "window.drawn"
    prepares = """() => {
        const write = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...more) {
            if (x < 64 && y > 20 && y < 45) window.drawn = text;
            return write.call(this, text, x, y, ...more);
        };
    }"""

    @override
    def sorting(self, page: "Page", turn: int) -> "Locator":
        return self._menu(page, ("Sort Ascending", "Sort Descending", "No Sort")[turn % 3])

    @override
    def filtering(self, page: "Page", turn: int) -> "Locator":
        self._menu(page, "Filter by condition").click()
        page.locator(".ipydatagrid-filterMenu input[type=text]").fill(("100", "50", "20")[turn % 3])
        return page.locator(".ipydatagrid-filterMenu button", has_text="Apply")

    @override
    def clear(self, page: "Page") -> None:
        self._menu(page, "Clear This Filter").click()

    @override
    def select(self, page: "Page", turn: int) -> None:
        x, y = self._corner(page)
        page.mouse.click(x + 80, y + 30 + 20 * turn)

    def _menu(self, page: "Page", item: str) -> "Locator":
        """Open the menu of `number_0`, the third column with the rows' own, and give one of its items."""
        x, y = self._corner(page)
        page.mouse.click(x + 3 * 64 - 7, y + 10)
        return page.locator(".lm-Menu-item", has_text=item).first

    def _corner(self, page: "Page") -> tuple[float, float]:
        box = page.locator(".lm-DataGrid canvas").first.bounding_box() or {"x": 0, "y": 0}
        return box["x"], box["y"]


OURS: Final = Ours()
OTHERS: Final = (Itables(), Ipydatagrid())
