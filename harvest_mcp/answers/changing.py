"""Puts what two pictures tell into words: names beside ids, both sides of each change, sums, and what is unknown."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2s
from typing import Any, Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.changes import Change, Moment, Since, Step, changes
from harvest_mcp.access.facts import FLAGS, KINDS, Slot, Value
from harvest_mcp.access.sight import WORDS, Part
from harvest_mcp.answers.changes import ChangeRow, ChangesAnswer, Holding, PersonChanges, Picture, Reviewed, Whose
from harvest_mcp.answers.paging import Turn, page, size
from harvest_mcp.answers.shapes import Gap, Named, about
from harvest_mcp.answers.text import clean
from harvest_mcp.harvest.models import User

PARTS: Final[tuple[Part, ...]] = ("users", "roles", "projects", "user_assignments", "teammates")
"""What changes rest on."""
STATED: Final = frozenset({"person", "level", "extra", "profile"})
IDENTITY: Final = frozenset({"name", "email"})
"""What comes and goes with a person: told where it has changed of one who stayed."""
NONE: Final = "none"
HELD: Final = {"assigned": "assigned", "manages": "manager"}
FOOT: Final = 150
"""Bytes for a cursor and for numbers that are not written yet."""
Names = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Two pictures of an account, as which snapshots they were kept, and names of what neither of them shows.

    Where the earlier is that of a `review`, this is its folder's name.
    """

    before: Account
    after: Account
    since: int | None
    until: int | None
    people: Mapping[int, str] = field(default_factory=dict)
    projects: Mapping[int, str] = field(default_factory=dict)
    review: str = ""

    def person(self, number: int) -> str:
        """Name a person."""
        for of in (self.after, self.before):
            if number in of.users_by_id or number in of.unseen_people:
                return of.name_of_person(number)
        return self.people.get(number) or f"person {number}"

    def project(self, number: int) -> str:
        """Name a project."""
        for of in (self.after, self.before):
            if number in of.projects_by_id or number in of.assignments_of_project:
                return of.name_of_project(number)
        return self.projects.get(number) or f"project {number}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A change with a number by which rows are in order, today as tomorrow."""

    id: int
    change: Change
    between: tuple[datetime, datetime] | None = None


def access_changes(pictures: Pictures, *, turn: Turn | None = None, caveats: Sequence[str] = ()) -> ChangesAnswer:
    """Tell what has changed between two pictures, and what is to be said of the two. Raises BadCursor."""
    found = changes(pictures.before, pictures.after)
    rows = _without_consequences([_Row(_number(change.slot), change) for change in found.certain])
    members = _members(pictures, rows, caveats)
    not_compared = sum(change.slot.kind not in IDENTITY for change in found.untold)
    bare = ChangesAnswer(**members, not_compared=not_compared or None)
    return bare.model_copy(update=_paged(pictures, rows, turn, bare, question=("changes",)))


def person_changes(
    pictures: Pictures,
    user: User,
    steps: Sequence[Step[Moment]],
    holds: Sequence[tuple[Slot, Since[Moment]]],
    *,
    turn: Turn | None = None,
    caveats: Sequence[str] = (),
) -> PersonChanges:
    """Tell each change of one person's access, in order of time, and since when they hold what they hold.

    Raises BadCursor.
    """
    rows = _without_consequences(
        [_Row(number, step.change, (step.last.as_of, step.first.as_of)) for number, step in enumerate(steps, 1)]
    )
    bare = PersonChanges(
        **_members(pictures, rows, caveats),
        user=Named(id=user.id, name=user.name),
        holds=[_holding(slot, since) for slot, since in holds],
    )
    return bare.model_copy(update=_paged(pictures, rows, turn, bare, question=("steps", user.id)))


def _without_consequences(rows: Sequence[_Row]) -> list[_Row]:
    """Leave out claims that have changed along with what they are spelt out from: a level, an extra, a profile.

    And the name and the e-mail of whoever came or went.
    """
    stated = {(row.change.person, row.between) for row in rows if row.change.slot.kind in STATED}

    def is_one(row: _Row) -> bool:
        change = row.change
        if change.slot.kind in IDENTITY:
            return False in {change.before, change.after}
        return change.slot.kind == "claims" and (change.person, row.between) in stated

    return [row for row in rows if not is_one(row)]


def _members(pictures: Pictures, rows: Sequence[_Row], caveats: Sequence[str]) -> dict[str, Any]:
    head = about(pictures.after, *PARTS)
    gaps = [*(head["gaps"] or ()), *_earlier(pictures)]
    return {
        **head,
        "complete": not gaps and not caveats,
        "gaps": gaps or None,
        "since": _picture(pictures.before, pictures.since, pictures.review),
        "until": _picture(pictures.after, pictures.until),
        "counts": dict(Counter(row.change.what for row in rows).most_common()),
        "people": len({row.change.person for row in rows} - {None}),
        "changes": [],
        "caveats": list(caveats) or None,
        "total": len(rows),
        "returned": 0,
    }


def _paged(
    pictures: Pictures, rows: Sequence[_Row], turn: Turn | None, bare: ChangesAnswer, *, question: Sequence[object]
) -> dict[str, Any]:
    found = page(
        rows,
        turn or Turn(),
        question=(*question, pictures.after.id, pictures.since or pictures.review, pictures.until),
        row=lambda row: _told(pictures, row),
        beside=size(bare) + FOOT,
    )
    return {"changes": found.rows, "returned": len(found.rows), "next_cursor": found.next_cursor}


def _earlier(pictures: Pictures) -> Iterator[Gap]:
    """What the earlier picture does not show, unless the later does not for the same reason."""
    for part in PARTS:
        was = pictures.before.sees(part)
        if not was.is_whole and was != pictures.after.sees(part):
            yield Gap(what=f"{WORDS[part]} in the earlier picture", why=was.why, who_could=was.who_could)


def _picture(account: Account, snapshot: int | None, review: str = "") -> Picture:
    viewer = Named(id=account.viewer.id, name=account.viewer.name)
    if review:
        return Reviewed(as_of=account.as_of, viewer=viewer, complete=account.complete, review=review)
    return Picture(as_of=account.as_of, snapshot=snapshot, viewer=viewer, complete=account.complete)


def _told(pictures: Pictures, row: _Row) -> ChangeRow:
    change = row.change
    before, after = _sides(pictures, change)
    return ChangeRow(
        what=change.what,
        person=_whose(change.person, pictures.person),
        project=_whose(change.project, pictures.project),
        before=before,
        after=after,
        between=list(row.between) if row.between else None,
    )


def _whose(number: int | None, names: Names) -> Whose:
    return Whose() if number is None else Whose(id=number, name=names(number))


def _sides(pictures: Pictures, change: Change) -> tuple[str, str]:
    """Write what was before and what is after; of claims, those that differ."""
    if change.slot.kind == "claims":
        was, now = (frozenset(str(value or "").split()) for value in (change.before, change.after))
        return " ".join(sorted(was - now)) or NONE, " ".join(sorted(now - was)) or NONE
    was_word, now_word = (_word(pictures, change.slot, value) for value in (change.before, change.after))
    return was_word, now_word


def _word(pictures: Pictures, slot: Slot, value: Value | None) -> str:
    if slot.kind in FLAGS:
        return "yes" if value else "no"
    if not value:
        return NONE
    if isinstance(value, str):
        return clean(value) or NONE
    if slot.kind == "teammate":
        return Named(id=int(slot.of), name=pictures.person(int(slot.of))).words()
    return HELD.get(slot.kind) or clean(str(slot.of))


def _holding(slot: Slot, since: Since[Moment]) -> Holding:
    access = since.value if isinstance(since.value, str) else slot.of or slot.kind
    return Holding(
        access=str(access),
        since=since.first.as_of,
        not_before=since.last_other.as_of if since.last_other else None,
        last_shown=since.last.as_of if since.last else None,
    )


def _number(slot: Slot) -> int:
    """A number that is a slot's own and sorts as slots do: a cursor stays right while the account changes."""
    of = slot.of
    thing = of if isinstance(of, int) else int.from_bytes(blake2s(of.encode(), digest_size=8).digest())
    return (slot.person << 136) | (KINDS.index(slot.kind) << 128) | (thing & (2**128 - 1)) + 1
