"""Rows in print: so many as one likes to read, under the names of their columns."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from harvest_mcp.answers.grids.grid import Column as Title
from harvest_mcp.answers.grids.grid import Grid
from harvest_mcp.answers.showing import MOST
from harvest_mcp.answers.text import count
from harvest_mcp.interactive.columns import Column, Value, length

MOST_IN_CELL: Final = 12
"""Members of a list that are shown in a cell; the rest is counted."""


def head(title: str, columns: Sequence[Column]) -> str:
    """Write how many rows of what."""
    names = ", ".join(column.name for column in columns)
    return f"<{title or 'Rows'}: {count(length(columns), 'row')} of {names}>"


def grid(title: str, columns: Sequence[Column]) -> Grid:
    """Draw up the rows that are shown."""
    shown = range(min(length(columns), MOST))
    titles = [Title(column.name) for column in columns]
    return Grid(titles, [[_word(column.cells[place]) for column in columns] for place in shown], title=title)


def _word(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(_listed(value))
        case date():
            return value.isoformat()
    return str(value)


def _listed(values: Sequence[object]) -> Iterable[str]:
    more = len(values) - MOST_IN_CELL
    return [*map(str, values[:MOST_IN_CELL]), *([f"{more:,} more"] if more > 0 else [])]
