"""Snapshots as they are told: of which account and moment, through whose eyes, and how much those saw."""

from datetime import datetime

from pydantic import Field

from harvest_mcp.answers.shapes import Named, Shape


class SnapshotRow(Shape):
    """One snapshot."""

    id: int
    account: Named
    as_of: datetime
    viewer: Named
    complete: bool = Field(description="false: the token did not see everything")
    with_rates: bool
    hash: str = Field(description="SHA-256 of the content")
    dropped: list[int] | None = Field(None, description="ids of those that were dropped as it was taken")


class Snapshots(Shape):
    """The snapshots that are kept, in order of time."""

    snapshots: list[SnapshotRow]
