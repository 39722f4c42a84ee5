"""Which projects there are, who manages each, and how many people are on it."""

from typing import Final

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access.account import Account
from harvest_mcp.answers import naming
from harvest_mcp.answers.paging import Turn, page
from harvest_mcp.answers.people import Status, has_status
from harvest_mcp.answers.shapes import Listing, Named, Project, about
from harvest_mcp.answers.text import fold, table
from harvest_mcp.harvest import models

MANAGERS_SHOWN: Final = 5


class ProjectRow(Project):
    """A project with the people who manage it and how many are on it."""

    managers: list[Named] = Field(description=f"active project managers, first {MANAGERS_SHOWN}")
    manager_count: int
    people: int = Field(description="actively assigned")


class Projects(Listing):
    """Projects with their managers and head counts."""

    projects: list[ProjectRow]

    @override
    def lines(self) -> list[str]:
        """Write a project a line."""
        columns = ("id", "project", "client", "managers", "people", "notes")
        return table(
            columns,
            ((str(on.id), on.name, on.of(), _managers(on), f"{on.people:,}", _notes(on)) for on in self.projects),
        )


def list_projects(
    account: Account,
    *,
    query: str = "",
    client: str = "",
    status: Status = "active",
    turn: Turn | None = None,
) -> Projects:
    """List the projects that fit every filter. Raises Ambiguous, NoSuchThing or BadCursor."""
    of = naming.client(account, client)[0] if client else None
    wanted = fold(query)
    projects = [
        project
        for project in account.projects
        if has_status(project, status)
        and (of is None or (project.client is not None and project.client.id == of))
        and (not wanted or wanted in fold(project.name) or wanted in fold(project.code or ""))
    ]
    found = page(
        projects,
        turn or Turn(),
        question=("projects", account.id, wanted, of, status),
        row=lambda project: describe(account, project),
    )
    return Projects(
        **about(account, "projects", "user_assignments", "users"),
        projects=found.rows,
        total=found.total,
        returned=len(found.rows),
        next_cursor=found.next_cursor,
    )


def describe(account: Account, project: models.Project) -> ProjectRow:
    """Shape a project, with its active managers and how many are on it."""
    on = [
        assignment
        for assignment in account.assignments_of_project.get(project.id, ())
        if assignment.is_active is not False and account.is_active_person(assignment.user.id)
    ]
    managers = [assignment.user for assignment in on if assignment.is_project_manager]
    return ProjectRow(
        id=project.id,
        name=project.name,
        client=Named(id=project.client.id, name=project.client.name) if project.client else None,
        code=project.code or None,
        archived=project.is_active is False or None,
        managers=[Named(id=who.id, name=who.name) for who in managers[:MANAGERS_SHOWN]],
        manager_count=len(managers),
        people=len(on),
    )


def _managers(on: ProjectRow) -> str:
    more = on.manager_count - len(on.managers)
    return ", ".join([*(who.words() for who in on.managers), *([f"{more:,} more"] if more else [])]) or "nobody"


def _notes(on: ProjectRow) -> str:
    return ", ".join(word for word in (f"code {on.code}" if on.code else "", "archived" if on.archived else "") if word)
