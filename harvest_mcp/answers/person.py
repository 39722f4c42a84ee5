"""One person: what Harvest states of their access, where they are assigned, whom they manage and who manages them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from pydantic import Field

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import TERMS
from harvest_mcp.answers import naming
from harvest_mcp.answers.paging import Turn, page
from harvest_mcp.answers.people import access_words, describe, notes
from harvest_mcp.answers.shapes import Listing, Named, Person, Project, Reason, about
from harvest_mcp.answers.text import table
from harvest_mcp.harvest.models import User, UserAssignment

NAMES_SHOWN: Final = 25
"""Of the people whom somebody manages, or who manage somebody; the text and `manages_people` count them all."""


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
    teammates: list[Named] | None = Field(None, description=f"people they manage, first {NAMES_SHOWN}")
    managed_by: list[Named] | None = Field(
        None, description=f"people managers they are assigned to, first {NAMES_SHOWN}"
    )

    def lines(self) -> list[str]:
        """Write the person, what they hold, whom they manage, and a project a line."""
        who = self.user
        words = (who.name, f"id {who.id}", access_words(who), _jobs(who), notes(who))
        rows = ((str(on.id), on.name, on.client.name if on.client else "", _place(on)) for on in self.projects)
        return [
            " | ".join(word for word in words if word),
            *(f"- {reason.because} ({reason.source})" for reason in self.holds),
            *_people("Manages", self.teammates),
            *_people("Is managed by", self.managed_by),
            *(table(("project id", "project", "client", "notes"), rows) if self.projects else ["On no projects."]),
        ]


def get_user(account: Account, who: str, *, turn: Turn | None = None) -> UserDetail:
    """Describe one person. Raises Ambiguous, NoSuchThing or BadCursor."""
    user = naming.person(account, who)
    found = page(
        account.assignments_of_user.get(user.id, ()),
        turn or Turn(),
        question=("user", account.id, user.id),
        row=lambda assignment: _assignment(account, assignment),
    )
    mates = [Named(id=mate.id, name=mate.name) for mate in account.teammates.get(user.id, ())[:NAMES_SHOWN]]
    managers = [_named(account, manager) for manager in account.managers_of_user.get(user.id, ())[:NAMES_SHOWN]]
    return UserDetail(
        **about(account, "users", "user_assignments", "teammates"),
        user=describe(account, user, full=True),
        holds=list(_holds(account, user)),
        projects=found.rows,
        teammates=mates or None,
        managed_by=managers or None,
        total=found.total,
        returned=len(found.rows),
        next_cursor=found.next_cursor,
    )


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
        "manages it" if on.manages else "",
        f"since {on.since}" if on.since else "",
        "assignment archived" if on.ended else "",
        "project archived" if on.archived else "",
    )
    return ", ".join(word for word in words if word)


def _people(verb: str, people: Sequence[Named] | None) -> list[str]:
    return [f"{verb}: {', '.join(f'{who.name} ({who.id})' for who in people)}"] if people else []
