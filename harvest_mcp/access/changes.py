"""The difference of two pictures of one account: who joined and left, and who gained and lost what.

What either picture could not see stands apart: it is unknown, never gone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Generic, Literal, TypeVar

from harvest_mcp.access.account import Account
from harvest_mcp.access.facts import ACTIVE, ARCHIVED, KINDS, Facts, Kind, Slot, Value, facts, named_alike

What = Literal[
    "joined",
    "left",
    "restored",
    "renamed",
    "email",
    "level",
    "extra_gained",
    "extra_lost",
    "profile",
    "claims",
    "contractor",
    "all_future_projects",
    "saml_exempt",
    "job_role_gained",
    "job_role_lost",
    "teammate_gained",
    "teammate_lost",
    "project_created",
    "project_deleted",
    "project_archived",
    "project_restored",
    "project_gained",
    "project_lost",
    "became_manager",
    "ceased_to_manage",
]
GAINED_LOST: Final[Mapping[Kind, tuple[What, What]]] = {
    "extra": ("extra_gained", "extra_lost"),
    "job_role": ("job_role_gained", "job_role_lost"),
    "teammate": ("teammate_gained", "teammate_lost"),
    "assigned": ("project_gained", "project_lost"),
    "manages": ("became_manager", "ceased_to_manage"),
}
PLAIN: Final[Mapping[Kind, What]] = {
    "name": "renamed",
    "email": "email",
    "level": "level",
    "profile": "profile",
    "claims": "claims",
    "contractor": "contractor",
    "all_future_projects": "all_future_projects",
    "saml_exempt": "saml_exempt",
}
_ORDER: Final = {kind: place for place, kind in enumerate(KINDS)}
Mark = TypeVar("Mark")


@dataclass(frozen=True, slots=True)
class Change:
    """A slot and what two pictures say of it; null where one does not see enough to say."""

    slot: Slot
    before: Value | None
    after: Value | None

    @property
    def what(self) -> What:
        """Name the change."""
        kind = self.slot.kind
        if kind == "person":
            return "joined" if self.before is False else "restored" if self.after == ACTIVE else "left"
        if kind == "project":
            return _project(self.before, self.after)
        if kind in GAINED_LOST:
            return GAINED_LOST[kind][0 if self.after else 1]
        return PLAIN[kind]

    @property
    def person(self) -> int | None:
        """Whose access it is; null where a project itself has changed."""
        return self.slot.person or None

    @property
    def project(self) -> int | None:
        """Which project it is about."""
        of = self.slot.of
        return of if isinstance(of, int) and self.slot.kind in {"project", "assigned", "manages"} else None


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed, and what only one of two pictures tells, in order of people, kinds and things."""

    certain: tuple[Change, ...]
    untold: tuple[Change, ...] = field(repr=False)

    def by_person(self) -> Mapping[int | None, tuple[Change, ...]]:
        """Group what has changed by person; null: what has changed of projects themselves."""
        return _grouped((change.person, change) for change in self.certain)

    def by_project(self) -> Mapping[int | None, tuple[Change, ...]]:
        """Group what has changed by project; null: what is about none."""
        return _grouped((change.project, change) for change in self.certain)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a picture was made, and as which snapshot it was kept; null: it is the live one."""

    as_of: datetime
    snapshot: int | None = None


@dataclass(frozen=True, slots=True)
class Since(Generic[Mark]):
    """Since when something holds: since the first picture that tells so, and after the last that told otherwise."""

    value: Value
    first: Mark
    last_other: Mark | None
    """Null: it held in the first picture that tells of it."""
    last: Mark | None = None
    """The last picture that tells so, where no later one does: whether it still holds is unknown."""


@dataclass(frozen=True, slots=True)
class Step(Generic[Mark]):
    """A change within a series of pictures: the last that told what was before, and the first that tells of after."""

    change: Change
    last: Mark
    first: Mark


def changes(before: Account, after: Account) -> Changes:
    """Compare two pictures of one account."""
    was, now = named_alike((facts(before), facts(after)))
    differing = {slot for slot, _ in was.held.items() ^ now.held.items()}
    found = [Change(slot, was.value(slot), now.value(slot)) for slot in sorted(differing, key=order)]
    told = [change for change in found if change.before != change.after]
    return Changes(
        certain=tuple(change for change in told if None not in {change.before, change.after}),
        untold=tuple(change for change in told if None in {change.before, change.after}),
    )


def applied(held: Mapping[Slot, Value | None], found: Changes) -> dict[Slot, Value | None]:
    """Change the slots of the first picture into those of the second; job roles keep the names that they have."""
    return {**held, **{change.slot: change.after for change in (*found.certain, *found.untold)}}


def steps(pictures: Iterable[tuple[Mark, Facts]]) -> Iterator[Step[Mark]]:
    """Go through pictures in time; what one of them does not tell is taken up where the next does."""
    known: dict[Slot, tuple[Value, Mark]] = {}
    earlier: list[tuple[Mark, Facts]] = []
    for mark, picture in _alike(pictures):
        for slot in sorted({*known, *picture.held}, key=order):
            now = picture.value(slot)
            if now is None:
                continue
            was = known.get(slot) or _last_told(slot, earlier)
            if was is not None and was[0] != now:
                yield Step(Change(slot, was[0], now), was[1], mark)
            known[slot] = (now, mark)
        earlier.append((mark, picture))


def since(pictures: Iterable[tuple[Mark, Facts]], slot: Slot, wanted: Value | None = None) -> Since[Mark] | None:
    """Find since when a slot has the value wanted, or the one that it has; null: it has not, as far as is known.

    Where the last pictures do not tell of it, it is what the last that does tells, and `last` says which that is. A job
    role is asked for by the last name that it had.
    """
    run: Since[Mark] | None = None
    before: Mark | None = None
    for mark, picture in _alike(pictures) if slot.kind == "job_role" else pictures:
        value = picture.value(slot)
        if value is None:
            run = replace(run, last=before) if run else None
            continue
        if value is False or wanted not in {None, value}:
            run = None
        elif run is None or run.value != value:
            run = Since(value, mark, before)
        else:
            run = replace(run, last=None)
        before = mark
    return run


def order(slot: Slot) -> tuple[int, int, int, str]:
    """Sort slots by person, kind and thing."""
    of = slot.of
    return (slot.person, _ORDER[slot.kind], of if isinstance(of, int) else 0, str(of))


def _alike(pictures: Iterable[tuple[Mark, Facts]]) -> Iterator[tuple[Mark, Facts]]:
    every = tuple(pictures)
    return zip((mark for mark, _ in every), named_alike([of for _, of in every]), strict=True)


def _last_told(slot: Slot, earlier: list[tuple[Mark, Facts]]) -> tuple[Value, Mark] | None:
    """Find the last picture that told that a slot, which none of them filled, was empty."""
    for mark, picture in reversed(earlier):
        if (value := picture.value(slot)) is not None:
            return value, mark
    return None


def _project(before: Value | None, after: Value | None) -> What:
    if before is False:
        return "project_created"
    if after is False:
        return "project_deleted"
    return "project_archived" if after == ARCHIVED else "project_restored"


def _grouped(pairs: Iterable[tuple[int | None, Change]]) -> Mapping[int | None, tuple[Change, ...]]:
    groups: defaultdict[int | None, list[Change]] = defaultdict(list)
    for key, change in pairs:
        groups[key].append(change)
    return {key: tuple(of) for key, of in groups.items()}
