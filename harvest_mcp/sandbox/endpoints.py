"""The addresses that the sandbox knows, who may ask each, and what it gives: one function an address, one table."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final, TypeVar

from harvest_mcp.sandbox import entries, shapes
from harvest_mcp.sandbox.asking import Asked
from harvest_mcp.sandbox.company import ACCOUNT_ID, Assignment, Person, Project, TaskAssignment, by_id
from harvest_mcp.sandbox.lists import in_order, listed
from harvest_mcp.sandbox.replies import Refused, Reply, answer, no_record, unprocessable

ACCOUNTS: Final = "/accounts"
LONGEST_REPORT: Final = timedelta(days=365)

Endpoint = Callable[[Asked], Reply]
T = TypeVar("T")


def accounts(asked: Asked) -> Reply:
    """What the token opens; the id host tells it, to anyone."""
    return answer(shapes.accounts(asked.company, ACCOUNT_ID, asked.viewer.person))


def users(asked: Asked) -> Reply:
    """People: administrators see all, managers with teammates these and themselves."""
    viewer = asked.viewer
    asked.need(viewer.is_administrator or viewer.leads_people)
    seen = (who for who in asked.company.users if viewer.sees_person(who))
    kept = (who for who in seen if asked.keeps(who, is_active=who.is_active))
    return listed(asked, "users", kept, lambda who: shapes.user(asked, who))


def me(asked: Asked) -> Reply:
    """Whoever's token it is."""
    return answer(shapes.user(asked, asked.viewer.person))


def user(asked: Asked) -> Reply:
    """One person."""
    asked.need(asked.viewer.is_administrator or asked.viewer.leads_people)
    return answer(shapes.user(asked, _person(asked)))


def own_project_assignments(asked: Asked) -> Reply:
    """The viewer's own active projects."""
    return _project_assignments(asked, asked.viewer.person, cursors=False)


def project_assignments(asked: Asked) -> Reply:
    """A person's active projects."""
    viewer = asked.viewer
    own = asked.ids["user"] == viewer.person.id
    asked.need(own or viewer.is_administrator or viewer.leads_people)
    return _project_assignments(asked, viewer.person if own else _person(asked), cursors=True)


def _project_assignments(asked: Asked, who: Person, *, cursors: bool) -> Reply:
    on = (row for row in asked.company.user_assignments if row.user is who and row.is_active and asked.keeps(row))
    return listed(asked, "project_assignments", on, lambda row: shapes.project_assignment(asked, row), cursors=cursors)


def teammates(asked: Asked) -> Reply:
    """The people assigned to a manager."""
    asked.need(asked.viewer.is_administrator)
    who = _person(asked)
    if who.level != "manager":
        raise Refused(unprocessable("User must be a Manager"))
    return listed(asked, "teammates", who.teammates, shapes.teammate)


def billable_rates(asked: Asked) -> Reply:
    """A person's billable rates."""
    viewer = asked.viewer
    asked.need(viewer.is_administrator or viewer.holds("billable_rates_manager"))
    who = _person(asked)
    return _rates(asked, "billable_rates", who, who.default_hourly_rate)


def cost_rates(asked: Asked) -> Reply:
    """A person's cost rates."""
    asked.need(asked.viewer.is_administrator)
    who = _person(asked)
    return _rates(asked, "cost_rates", who, who.cost_rate)


def _rates(asked: Asked, name: str, who: Person, amount: float | None) -> Reply:
    """A person without a rate has no row, not a row of 0."""
    return listed(asked, name, [] if amount is None else [who], lambda of: shapes.rate(of, amount or 0.0))


def roles(asked: Asked) -> Reply:
    """Job roles."""
    asked.need(asked.viewer.is_administrator)
    return listed(asked, "roles", asked.company.roles, lambda of: shapes.role(asked, of))


def role(asked: Asked) -> Reply:
    """One job role."""
    asked.need(asked.viewer.is_administrator)
    return answer(shapes.role(asked, _found(by_id(asked.company.roles, asked.ids["role"]))))


def company(asked: Asked) -> Reply:
    """The account's settings."""
    asked.need(asked.viewer.is_administrator)
    return answer(shapes.company(asked.company))


def clients(asked: Asked) -> Reply:
    """Clients."""
    asked.need(_sees_clients(asked))
    kept = (of for of in asked.company.clients if asked.keeps(of, is_active=of.is_active))
    return listed(asked, "clients", kept, lambda of: shapes.client(asked, of))


def client(asked: Asked) -> Reply:
    """One client."""
    asked.need(_sees_clients(asked))
    return answer(shapes.client(asked, _found(by_id(asked.company.clients, asked.ids["client"]))))


def tasks(asked: Asked) -> Reply:
    """Tasks."""
    asked.need(_sees_clients(asked))
    kept = (of for of in asked.company.tasks if asked.keeps(of, is_active=of.is_active))
    return listed(asked, "tasks", kept, shapes.task)


def task(asked: Asked) -> Reply:
    """One task."""
    asked.need(_sees_clients(asked))
    return answer(shapes.task(_found(by_id(asked.company.tasks, asked.ids["task"]))))


def _sees_clients(asked: Asked) -> bool:
    return asked.viewer.is_administrator or asked.viewer.holds("client_and_task_manager")


def projects(asked: Asked) -> Reply:
    """Projects: administrators see all, managers those that they manage."""
    asked.need(_sees_projects(asked))
    of_client = asked.number("client_id")
    kept = (
        of
        for of in asked.company.projects
        if asked.viewer.sees_project(of)
        and (of_client is None or of.client.id == of_client)
        and asked.keeps(of, is_active=of.is_active)
    )
    return listed(asked, "projects", kept, lambda of: shapes.project(asked, of))


def project(asked: Asked) -> Reply:
    """One project."""
    asked.need(_sees_projects(asked))
    return answer(shapes.project(asked, _project(asked)))


def _sees_projects(asked: Asked) -> bool:
    return asked.viewer.is_administrator or asked.viewer.manages_projects


def user_assignments(asked: Asked) -> Reply:
    """Who is on which project: administrators see all, managers what they manage."""
    asked.need(_sees_projects(asked) or asked.viewer.leads_people)
    return _user_assignments(asked, asked.company.user_assignments, cursors=True)


def user_assignments_of_project(asked: Asked) -> Reply:
    """Who is on a project."""
    asked.need(_sees_projects(asked))
    of = _project(asked)
    return _user_assignments(asked, (on for on in asked.company.user_assignments if on.project is of), cursors=False)


def _user_assignments(asked: Asked, rows: Iterable[Assignment], *, cursors: bool) -> Reply:
    of_user = asked.number("user_id")
    seen = (on for on in rows if asked.viewer.sees_assignment(on) and (of_user is None or on.user.id == of_user))
    kept = (on for on in seen if asked.keeps(on, is_active=on.is_active))
    return listed(asked, "user_assignments", kept, lambda on: shapes.user_assignment(asked, on), cursors=cursors)


def task_assignments(asked: Asked) -> Reply:
    """Which tasks are done on which project."""
    asked.need(_sees_projects(asked))
    return _task_assignments(asked, asked.company.projects, cursors=True)


def task_assignments_of_project(asked: Asked) -> Reply:
    """Which tasks are done on a project."""
    asked.need(_sees_projects(asked))
    return _task_assignments(asked, [_project(asked)], cursors=False)


def _task_assignments(asked: Asked, projects: Iterable[Project], *, cursors: bool) -> Reply:
    on: dict[TaskAssignment, Project] = {
        row: of
        for of in projects
        if asked.viewer.sees_project(of)
        for row in of.task_assignments
        if asked.keeps(row, is_active=row.is_active)
    }
    return listed(
        asked, "task_assignments", on, lambda row: shapes.task_assignment(asked, on[row], row), cursors=cursors
    )


def time_entries(asked: Asked) -> Reply:
    """Time entries: one's own, and those that one manages; the newest day first."""
    return in_order(asked, "time_entries", entries.in_sight(asked), lambda entry: entries.shape(asked, entry))


def time_entry(asked: Asked) -> Reply:
    """One time entry."""
    return answer(entries.shape(asked, _found(by_id(entries.in_sight(asked), asked.ids["entry"]))))


def team_time(asked: Asked) -> Reply:
    """Who tracked time between two days, as far as the viewer sees it: a person a row, for there is one currency."""
    first, last = asked.day("from"), asked.day("to")
    if first is None or last is None:
        raise Refused(unprocessable("from and to are required"))
    if date.fromisoformat(last) - date.fromisoformat(first) > LONGEST_REPORT:
        raise Refused(unprocessable("The timeframe must be 365 days or less"))
    hours: dict[Person, float] = {}
    for entry in entries.in_sight(asked):
        hours[entry.under.user] = hours.get(entry.under.user, 0.0) + entry.hours
    return in_order(asked, "results", list(hours), lambda who: shapes.tracked(asked, who, hours[who]))


def _person(asked: Asked) -> Person:
    who = _found(by_id(asked.company.users, asked.ids["user"]))
    return _found(who if asked.viewer.sees_person(who) else None)


def _project(asked: Asked) -> Project:
    of = _found(by_id(asked.company.projects, asked.ids["project"]))
    return _found(of if asked.viewer.sees_project(of) else None)


def _found(thing: T | None) -> T:
    if thing is None:
        raise Refused(no_record())
    return thing


ENDPOINTS: Final[dict[str, Endpoint]] = {
    ACCOUNTS: accounts,
    "/users": users,
    "/users/me": me,
    "/users/me/project_assignments": own_project_assignments,
    "/users/{user:int}": user,
    "/users/{user:int}/project_assignments": project_assignments,
    "/users/{user:int}/teammates": teammates,
    "/users/{user:int}/billable_rates": billable_rates,
    "/users/{user:int}/cost_rates": cost_rates,
    "/roles": roles,
    "/roles/{role:int}": role,
    "/company": company,
    "/clients": clients,
    "/clients/{client:int}": client,
    "/tasks": tasks,
    "/tasks/{task:int}": task,
    "/projects": projects,
    "/projects/{project:int}": project,
    "/projects/{project:int}/user_assignments": user_assignments_of_project,
    "/projects/{project:int}/task_assignments": task_assignments_of_project,
    "/user_assignments": user_assignments,
    "/task_assignments": task_assignments,
    "/time_entries": time_entries,
    "/time_entries/{entry:int}": time_entry,
    "/reports/time/team": team_time,
}
