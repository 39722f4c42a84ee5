"""Changes for the server: the history that the environment names, and the live picture where a span ends now."""

from functools import partial

from anyio import to_thread
from mcp.server.mcpserver import Context

from harvest_mcp.answers.changes import ChangesAnswer
from harvest_mcp.answers.moments import LAST
from harvest_mcp.answers.paging import Turn
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.connection.history import find_history
from harvest_mcp.server.app import App, account_for, app_of


async def changed(ctx: Context[App], *, since: str, until: str, turn: Turn) -> ChangesAnswer:
    """Tell what has changed in the account that is connected; what a snapshot is newer than, is read anew.

    Raises HarvestError.
    """
    first = since.strip() or LAST
    account = await account_for(ctx, refresh=False)
    history = await to_thread.run_sync(partial(find_history, surroundings(), sandbox=app_of(ctx).sandbox))
    from harvest_mcp.history.answering import access_changes  # noqa: PLC0415  (an extra: `find_history` says so)
    from harvest_mcp.history.span import is_overtaken  # noqa: PLC0415

    if await to_thread.run_sync(partial(is_overtaken, history, account, first=first, until=until)):
        account = await account_for(ctx, refresh=True)
    asked = partial(access_changes, history, account.id, first=first, until=until, live=account, turn=turn)
    return await to_thread.run_sync(asked)
