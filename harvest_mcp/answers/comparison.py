"""What one person may do or reach and another may not, both ways, and which levels and extras differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access import difference as access
from harvest_mcp.access import reasons
from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import REACHES, RULES, Reach
from harvest_mcp.access.question import ACCOUNT
from harvest_mcp.access.standing import Standing
from harvest_mcp.answers import naming
from harvest_mcp.answers.paging import DEFAULT_SIZE, size
from harvest_mcp.answers.people import access_words, describe, notes
from harvest_mcp.answers.reach import Extent, extent_of, with_unread
from harvest_mcp.answers.shapes import Answer, Person, Sentence, Shape, about
from harvest_mcp.answers.subject import rests_on
from harvest_mcp.answers.text import line
from harvest_mcp.harvest.models import User

NAMES_SHOWN: Final = (10, 5, 3, 1)
"""How many projects and people to name of what one reaches, tried from the most; without room, none."""
FOOT: Final = 100
"""Bytes for the names of members that are not written yet."""


class Beyond(Shape):
    """Permissions that one person has and the other has not, or not as far, all with the same reach."""

    permissions: list[str]
    reach: Literal["own", "managed", "all"]
    extent: Extent | None = Field(None, description="what the other does not reach; absent where it is not known")
    uncertain: bool | None = Field(None, description="true: not known well enough of one of the two")

    def words(self) -> str:
        """Write them on one line."""
        extent = (self.extent.words(),) if self.extent else ()
        return line((", ".join(self.permissions), self.reach, *extent, *(("uncertain",) if self.uncertain else ())))


class Side(Shape):
    """One of two people, and what is only theirs."""

    user: Person
    only_holds: list[str] | None = Field(None, description="level and extras that the other does not hold")
    only_may: list[Beyond]

    def lines(self) -> Iterator[str]:
        """Write the person, then what only they hold and may."""
        who = self.user
        words = (who.name, f"id {who.id}", access_words(who), notes(who))
        yield line(word for word in words if word)
        if self.only_holds:
            yield f"- only holds: {', '.join(self.only_holds)}"
        yield from (f"- only may: {beyond.words()}" for beyond in self.only_may)
        if not self.only_may:
            yield "- may nothing that the other may not"


class Compared(Answer):
    """What each of two people has beyond the other."""

    first: Side
    second: Side
    caveats: list[Sentence] | None = None

    @override
    def lines(self) -> list[str]:
        """Write one person after the other."""
        return [*self.first.lines(), *self.second.lines(), *(f"Note: {caveat}" for caveat in self.caveats or ())]


def compare_access(account: Account, first: str, second: str) -> Compared:
    """Compare two people. Raises Ambiguous or NoSuchThing."""
    one, other = naming.person(account, first), naming.person(account, second)
    found = access.difference(account, one, other)
    by_name = (
        naming.perhaps_another(account, first, naming.PEOPLE, one),
        naming.perhaps_another(account, second, naming.PEOPLE, other),
    )
    bare = Compared(
        **with_unread(about(account, *rests_on(ACCOUNT, RULES.values(), REACHES)), _notes(account, one, other)),
        first=_side(account, one, other),
        second=_side(account, other, one),
        caveats=[caveat for caveat in dict.fromkeys(by_name) if caveat] or None,
    )
    room = DEFAULT_SIZE - size(bare) - FOOT
    every = (
        (list(_beyond(account, found.only_first, most)), list(_beyond(account, found.only_second, most)))
        for most in NAMES_SHOWN
    )
    fitting = next((both for both in every if size(*both[0], *both[1]) <= room), None)
    mine, theirs = fitting or (
        list(_beyond(account, found.only_first, 0)),
        list(_beyond(account, found.only_second, 0)),
    )
    return bare.model_copy(
        update={
            "first": bare.first.model_copy(update={"only_may": mine}),
            "second": bare.second.model_copy(update={"only_may": theirs}),
        }
    )


def _side(account: Account, user: User, other: User) -> Side:
    mine, theirs = (_held(account.standings[who.id]) for who in (user, other))
    return Side(
        user=describe(account, user, full=True).model_copy(update={"job_roles": None, "email": None}),
        only_holds=[word for word in mine if word not in theirs] or None,
        only_may=[],
    )


def _held(held: Standing) -> list[str]:
    return [held.level, *held.extras]


def _beyond(account: Account, rows: Iterable[access.Beyond], most: int) -> Iterator[Beyond]:
    """Put together what reaches equally far."""
    groups: defaultdict[tuple[Reach, reasons.Extent, bool], list[str]] = defaultdict(list)
    for row in rows:
        groups[row.reach, row.extent, row.is_certain].append(row.permission)
    for (reach, extent, is_certain), permissions in groups.items():
        is_unknown = reach == "managed" and extent == reasons.OWN  # what somebody may manage is not told
        yield Beyond(
            permissions=permissions,
            reach=reach,
            extent=None if is_unknown else extent_of(account, extent, most=most, room=None),
            uncertain=not is_certain or None,
        )


def _notes(account: Account, *people: User) -> set[str]:
    holds = (hold for user in people for hold in account.alike_of_user[user.id].holds.values())
    return {note for hold in holds for note in hold.notes}
