"""The verb `snapshot`: keeps a picture of who has access to what, and lists those that are kept."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from harvest_mcp.answers.grids.snapshots import grids
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.answers.snapshots import SnapshotRow, Snapshots
from harvest_mcp.answers.text import count
from harvest_mcp.commands.asking import reach, remembered
from harvest_mcp.commands.options import AccountName, Csv, Json, Sandbox, form_of
from harvest_mcp.commands.output import write
from harvest_mcp.commands.words import explained, say
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.connection.history import find_history
from harvest_mcp.connection.opening import Connection
from harvest_mcp.directory import Directory


def snapshot(
    *,
    keep: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Drop all but the last N snapshots, and none that saw more.")
    ] = None,
    with_rates: Annotated[
        bool, typer.Option("--with-rates", metavar="", help="Keep rates, fees and budgets too; without it, none.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", metavar="", help="List what is kept; take none.")] = False,
    drop: Annotated[
        str, typer.Option(metavar="ID", help="Forget this one, which a clock has put at a wrong moment; take none.")
    ] = "",
    as_json: Json = False,
    as_csv: Csv = False,
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """Keep a picture of who has access to what.

    What stays the same is kept once, so a snapshot a day takes little room. No token is ever in it.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    if (listed or drop) and (keep is not None or with_rates):
        idle = "--with-rates" if keep is None else "--keep"
        raise typer.BadParameter(
            f"{idle} is for a snapshot that is taken, and {'--drop' if drop else '--list'} takes none."
        )
    if drop:
        _drop(drop, sandbox=sandbox, account=account_name)
    if listed or drop:
        write(_kept(sandbox=sandbox, account=account_name), form, grids=grids, rows=_rows)
        return

    async def take(connection: Connection, directory: Directory) -> tuple[SnapshotRow, SnapshotRow]:
        history = find_history(surroundings(), sandbox=connection.sandbox)
        history.check()
        from harvest_mcp.history import take_snapshot
        from harvest_mcp.history.answering import row_of

        taken = await take_snapshot(directory, history, with_rates=with_rates, keep=keep)
        return row_of(taken), row_of(history.snapshots(taken.account)[-1])

    taken, last = reach(take, sandbox=sandbox, account=account_name)
    if last.as_of > datetime.now(UTC):
        when = f"{last.as_of:%Y-%m-%d %H:%M} UTC, which is still to come"
        say(("warning: ", "yellow"), f"Snapshot {last.id} is of {when}: a clock was ahead.")
        say(f"  `harvest-mcp snapshot --drop {last.id}` forgets it.")
    if taken.dropped and form != "json":
        dropped = ", ".join(map(str, taken.dropped))
        say((f"Dropped {count(len(taken.dropped), 'snapshot')}: {dropped}.", "dim"))
    write(
        taken,
        form,
        grids=lambda row: grids(Snapshots(snapshots=[row])),
        rows=lambda row: _rows(Snapshots(snapshots=[row])),
    )


def _drop(moment: str, *, sandbox: bool, account: str) -> None:
    with explained():
        history, account_id = remembered(sandbox=sandbox, account=account)
        history.drop(history.snapshot(f"#{moment.strip().removeprefix('#')}", account_id))


def _kept(*, sandbox: bool, account: str) -> Snapshots:
    with explained():
        history, account_id = remembered(sandbox=sandbox, account=account)
        from harvest_mcp.history.answering import row_of

        return Snapshots(snapshots=[row_of(of) for of in history.snapshots(account_id)])


def _rows(kept: Snapshots) -> Sheet:
    columns = ("id", "as_of", "account_id", "account", "viewer_id", "viewer", "complete", "with_rates", "hash")
    rows = (
        (
            row.id,
            row.as_of.isoformat(),
            row.account.id,
            row.account.name,
            row.viewer.id,
            row.viewer.name,
            row.complete,
            row.with_rates,
            row.hash,
        )
        for row in kept.snapshots
    )
    return Sheet(columns, rows)
