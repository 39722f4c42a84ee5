"""Answers from the history: what has changed between two moments, for everybody or for one person.

Every face asks here; the live picture, where one is needed, is what the face has at hand.
"""

from contextlib import suppress
from dataclasses import replace
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.changes import Moment, since, steps
from harvest_mcp.access.facts import Facts, Kind, Slot
from harvest_mcp.answers import changing, naming
from harvest_mcp.answers.changes import ChangesAnswer, PersonChanges
from harvest_mcp.answers.moments import LAST, NOW
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.shapes import Named
from harvest_mcp.answers.snapshots import SnapshotRow
from harvest_mcp.harvest.errors import NoSuchThing
from harvest_mcp.harvest.models import User
from harvest_mcp.harvest.wire import undisturbed
from harvest_mcp.history.reading import PEOPLE
from harvest_mcp.history.snapshot import Snapshot
from harvest_mcp.history.span import Span, span
from harvest_mcp.history.store import History

HOLDINGS: Final[tuple[Kind, ...]] = (
    "person", "level", "extra", "profile", "contractor", "all_future_projects", "saml_exempt",
)  # fmt: skip
"""What a person holds as such, and not on a project or over a person."""


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
    return changing.access_changes(between.pictures(history), turn=turn, caveats=between.caveats)


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
    return changing.person_changes(named, user, told, holds, turn=turn, caveats=between.late)


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
