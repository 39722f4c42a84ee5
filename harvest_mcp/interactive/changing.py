"""Changes for Python: since a moment of the history, or since the picture of an earlier review."""

from collections.abc import Awaitable
from datetime import date
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Protocol, TypeAlias

from anyio import to_thread

from harvest_mcp.access.account import Account
from harvest_mcp.answers.changes import ChangesAnswer
from harvest_mcp.answers.moments import LAST, is_now
from harvest_mcp.answers.paging import Turn
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.connection.history import find_history
from harvest_mcp.interactive.checking import Word

if TYPE_CHECKING:
    from harvest_mcp.evidence.earlier import Earlier

Since: TypeAlias = Word | date | PathLike[str]


class Live(Protocol):
    """Gives the live picture, at most a minute old or read anew."""

    def __call__(self, *, refresh: bool) -> Awaitable[Account]:
        """Give it. Raises HarvestError."""


async def changed(
    live: Live, *, person: str, since: Since, until: str, refresh: bool, sandbox: bool, turn: Turn
) -> ChangesAnswer:
    """Tell what has changed; what it begins with is newer than, is read anew. Raises HarvestError."""
    from harvest_mcp.evidence.earlier import review_in  # noqa: PLC0415  (few ask for it, and it takes long)

    review = await to_thread.run_sync(review_in, since)
    if review is not None and not person:
        return await _since(review, live, until=until, refresh=refresh, sandbox=sandbox, turn=turn)
    history = find_history(surroundings(), sandbox=sandbox)
    account = await live(refresh=refresh)
    if review is not None:
        review.refuse_others(account.id)
        since = review.as_of
    from harvest_mcp.history.answering import access_changes, person_changes  # noqa: PLC0415  (an extra)
    from harvest_mcp.history.span import is_overtaken  # noqa: PLC0415

    span = {"first": str(since) or ("" if person else LAST), "until": until}
    if await to_thread.run_sync(partial(is_overtaken, history, account, **span)):
        account = await live(refresh=True)
    told = partial(person_changes, who=person) if person else access_changes
    return await to_thread.run_sync(partial(told, history, account.id, **span, live=account, turn=turn))


async def _since(
    review: "Earlier", live: Live, *, until: str, refresh: bool, sandbox: bool, turn: Turn
) -> ChangesAnswer:
    account = await live(refresh=refresh)
    if not is_now(until):
        history = find_history(surroundings(), sandbox=sandbox)
        end = await to_thread.run_sync(history.snapshot, until, account.id)
        after = await to_thread.run_sync(history.at, end)
        return await to_thread.run_sync(partial(review.changes, after, until=end.id, turn=turn))
    if account.as_of < review.as_of:
        account = await live(refresh=True)
    return await to_thread.run_sync(partial(review.changes, account, turn=turn))
