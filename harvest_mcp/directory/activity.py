"""Asks when people last tracked time: only those for whom it matters, and in the way that costs the pace least."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import anyio

from harvest_mcp.access.account import Account
from harvest_mcp.directory.loading import AT_ONCE, Job, together
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.pages import PER_PAGE

if TYPE_CHECKING:
    from harvest_mcp.access.review import Activity, Policy

REPORT_WEIGHS: Final = 60
"""So many other requests a page of a report weighs: of these Harvest allows 100 in 15 minutes, of others in 15 s."""
SPAN: Final = timedelta(days=364)
"""A report may span a year; from the first day asked about on, so that time ahead of today counts too."""


async def activity(client: HarvestClient, account: Account, policy: "Policy") -> "Activity | None":
    """Ask whoever holds more than a member, or may; None where the token does not see all time. Raises HarvestError."""
    from harvest_mcp.access.review.scene import Activity, Scene, sees_all_time  # noqa: PLC0415  (seldom asked for)

    if not sees_all_time(account):
        return None
    scene = Scene(account, policy)
    asked = frozenset(user.id for user in (*scene.beyond_members, *scene.perhaps_beyond_members))
    pages = -(-len(scene.people) // PER_PAGE)
    if len(asked) > pages * REPORT_WEIGHS:
        rows = await client.team_time(scene.since, max(scene.since + SPAN, account.as_of.date()))
        tracked = frozenset(row.id for row in rows) & asked
        return Activity(since=scene.since, asked=asked, tracked=tracked, last={}, how="the team time report")
    last = await _last_days(client, sorted(asked))
    tracked = frozenset(user_id for user_id, day in last.items() if day >= scene.since)
    how = f"the newest time entry of each of {len(asked)} people"
    return Activity(since=scene.since, asked=asked, tracked=tracked, last=last, how=how, is_exact=True)


async def _last_days(client: HarvestClient, people: list[int]) -> dict[int, date]:
    """The day of each person's newest entry; whoever has none is left out."""
    days: dict[int, date] = {}
    limiter = anyio.CapacityLimiter(AT_ONCE)

    def of(user_id: int) -> Job:
        async def read() -> None:
            async with limiter:
                entry = await client.last_time_entry(user_id)
            if entry is not None and entry.spent_date is not None:
                days[user_id] = entry.spent_date

        return read

    await together(*map(of, people))
    return days
