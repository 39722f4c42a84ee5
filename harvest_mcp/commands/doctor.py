"""The verb `doctor`: looks at everything that must be well for an answer, and says what to do where it is not."""

from collections.abc import Iterable
from typing import Final

import anyio
import typer

from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.health import accounts, network, program, serving, settings
from harvest_mcp.commands.health.checks import PARTS, Check, Health
from harvest_mcp.commands.options import AccountName, Csv, Json, Sandbox, form_of
from harvest_mcp.commands.output import write
from harvest_mcp.commands.words import say
from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.directory.loading import together

FAILED: Final = 1
COLUMNS: Final = (Column("", key=True, coloured=True), Column("", style="bold"), Column(""))


def doctor(
    *, as_json: Json = False, as_csv: Csv = False, sandbox: Sandbox = False, account_name: AccountName = ""
) -> None:
    """Look for what is amiss: program, keyring, network, accounts, server.

    No token is sent to find out whether Harvest can be reached; each account that is connected is asked who it is. The
    exit status is 1 where something failed. With --sandbox no network is asked.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    health = Health(checks=anyio.run(_look, sandbox, account_name))
    write(health, form, grids=_grids, rows=_rows)
    if form == "table":
        for check in health.checks:
            if check.advice:
                say((f"{check.status}: ", "bold red" if check.status == "failed" else "yellow"), f"{check.name}: ")
                say(f"  {check.advice}")
    if not health.is_well:
        raise typer.Exit(FAILED)


async def _look(sandbox: bool, account_name: str) -> list[Check]:  # noqa: FBT001  (anyio.run passes no keywords)
    """Look at everything; what takes long, at once."""
    kept = Accounts()
    sandbox = sandbox or settings.in_sandbox(surroundings())
    here = [*program.checks(kept), *settings.checks(surroundings(), sandbox=sandbox, account=account_name)]
    found: dict[str, list[Check]] = {"network": []}

    async def look_at_network() -> None:
        found["network"] = [] if sandbox else await network.checks(surroundings())

    async def look_at_accounts() -> None:
        found["accounts"] = await accounts.checks(surroundings(), kept, sandbox=sandbox)

    async def look_at_server() -> None:
        found["server"] = await serving.checks()

    await together(look_at_network, look_at_accounts, look_at_server)
    return [*here, *found["network"], *found["accounts"], *found["server"]]


def _grids(health: Health) -> Iterable[Grid]:
    for part, title in PARTS.items():
        rows = [(check.status, check.name, check.found) for check in health.checks if check.part == part]
        if rows:
            yield Grid(COLUMNS, rows, title=title, head=False)


def _rows(health: Health) -> Sheet:
    columns = tuple(Check.model_fields)
    return Sheet(columns, [tuple(getattr(check, column) for column in columns) for check in health.checks])
