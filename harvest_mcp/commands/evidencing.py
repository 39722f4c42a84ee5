"""What the verbs about reviews share: by which policy, and what has changed since an earlier picture."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from harvest_mcp.access.review import Policy
from harvest_mcp.access.review.reading import FILE_NAME
from harvest_mcp.answers.paging import Turn
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.connection.history import find_history
from harvest_mcp.connection.policy import find_policy
from harvest_mcp.evidence.basis import Evidence

LAST: Final = "last"
PolicyPath = Annotated[
    str,
    typer.Option(metavar="PATH", help=f"Thresholds and accepted findings; without it, ./{FILE_NAME} if there is one."),
]
Since = Annotated[
    str,
    typer.Option(
        metavar="WHEN",
        help="Changes since this: a date, a moment (UTC), a snapshot's id; without it, the last snapshot.",
    ),
]


def policy_at(path: str) -> Policy:
    """Read the policy that is meant. Raises BadQuestion."""
    return find_policy(surroundings(), path=path, beside=Path(FILE_NAME))


def with_changes(of: Evidence, since: str) -> Evidence:
    """Add what has changed since a snapshot, the last one where none is named. Raises HarvestError."""
    history = find_history(surroundings(), sandbox=of.sandbox)
    from harvest_mcp.history.answering import access_changes

    answer = access_changes(history, of.account.id, first=since or LAST, live=of.account, turn=Turn(limit=None))
    rows = [(row.what, row.person.words(), row.project.words(), row.before, row.after) for row in answer.changes]
    return replace(of, changes=rows, since=answer.since.words())
