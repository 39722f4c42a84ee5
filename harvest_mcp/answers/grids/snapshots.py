"""The snapshots that are kept."""

from collections.abc import Iterable
from typing import Final

from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.snapshots import SnapshotRow, Snapshots

COLUMNS: Final = (
    Column("id", key=True, number=True, style="dim"),
    Column("taken at", key=True),
    Column("account", style="bold"),
    Column("through the eyes of"),
    Column("notes", coloured=True),
    Column("SHA-256"),
)
OF_HASH: Final = 12
"""How many digits of a hash are enough to tell it from others at a glance."""


def grids(kept: Snapshots) -> Iterable[Grid]:
    """Draw them up."""
    rows = [
        (
            str(row.id),
            f"{row.as_of:%Y-%m-%d %H:%M:%S}",
            row.account.words(),
            row.viewer.words(),
            _notes(row),
            row.hash[:OF_HASH],
        )
        for row in kept.snapshots
    ]
    yield Grid(COLUMNS, rows)


def _notes(row: SnapshotRow) -> str:
    return ", ".join(
        word for word in ("" if row.complete else "incomplete", "with rates" if row.with_rates else "") if word
    )
