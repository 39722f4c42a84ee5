"""Rows for a spreadsheet (RFC 4180), whatever stands in them: no cell is run as a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TextIO

from harvest_mcp.answers.shapes import Named

RUN_BY_SPREADSHEETS: Final = "=+-@\uff1d\uff0b\uff0d\uff20"
"""What starts a formula, in full width too, as Japanese input writes it and some spreadsheets take it."""
STARTS: Final = re.compile(rf"((?:^|[;|\t\r\n])[\s\"]*)(?=[{re.escape(RUN_BY_SPREADSHEETS)}])|^(?=[\t\r])")
"""Where a formula could start: where a cell does, or after what parts cells for some spreadsheets, in quotes or not."""
BETWEEN: Final = "; "

Value = object


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and rows of values as wide."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]


def write(sheet: Sheet, stream: TextIO) -> None:
    """Write the header, then a line for each row."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([cell(value) for value in row] for row in sheet.rows)


def cell(value: Value) -> str:
    """Write one value; a list's members stand side by side, and what is absent is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    text = BETWEEN.join(map(_word, value)) if isinstance(value, list) else str(value)
    return STARTS.sub(r"\g<1>'", text)


def _word(value: Value) -> str:
    return f"{value.name} ({value.id})" if isinstance(value, Named) else str(value)
