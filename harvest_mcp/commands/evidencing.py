"""What has changed since an earlier picture, put beside the evidence of a review."""

from dataclasses import replace
from typing import Annotated, Final

import typer

from harvest_mcp.answers.paging import Turn
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.connection.history import find_history
from harvest_mcp.evidence.basis import Evidence

LAST: Final = "last"
Since = Annotated[
    str,
    typer.Option(
        metavar="WHEN",
        help="Changes since this: a date, a moment (UTC), a snapshot's id; without it, the last snapshot.",
    ),
]


def with_changes(of: Evidence, since: str) -> Evidence:
    """Add what has changed since a snapshot, the last one where none is named. Raises HarvestError."""
    history = find_history(surroundings(), sandbox=of.sandbox)
    from harvest_mcp.history.answering import access_changes

    answer = access_changes(history, of.account.id, first=since or LAST, live=of.account, turn=Turn(limit=None))
    rows = [(row.what, row.person.words(), row.project.words(), row.before, row.after) for row in answer.changes]
    return replace(of, changes=rows, since=answer.since.words())
