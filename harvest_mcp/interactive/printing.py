"""A table in print: so many rows as one likes to read, and how many there are; everything from Harvest is escaped."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from typing import Final

from harvest_mcp.answers.text import count
from harvest_mcp.interactive.columns import Column, Value, length

MOST: Final = 60
"""Rows that are shown; all of them are counted."""
MOST_IN_CELL: Final = 12
"""Members of a list that are shown in a cell; the rest is counted."""
LONGEST: Final = 48
"""Characters of a cell of a text; a notebook breaks lines by itself."""
GAP: Final = "  "


def head(title: str, columns: Sequence[Column]) -> str:
    """Write how many rows of what."""
    names = ", ".join(column.name for column in columns)
    return f"<{title or 'Rows'}: {count(length(columns), 'row')} of {names}>"


def as_text(title: str, columns: Sequence[Column], notes: Sequence[str]) -> str:
    """Write a table for a terminal, one row a line."""
    lines = [[column.name for column in columns], *([_cut(cell) for cell in cells] for cells in _cells(columns))]
    wide = [max(map(len, column)) for column in zip(*lines, strict=True)]
    table = (GAP.join(cell.ljust(width) for cell, width in zip(cells, wide, strict=True)).rstrip() for cells in lines)
    return "\n".join([*([title] if title else []), *table, counted(columns), *notes])


def as_html(title: str, columns: Sequence[Column], notes: Sequence[str]) -> str:
    """Write a table for a notebook, in its own style."""
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    names = "".join(f'<th scope="col" style="text-align: left">{escape(column.name)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(map(_cell, cells))}</tr>" for cells in _cells(columns))
    told = "".join(f"<p>{escape(note)}</p>" for note in (counted(columns), *notes))
    return f"<table>{caption}<thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>{told}"


def counted(columns: Sequence[Column]) -> str:
    """Write how many rows there are, and how many of them are shown."""
    number = length(columns)
    total = count(number, "row")
    return f"{total}." if number <= MOST else f"{total}, of which the first {MOST} are shown."


def _cells(columns: Sequence[Column]) -> Iterator[Sequence[str]]:
    shown = range(min(length(columns), MOST))
    return ([_word(column.cells[place]) for column in columns] for place in shown)


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


def _cell(cell: str) -> str:
    return f'<td style="text-align: left">{escape(cell)}</td>'
