"""What can be asked of Harvest: one method a question, each of them a GET.

Raises HarvestError and nothing else; a list comes whole, without doubles, in Harvest's order, or not at all.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final, Generic, Literal, TypeVar

from harvest_mcp.harvest.models import (
    Client,
    Company,
    Noun,
    Project,
    ProjectAssignment,
    Rate,
    Role,
    TaskAssignment,
    Teammate,
    Thing,
    TimeEntry,
    TrackedTime,
    User,
    UserAssignment,
)
from harvest_mcp.harvest.pages import Page, page_reader
from harvest_mcp.harvest.wire import Filter

T = TypeVar("T")
N = TypeVar("N", bound=Noun)
R = TypeVar("R", bound=Thing)

ADMINISTRATORS: Final = "administrators"
PEOPLE_MANAGERS: Final = "administrators, and managers with assigned people as far as those go"
PROJECT_MANAGERS: Final = "administrators, and managers as far as the projects and people go that they manage"


@dataclass(frozen=True, slots=True)
class Topic(Generic[T]):
    """What a question is about, who is shown it, and what reads the answer from its bytes."""

    what: str
    seen_by: str
    read: Callable[[bytes], T]


def one(model: type[N], what: str, seen_by: str) -> Topic[N]:
    """A single thing."""
    return Topic(what, seen_by, model.model_validate_json)


@dataclass(frozen=True)
class Collection(Generic[R]):
    """A list of Harvest's: the name that its rows stand under, what they are, and who is shown them."""

    name: str
    row: type[R]
    what: str
    seen_by: str

    @cached_property
    def page(self) -> Topic[Page[R]]:
        """A page of it; what reads it is made when it is first needed."""
        return Topic(self.what, self.seen_by, page_reader(self.name, self.row))


USERS: Final = Collection("users", User, "people", PEOPLE_MANAGERS)
TEAMMATES: Final = Collection("teammates", Teammate, "assigned people", ADMINISTRATORS)
ROLES: Final = Collection("roles", Role, "job roles", ADMINISTRATORS)
CLIENTS: Final = Collection("clients", Client, "clients", "administrators, and managers with client_and_task_manager")
PROJECTS: Final = Collection("projects", Project, "projects", PROJECT_MANAGERS)
USER_ASSIGNMENTS: Final = Collection("user_assignments", UserAssignment, "project assignments", PROJECT_MANAGERS)
OWN_ASSIGNMENTS: Final = Collection(
    "project_assignments", ProjectAssignment, "a person's projects", f"that person, and {PEOPLE_MANAGERS}"
)
TASK_ASSIGNMENTS: Final = Collection("task_assignments", TaskAssignment, "task assignments", PROJECT_MANAGERS)
BILLABLE_RATES: Final = Collection(
    "billable_rates", Rate, "billable rates", "administrators, and managers with billable_rates_manager"
)
COST_RATES: Final = Collection("cost_rates", Rate, "cost rates", ADMINISTRATORS)
TIME_ENTRIES: Final = Collection("time_entries", TimeEntry, "time entries", PROJECT_MANAGERS)
TEAM_TIME: Final = Collection("results", TrackedTime, "the team time report", PROJECT_MANAGERS)


class Questions(ABC):
    """Everything that is asked of one account."""

    @abstractmethod
    async def _ask(self, topic: Topic[T], path: str, **filters: Filter) -> T:
        """Ask for one thing."""

    @abstractmethod
    async def _list(self, collection: Collection[R], path: str, **filters: Filter) -> list[R]:
        """Ask for a whole list."""

    async def me(self) -> User:
        """Ask whose token it is."""
        return await self._ask(one(User, "the token's owner", "anyone"), "/users/me")

    async def company(self) -> Company:
        """Ask for the account's settings."""
        return await self._ask(one(Company, "company settings", ADMINISTRATORS), "/company")

    async def users(self, *, is_active: bool | None = None, updated_since: datetime | None = None) -> list[User]:
        """List people, active and archived."""
        return await self._list(USERS, "/users", is_active=is_active, updated_since=updated_since)

    async def user(self, user_id: int) -> User:
        """Ask for one person."""
        return await self._ask(one(User, "person", PEOPLE_MANAGERS), f"/users/{int(user_id)}")

    async def project_assignments(self, user_id: int | Literal["me"]) -> list[ProjectAssignment]:
        """List the active projects that a person is on."""
        who = user_id if user_id == "me" else int(user_id)
        return await self._list(OWN_ASSIGNMENTS, f"/users/{who}/project_assignments")

    async def teammates(self, user_id: int) -> list[Teammate]:
        """List the people assigned to a manager. Raises Unprocessable where the person is no manager."""
        return await self._list(TEAMMATES, f"/users/{int(user_id)}/teammates")

    async def billable_rates(self, user_id: int) -> list[Rate]:
        """List a person's billable rates, oldest first; a person without any has none."""
        return await self._list(BILLABLE_RATES, f"/users/{int(user_id)}/billable_rates")

    async def cost_rates(self, user_id: int) -> list[Rate]:
        """List a person's cost rates, oldest first; a person without any has none."""
        return await self._list(COST_RATES, f"/users/{int(user_id)}/cost_rates")

    async def roles(self) -> list[Role]:
        """List job roles."""
        return await self._list(ROLES, "/roles")

    async def clients(self, *, is_active: bool | None = None, updated_since: datetime | None = None) -> list[Client]:
        """List clients, active and archived."""
        return await self._list(CLIENTS, "/clients", is_active=is_active, updated_since=updated_since)

    async def projects(
        self,
        *,
        is_active: bool | None = None,
        client_id: int | None = None,
        updated_since: datetime | None = None,
    ) -> list[Project]:
        """List projects, active and archived."""
        return await self._list(
            PROJECTS, "/projects", is_active=is_active, client_id=client_id, updated_since=updated_since
        )

    async def user_assignments(
        self,
        *,
        user_id: int | None = None,
        is_active: bool | None = None,
        updated_since: datetime | None = None,
    ) -> list[UserAssignment]:
        """List who is on which project, all over the account."""
        return await self._list(
            USER_ASSIGNMENTS, "/user_assignments", user_id=user_id, is_active=is_active, updated_since=updated_since
        )

    async def user_assignments_of(self, project_id: int, *, is_active: bool | None = None) -> list[UserAssignment]:
        """List who is on one project."""
        path = f"/projects/{int(project_id)}/user_assignments"
        return await self._list(USER_ASSIGNMENTS, path, is_active=is_active)

    async def task_assignments(
        self, *, is_active: bool | None = None, updated_since: datetime | None = None
    ) -> list[TaskAssignment]:
        """List which tasks are done on which project, all over the account."""
        return await self._list(TASK_ASSIGNMENTS, "/task_assignments", is_active=is_active, updated_since=updated_since)

    async def last_time_entry(self, user_id: int) -> TimeEntry | None:
        """Ask for a person's newest time entry by the day that it is for, which may lie ahead."""
        page = await self._ask(TIME_ENTRIES.page, "/time_entries", user_id=int(user_id), per_page=1)
        return page.rows[0] if page.rows else None

    async def team_time(self, first: date, last: date) -> list[TrackedTime]:
        """List who tracked time between two days, a year apart at most, each person once; it goes at reports' pace."""
        span = {"from": f"{first:%Y%m%d}", "to": f"{last:%Y%m%d}"}
        return await self._list(TEAM_TIME, "/reports/time/team", **span)
