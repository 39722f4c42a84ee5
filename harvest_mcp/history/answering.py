"""Answers from the history: what has changed between two moments, for everybody or for one person.

Every face asks here; the live picture, where one is needed, is what the face has at hand.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.changes import Moment, since, steps
from harvest_mcp.access.facts import Facts, Kind, Slot
from harvest_mcp.answers import changing, naming
from harvest_mcp.answers.changes import ChangesAnswer, PersonChanges
from harvest_mcp.answers.changing import Pictures
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.shapes import Named
from harvest_mcp.answers.snapshots import SnapshotRow
from harvest_mcp.harvest.errors import BadQuestion, NoSuchThing
from harvest_mcp.harvest.models import User
from harvest_mcp.harvest.wire import undisturbed
from harvest_mcp.history.reading import PEOPLE
from harvest_mcp.history.snapshot import LAST, LISTED, NOW, Snapshot
from harvest_mcp.history.store import History

HOLDINGS: Final[tuple[Kind, ...]] = (
    "person", "level", "extra", "profile", "contractor", "all_future_projects", "saml_exempt",
)  # fmt: skip
"""What a person holds as such, and not on a project or over a person."""


@dataclass(frozen=True, slots=True)
class Span:
    """From which picture to which; an end without a snapshot is the live picture."""

    first: Snapshot
    until: Snapshot | None
    live: Account | None

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


def is_now(until: str) -> bool:
    """Whether a span ends with the live picture."""
    return until.strip().casefold() == NOW


def span(history: History, account: int, *, first: str = LAST, until: str = NOW, live: Account | None = None) -> Span:
    """Find both ends of a span. Raises BadQuestion, NoSuchThing or HistoryFailed.

    `last` as its start is the last snapshot before its end; empty, the first that there is.
    """
    every = history.snapshots(account)
    end = None if is_now(until) else history.snapshot(until, account)
    if first == "" and every:
        return Span(every[0], end, live)
    if end is not None and first.strip().casefold() == LAST:
        if end == every[0]:
            raise NoSuchThing(f"There is no snapshot of this account before snapshot {end.id}.", LISTED)
        return Span(every[every.index(end) - 1], end, live)
    start = history.snapshot(first, account, starting=True)
    if end is not None and every.index(start) > every.index(end):
        raise BadQuestion("That ends before it begins.", "Let since be the earlier of the two, and until the later.")
    if live is not None and end is None and start.as_of > live.as_of:
        raise BadQuestion(
            f"Snapshot {start.id} is of {start.as_of:%Y-%m-%d %H:%M} UTC, which is still to come: a clock was ahead.",
            f"Begin with an earlier one. `harvest-mcp snapshot --drop {start.id}` forgets it.",
        )
    return Span(start, end, live)


@undisturbed()
def access_changes(
    history: History,
    account: int,
    *,
    first: str = LAST,
    until: str = NOW,
    live: Account | None = None,
    turn: Turn | None = None,
) -> ChangesAnswer:
    """Tell what has changed for everybody. Raises BadQuestion, NoSuchThing, BadCursor or HistoryFailed."""
    between = span(history, account, first=first, until=until, live=live)
    return changing.access_changes(between.pictures(history), turn=turn)


@undisturbed()
def person_changes(
    history: History,
    account: int,
    who: str,
    *,
    first: str = "",
    until: str = NOW,
    live: Account | None = None,
    turn: Turn | None = None,
) -> PersonChanges:
    """Tell what has changed for one person, step by step, and since when they hold what they hold.

    Raises BadQuestion, Ambiguous, NoSuchThing, BadCursor or HistoryFailed.
    """
    between = span(history, account, first=first, until=until, live=live)
    pictures = between.people(history)
    user = _user(history, between, pictures.after, who)
    series = [
        (moment, of)
        for moment, of in history.pictures(user.id, account, live=live if between.until is None else None)
        if moment.as_of <= pictures.after.as_of
    ]
    told = [step for step in steps(series) if step.first.as_of > between.first.as_of]
    names = history.names(
        {int(step.change.slot.of) for step in told if step.change.slot.kind == "teammate"},
        {step.change.project for step in told if step.change.project},
        account,
        up_to=between.until,
    )
    named = replace(pictures, people={**names.people, user.id: user.name}, projects=names.projects)
    holds = [(slot, held) for slot in _held(user.id, series) if (held := since(series, slot)) is not None]
    return changing.person_changes(named, user, told, holds, turn=turn)


def row_of(snapshot: Snapshot) -> SnapshotRow:
    """Shape a snapshot."""
    return SnapshotRow(
        id=snapshot.id,
        account=Named(id=snapshot.account, name=snapshot.account_name),
        as_of=snapshot.as_of,
        viewer=Named(id=snapshot.viewer_id, name=snapshot.viewer),
        complete=snapshot.complete,
        with_rates=snapshot.with_rates,
        hash=snapshot.hash,
        dropped=list(snapshot.dropped) or None,
    )


def _user(history: History, between: Span, after: Account, who: str) -> User:
    """Find who is meant: in the later picture, or, if they are gone, in the earlier, or in any that was kept."""
    try:
        return naming.person(after, who)
    except NoSuchThing as unknown:
        last = between.until or history.snapshot(LAST, after.id)
        for picture in (history.part(between.first, PEOPLE), history.everybody(last)):
            with suppress(NoSuchThing):
                return naming.person(picture, who)
        raise unknown from None


def _held(person: int, series: list[tuple[Moment, Facts]]) -> list[Slot]:
    """What the pictures ever showed of a person as such, in order."""
    slots = {slot for _, of in series for slot in of.held if slot.person == person and slot.kind in HOLDINGS}
    return sorted(slots, key=lambda slot: (HOLDINGS.index(slot.kind), str(slot.of)))
