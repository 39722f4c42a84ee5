"""The ordinary particulars of people and projects, of which no access follows: rates, hours, budgets, tasks."""

from datetime import date
from random import Random
from typing import Final

from harvest_mcp.sandbox.company import OPENED, Assignment, Person, Project, Task, TaskAssignment
from harvest_mcp.sandbox.example import story
from harvest_mcp.sandbox.example.books import Books

TASKS: Final = (
    "Project Management",
    "Design",
    "Engineering",
    "Research",
    "Writing",
    "Testing",
    "Travel",
    "Typesetting",
)
UNBILLED: Final = "Travel"
ARCHIVED: Final = "Typesetting"
TIMEZONES: Final = (
    "London", "Lisbon", "Madrid", "Paris", "Berlin", "Warsaw", "Athens", "Istanbul", "Nairobi", "New Delhi", "Tokyo",
    "Auckland", "Brasilia", "Eastern Time (US & Canada)", "Pacific Time (US & Canada)",
)  # fmt: skip
HOURS_A_WEEK: Final = (35, 35, 35, 35, 40, 30, 20)
SECONDS: Final = 3600
FEW: Final = 0.1
"""The share of those who differ from most."""


def fill_in(books: Books, chance: Random) -> None:
    """Fill in what the story leaves open, of everybody and of every project."""
    company = books.company
    company.tasks = [_task(books, name) for name in TASKS]
    for person in company.users:
        _fill_in_person(person, chance)
    for project in company.projects:
        _fill_in_project(project, chance)
        project.task_assignments = _tasks_of(books, project, chance)
    for row in company.user_assignments:
        _fill_in_assignment(row, chance)


def _task(books: Books, name: str) -> Task:
    entry = books.enter(Task, OPENED.date())
    return Task(**entry, name=name, is_active=name != ARCHIVED, billable_by_default=name != UNBILLED)


def _fill_in_person(person: Person, chance: Random) -> None:
    rate = chance.randrange(70, 190, 5)
    person.timezone = chance.choice(TIMEZONES)
    person.weekly_capacity = chance.choice(HOURS_A_WEEK) * SECONDS
    person.default_hourly_rate = None if chance.random() < FEW else float(rate)
    person.cost_rate = None if chance.random() < FEW else float(rate // 2)


def _fill_in_project(project: Project, chance: Random) -> None:
    project.is_billable = project.client.name != story.COMPANY
    project.bill_by = chance.choice(("People", "People", "Tasks", "Project")) if project.is_billable else "none"
    if project.bill_by == "Project":
        project.hourly_rate = float(chance.randrange(90, 160, 5))
    project.is_fixed_fee = project.is_billable and chance.random() < FEW
    if project.is_fixed_fee:
        project.fee = float(chance.randrange(5_000, 60_000, 500))
    budgets = ("project",) if project.show_budget_to_all else ("project", "project", "project_cost", "person", "none")
    project.budget_by = chance.choice(budgets)
    if project.budget_by == "project":
        project.budget = float(chance.randrange(100, 900, 20))
    elif project.budget_by == "project_cost":
        project.budget = float(chance.randrange(8_000, 90_000, 1_000))


def _tasks_of(books: Books, project: Project, chance: Random) -> tuple[TaskAssignment, ...]:
    """Give a project a handful of tasks, in the order of the tasks."""
    chosen = chance.sample(books.company.tasks, chance.randrange(4, 7))
    since = date.fromisoformat(project.created_at[:10])
    return tuple(
        TaskAssignment(
            **books.enter(TaskAssignment, since),
            task=task,
            is_active=task.is_active,
            billable=project.is_billable and task.billable_by_default,
            hourly_rate=float(chance.randrange(80, 170, 5)) if project.bill_by == "Tasks" else None,
        )
        for task in sorted(chosen, key=lambda task: task.id)
    )


def _fill_in_assignment(row: Assignment, chance: Random) -> None:
    if row.project.bill_by == "People" and chance.random() < FEW:
        row.use_default_rates = False
        row.hourly_rate = float(chance.randrange(60, 210, 5))
    if row.project.budget_by == "person":
        row.budget = float(chance.randrange(20, 200, 10))
