"""One person: what Harvest states of their access, where they are assigned, whom they manage and who manages them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import TERMS
from harvest_mcp.answers import naming
from harvest_mcp.answers.paging import Turn, fitting, page, size
from harvest_mcp.answers.people import access_words, describe, notes
from harvest_mcp.answers.shapes import Listing, Named, Person, Project, Reason, about
from harvest_mcp.answers.text import line, table
from harvest_mcp.harvest.models import User, UserAssignment

NAMES_SHOWN: Final = 25
NAMES_ROOM: Final = 1_200
"""The most people named whom somebody manages, or who manage somebody, and the most bytes; all of them are counted."""
LARGEST_ROW: Final = 1_000
TOTALS: Final = 200
"""Bytes that a project never passes with names of ordinary letters, and those of totals and a cursor."""


class Assignment(Project):
    """A project, and the person's place on it."""

    assignment: int = Field(description="id of the assignment")
    manages: bool | None = Field(None, description="is a project manager of it")
    since: date | None = None
    ended: bool | None = Field(None, description="the assignment is archived")


class UserDetail(Listing):
    """A person, and a page of the projects that they are assigned to; `total` counts the projects."""

    user: Person
    holds: list[Reason] = Field(description="what the level and each extra let them do")
    projects: list[Assignment]
    teammates: list[Named] | None = Field(None, description="the first people they manage; manages_people counts all")
    managed_by: list[Named] | None = Field(None, description="the first people managers they are assigned to")
    managed_by_people: int | None = Field(None, description="how many people managers they are assigned to")

    @override
    def lines(self) -> list[str]:
        """Write the person, what they hold, whom they manage, and a project a line."""
        who = self.user
        words = (who.name, f"id {who.id}", access_words(who), _jobs(who), notes(who))
        rows = ((str(on.id), on.name, on.of(), _place(on)) for on in self.projects)
        return [
            line(word for word in words if word),
            *(f"- {reason.because} ({reason.source})" for reason in self.holds),
            *_people("Manages", self.teammates or (), who.manages_people),
            *_people("Is managed by", self.managed_by or (), self.managed_by_people),
            *(table(("project id", "project", "client", "notes"), rows) if self.projects else ["On no projects."]),
        ]


def get_user(account: Account, who: str, *, turn: Turn | None = None) -> UserDetail:
    """Describe one person. Raises Ambiguous, NoSuchThing or BadCursor."""
    user = naming.person(account, who)
    alone = _alone(account, user)
    turn = turn or Turn()
    named = _names(account, user, turn.room(size(alone) + TOTALS + LARGEST_ROW))
    head = alone.model_copy(update=named)
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


def _alone(account: Account, user: User) -> UserDetail:
    """The person without anything that may be long."""
    return UserDetail(
        **about(account, "users", "user_assignments", "teammates"),
        user=describe(account, user, full=True),
        holds=list(_holds(account, user)),
        projects=[],
        managed_by_people=len(account.managers_of_user.get(user.id, ())) or None,
        total=0,
        returned=0,
    )


def _names(account: Account, user: User, room: int | None) -> dict[str, list[Named] | None]:
    """Name the people whom a person manages and those who manage them, as far as either fits into half of the room."""
    mates = (Named(id=mate.id, name=mate.name) for mate in account.teammates.get(user.id, ())[:NAMES_SHOWN])
    managers = (_named(account, manager) for manager in account.managers_of_user.get(user.id, ())[:NAMES_SHOWN])
    each = None if room is None else min(room // 2, NAMES_ROOM)
    return {"teammates": fitting(mates, each) or None, "managed_by": fitting(managers, each) or None}


def _holds(account: Account, user: User) -> Iterable[Reason]:
    held = account.standings[user.id]
    for role in (held.level, *held.extras):
        if term := TERMS.get(role):
            yield Reason(because=f"{role}: {term.lets}", source=term.source)


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
    return Named(id=user_id, name=account.users_by_id[user_id].name)


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
    more = total - len(people)
    return [f"{verb}: {', '.join([*(who.words() for who in people), *([f'{more:,} more'] if more else [])])}"]
