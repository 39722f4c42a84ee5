"""Fits text into the width of a window: how wide each column is, and where a cell is broken.

A cell is broken after a space, or inside a long name after one of `_ / @ + -`; nothing is ever left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.cells import cell_len, chop_cells

WORD: Final = re.compile(r"\s*\S+")
PIECE: Final = re.compile(r"\s*[^\s_/@+-]*(?:[_/@+-]+|(?=\s)|$)")
NARROWEST: Final = 6


def widths(rows: Sequence[Sequence[str]], room: int, *, whole: Iterable[int] = ()) -> list[int]:
    """Share `room` among the columns: the widest gives way first, as far as its longest piece; `whole` ones never."""
    found = [max(map(cell_len, cells)) for cells in zip(*rows, strict=True)]
    columns = [column for column in range(len(found)) if column not in set(whole)]
    pieces = {column: _longest_piece(row[column] for row in rows) for column in columns}
    for least in (pieces, dict.fromkeys(columns, NARROWEST)):
        while sum(found) > room and (wide := [column for column in columns if found[column] > least[column]]):
            found[max(wide, key=lambda column: found[column])] -= 1
    return found


def _longest_piece(cells: Iterable[str]) -> int:
    return max((cell_len(piece.strip()) for cell in set(cells) for piece in PIECE.findall(cell)), default=0)


def broken(cell: str, width: int) -> str:
    """Break a cell into lines of at most this width."""
    return "\n".join(_broken(cell, width)) if cell_len(cell) > width else cell


def _broken(cell: str, width: int) -> Iterator[str]:
    line = ""
    for word in WORD.findall(cell):
        if cell_len(line + word) <= width:
            line += word
            continue
        for piece in PIECE.findall(word) if cell_len(word.strip()) > width else [word]:
            if cell_len(line + piece) <= width:
                line += piece
                continue
            if line:
                yield line
            *full, line = chop_cells(piece.strip(), width) or [""]
            yield from full
    yield line
