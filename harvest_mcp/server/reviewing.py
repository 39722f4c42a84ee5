"""Reviews for the server: the policy that the environment names, and time entries only where they are asked for."""

import os
from functools import partial

from anyio import to_thread
from mcp.server.mcpserver import Context

from harvest_mcp.access.reasons import Severity
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.review import ReviewAnswer
from harvest_mcp.answers.reviewing import ALL, ASKS_FOR_ACTIVITY, review_access
from harvest_mcp.connection.policy import find_policy
from harvest_mcp.server.app import App, account_for, app_of


async def reviewed(
    ctx: Context[App],
    *,
    check: str = ALL,
    severity: Severity = "low",
    turn: Turn | None = None,
    refresh: bool = False,
) -> ReviewAnswer:
    """Review the account that is connected. Raises HarvestError."""
    policy = await to_thread.run_sync(partial(find_policy, os.environ))
    account = await account_for(ctx, refresh=refresh)
    activity = await app_of(ctx).activity(account, policy) if check == ASKS_FOR_ACTIVITY else None
    return review_access(account, check=check, severity=severity, policy=policy, activity=activity, turn=turn)
