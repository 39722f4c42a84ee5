"""One person: everything that they may do and reach, and why; where they are assigned, and who manages whom."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import REACHES, RULES
from harvest_mcp.access.question import ACCOUNT
from harvest_mcp.access.standing import Standing
from harvest_mcp.answers import naming
from harvest_mcp.answers.grants import Everything, GrantRow, Why
from harvest_mcp.answers.paging import Turn, fitting, page, size
from harvest_mcp.answers.people import access_words, describe, notes
from harvest_mcp.answers.reach import Footnotes, with_unread
from harvest_mcp.answers.shapes import Listing, Named, Person, Project, Sentence, about
from harvest_mcp.answers.subject import rests_on
from harvest_mcp.answers.text import count, line, table
from harvest_mcp.harvest.models import User, UserAssignment

NAMES_SHOWN: Final = 25
NAMES_ROOM: Final = 1_200
"""The most people named whom somebody manages, or who manage somebody, and the most bytes; all of them are counted."""
LARGEST_ROW: Final = 1_000
TOTALS: Final = 200
"""Bytes that a project never passes with names of ordinary letters, and those of totals and a cursor."""
KEPT: Final = 200
"""How many answers to keep with a picture: whoever is asked about once is often asked about again."""


class Assignment(Project):
    """A project, and the person's place on it."""

    assignment: int = Field(description="id of the assignment")
    manages: bool | None = Field(None, description="is a project manager of it")
    since: date | None = None
    ended: bool | None = Field(None, description="the assignment is archived")


class UserDetail(Listing):
    """A person, what they may do, and a page of the projects that they are assigned to; `total` counts the projects."""

    user: Person
    grants: list[GrantRow] = Field(description="what they may do, by what they reach; see harvest://permissions")
    possibly: list[Why] = Field(description="what they may or may not do: unknown, by cause")
    not_shown: int | None = Field(None, description="permissions left out of grants and possibly for room")
    caveats: list[Sentence] | None = None
    projects: list[Assignment]
    teammates: list[Named] | None = Field(None, description="the first people they manage; manages_people counts all")
    managed_by: list[Named] | None = Field(None, description="the first people managers they are assigned to")
    managed_by_people: int | None = Field(None, description="how many people managers they are assigned to")

    @override
    def lines(self) -> list[str]:
        """Write the person, what they may do, whom they manage, and a project a line."""
        who = self.user
        words = (who.name, f"id {who.id}", access_words(who), _jobs(who), notes(who))
        rows = ((str(on.id), on.name, on.of(), _place(on)) for on in self.projects)
        return [
            line(word for word in words if word),
            *self._may(),
            *_people("Manages", self.teammates or (), who.manages_people),
            *_people("Is managed by", self.managed_by or (), self.managed_by_people),
            *(table(("project id", "project", "client", "notes"), rows) if self.projects else ["On no projects."]),
        ]

    def _may(self) -> Iterator[str]:
        footnotes = Footnotes()
        for row in self.grants:
            yield from row.lines(footnotes)
        if not self.grants:
            yield "May do nothing that is known."
        yield from (f"Possibly: {why.words(footnotes)}" for why in self.possibly)
        if self.not_shown:
            yield f"{count(self.not_shown, 'more permission')} left out for room."
        yield from footnotes.lines()
        yield from (f"Note: {caveat}" for caveat in self.caveats or ())


def get_user(account: Account, who: str, *, turn: Turn | None = None) -> UserDetail:
    """Describe one person. Raises Ambiguous, NoSuchThing or BadCursor."""
    user, turn = naming.person(account, who), turn or Turn()
    by_name = naming.perhaps_another(account, who, naming.PEOPLE, user)
    kept, asked = account.derive(_kept), (user.id, by_name, turn)
    found = kept.get(asked)
    if found is None:
        found = _described(account, user, by_name, turn)
        if len(kept) >= KEPT:
            kept.clear()
        kept[asked] = found
    return found


def _kept(_account: Account) -> dict[tuple[int, str, Turn], UserDetail]:
    """The answers that were given about a picture; they never change."""
    return {}


def _described(account: Account, user: User, by_name: str, turn: Turn) -> UserDetail:
    everything = Everything(account, user)
    alone = _alone(account, user, everything, by_name)
    granted = everything.fitting(turn.room(size(alone) + TOTALS + LARGEST_ROW))
    head = alone.model_copy(
        update={"grants": granted.grants, "possibly": granted.possibly, "not_shown": granted.not_shown or None}
    )
    head = head.model_copy(update=_names(account, user, turn.room(size(head) + TOTALS + LARGEST_ROW)))
    found = page(
        account.assignments_of_user.get(user.id, ()),
        turn,
        question=("user", account.id, user.id),
        row=lambda assignment: _assignment(account, assignment),
        beside=size(head) + TOTALS,
    )
    return head.model_copy(
        update={
            "projects": found.rows,
            "total": found.total,
            "returned": len(found.rows),
            "next_cursor": found.next_cursor,
        }
    )


def _alone(account: Account, user: User, everything: Everything, by_name: str) -> UserDetail:
    """The person without anything that may be long."""
    parts = rests_on(ACCOUNT, RULES.values(), REACHES)
    told = about(account, *dict.fromkeys(("users", "user_assignments", "teammates", *parts)))
    return UserDetail(
        **with_unread(told, everything.caveats),
        user=describe(account, user, full=True),
        grants=[],
        possibly=[],
        caveats=[*([by_name] if by_name else []), *_void(account.standings[user.id])] or None,
        projects=[],
        managed_by_people=len(account.managers_of_user.get(user.id, ())) or None,
        total=0,
        returned=0,
    )


def _void(held: Standing) -> Iterator[str]:
    """Say that what a member holds beside the level comes to nothing."""
    if held.void:
        yield f"Void without the level manager: {', '.join(held.void)}."


def _names(account: Account, user: User, room: int | None) -> dict[str, list[Named] | None]:
    """Name the people whom a person manages and those who manage them, as far as either fits into half of the room."""
    mates = (Named(id=mate.id, name=mate.name) for mate in account.teammates.get(user.id, ())[:NAMES_SHOWN])
    managers = (_named(account, manager) for manager in account.managers_of_user.get(user.id, ())[:NAMES_SHOWN])
    each = None if room is None else min(room // 2, NAMES_ROOM)
    return {"teammates": fitting(mates, each) or None, "managed_by": fitting(managers, each) or None}


def _assignment(account: Account, assignment: UserAssignment) -> Assignment:
    project = account.projects_by_id.get(assignment.project.id)
    client = project.client if project else None
    return Assignment(
        id=assignment.project.id,
        name=assignment.project.name,
        client=Named(id=client.id, name=client.name) if client else None,
        code=assignment.project.code or None,
        archived=(project is not None and project.is_active is False) or None,
        assignment=assignment.id,
        manages=assignment.is_project_manager or None,
        since=assignment.created_at.date() if assignment.created_at else None,
        ended=assignment.is_active is False or None,
    )


def _named(account: Account, user_id: int) -> Named:
    return Named(id=user_id, name=account.name_of_person(user_id))


def _jobs(who: Person) -> str:
    return f"job roles: {', '.join(who.job_roles)}" if who.job_roles else ""


def _place(on: Assignment) -> str:
    words = (
        f"code {on.code}" if on.code else "",
        "manages it" if on.manages else "",
        f"assignment {on.assignment}",
        f"since {on.since}" if on.since else "",
        "assignment archived" if on.ended else "",
        "project archived" if on.archived else "",
    )
    return ", ".join(word for word in words if word)


def _people(verb: str, people: Sequence[Named], total: int | None) -> list[str]:
    if not total:
        return []
    if more := total - len(people):
        return [f"{verb} {total:,} people: {', '.join([*(who.words() for who in people), f'{more:,} more'])}"]
    return [f"{verb}: {', '.join(who.words() for who in people)}"]
