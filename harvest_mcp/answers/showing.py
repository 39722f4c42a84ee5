"""Tables in print: so many rows as one likes to read, and how many there are; everything from Harvest is escaped.

An answer says of itself what it looks like where Python shows it. How each is drawn up is registered with `drawn`, so
that answers need not know their tables.
"""

from collections.abc import Iterable, Iterator
from functools import singledispatch
from html import escape
from typing import Final, Protocol

from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.text import count

MOST: Final = 60
"""Rows that are shown; all of them are counted."""
LONGEST: Final = 48
"""Characters of a cell of a text; a notebook breaks lines by itself."""
GAP: Final = "  "
LEFT: Final = 'style="text-align: left"'


class _Told(Protocol):
    def lines(self) -> list[str]:
        """Write the body of an answer."""


@singledispatch
def drawn(answer: _Told) -> Iterable[Grid]:
    """Draw an answer up as tables; where nothing says how, its lines are one."""
    yield Grid((Column(""),), [(line,) for line in answer.lines()], head=False)


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


def _cut(cell: str) -> str:
    return cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…"
