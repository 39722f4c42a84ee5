"""What the verbs about reviews share: by which policy, from what, and what has changed since an earlier picture."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from harvest_mcp.access.review import Policy
from harvest_mcp.access.review.reading import FILE_NAME
from harvest_mcp.answers.moments import LAST
from harvest_mcp.answers.paging import Turn
from harvest_mcp.commands.words import as_typed, say
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.connection.history import find_history
from harvest_mcp.connection.opening import Connection
from harvest_mcp.connection.policy import find_policy
from harvest_mcp.directory import Directory
from harvest_mcp.evidence.basis import Evidence
from harvest_mcp.evidence.earlier import review_in
from harvest_mcp.harvest.errors import HarvestError

PolicyPath = Annotated[
    str,
    typer.Option(metavar="PATH", help=f"Thresholds and accepted findings; without it, ./{FILE_NAME} if there is one."),
]
Since = Annotated[
    str,
    typer.Option(
        metavar="WHEN",
        help="Changes since this: an earlier review's folder, a date, a moment (UTC), a snapshot's id; without it, the "
        "last snapshot.",
    ),
]
Activity = Annotated[
    bool, typer.Option("--activity", metavar="", help="Also ask Harvest when people last tracked time.")
]


def policy_at(path: str) -> Policy:
    """Read the policy that is meant. Raises BadQuestion."""
    return find_policy(surroundings(), path=path, beside=Path(FILE_NAME))


async def evidence(connection: Connection, directory: Directory, policy: Policy, *, activity: bool) -> Evidence:
    """Read the account, and where it is asked for, when people last tracked time. Raises HarvestError."""
    account = await directory.account()
    tracked = await directory.activity(account, policy) if activity else None
    return Evidence(account=account, policy=policy, activity=tracked, sandbox=connection.sandbox, command=as_typed())


def with_changes(of: Evidence, since: str) -> Evidence:
    """Add what has changed since a snapshot or an earlier review, the last snapshot where nothing is named.

    What could not be compared is said.

    Raises HarvestError.
    """
    if (review := review_in(since)) is not None:
        answer = review.changes(of.account, turn=Turn(limit=None))
    else:
        history = find_history(surroundings(), sandbox=of.sandbox)
        from harvest_mcp.history.answering import access_changes

        answer = access_changes(history, of.account.id, first=since or LAST, live=of.account, turn=Turn(limit=None))
    for line in (*answer.rest(), *answer.unseen()):
        say((f"Changes: {line}", "yellow"))
    return replace(of, changes=answer)


def with_changes_if_any(of: Evidence, since: str) -> Evidence:
    """Add the same; where nobody asked since when, there may be none, and the evidence says why.

    Raises HarvestError.
    """
    try:
        return with_changes(of, since)
    except HarvestError as problem:
        if since:
            raise
        say(("Without changes: ", "dim"), (f"{problem.what} {problem.hint}", "dim"))
        return replace(of, without_changes=problem.what)
