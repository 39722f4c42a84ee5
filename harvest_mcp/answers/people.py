"""Who is in the account, with the access that Harvest states for each person."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access.account import Account
from harvest_mcp.access.standing import UNKNOWN_LEVEL, Standing
from harvest_mcp.answers import naming
from harvest_mcp.answers.paging import Turn, fitting, page
from harvest_mcp.answers.shapes import Listing, Person, about
from harvest_mcp.answers.text import clean, count, fold, line, table
from harvest_mcp.harvest.models import User, UserAssignment

Status = Literal["active", "archived", "all"]
Access = Literal[
    "any",
    "administrator",
    "manager",
    "member",
    "project_creator",
    "billable_rates_manager",
    "managed_projects_invoice_drafter",
    "managed_projects_invoice_manager",
    "client_and_task_manager",
    "time_and_expenses_manager",
    "estimates_manager",
    "people_manager",
]
YesNo = Literal["any", "yes", "no"]
Detail = Literal["concise", "full"]

LABELS_ROOM: Final = 400
"""Bytes for a person's job roles, and for access roles that nobody knows; what does not fit is counted."""


class Users(Listing):
    """People with their level, extra permissions and job roles."""

    users: list[Person]
    unknown_level: int | None = Field(None, description="people left out who may hold it: their level is unknown")

    @override
    def lines(self) -> list[str]:
        """Write a person a line."""
        columns = ("id", "name", "access", "job roles", "notes")
        rows = (
            (str(who.id), who.name, access_words(who), ", ".join(who.job_roles or ()), notes(who)) for who in self.users
        )
        return table(columns, rows)

    @override
    def foot(self) -> list[str]:
        """Write who may be missing, then what every list says."""
        maybe = count(self.unknown_level or 0, "person", "people")
        left_out = [f"Left out: {maybe} whose level is unknown, who may hold it too."] if self.unknown_level else []
        return [*left_out, *super().foot()]


def list_users(
    account: Account,
    *,
    query: str = "",
    status: Status = "active",
    access: Access = "any",
    role: str = "",
    project: str = "",
    contractor: YesNo = "any",
    detail: Detail = "concise",
    turn: Turn | None = None,
) -> Users:
    """List the people who fit every filter. Raises Ambiguous, NoSuchThing or BadCursor."""
    on = naming.project(account, project) if project else None
    job = naming.job_role(account, role) if role else ""
    manages = _managing(account.assignments_of_project.get(on.id, ())) if on else {}
    wanted = fold(query)
    matching = [
        user
        for user in account.users
        if has_status(user, status)
        and (not job or job in account.job_roles_of_user.get(user.id, ()))
        and (on is None or user.id in manages)
        and (contractor == "any" or (user.is_contractor is True) == (contractor == "yes"))
        and (not wanted or wanted in fold(user.name) or wanted in fold(user.email or ""))
    ]
    users = [user for user in matching if access == "any" or account.standings[user.id].holds(access)]
    unsaid = sum(account.standings[user.id].level == UNKNOWN_LEVEL for user in matching) if access != "any" else 0
    found = page(
        users,
        turn or Turn(),
        question=("users", account.id, wanted, status, access, job, on and on.id, contractor, detail),
        row=lambda user: describe(account, user, full=detail == "full", project_manager=manages.get(user.id, False)),
    )
    return Users(
        **about(account, "users", *_also_read(on=on is not None, full=detail == "full")),
        users=found.rows,
        unknown_level=unsaid or None,
        total=found.total,
        returned=len(found.rows),
        next_cursor=found.next_cursor,
    )


def describe(account: Account, user: User, *, full: bool = False, project_manager: bool = False) -> Person:
    """Shape a person; `full` adds the e-mail, how many projects they are on, and what they manage."""
    held = account.standings[user.id]
    effective = [on for on in account.assignments_of_user.get(user.id, ()) if account.is_effective(on)] if full else []
    managed = sum(on.is_project_manager is True for on in effective)
    return Person(
        **stated(user, held, account.job_roles_of_user.get(user.id, ())),
        email=(user.email or None) if full else None,
        archived=user.is_active is False or None,
        contractor=user.is_contractor or None,
        all_future_projects=user.has_access_to_all_future_projects or None,
        project_manager=project_manager or None,
        projects=len(effective) if full else None,
        manages_projects=managed or None,
        manages_people=len(account.teammates.get(user.id, ())) or None if full else None,
    )


def stated(user: User, held: Standing, job_roles: Sequence[str] = ()) -> dict[str, Any]:
    """Fill the members of `Person` that Harvest states of anyone."""
    jobs = fitting(map(clean, job_roles), LABELS_ROOM)
    unknown = fitting(map(clean, held.unknown), LABELS_ROOM)
    return {
        "id": user.id,
        "name": user.name,
        "level": held.level,
        "extras": list(held.extras) or None,
        "unknown_access_roles": unknown or None,
        "profile": held.profile or None,
        "job_roles": jobs or None,
        "not_shown": len(job_roles) + len(held.unknown) - len(jobs) - len(unknown) or None,
    }


def has_status(thing: object, status: Status) -> bool:
    """Whether a person or project is active or archived as asked; what Harvest does not mark counts as active."""
    return status == "all" or (getattr(thing, "is_active", None) is False) == (status == "archived")


def access_words(who: Person) -> str:
    """Write what a person holds: the level, then the extras, then what nobody knows."""
    unknown = [f"unknown access roles: {', '.join(who.unknown_access_roles)}"] if who.unknown_access_roles else []
    profile = [f"profile {who.profile}"] if who.profile else []
    return " + ".join([who.level, *(who.extras or ()), *unknown, *profile])


def one_line(who: Person) -> str:
    """Write all that is told of a person."""
    jobs = f"job roles: {', '.join(who.job_roles)}" if who.job_roles else ""
    return line(word for word in (who.words(), access_words(who), jobs, notes(who)) if word)


def notes(who: Person) -> str:
    """Write what else is to be known of a person, in a few words."""
    return ", ".join(_notes(who))


def _notes(who: Person) -> Iterable[str]:
    if who.not_shown:
        yield f"{who.not_shown:,} more job roles or unknown access roles"
    if who.email:
        yield who.email
    if who.archived:
        yield "archived"
    if who.contractor:
        yield "contractor"
    if who.all_future_projects:
        yield "all future projects"
    if who.project_manager:
        yield "manages this project"
    if who.projects is not None:
        yield f"on {count(who.projects, 'project')}"
    if who.manages_projects:
        yield f"manages {count(who.manages_projects, 'project')}"
    if who.manages_people:
        yield f"manages {count(who.manages_people, 'person', 'people')}"


def _managing(assignments: Iterable[UserAssignment]) -> dict[int, bool]:
    """Tell who is actively assigned, and whether each manages the project, by the person's id."""
    return {on.user.id: on.is_project_manager is True for on in assignments if on.is_active is not False}


def _also_read(*, on: bool, full: bool) -> Iterable[Literal["user_assignments", "teammates"]]:
    if on or full:
        yield "user_assignments"
    if full:
        yield "teammates"
