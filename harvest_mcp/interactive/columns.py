"""Typed columns, of which a table is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Kind = Literal["id", "number", "flag", "date", "moment", "text", "texts", "ids"]
"""What a column holds. An `id` is always there; a `flag` may be unknown, which is not no; a `moment` is in UTC.

Lists may be empty.
"""
Value: TypeAlias = int | bool | str | date | tuple[str, ...] | tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds, and a value for each row."""

    name: str
    kind: Kind
    cells: Sequence[Value]


def length(columns: Sequence[Column]) -> int:
    """Count the rows. Raises ValueError where the columns are not equally long."""
    lengths = {len(column.cells) for column in columns}
    if len(lengths) > 1:
        raise ValueError("The columns of a table are equally long.")
    return max(lengths, default=0)
