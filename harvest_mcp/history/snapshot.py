"""A snapshot: that a picture was kept, of which moment, through whose eyes, and what its content comes to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from harvest_mcp.access.account import View
from harvest_mcp.answers.moments import HOW, is_last, moment_in, number_in
from harvest_mcp.harvest.errors import BadQuestion, NoSuchThing

WHOLE: Final = "whole"
NONE_YET: Final = "Take the first: `harvest-mcp snapshot`."
LISTED: Final = "`harvest-mcp snapshot --list` lists them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One picture that was kept."""

    id: int
    account: int
    account_name: str
    as_of: datetime
    complete: bool
    """Whether the token saw every part of the account whole."""
    viewer_id: int
    viewer: str
    with_rates: bool
    hash: str
    """SHA-256 of the content: equal pictures have equal ones, whenever they were taken."""
    eyes: str
    """`whole`, or whose eyes saw less and how much of each part: what equal eyes saw can be compared."""
    dropped: tuple[int, ...] = field(default=(), compare=False)
    """The snapshots that were dropped when this one was taken; it is told then only."""

    def saw_as_much_as(self, eyes: str) -> bool:
        """Whether it shows all that such eyes see."""
        return self.complete or self.eyes == eyes


def eyes_of(account: View) -> str:
    """Name the eyes through which a picture is seen: whose they are matters where they do not see everything."""
    if account.complete:
        return WHOLE
    states = " ".join(f"{part}={seen.state}" for part, seen in sorted(account.sight.items()))
    return f"{account.viewer.id} {sha256(states.encode()).hexdigest()[:16]}"


def found(
    snapshots: Sequence[Snapshot], moment: str | date, *, starting: bool = False, now: datetime | None = None
) -> Snapshot:
    """Find the snapshot that shows a moment: the last that was taken by then; `snapshots` are in order of time.

    A day ends at midnight UTC. Where it is `starting` a span it is its first moment; a span that starts before the
    first snapshot starts with that, and none starts after `now`. Raises BadQuestion or NoSuchThing.
    """
    if not snapshots:
        raise NoSuchThing("No snapshot of this account has been taken yet.", NONE_YET)
    if (number := number_in(moment)) is not None:
        return _numbered(snapshots, number)
    if is_last(moment):
        return snapshots[-1]
    when = moment_in(moment, starting=starting)
    if starting and now is not None and when > max(now, snapshots[-1].as_of):
        raise BadQuestion(f"That is still to come: it is {now:%Y-%m-%d %H:%M} UTC.", HOW)
    by_then = [snapshot for snapshot in snapshots if snapshot.as_of <= when]
    if by_then:
        return by_then[-1]
    if starting:
        return snapshots[0]
    raise NoSuchThing(f"The first snapshot of this account is of {snapshots[0].as_of:%Y-%m-%d %H:%M} UTC.", LISTED)


def begins_before(moment: str | date, snapshot: Snapshot) -> bool:
    """Whether a span that starts with this moment starts before the snapshot that was found for it."""
    is_named = is_last(moment) or number_in(moment) is not None
    return not is_named and moment_in(moment, starting=True) < snapshot.as_of


def _numbered(snapshots: Sequence[Snapshot], number: int) -> Snapshot:
    snapshot = next((snapshot for snapshot in snapshots if snapshot.id == number), None)
    if snapshot is None:
        raise NoSuchThing(f"There is no snapshot {number} of this account.", f"{LISTED} A day is written 2026-03-01.")
    return snapshot
