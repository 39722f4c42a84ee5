"""The company in the making: which ids are taken, and how long each person and project was there."""

from datetime import date
from typing import Final, TypedDict

from harvest_mcp.sandbox import company as kinds
from harvest_mcp.sandbox.company import OPENED, SECONDS_PER_ID, Assignment, Company, Person, Project, Thing, moment
from harvest_mcp.sandbox.example.tables import Span

FIRST: Final[dict[type[Thing], int]] = {
    kinds.Role: kinds.ROLES,
    kinds.Person: kinds.PEOPLE,
    kinds.Client: kinds.CLIENTS,
    kinds.Task: kinds.TASKS,
    kinds.Project: kinds.PROJECTS,
    kinds.TaskAssignment: kinds.TASK_ASSIGNMENTS,
    kinds.Assignment: kinds.ASSIGNMENTS,
}
"""Where the ids of each kind begin."""
SECONDS_PER_DAY: Final = 86_400


class Entry(TypedDict):
    """An id, and the moment that it stands for."""

    id: int
    created_at: str


class Books:
    """What is known of a company while it is put together."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.spans: dict[Person | Project, Span] = {}
        self.crowds: dict[Project, int] = {}
        """How many of the crowd are on each project."""
        self._taken: set[int] = set()

    def enter(self, kind: type[Thing], day: date) -> Entry:
        """Take the first id of this kind that is free on a day or after it."""
        seconds = (day - OPENED.date()).days * SECONDS_PER_DAY
        number = FIRST[kind] + -(-seconds // SECONDS_PER_ID)
        while number in self._taken:
            number += 1
        self._taken.add(number)
        return Entry(id=number, created_at=moment(number, FIRST[kind]))

    def assign(self, project: Project, person: Person, *, manages: bool = False, active: bool = True) -> None:
        """Put a person on a project, since the first day that both have seen."""
        there, here = self.spans[project], self.spans[person]
        row = Assignment(
            **self.enter(Assignment, max(there.since, here.since)),
            project=project,
            user=person,
            is_project_manager=manages,
            is_active=active,
        )
        self.company.user_assignments.append(row)
