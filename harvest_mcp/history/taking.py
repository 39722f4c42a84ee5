"""Takes a snapshot of the account that a directory reads."""

from functools import partial

from anyio import to_thread

from harvest_mcp.directory import Directory
from harvest_mcp.history.snapshot import Snapshot
from harvest_mcp.history.store import History


async def take_snapshot(
    directory: Directory, history: History, *, with_rates: bool = False, keep: int | None = None
) -> Snapshot:
    """Read the account anew and keep its picture; `keep` says how many snapshots stay. Raises HarvestError."""
    account = await directory.account(refresh=True)
    return await to_thread.run_sync(partial(history.take, account, with_rates=with_rates, keep=keep))
