"""The verb `accounts`: what is connected, which is the default, and whether each still works; never a token."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Final

import anyio
import typer

from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.shapes import Shape, Text
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.options import Csv, Json, form_of
from harvest_mcp.commands.output import write
from harvest_mcp.commands.words import explained, say
from harvest_mcp.connection.accounts import Accounts, ConnectedAccount
from harvest_mcp.connection.opening import Connection
from harvest_mcp.harvest.errors import HarvestError

FAILED: Final = 1
COLUMNS: Final = (
    Column("name", style="bold"),
    Column("account"),
    Column("id", key=True),
    Column("token of"),
    Column("level"),
    Column("kept in"),
    Column("default"),
    Column("state", coloured=True),
)


class Row(Shape):
    """A connected account, as it was when it was connected; `state` only where it was asked for."""

    name: str
    account: Text
    account_id: int
    user: Text
    user_id: int
    level: str
    kept_in: str
    connected_at: datetime
    default: bool
    state: str | None = None


class Connected(Shape):
    """Every connected account, by name."""

    accounts: list[Row]


def accounts(
    *,
    check: Annotated[bool, typer.Option("--check", metavar="", help="Ask Harvest whether each still works.")] = False,
    default: Annotated[str, typer.Option(metavar="NAME", help="Make this account the default.")] = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """List the connected accounts; choose the default.

    The default is asked where no account is named and no token stands in the environment. With --check the exit status
    is 1 where one does not work.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    with explained():
        kept = Accounts()
        if default:
            kept.choose(kept.named(default))
        connected, chosen = kept.all(), kept.default()
        states = [anyio.run(_state, kept, account) if check else None for account in connected]
    rows = [_row(account, chosen, state) for account, state in zip(connected, states, strict=True)]
    write(Connected(accounts=rows), form, grids=_grids, rows=_rows)
    if not rows:
        say("No account is connected. Run `harvest-mcp connect`.")
    if any(state not in {None, "works"} for state in states):
        raise typer.Exit(FAILED)


async def _state(kept: Accounts, account: ConnectedAccount) -> str:
    """Say whether the account works, or what is amiss and what to do."""
    try:
        async with Connection(kept.credentials(account)).open() as directory:
            try:
                await directory.look()
            except HarvestError as problem:
                return str(problem)
    except HarvestError as problem:
        return str(problem)
    return "works"


def _row(account: ConnectedAccount, chosen: ConnectedAccount | None, state: str | None) -> Row:
    known = account.model_dump(include=set(Row.model_fields) - {"default", "state"})
    return Row(**known, default=account == chosen, state=state)


def _grids(connected: Connected) -> Iterable[Grid]:
    if connected.accounts:
        yield Grid(COLUMNS, [_cells(row) for row in connected.accounts])


def _cells(row: Row) -> tuple[str, ...]:
    user = f"{row.user} (id {row.user_id})"
    default = "yes" if row.default else ""
    return (row.name, row.account, str(row.account_id), user, row.level, row.kept_in, default, row.state or "")


def _rows(connected: Connected) -> Sheet:
    columns = tuple(Row.model_fields)
    return Sheet(columns, [tuple(getattr(row, column) for column in columns) for row in connected.accounts])
