"""Columns as data frames: loaded only where they are asked for, and each type as the column says, empty or not."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from harvest_mcp.interactive.columns import Column, Kind

OF_PANDAS: Final[dict["Kind", str]] = {
    "id": "int64",
    "number": "Int64",
    "flag": "boolean",
    "date": "datetime64[s]",
    "moment": "datetime64[us, UTC]",
    "text": "string",
    "texts": "object",
    "ids": "object",
}


def to_pandas(columns: Sequence["Column"]) -> "pd.DataFrame":
    """Make a pandas DataFrame; lists stand in it as lists. Raises ImportError with the line that mends it."""
    try:
        import pandas as pd  # noqa: PLC0415  (an extra)
    except ImportError:
        raise _missing("pandas") from None
    return pd.DataFrame({column.name: pd.Series(_plain(column), dtype=OF_PANDAS[column.kind]) for column in columns})


def to_polars(columns: Sequence["Column"]) -> "pl.DataFrame":
    """Make a polars DataFrame. Raises ImportError with the line that mends it."""
    try:
        import polars as pl  # noqa: PLC0415  (an extra)
    except ImportError:
        raise _missing("polars") from None
    types: dict[Kind, Any] = {
        "id": pl.Int64(),
        "number": pl.Int64(),
        "flag": pl.Boolean(),
        "date": pl.Date(),
        "moment": pl.Datetime("us", "UTC"),
        "text": pl.String(),
        "texts": pl.List(pl.String()),
        "ids": pl.List(pl.Int64()),
    }
    series = []
    for column in columns:
        different = dict.fromkeys(column.cells)  # polars is slow to take lists in, and quick to repeat them
        places = dict(zip(different, range(len(different)), strict=True))
        taken = pl.Series(column.name, [*different], dtype=types[column.kind])
        series.append(taken.gather([places[cell] for cell in column.cells]))
    return pl.DataFrame(series)


def to_arrow(columns: Sequence["Column"]) -> "pa.Table":
    """Make an Arrow table. Raises ImportError with the line that mends it."""
    try:
        import pyarrow as pa  # noqa: PLC0415  (an extra)
    except ImportError:
        raise _missing("arrow", package="pyarrow") from None
    types: dict[Kind, Any] = {
        "id": pa.int64(),
        "number": pa.int64(),
        "flag": pa.bool_(),
        "date": pa.date32(),
        "moment": pa.timestamp("us", "UTC"),
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "ids": pa.list_(pa.int64()),
    }
    arrays = [pa.array(_plain(column), type=types[column.kind]) for column in columns]
    fields = [pa.field(column.name, types[column.kind], nullable=column.kind != "id") for column in columns]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def stream(columns: Sequence["Column"], requested_schema: object) -> Any:  # noqa: ANN401  (a capsule)
    """Give an Arrow stream, by pyarrow where it is there, or else by polars."""
    try:
        frame: Any = to_arrow(columns)
    except ImportError as missing:
        try:
            frame = to_polars(columns)
        except ImportError:
            raise missing from None
    return frame.__arrow_c_stream__(requested_schema)


def _plain(column: "Column") -> list[Any]:
    """The values, lists as lists."""
    if column.kind in {"texts", "ids"}:
        return [list(value) if isinstance(value, tuple) else value for value in column.cells]
    return list(column.cells)


def _missing(extra: str, *, package: str = "") -> ImportError:
    name = package or extra
    return ImportError(
        f"{name} is not installed here. hint: pip install 'harvest-access-mcp[{extra}]' (or {name} alone).", name=name
    )
