"""From which picture to which: the two ends of a span, and what is to be said of where it begins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.answers.changing import Pictures
from harvest_mcp.answers.moments import LAST, NOW, is_last, is_now
from harvest_mcp.harvest.errors import BadQuestion, NoSuchThing
from harvest_mcp.history.reading import PEOPLE
from harvest_mcp.history.snapshot import LISTED, Snapshot, begins_before, eyes_of
from harvest_mcp.history.store import History

MOMENT: Final = "%Y-%m-%d %H:%M UTC"


@dataclass(frozen=True, slots=True)
class Span:
    """From which picture to which; an end without a snapshot is the live picture."""

    first: Snapshot
    until: Snapshot | None
    live: Account | None
    late: tuple[str, ...] = ()
    """That it begins later than was asked, where it does."""
    less: tuple[str, ...] = ()
    """That it begins with a picture that tells less than another would, where it does."""

    @property
    def caveats(self) -> tuple[str, ...]:
        """What is to be said of where it begins."""
        return (*self.late, *self.less)

    def pictures(self, history: History) -> Pictures:
        """Read both, or of two that were kept what differs. Raises BadQuestion or HistoryFailed."""
        if self.until:
            return Pictures(*history.parts(self.first, self.until), self.first.id, self.until.id)
        return Pictures(history.at(self.first), self._live(), self.first.id, None)

    def people(self, history: History) -> Pictures:
        """Read who is there at its end; of its start only whose picture it is. Raises BadQuestion or HistoryFailed."""
        after = history.part(self.until, PEOPLE) if self.until else self._live()
        return Pictures(history.part(self.first), after, self.first.id, self.until.id if self.until else None)

    def _live(self) -> Account:
        if self.live is None:
            raise BadQuestion("There is no live picture here.", "Say until which snapshot or moment.")
        return self.live


def span(history: History, account: int, *, first: str = LAST, until: str = NOW, live: Account | None = None) -> Span:
    """Find both ends of a span. Raises BadQuestion, NoSuchThing or HistoryFailed.

    `last` as its start is the last snapshot before its end that saw as much as the end does, or, where none did, the
    last; empty, the first that there is.
    """
    every = history.snapshots(account)
    end = None if is_now(until) else history.snapshot(until, account)
    if first == "" and every:
        return Span(every[0], end, live)
    if every and is_last(first):
        return Span(_last(every, end, live), end, live)
    start = history.snapshot(first, account, starting=True)
    _refuse_backwards(every, start, end, live)
    return Span(start, end, live, tuple(_late(first, start)), tuple(_less(every, start, end, live)))


def is_overtaken(history: History, live: Account, *, first: str, until: str) -> bool:
    """Whether a span until now begins with a snapshot that is newer than the live picture, which is to be read anew.

    Raises BadQuestion, NoSuchThing or HistoryFailed.
    """
    return is_now(until) and live.as_of < span(history, live.id, first=first).first.as_of <= datetime.now(UTC)


def _last(every: Sequence[Snapshot], end: Snapshot | None, live: Account | None) -> Snapshot:
    """Find the last snapshot before the end of a span: of those that saw as much as the end, where there are any."""
    if end is not None:
        before = every[: every.index(end)]
        if not before:
            raise NoSuchThing(f"There is no snapshot of this account before snapshot {end.id}.", LISTED)
    elif live is not None:
        _refuse_a_clock(every[-1], live)
        before = [snapshot for snapshot in every if snapshot.as_of <= live.as_of]
        if not before:
            raise _overtaken(every[0], live)
    else:
        return every[-1]
    eyes = _eyes(end, live)
    return next((of for of in reversed(before) if of.saw_as_much_as(eyes)), before[-1])


def _refuse_backwards(every: Sequence[Snapshot], start: Snapshot, end: Snapshot | None, live: Account | None) -> None:
    if end is not None:
        if every.index(start) > every.index(end):
            raise BadQuestion(
                "That ends before it begins.", "Let since be the earlier of the two, and until the later."
            )
    elif live is not None:
        _refuse_a_clock(start, live)
        if start.as_of > live.as_of:
            raise _overtaken(start, live)


def _refuse_a_clock(start: Snapshot, live: Account) -> None:
    """Refuse a snapshot of a moment that no clock which is right has reached."""
    if start.as_of > max(live.as_of, datetime.now(UTC)):
        raise BadQuestion(
            f"Snapshot {start.id} is of {start.as_of:{MOMENT}}, which is still to come: a clock was ahead.",
            f"Begin with an earlier one. `harvest-mcp snapshot --drop {start.id}` forgets it.",
        )


def _overtaken(start: Snapshot, live: Account) -> BadQuestion:
    return BadQuestion(
        f"Snapshot {start.id}, of {start.as_of:{MOMENT}}, is newer than the live picture, of {live.as_of:{MOMENT}}.",
        "Read the account anew, or begin with an earlier snapshot.",
    )


def _late(first: str, start: Snapshot) -> Iterator[str]:
    if begins_before(first, start):
        which = f"snapshot {start.id}, of {start.as_of:{MOMENT}}"
        yield f"The history of this account begins with {which}: what changed before that is unknown."


def _less(every: Sequence[Snapshot], start: Snapshot, end: Snapshot | None, live: Account | None) -> Iterator[str]:
    """Name the nearest snapshot that saw as much as the end, where the start did not, before it or else after."""
    if (end is None and live is None) or start.saw_as_much_as(eyes := _eyes(end, live)):
        return
    last = end.as_of if end else live.as_of if live else start.as_of
    more = [of for of in every if of.saw_as_much_as(eyes) and of != end and of.as_of <= last]
    earlier = [of for of in more if of.as_of <= start.as_of]
    for of in (*reversed(earlier), *more)[:1]:
        yield f"Snapshot {of.id}, of {of.as_of:{MOMENT}}, saw more than snapshot {start.id}: since {of.id} compares it."


def _eyes(end: Snapshot | None, live: Account | None) -> str:
    return end.eyes if end else eyes_of(live) if live else ""
