"""Columns of values, packed for a browser: small, and in an order that spares it comparing text.

Of each column its distinct values are sent once and in order, and of each row the place of its value among them;
place 0 is nothing at all.
"""

import gzip
import json
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import isfinite
from types import NoneType
from typing import Any, Final, Literal, cast

from harvest_mcp.answers.text import fold

Kind = Literal["text", "number", "flag", "texts"]
Value = str | int | float | bool | Sequence[str] | None
Plain = str | int | float | bool | tuple[str, ...]

MOST_ROWS: Final = 500_000
"""A browser draws nothing taller than this many rows."""
FORMATS: Final[dict[int, str]] = {1: "B", 2: "H", 4: "I"}
LEVEL: Final = 1
"""Of compression: more of it takes longer than it saves."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: text, numbers, yes or no, or lists of text; None where nothing is known."""

    name: str
    values: Sequence[Value]
    kind: Kind = "text"
    label: str = ""
    """What stands above it; its name where this is empty."""
    shown: bool = True
    """Whether it is shown before anyone chooses columns."""
    filters: bool = False
    """Whether its values are offered as filters, each with its count."""


def rows_of(columns: Sequence[Column]) -> int:
    """Count the rows. Raises ValueError where the columns do not make a table."""
    lengths = {len(column.values) for column in columns}
    if len(lengths) > 1:
        raise ValueError(f"The columns have different lengths: {', '.join(map(str, sorted(lengths)))}.")
    if len({column.name for column in columns}) < len(columns):
        raise ValueError("Two columns have the same name.")
    rows = max(lengths, default=0)
    if rows > MOST_ROWS:
        raise ValueError(f"A table shows at most {MOST_ROWS:,} rows, not {rows:,}. hint: show a part of them.")
    return rows


def packed(columns: Sequence[Column]) -> bytes:
    """Pack a table. Raises ValueError where a value is not of its column's kind; the value is not told."""
    rows = rows_of(columns)
    described: list[dict[str, Any]] = []
    body = bytearray()
    for column in columns:
        plain = _plain(column)
        values = sorted({value for value in set(plain) if _something(value)}, key=ORDERS[column.kind])
        width = next(width for width in FORMATS if len(values) < 256**width)
        places = {value: place for place, value in enumerate(values, 1)}
        body.extend(bytes(-len(body) % 4))
        described.append(_described(column) | {"values": values, "at": len(body), "width": width})
        body += struct.pack(f"<{rows}{FORMATS[width]}", *map(places.get, plain, repeat(0)))
    return sealed({"rows": rows, "columns": described}, bytes(body))


def sealed(head: Mapping[str, Any], body: bytes) -> bytes:
    """Pack what is told in words, and after it, at a multiple of four, what is told in bytes."""
    told = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    words = told.encode(errors="replace")  # half a character, which JSON may hold, is none
    return gzip.compress(struct.pack("<I", len(words)) + words + bytes(-len(words) % 4) + body, LEVEL, mtime=0)


def _described(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "label": column.label or column.name,
        "kind": column.kind,
        "shown": column.shown,
        "filters": column.filters,
    }


def _plain(column: Column) -> Sequence[Plain | None]:
    """Give a column's values as they can be compared. Looks at types rather than at values: there are few of them."""
    kinds = set(map(type, column.values)) - {NoneType}
    if not all(issubclass(kind, TYPES[column.kind]) for kind in kinds) or (column.kind == "number" and bool in kinds):
        raise _mixed(column)
    if column.kind != "texts":
        return cast("Sequence[Plain | None]", column.values)  # the types were looked at
    plain = [tuple(value) if isinstance(value, Sequence) else None for value in column.values]
    if not all(isinstance(one, str) for value in set(plain) if value for one in value):
        raise _mixed(column)
    return plain


def _something(value: Plain | None) -> bool:
    """Whether a value is more than nothing: what is empty or is no finite number is not."""
    return value not in (None, "", ()) and not (isinstance(value, float) and not isfinite(value))


def _mixed(column: Column) -> ValueError:
    return ValueError(f"The column {column.name!r} is of kind {column.kind!r}, but not all of its values are.")


def _order_of_text(text: str) -> tuple[str, str]:
    return text.lower() if text.isascii() else fold(text), text


def _order_of_texts(texts: Iterable[str]) -> list[tuple[str, str]]:
    return list(map(_order_of_text, texts))


TYPES: Final[dict[Kind, tuple[type, ...]]] = {
    "text": (str,),
    "number": (int, float),
    "flag": (bool,),
    "texts": (list, tuple),
}
ORDERS: Final[dict[Kind, Callable[[Any], Any]]] = {
    "text": _order_of_text,
    "number": lambda number: number,
    "flag": lambda flag: flag,
    "texts": _order_of_texts,
}
