"""Rows with typed columns: read like a list, shown as a table, given to pandas, polars and Arrow as they are.

A table is kept by columns; a row is put together when it is looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from typing_extensions import override

from harvest_mcp.answers import showing
from harvest_mcp.answers.grids.grid import Grid
from harvest_mcp.interactive import printing
from harvest_mcp.interactive.columns import Column, Kind, Value, length

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


class Row(Mapping[str, Value]):
    """One row, as a mapping of columns to values that never changes."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    @override
    def __getitem__(self, column: str) -> Value:
        return self._values[column]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    @override
    def __len__(self) -> int:
        return len(self._values)

    @override
    def __hash__(self) -> int:
        return hash(tuple(self._values.items()))

    @override
    def __repr__(self) -> str:
        return repr(dict(self._values))


class Rows:
    """A table: `rows[0]` is a row, `rows[:10]` are rows, `rows["level"]` is a column's values; `columns` are typed.

    `title` says what they are, `notes` what else is to be known of them. It is no `Sequence` by name: polars would take
    it row by row then, and not by columns.
    """

    def __init__(self, columns: Sequence[Column], *, title: str = "", notes: Sequence[str] = ()) -> None:
        """Raise ValueError where the columns do not make a table."""
        self.columns = tuple(columns)
        self.title = title
        self.notes = tuple(notes)
        self._length = length(self.columns)
        if len(self._by_name) < len(self.columns):
            raise ValueError("Two columns have the same name.")

    @classmethod
    def of(
        cls,
        kinds: Mapping[str, Kind],
        rows: Sequence[Sequence[Value]],
        *,
        title: str = "",
        notes: Sequence[str] = (),
    ) -> "Rows":
        """Make a table of rows under the columns that `kinds` names. Raises ValueError where one is not as wide."""
        values = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
        columns = [Column(name, kind, of) for (name, kind), of in zip(kinds.items(), values, strict=True)]
        return cls(columns, title=title, notes=notes)

    @cached_property
    def _by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Row]:
        return (self[place] for place in range(self._length))

    @overload
    def __getitem__(self, which: int) -> Row: ...
    @overload
    def __getitem__(self, which: slice) -> "Rows": ...
    @overload
    def __getitem__(self, which: str) -> Sequence[Value]: ...
    def __getitem__(self, which: int | slice | str) -> "Row | Rows | Sequence[Value]":
        if isinstance(which, str):
            return self._by_name[which].cells
        if isinstance(which, slice):
            columns = [Column(column.name, column.kind, column.cells[which]) for column in self.columns]
            return Rows(columns, title=self.title, notes=self.notes)
        place = range(self._length)[which]
        return Row({column.name: column.cells[place] for column in self.columns})

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self._plain() == other._plain()

    __hash__ = None  # type: ignore[assignment]  # a table may be as large as an account

    def to_pandas(self) -> "pd.DataFrame":
        """Give a pandas DataFrame; what may be unknown is of pandas' own nullable types. Raises ImportError."""
        from harvest_mcp.interactive.frames import to_pandas  # noqa: PLC0415  (pandas is an extra, and large)

        return to_pandas(self.columns)

    def to_polars(self) -> "pl.DataFrame":
        """Give a polars DataFrame. Raises ImportError."""
        from harvest_mcp.interactive.frames import to_polars  # noqa: PLC0415  (the same)

        return to_polars(self.columns)

    def to_arrow(self) -> "pa.Table":
        """Give an Arrow table of pyarrow. Raises ImportError."""
        from harvest_mcp.interactive.frames import to_arrow  # noqa: PLC0415  (the same)

        return to_arrow(self.columns)

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:  # noqa: ANN401  (a capsule)
        """Give an Arrow stream to whatever takes one: polars, pandas, DuckDB. Raises ImportError."""
        from harvest_mcp.interactive.frames import stream  # noqa: PLC0415  (the same)

        return stream(self.columns, requested_schema)

    @override
    def __str__(self) -> str:
        return showing.as_text(*self._drawn())

    @override
    def __repr__(self) -> str:
        return printing.head(self.title, self.columns)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, FBT001  (IPython's protocol)
        printer.text(repr(self) if cycle else str(self))

    def _repr_html_(self) -> str:
        return showing.as_html(*self._drawn())

    def _drawn(self) -> tuple[Sequence[Grid], Sequence[str]]:
        return [printing.grid(self.title, self.columns)], [showing.counted(len(self)), *self.notes]

    def _plain(self) -> tuple[tuple[str, Kind, tuple[Value, ...]], ...]:
        return tuple((column.name, column.kind, tuple(column.cells)) for column in self.columns)
