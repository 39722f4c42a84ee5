"""What the panel draws of an answer: tables of text as JSON, in which a thing that can be opened is known by its id."""

from collections.abc import Iterable
from typing import Any, Final

from harvest_mcp.answers.grids.grid import Grid
from harvest_mcp.answers.text import clean
from harvest_mcp.harvest.errors import HarvestError

Json = dict[str, Any]
OPENS: Final = {"name": "person", "project": "project"}
"""What a column's cells open, where the id stands before them."""
ID: Final = "id"


def blocks(grids: Iterable[Grid]) -> list[Json]:
    """Give the tables of an answer, those without rows too: their title says that there are none."""
    return [_block(grid) for grid in grids]


def words(title: str, *lines: str) -> Json:
    """Give a few lines under a title."""
    return {
        "title": title,
        "head": False,
        "columns": [{"title": "", "number": False}],
        "rows": [[line] for line in lines],
    }


def trouble_of(problem: BaseException) -> Json:
    """Say what went wrong and what to do; an error that is none of ours is named, and nothing of it is shown."""
    if isinstance(problem, HarvestError):
        return {"what": clean(problem.what, most=1_000), "hint": clean(problem.hint, most=1_000)}
    return {
        "what": f"Something went wrong in the panel ({type(problem).__name__}).",
        "hint": "Try again; if it comes back, `harvest-mcp doctor` looks for what is amiss.",
    }


def _block(grid: Grid) -> Json:
    titles = [column.title for column in grid.columns]
    opens = next(((titles.index(title), kind) for title, kind in OPENS.items() if title in titles), None)
    has_ids = ID in titles and opens is not None
    return {
        "title": grid.title,
        "head": grid.head,
        "columns": [{"title": column.title, "number": column.number} for column in grid.columns],
        "rows": [list(row) for row in grid.rows],
        "opens": {"column": opens[0], "kind": opens[1], "id": titles.index(ID)} if has_ids and opens else None,
    }
