"""The sentences that the facts of an account make in a chain of reasons; their subject is whoever is asked about."""

from collections.abc import Sequence
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.question import Question
from harvest_mcp.access.reasons import Reason
from harvest_mcp.harvest.models import UserAssignment

ASSIGNMENTS: Final = "user assignments of this account"
TEAMMATES: Final = "teammates of this account"


def manages(account: Account, marks: Sequence[UserAssignment]) -> Reason:
    """Say which project somebody manages, or how many."""
    if len(marks) > 1:
        return Reason(f"Manages {len(marks)} projects.", ASSIGNMENTS)
    on = marks[0]
    return Reason(f"Manages {account.name_of_project(on.project.id)} ({_since(on)}).", _row(on))


def leads(account: Account, mates: Sequence[int]) -> Reason:
    """Say who is assigned to somebody, or how many are."""
    if len(mates) > 1:
        return Reason(f"{len(mates)} people are assigned to them as teammates.", TEAMMATES)
    return Reason(f"{account.name_of_person(mates[0])} is assigned to them as a teammate.", TEAMMATES)


def assigned(account: Account, places: Sequence[UserAssignment]) -> Reason:
    """Say which project a person is on, or how many."""
    on = places[0]
    person = account.name_of_person(on.user.id)
    if len(places) > 1:
        return Reason(f"{person} is assigned to {len(places)} projects.", ASSIGNMENTS)
    return Reason(f"{person} is assigned to {account.name_of_project(on.project.id)} ({_since(on)}).", _row(on))


def not_assigned(asked: Question) -> Reason:
    """Say that a person is not on the projects in question."""
    return Reason(f"Is not actively assigned to {_projects(asked)}.", ASSIGNMENTS)


def manages_not(asked: Question) -> Reason:
    """Say that somebody manages neither the projects nor the people in question, as far as either would do."""
    projects, people = _projects(asked), "Nobody"
    if asked.person is not None:
        people = asked.account.name_of_person(asked.person)
        projects = projects if asked.projects else f"a project that {people} is on"
        is_led = f"{people} is not assigned to them as a teammate"
    else:
        on = f" on {projects}" if asked.projects else ""
        is_led = f"nobody{on} is assigned to them as a teammate"
    if asked.rule.through == "people":
        return Reason(f"{is_led[0].upper()}{is_led[1:]}.", TEAMMATES)
    too = f", and {is_led}" if asked.rule.through == "both" else ""
    return Reason(f"Does not manage {projects}{too}.", ASSIGNMENTS)


def _projects(asked: Question) -> str:
    if asked.projects is None:
        return "any active project"
    if len(asked.projects) == 1:
        return asked.account.name_of_project(next(iter(asked.projects)))
    return "any of the client's projects"


def _since(on: UserAssignment) -> str:
    return f"assignment {on.id}, since {on.created_at.date()}" if on.created_at else f"assignment {on.id}"


def _row(on: UserAssignment) -> str:
    return f"user assignment {on.id}"
