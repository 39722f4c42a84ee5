"""Tables for people: as wide as the window on a terminal, whole lines without a cut where they are piped.

What comes from Harvest is shown as it is: no markup in it is obeyed. Nothing is told by colour alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.commands.fitting import broken, widths

GAP: Final = 2
COLOURS: Final = (
    (re.compile(r"\badministrator\b"), "bold magenta"),
    (re.compile(r"\bmanager\b(?! [a-z])"), "cyan"),
    (re.compile(r"\b(archived|nobody)\b"), "yellow"),
)


def draw(grids: Iterable[Grid], console: Console) -> None:
    """Draw on a terminal, within its width."""
    for number, grid in enumerate(grids):
        if number:
            console.print()
        if grid.title:
            console.print(Text(grid.title, style="bold underline"))
        for line in _drawn(grid, console.width):
            console.print(line, soft_wrap=True)


def _drawn(grid: Grid, width: int) -> Iterator[Text]:
    if not grid.rows:
        return
    whole = [number for number, column in enumerate(grid.columns) if column.key]
    wide = widths(_with_head(grid), width - GAP * (len(grid.columns) - 1), whole=whole)
    if grid.head:
        yield from _row([replace(column, style="bold") for column in grid.columns], _titles(grid), wide)
        yield Text("─" * (sum(wide) + GAP * (len(wide) - 1)), style="dim")
    for row in grid.rows:
        yield from _row(grid.columns, row, wide)


def _row(columns: Sequence[Column], row: Sequence[str], wide: Sequence[int]) -> Iterator[Text]:
    """Draw a row in as many lines as its cells need."""
    cells = [broken(cell, width).split("\n") for cell, width in zip(row, wide, strict=True)]
    for line in zip_longest(*cells, fillvalue=""):
        texts = (_cell(*of) for of in zip(columns, line, wide, strict=True))
        drawn = Text(" " * GAP).join(texts)
        drawn.rstrip()
        yield drawn


def _cell(column: Column, cell: str, width: int) -> Text:
    text = Text(_padded(column, cell, width), style=column.style)
    if column.coloured:
        for pattern, style in COLOURS:
            text.highlight_regex(pattern, style)
    return text


def lines(grids: Iterable[Grid]) -> Iterator[str]:
    """Write whole lines, columns under each other."""
    for number, grid in enumerate(grids):
        if number:
            yield ""
        if grid.title:
            yield grid.title
        if grid.rows:
            yield from _lines(grid, _with_head(grid) if grid.head else grid.rows)


def _lines(grid: Grid, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    wide = [max(map(cell_len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        cells = (_padded(*of) for of in zip(grid.columns, row, wide, strict=True))
        yield (" " * GAP).join(cells).rstrip()


def _with_head(grid: Grid) -> Sequence[Sequence[str]]:
    return [_titles(grid), *grid.rows]


def _titles(grid: Grid) -> Sequence[str]:
    return [column.title for column in grid.columns]


def _padded(column: Column, cell: str, width: int) -> str:
    space = " " * (width - cell_len(cell))
    return space + cell if column.number else cell + space
