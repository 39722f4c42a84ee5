"""The verb `export`: one file of the evidence of a review, alone."""

import sys
from pathlib import Path
from typing import Annotated, Literal, get_args

import typer

from harvest_mcp.commands.asking import reach
from harvest_mcp.commands.evidencing import PolicyPath, Since, policy_at, with_changes
from harvest_mcp.commands.options import AccountName, Sandbox
from harvest_mcp.commands.output import written
from harvest_mcp.commands.words import as_typed, explained, say
from harvest_mcp.connection.opening import Connection
from harvest_mcp.directory import Directory
from harvest_mcp.evidence.basis import Evidence
from harvest_mcp.evidence.folder import file, write_file

What = Literal["users", "entitlements", "findings", "changes", "account", "report"]


def export(
    what: Annotated[What, typer.Argument(metavar="WHAT", help=", ".join(get_args(What)))],
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it into a new file; without it, to stdout.")
    ] = None,
    policy: PolicyPath = "",
    since: Since = "",
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """Write one file of a review's evidence: people, entitlements, findings, the report.

    users and entitlements, findings and changes are CSV that spreadsheets and compliance tools import, account is JSON,
    report is HTML. For example: harvest-mcp export users --out users.csv
    """
    with explained():
        measures = policy_at(policy)

    async def read(connection: Connection, directory: Directory) -> Evidence:
        account = await directory.account()
        return Evidence(account=account, policy=measures, sandbox=connection.sandbox, command=as_typed())

    of = reach(read, sandbox=sandbox, account=account_name)
    with explained():
        content = file(with_changes(of, since) if what == "changes" else of, what)
        if out is not None:
            write_file(out, content)
            say(f"Wrote {out}.")
            return
    with written():
        sys.stdout.buffer.write(content)
