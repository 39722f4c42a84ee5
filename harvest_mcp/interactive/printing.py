"""Tables in print: so many rows as one likes to read, and how many there are; everything from Harvest is escaped."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from typing import Final

from harvest_mcp.answers.grids.grid import Column as Title
from harvest_mcp.answers.grids.grid import Grid
from harvest_mcp.answers.text import count
from harvest_mcp.interactive.columns import Column, Value, length

MOST: Final = 60
"""Rows that are shown; all of them are counted."""
MOST_IN_CELL: Final = 12
"""Members of a list that are shown in a cell; the rest is counted."""
LONGEST: Final = 48
"""Characters of a cell of a text; a notebook breaks lines by itself."""
GAP: Final = "  "
LEFT: Final = 'style="text-align: left"'


def head(title: str, columns: Sequence[Column]) -> str:
    """Write how many rows of what."""
    names = ", ".join(column.name for column in columns)
    return f"<{title or 'Rows'}: {count(length(columns), 'row')} of {names}>"


def grid(title: str, columns: Sequence[Column]) -> Grid:
    """Draw up the rows that are shown."""
    shown = range(min(length(columns), MOST))
    titles = [Title(column.name) for column in columns]
    return Grid(titles, [[_word(column.cells[place]) for column in columns] for place in shown], title=title)


def counted(number: int) -> str:
    """Write how many rows there are, and how many of them are shown."""
    total = count(number, "row")
    return f"{total}." if number <= MOST else f"{total}, of which the first {MOST} are shown."


def as_text(grids: Iterable[Grid], notes: Iterable[str]) -> str:
    """Write tables for a terminal, one row a line, and then the notes."""
    return "\n".join([*(line for grid in grids for line in _lines(grid)), *notes])


def as_html(grids: Iterable[Grid], notes: Iterable[str]) -> str:
    """Write tables for a notebook, in its own style, and then the notes."""
    return "".join([*map(_table, grids), *(f"<p>{escape(note)}</p>" for note in notes)])


def _lines(grid: Grid) -> Iterator[str]:
    if grid.title:
        yield grid.title
    rows = [*([[column.title for column in grid.columns]] if grid.head else []), *grid.rows[:MOST]]
    cells = [[_cut(cell) for cell in row] for row in rows]
    wide = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield GAP.join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip()
    yield from _more(grid)


def _table(grid: Grid) -> str:
    caption = f"<caption {LEFT}>{escape(grid.title)}</caption>" if grid.title else ""
    titles = "".join(f'<th scope="col" {LEFT}>{escape(column.title)}</th>' for column in grid.columns)
    top = f"<thead><tr>{titles}</tr></thead>" if grid.head else ""
    rows = "".join(f"<tr>{''.join(f'<td {LEFT}>{escape(cell)}</td>' for cell in row)}</tr>" for row in grid.rows[:MOST])
    more = "".join(f"<p>{escape(line)}</p>" for line in _more(grid))
    return f"<table>{caption}{top}<tbody>{rows}</tbody></table>{more}"


def _more(grid: Grid) -> Iterator[str]:
    if len(grid.rows) > MOST:
        yield counted(len(grid.rows))


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


def _cut(cell: str) -> str:
    return cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…"
