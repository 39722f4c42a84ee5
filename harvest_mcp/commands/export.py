"""The verb `export`: one file of the evidence of a review, alone."""

import sys
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

import typer

from harvest_mcp.commands.asking import reach
from harvest_mcp.commands.evidencing import (
    Activity,
    PolicyPath,
    Since,
    evidence,
    policy_at,
    with_changes,
    with_changes_if_any,
)
from harvest_mcp.commands.options import AccountName, Sandbox
from harvest_mcp.commands.output import written
from harvest_mcp.commands.words import explained, say
from harvest_mcp.connection.opening import Connection
from harvest_mcp.directory import Directory
from harvest_mcp.evidence.basis import Evidence
from harvest_mcp.evidence.earlier import review_in
from harvest_mcp.evidence.folder import OF_TWO_PICTURES, file, refuse_taken, write_file

What = Literal["users", "entitlements", "findings", "changes", "not-compared", "account", "report"]
REVIEWS: Final = ("findings", "report")
"""What rests on the review, and so on when people last tracked time."""


def export(
    what: Annotated[What, typer.Argument(metavar="WHAT", help=", ".join(get_args(What)))],
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it into a new file; without it, to stdout.")
    ] = None,
    policy: PolicyPath = "",
    activity: Activity = False,
    since: Since = "",
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """Write one file of a review's evidence: people, entitlements, findings, the report.

    users and entitlements, findings, changes and what could not be compared are CSV that spreadsheets and compliance
    tools import, account is JSON, report is HTML. For example: harvest-mcp export users --out users.csv
    """
    compares = what in OF_TWO_PICTURES
    if since and not compares and what != "report":
        raise typer.BadParameter("--since is for changes, not-compared and report.")
    if activity and what not in REVIEWS:
        raise typer.BadParameter("--activity is for findings and report.")
    with explained():
        measures = policy_at(policy)
        refuse_taken(out)
        review_in(since)  # what is no folder of a review is said before Harvest is asked

    async def read(connection: Connection, directory: Directory) -> Evidence:
        return await evidence(connection, directory, measures, activity=activity)

    of = reach(read, sandbox=sandbox, account=account_name)
    with explained():
        if compares:
            of = with_changes(of, since)
        elif what == "report":
            of = with_changes_if_any(of, since)
        content = file(of, what)
        if out is not None:
            write_file(out, content)
            say(f"Wrote {out}.")
            return
    with written():
        sys.stdout.buffer.write(content)
