"""Reads the whole picture of an account: eight lists at once, then who manages whom.

A list that Harvest refuses is a gap of the picture; any other failure is the failure of the whole.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from datetime import datetime
from typing import Any, Final, TypeVar

import anyio

from harvest_mcp.access.account import Account, View
from harvest_mcp.access.sight import Part, forbidden, sight_as_answered
from harvest_mcp.access.standing import Standing, standing
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.errors import Forbidden, NotFound, Unprocessable
from harvest_mcp.harvest.models import (
    Client,
    Company,
    Project,
    ProjectAssignment,
    Reference,
    Role,
    Teammate,
    User,
    UserAssignment,
)

OWN: Final[frozenset[Part]] = frozenset({"projects", "user_assignments"})
"""What a person sees of their own even where the lists of it are refused."""
AT_ONCE: Final = 8
"""Requests for teammates under way together; the pace is the client's to keep."""

T = TypeVar("T")
Job = Callable[[], Coroutine[Any, Any, None]]


async def load(client: HarvestClient, *, as_of: datetime) -> Account:
    """Read the account that the client's token opens, as this token sees it. Raises HarvestError."""
    reading = _Reading(client)
    await reading.at_once(*reading.lists)
    held = standing(reading.viewer)
    if held.is_administrator:
        await reading.all_teammates()
    else:
        await together(reading.own_assignments, lambda: reading.own_teammates(held))
    return reading.account(as_of)


async def look(client: HarvestClient, *, as_of: datetime) -> View:
    """Ask only which account this is, whose the token is, and what Harvest says such a token sees."""
    reading = _Reading(client)
    await reading.at_once(reading.own, reading.settings)
    return reading.view(as_of)


class _Reading:
    """What has been read so far of one account, and what was refused."""

    viewer: User

    def __init__(self, client: HarvestClient) -> None:
        self.client = client
        self.name = ""
        self.company: Company | None = None
        self.users: list[User] = []
        self.roles: list[Role] = []
        self.projects: list[Project] = []
        self.assignments: list[UserAssignment] = []
        self.clients: list[Client] = []
        self.teammates: dict[int, tuple[Teammate, ...]] = {}
        self.answered: set[Part] = set()
        self.refused: set[Part] = set()
        self.hidden: set[Part] = set()
        self.lists = (
            self.own,
            self.settings,
            self._users,
            self._roles,
            self._projects,
            self._assignments,
            self._clients,
        )

    async def at_once(self, *questions: Job) -> None:
        """Ask these and the account's name together; the name first where only that tells which account it is."""
        if self.client.account_id is None:
            await self.accounts()
            await together(*questions)
        else:
            await together(self.accounts, *questions)

    async def accounts(self) -> None:
        """Learn the account's name; where the id host knows nothing of it, the company's name serves."""
        try:
            accounts = await self.client.accounts()
        except (Forbidden, NotFound):
            return
        self.name = next((found.name for found in accounts.harvest if found.id == self.client.account_id), "")

    async def own(self) -> None:
        """Learn whose token it is."""
        self.viewer = await self.client.me()

    async def settings(self) -> None:
        """Read the company's settings."""
        self.company = await self._part("company", self.client.company())

    async def _users(self) -> None:
        self.users = await self._part("users", self.client.users()) or []

    async def _roles(self) -> None:
        self.roles = await self._part("roles", self.client.roles()) or []

    async def _projects(self) -> None:
        self.projects = await self._part("projects", self.client.projects()) or []

    async def _assignments(self) -> None:
        self.assignments = await self._part("user_assignments", self.client.user_assignments()) or []

    async def _clients(self) -> None:
        self.clients = await self._part("clients", self.client.clients()) or []

    async def _part(self, part: Part, asked: Awaitable[T]) -> T | None:
        try:
            found = await asked
        except (Forbidden, NotFound):
            self.refused.add(part)
            return None
        self.answered.add(part)
        return found

    async def all_teammates(self) -> None:
        """Ask for the teammates of everyone who may have some."""
        managers = [user.id for user in self.users if may_have_teammates(user)]
        limiter = anyio.CapacityLimiter(AT_ONCE)
        await together(*(self._teammates_of(manager, limiter) for manager in managers))

    def _teammates_of(self, manager: int, limiter: anyio.CapacityLimiter) -> Job:
        async def read() -> None:
            async with limiter:
                await self._teammates(manager)

        return read

    async def _teammates(self, manager: int) -> None:
        try:
            mates = await self._part("teammates", self.client.teammates(manager))
        except Unprocessable:
            return  # Harvest's word for: this person is not a manager
        if mates:
            self.teammates[manager] = tuple(mates)

    async def own_teammates(self, held: Standing) -> None:
        """Read whom the viewer manages; to a manager Harvest lists exactly these people and the viewer."""
        if not may_have_teammates(self.viewer):
            return
        await self._teammates(self.viewer.id)
        lists_exactly_these = held.level == "manager" and not held.is_lossy and "users" in self.answered
        if self.viewer.id not in self.teammates and lists_exactly_these:
            others = (user for user in self.users if user.id != self.viewer.id)
            self.teammates[self.viewer.id] = tuple(
                Teammate(id=of.id, first_name=of.first_name, last_name=of.last_name, email=of.email) for of in others
            )
            self.answered.add("teammates")

    async def own_assignments(self) -> None:
        """Add the viewer's own projects, which Harvest documents that it shows to anyone, to what the lists gave."""
        try:
            own = await self.client.project_assignments("me")
        except (Forbidden, NotFound):
            self.hidden |= OWN
            return
        known = {assignment.id for assignment in self.assignments}
        viewer = Reference(id=self.viewer.id, name=self.viewer.name)
        self.assignments += [_assignment(on, viewer) for on in own if on.id not in known]
        projects = {project.id for project in self.projects}
        self.projects += [_project(on) for on in own if on.project.id not in projects]

    def view(self, as_of: datetime) -> View:
        """Say who looks, at what, and how much of it is to be seen."""
        company = self.company.name if self.company is not None else None
        account_id = self.client.account_id or 0
        sight = sight_as_answered(standing(self.viewer), answered=self.answered, refused=self.refused)
        return View(
            id=account_id,
            name=self.name or company or f"account {account_id}",
            as_of=as_of,
            viewer=self.viewer,
            company=self.company,
            sight={**sight, **{part: forbidden(part) for part in self.hidden - self.answered}},
        )

    def account(self, as_of: datetime) -> Account:
        """Put the picture together."""
        viewer_listed = any(user.id == self.viewer.id for user in self.users)
        return Account(
            **vars(self.view(as_of)),
            users=tuple(self.users if viewer_listed else [self.viewer, *self.users]),
            roles=tuple(self.roles),
            projects=tuple(self.projects),
            user_assignments=tuple(self.assignments),
            clients=tuple(self.clients),
            teammates=self.teammates,
        )


def may_have_teammates(user: User) -> bool:
    """Whether Harvest could have people assigned to this person.

    `people_manager` says so; before access roles, and where a profile stands in their place, any manager may.
    """
    held = standing(user)
    if user.access_roles is not None:
        return held.holds("people_manager")
    return held.generation != "unstated" and held.level in {"manager", "unknown"}


def _assignment(on: ProjectAssignment, viewer: Reference) -> UserAssignment:
    return UserAssignment(
        id=on.id,
        is_project_manager=on.is_project_manager,
        is_active=on.is_active,
        project=on.project,
        user=viewer,
    )


def _project(on: ProjectAssignment) -> Project:
    """A project as far as one's own assignment tells: that the assignment is active, not whether the project is.

    Harvest documents only "active project assignments" (API v2, Users, Project Assignments), and nowhere that those of
    an archived project are none.
    """
    return Project(id=on.project.id, name=on.project.name, code=on.project.code, client=on.client)


async def together(*jobs: Job) -> None:
    """Run these at once; the first failure stops the others and is raised alone."""
    try:
        async with anyio.create_task_group() as tasks:
            for job in jobs:
                tasks.start_soon(job)
    except ExceptionGroup as group:
        raise next(_leaves(group)) from None


def _leaves(group: ExceptionGroup[Exception]) -> Iterator[Exception]:
    for error in group.exceptions:
        if isinstance(error, ExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
