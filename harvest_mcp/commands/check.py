"""The verb `check`: whether the connection works, where it was found, and what its token can and cannot see."""

from typing import Final

from harvest_mcp.answers.connection import VerifiedConnection, verified
from harvest_mcp.answers.grids.connection import grids
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.asking import reach
from harvest_mcp.commands.options import AccountName, Csv, Json, Sandbox, form_of
from harvest_mcp.commands.output import show
from harvest_mcp.connection.opening import Connection
from harvest_mcp.directory import Directory

FAILED: Final = 1


def check(
    *, as_json: Json = False, as_csv: Csv = False, sandbox: Sandbox = False, account_name: AccountName = ""
) -> None:
    """Check the connection: which account, whose token, what it sees.

    Three requests; the exit status is 1 where the connection does not work, and the hint says what to do.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)

    async def look(connection: Connection, directory: Directory) -> tuple[VerifiedConnection, str]:
        return verified(await directory.look(), sandbox=connection.sandbox), connection.source

    answer, source = reach(look, sandbox=sandbox, account=account_name, failure=FAILED)
    show(answer, form, grids=lambda answer: grids(answer, source), rows=lambda answer: _rows(answer, source))


def _rows(answer: VerifiedConnection, source: str) -> Sheet:
    columns = ("account_id", "account", "user_id", "user", "level", "sandbox", "connected_by", "can_see", "cannot_see")
    who = answer.user
    row = (answer.account.id, answer.account.name, who.id, who.name, answer.level, answer.sandbox, source)
    return Sheet(columns, [(*row, answer.can_see, answer.cannot_see)])
