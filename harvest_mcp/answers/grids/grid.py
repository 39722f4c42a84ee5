"""A table for people: titles and cells, all of them text; how it is drawn is each face's own."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in a column, and how: a `key` is never broken, a `number` stands to the right."""

    title: str
    style: str = ""
    key: bool = False
    number: bool = False
    coloured: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under their columns; with `head` off, the columns speak for themselves."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    title: str = ""
    head: bool = True
