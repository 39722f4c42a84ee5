"""Time entries: the few newest of each person, since only the newest tells anything about access.

They are made when they are asked for, from the day when the person last tracked time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from harvest_mcp.sandbox import shapes
from harvest_mcp.sandbox.asking import Asked
from harvest_mcp.sandbox.company import Assignment, Person, Project, Thing

KEPT: Final = 3
ENTRIES: Final = 2_400_000_000
"""Where the ids of entries begin: beyond 32 bits, as Harvest's are."""
SPENT_AT: Final = "T17:00:00Z"


@dataclass(slots=True, eq=False, kw_only=True)
class Entry(Thing):
    """Time that a person tracked on a day under an assignment."""

    under: Assignment
    spent_date: str

    @property
    def project(self) -> Project:
        """The project that it was tracked on."""
        return self.under.project

    @property
    def hours(self) -> float:
        """How long: from six to eight hours."""
        return 6.0 + self.id % 3


def in_sight(asked: Asked) -> list[Entry]:
    """The entries that the viewer may see and the filters keep, newest day first."""
    user_id, project_id, client_id = (asked.number(name) for name in ("user_id", "project_id", "client_id"))
    first, last = asked.day("from"), asked.day("to")
    found = [
        entry
        for entry in _entries(asked, user_id)
        if asked.viewer.sees_time(entry.under)
        and (project_id is None or entry.project.id == project_id)
        and (client_id is None or entry.project.client.id == client_id)
        and (first is None or entry.spent_date >= first)
        and (last is None or entry.spent_date <= last)
        and asked.keeps(entry)
    ]
    return sorted(found, key=lambda entry: (entry.spent_date, entry.id), reverse=True)


def _entries(asked: Asked, user_id: int | None) -> Iterator[Entry]:
    first: dict[Person, Assignment] = {}
    for on in asked.company.user_assignments:
        if user_id is None or on.user.id == user_id:
            first.setdefault(on.user, on)
    for person, on in first.items():
        for back in range(KEPT if person.last_tracked else 0):
            day = date.fromisoformat(person.last_tracked or "") - timedelta(days=back)
            number = ENTRIES + KEPT * on.id - back
            yield Entry(id=number, created_at=f"{day}{SPENT_AT}", under=on, spent_date=day.isoformat())


def shape(asked: Asked, entry: Entry) -> dict[str, Any]:
    """A time entry; its rates only for those who see rates."""
    of, person = entry.project, entry.under.user
    task = next(iter(of.task_assignments), None)
    hours = entry.hours
    money = asked.viewer.sees_money
    told: dict[str, Any] = {
        "id": entry.id,
        "spent_date": entry.spent_date,
        "hours": hours,
        "hours_without_timer": hours,
        "rounded_hours": hours,
        "notes": None,
        "is_locked": False,
        "locked_reason": None,
        "is_closed": False,
        "is_billed": False,
        "timer_started_at": None,
        "started_time": None,
        "ended_time": None,
        "is_running": False,
        "billable": of.is_billable,
        "budgeted": of.budget is not None,
        "billable_rate": person.default_hourly_rate if money else None,
        "cost_rate": person.cost_rate if asked.viewer.is_administrator else None,
        "created_at": entry.created_at,
        "updated_at": entry.updated_at,
        "user": {"id": person.id, "name": person.name},
        "client": shapes.client_of(of),
        "project": shapes.project_of(of),
        "task": shapes.task_of(task) if task else None,
        "user_assignment": {"hourly_rate": None, **shapes.place(asked, entry.under)},
        "task_assignment": shapes.task_place(asked, task) if task else None,
        "invoice": None,
        "external_reference": None,
    }
    if asked.generation == "legacy":
        del told["hours_without_timer"], told["rounded_hours"]
    return told
