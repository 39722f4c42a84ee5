"""Who may do something, to a thing or anywhere, with reasons; apart from them who possibly may, by cause."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final, Literal

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access import holders, tally
from harvest_mcp.access.account import Account
from harvest_mcp.access.holders import AnyPermission
from harvest_mcp.access.permissions import REACHES
from harvest_mcp.access.question import ACCOUNT
from harvest_mcp.answers.paging import Turn, fitting, page, size
from harvest_mcp.answers.reach import (
    NAMES_ROOM,
    Extent,
    Footnotes,
    extent_of,
    named,
    printed,
    with_unread,
    without_unread,
)
from harvest_mcp.answers.shapes import Listing, Named, Reason, Sentence, Shape, about
from harvest_mcp.answers.subject import Subject, Things, applying, find, rests_on
from harvest_mcp.answers.text import count, table

POSSIBLY_NAMED: Final = 8
"""The most people named of those who possibly may for one cause."""
LARGEST_ROW: Final = 3_500
TOTALS: Final = 200
"""Bytes that a row never passes with names of ordinary letters, and those of totals and a cursor."""
REASONS_ROOM: Final = 1_400
CAVEATS_ROOM: Final = 400
"""Bytes for why one person may, and for what else is to be known of that; what does not fit is counted."""


class Holder(Named):
    """A person who may, how far and why."""

    level: Literal["administrator", "manager", "member", "unknown"]
    extent: Extent
    reasons: list[Reason] = Field(description="facts of this person; rules says what they let them do")
    permissions: list[str] | None = Field(None, description="with `any`: what they may do there")
    caveats: list[Sentence] | None = None
    not_shown: int | None = Field(None, description="reasons and caveats left out for room")


class Possible(Reason):
    """People who possibly may, all for the same cause."""

    count: int
    people: list[Named] = Field(description="the first of them")
    open: bool | None = Field(None, description="true: and maybe others out of sight")

    def words(self, mark: str) -> str:
        """Write the cause and who it is about."""
        more = self.count - len(self.people)
        names = ", ".join([*(who.words() for who in self.people), *([f"{more:,} more"] if more else [])])
        others = " and maybe others out of sight" if self.open else ""
        return f"Possibly {count(self.count, 'person', 'people')}{others}: {self.because} {mark} {names}".rstrip()


class Own(Shape):
    """People who are not listed, since they may for their own things only."""

    count: int
    because: str


class WhoCan(Listing, Subject):
    """Everyone who may; `total` counts them."""

    people: list[Holder]
    rules: list[Reason] | None = Field(None, description="what the levels, extras and claims let them do")
    possibly: list[Possible] = Field(description="who may or may not: unknown, by cause")
    more_causes: int | None = Field(None, description="causes left out of possibly for room")
    own: Own | None = None

    @override
    def lines(self) -> list[str]:
        """Write a person a line, then the rules, then who possibly may."""
        notes = Footnotes()
        rows = [_cells(who, notes) for who in self.people]
        columns = ("id", "name", "level", "extent", "why", *(["may"] if self.permission == "any" else []))
        return [
            f"{self.permission} {self.where()}: {self.lets}",
            *(table(columns, rows) if rows else ["Nobody to list."]),
            *(f"Rule: {rule.because} {notes.mark(rule.source)}" for rule in self.rules or ()),
            *(possible.words(notes.mark(possible.source)) for possible in self.possibly),
            *([f"{count(self.more_causes, 'more cause')} of possibly left out for room."] if self.more_causes else []),
            *([f"{count(self.own.count, 'other')}: {self.own.because}"] if self.own else []),
            *(f"Note: {caveat}" for caveat in self.caveats or ()),
            *notes.lines(),
        ]


def who_can(
    account: Account,
    *,
    permission: AnyPermission = "any",
    project: str = "",
    person: str = "",
    client: str = "",
    turn: Turn | None = None,
) -> WhoCan:
    """Find everyone who may. Raises Ambiguous, NoSuchThing or BadCursor."""
    things, turn = find(account, project=project, person=person, client=client), turn or Turn()
    found = holders.who_can(account, permission, things.on)
    alone = _alone(account, permission, things, found)
    possibly = list(_possibly(account, found.possibly))
    room = turn.room(size(alone) + TOTALS + LARGEST_ROW)
    shown = fitting(possibly, None if room is None else room // 2)
    head = alone.model_copy(update={"possibly": shown, "more_causes": len(possibly) - len(shown) or None})
    rows = page(
        found.people,
        turn,
        question=("who can", account.id, permission, things.on),
        row=partial(_row, account, is_any=permission == "any"),
        beside=size(head) + TOTALS,
    )
    return head.model_copy(
        update={
            "people": rows.rows,
            "total": rows.total,
            "returned": len(rows.rows),
            "next_cursor": rows.next_cursor,
        }
    )


def _alone(account: Account, permission: AnyPermission, things: Things, found: holders.WhoCan) -> WhoCan:
    """The answer without people."""
    parts = rests_on(things.on, applying(permission, things.on), REACHES)
    told = about(account, *dict.fromkeys(("users", *parts)))
    where = "there " if things.on != ACCOUNT else ""
    return WhoCan(
        **with_unread(told, {caveat for who in found.people for caveat in who.caveats}),
        **things.told(permission),
        caveats=[*things.caveats, *found.caveats] or None,
        people=[],
        rules=printed(who.reasons[-1] for who in found.people) or None if permission != "any" else None,
        possibly=[],
        own=Own(count=found.own, because=f"May {where}for their own things only.") if found.own else None,
        total=0,
        returned=0,
    )


def _row(account: Account, who: tally.Holder, *, is_any: bool) -> Holder:
    every = printed(who.reasons if is_any else who.reasons[:-1])
    caveats = without_unread(who.caveats)
    reasons = fitting(every, REASONS_ROOM)
    noted = fitting(caveats, CAVEATS_ROOM)
    return Holder(
        id=who.id,
        name=who.person.name,
        level=account.standings[who.id].level,
        extent=extent_of(account, who.extent),
        reasons=reasons,
        permissions=list(who.permissions) if is_any else None,
        caveats=noted or None,
        not_shown=len(every) - len(reasons) + len(caveats) - len(noted) or None,
    )


def _possibly(account: Account, possibly: Iterable[holders.Possible]) -> Iterator[Possible]:
    """Shape the groups: those of whom more may be out of sight first, then the largest."""
    for group in sorted(possibly, key=lambda group: (group.is_all, -len(group.people))):
        yield Possible(
            because=group.cause.because,
            source=group.cause.source,
            count=len(group.people),
            people=named(group.people, account.name_of_person, most=POSSIBLY_NAMED, room=NAMES_ROOM),
            open=not group.is_all or None,
        )


def _cells(who: Holder, notes: Footnotes) -> Sequence[str]:
    more = f" ({who.not_shown:,} more reasons or notes)" if who.not_shown else ""
    why = " ".join([notes.why(who.reasons), *(f"Note: {caveat}" for caveat in who.caveats or ())]) + more
    cells = (str(who.id), who.name, who.level, who.extent.words(), why)
    return (*cells, ", ".join(who.permissions)) if who.permissions else cells
