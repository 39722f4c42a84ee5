"""Everything that one person may do and reach, and why, in as few rows as tell it.

What permissions let people do stands in the table of permissions; what does not fit is counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import Field

from harvest_mcp.access import reasons
from harvest_mcp.access.account import Account
from harvest_mcp.access.grants import grants_of
from harvest_mcp.access.permissions import Permission, Reach
from harvest_mcp.answers.paging import fitting, size
from harvest_mcp.answers.reach import Extent, Footnotes, extent_of, printed, without_unread
from harvest_mcp.answers.shapes import Reason, Sentence, Shape
from harvest_mcp.answers.text import line
from harvest_mcp.harvest.models import User

NAMES_SHOWN: Final = (3, 1)
"""How many projects and people to name of what one reaches, tried from the most; without room, none."""


class Why(Reason):
    """What somebody holds, and the permissions that come of it."""

    permissions: list[str]
    caveats: list[Sentence] | None = None

    def words(self, notes: Footnotes) -> str:
        """Write them on one line."""
        noted = (f"Note: {caveat}" for caveat in self.caveats or ())
        return line((f"{self.because} {notes.mark(self.source)}: {', '.join(self.permissions)}", *noted))


class GrantRow(Shape):
    """What somebody may do to the same projects and people."""

    reach: Reach
    extent: Extent
    by: list[Why] = Field(description="what they hold, and the permissions that it gives them")
    reasons: list[Reason] | None = Field(None, description="what puts this in their reach")

    def lines(self, notes: Footnotes) -> Iterator[str]:
        """Write what is reached, then what they may do there."""
        parts = [f"May (reach {self.reach})", self.extent.words(), notes.why(self.reasons or ())]
        yield line(part for part in parts if part)
        yield from (f"- {why.words(notes)}" for why in self.by)


@dataclass(frozen=True, slots=True)
class Granted:
    """Rows as they fit, and how many permissions are not in them."""

    grants: list[GrantRow]
    possibly: list[Why]
    not_shown: int = 0


@dataclass(frozen=True, slots=True)
class _Group:
    """Permissions that reach equally far, for the same reasons but for what is held."""

    reach: Reach
    extent: reasons.Extent
    reasons: tuple[reasons.Reason, ...]


Holding = dict[tuple[reasons.Reason, tuple[str, ...]], list[Permission]]
"""Permissions by what gives them, and what else is to be known of that."""


class Everything:
    """All that one person may do, put together."""

    def __init__(self, account: Account, person: User) -> None:
        """Ask for every permission, and put together what is alike."""
        self._account = account
        grants = grants_of(account, person)
        self._groups: defaultdict[_Group, Holding] = defaultdict(dict)
        self._possibly: Holding = {}
        self.caveats = {caveat for grant in grants for caveat in grant.caveats}
        for grant in grants:
            held, holding = grant.reasons[-1], self._possibly
            if grant.extent is not None:
                reached = _Group(grant.reach, grant.extent, tuple(dict.fromkeys(grant.reasons[1:-1])))
                held, holding = grant.reasons[0], self._groups[reached]
            holding.setdefault((held, grant.caveats), []).append(grant.permission)

    def fitting(self, room: int | None) -> Granted:
        """Name as much of what they reach as fits; if need be, leave permissions out and count them."""
        possibly = list(_printed(self._possibly))
        for most in NAMES_SHOWN:
            grants = list(self._rows(most))
            if room is None or size(*grants, *possibly) <= room:
                return Granted(grants, possibly)
        return _cut(list(self._rows(0)), possibly, room or 0)

    def _rows(self, most: int) -> Iterator[GrantRow]:
        for group, holding in self._groups.items():
            yield GrantRow(
                reach=group.reach,
                extent=extent_of(self._account, group.extent, most=most, room=None),
                by=list(_printed(holding)),
                reasons=printed(group.reasons) or None,
            )


def _printed(holding: Holding) -> Iterator[Why]:
    for (held, caveats), permissions in holding.items():
        yield Why(
            because=held.because,
            source=held.source,
            permissions=list(permissions),
            caveats=without_unread(caveats) or None,
        )


def _cut(grants: Sequence[GrantRow], possibly: Sequence[Why], room: int) -> Granted:
    """Leave out what does not fit, from the end."""
    kept = []
    for row in grants:
        bare = row.model_copy(update={"by": []})
        by = fitting(row.by, room - size(bare))
        if by:
            kept.append(row.model_copy(update={"by": by}))
            room -= size(kept[-1])
    unknown = fitting(possibly, room)
    told = _number(why for row in kept for why in row.by) + _number(unknown)
    return Granted(kept, unknown, _number(why for row in grants for why in row.by) + _number(possibly) - told)


def _number(every: Iterable[Why]) -> int:
    return sum(len(why.permissions) for why in every)
