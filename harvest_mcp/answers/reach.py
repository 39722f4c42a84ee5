"""How far access goes and why, in print: what all answers about access share.

Whatever is not named for want of room is counted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from pydantic import Field

from harvest_mcp.access import reasons
from harvest_mcp.access.account import Account
from harvest_mcp.access.holding import unread
from harvest_mcp.access.permissions import PROFILES
from harvest_mcp.answers.paging import fitting
from harvest_mcp.answers.shapes import Gap, Named, Reason, Shape

NAMES_SHOWN: Final = 5
NAMES_ROOM: Final = 300
"""The most projects, and people, named as what somebody reaches, and the most bytes for each."""
UNREAD: Final = frozenset(map(unread, PROFILES))
ADJUSTMENTS: Final = Gap(
    what="individual adjustments of permission profiles",
    why="Harvest's API names a person's profile and not what was changed in it.",
    who_could="an administrator, on the person's page in Harvest",
)


class Extent(Shape):
    """How far a yes goes; who reaches projects may reach people, too."""

    kind: Literal["all", "projects", "people", "own"]
    projects: list[Named] | None = None
    more_projects: int | None = Field(None, description="not named here")
    people: list[Named] | None = None
    more_people: int | None = None

    def words(self) -> str:
        """Write everything, their own, or which projects and people."""
        if self.kind in {"all", "own"}:
            return self.kind
        parts = (
            _listed("projects", self.projects or (), self.more_projects or 0),
            _listed("people", self.people or (), self.more_people or 0),
        )
        return "; ".join(part for part in parts if part)


def extent_of(
    account: Account, reach: reasons.Extent, *, most: int = NAMES_SHOWN, room: int | None = NAMES_ROOM
) -> Extent:
    """Name the first of what is reached, and count the rest."""
    projects = named(reach.projects, account.name_of_project, most=most, room=room)
    people = named(reach.people, account.name_of_person, most=most, room=room)
    return Extent(
        kind=reach.kind,
        projects=projects or None,
        more_projects=len(reach.projects) - len(projects) or None,
        people=people or None,
        more_people=len(reach.people) - len(people) or None,
    )


def named(ids: Sequence[int], name_of: Callable[[int], str], *, most: int, room: int | None) -> list[Named]:
    """Name the first of these."""
    return fitting((Named(id=of, name=name_of(of)) for of in ids[:most]), room)


def counted(reach: reasons.Extent) -> str:
    """Say in a few words how far a yes goes that is not for everything."""
    if reach.kind == "own":
        return "for their own things"
    parts = (_number(len(reach.projects), "project", "projects"), _number(len(reach.people), "person", "people"))
    return "for " + " and ".join(part for part in parts if part)


def printed(why: Iterable[reasons.Reason]) -> list[Reason]:
    """Write reasons, each once."""
    return [Reason(because=reason.because, source=reason.source) for reason in dict.fromkeys(why)]


def sourced(why: Iterable[Reason]) -> Iterator[str]:
    """Write a reason a line, with its source."""
    return (f"- {reason.because} ({reason.source})" for reason in why)


def without_unread(caveats: Iterable[str]) -> list[str]:
    """Leave out what is a gap of the whole answer: that nobody can read adjustments of profiles."""
    return [caveat for caveat in dict.fromkeys(caveats) if caveat not in UNREAD]


def with_unread(head: Mapping[str, Any], caveats: Iterable[str]) -> dict[str, Any]:
    """Add that gap to what an answer says of itself, where one of its caveats was about it."""
    if UNREAD.isdisjoint(caveats):
        return dict(head)
    return {**head, "complete": False, "gaps": [*(head["gaps"] or ()), ADJUSTMENTS]}


class Footnotes:
    """The pages that a text refers to, by number: the same few stand behind many rows."""

    def __init__(self) -> None:
        """Begin without any."""
        self._numbers: dict[str, int] = {}

    def mark(self, source: str) -> str:
        """Write the number of a page, or what else a source is."""
        if not source.startswith("https://"):
            return f"({source})"
        return f"[{self._numbers.setdefault(source, len(self._numbers) + 1)}]"

    def why(self, why: Iterable[Reason]) -> str:
        """Write reasons on one line."""
        return " ".join(f"{reason.because} {self.mark(reason.source)}" for reason in why)

    def lines(self) -> list[str]:
        """Write what the numbers stand for."""
        return [f"[{number}] {source}" for source, number in self._numbers.items()]


def _listed(noun: str, shown: Sequence[Named], more: int) -> str:
    words = ", ".join([*(thing.words() for thing in shown), *([f"{more:,} more"] if more else [])])
    return f"{noun} {words}" if words else ""


def _number(number: int, noun: str, nouns: str) -> str:
    return f"{number:,} {noun if number == 1 else nouns}" if number else ""
