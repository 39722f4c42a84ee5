"""One picture of one Harvest account at one moment, and what the token could not see of it.

An `Account` never changes; its look-ups are built on first use and then cost a dictionary access.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar, cast

from typing_extensions import override

from harvest_mcp.access.sight import Part, Sight
from harvest_mcp.access.standing import Standing, standing
from harvest_mcp.harvest.models import Client, Company, Project, Role, Teammate, User, UserAssignment

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True, kw_only=True, repr=False)
class View:
    """Who looks at which account, when, and how much of it they see."""

    id: int
    name: str
    as_of: datetime
    viewer: User
    company: Company | None
    sight: Mapping[Part, Sight] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether the token sees every part of the account whole."""
        return all(sight.is_whole for sight in self.sight.values())

    @override
    def __repr__(self) -> str:
        """Name the account only: event loops and debuggers ask for this, and the whole would take seconds."""
        return f"<{type(self).__name__} {self.id} as of {self.as_of:%Y-%m-%dT%H:%M:%SZ}>"


@dataclass(frozen=True, kw_only=True, repr=False)
class Account(View):
    """Everything that one load of an account brought, in the order in which Harvest listed it."""

    users: tuple[User, ...]
    roles: tuple[Role, ...]
    projects: tuple[Project, ...]
    user_assignments: tuple[UserAssignment, ...]
    clients: tuple[Client, ...]
    teammates: Mapping[int, tuple[Teammate, ...]] = field(default_factory=dict)

    def derive(self, make: Callable[["Account"], T]) -> T:
        """Give what a pure function makes of this picture: made once, and kept as long as the picture."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast("T", self._derived[make])  # what is kept under a function is what it gave

    @cached_property
    def _derived(self) -> dict[Callable[["Account"], object], object]:
        return {}

    @cached_property
    def users_by_id(self) -> Mapping[int, User]:
        """Each person in sight, by id."""
        return {user.id: user for user in self.users}

    @cached_property
    def projects_by_id(self) -> Mapping[int, Project]:
        """Each project in sight, by id."""
        return {project.id: project for project in self.projects}

    @cached_property
    def standings(self) -> Mapping[int, Standing]:
        """Each person's standing, by the person's id."""
        return {user.id: standing(user) for user in self.users}

    @cached_property
    def assignments_of_user(self) -> Mapping[int, tuple[UserAssignment, ...]]:
        """A person's project assignments, archived ones among them, by the person's id."""
        return grouped(self.user_assignments, lambda assignment: assignment.user.id)

    @cached_property
    def assignments_of_project(self) -> Mapping[int, tuple[UserAssignment, ...]]:
        """A project's assignments, archived ones among them, by the project's id."""
        return grouped(self.user_assignments, lambda assignment: assignment.project.id)

    @cached_property
    def job_roles_of_user(self) -> Mapping[int, tuple[str, ...]]:
        """Names of a person's job roles, by the person's id: what `/users` says joined with what `/roles` says."""
        names: defaultdict[int, dict[str, None]] = defaultdict(dict)
        for user in self.users:
            for name in user.roles or ():
                names[user.id][name] = None
        for role in self.roles:
            for user_id in role.user_ids:
                names[user_id][role.name] = None
        return {user_id: tuple(of_user) for user_id, of_user in names.items()}

    @cached_property
    def managers_of_user(self) -> Mapping[int, tuple[int, ...]]:
        """Ids of the people managers to whom a person is assigned as a teammate, by the person's id."""
        managers: defaultdict[int, list[int]] = defaultdict(list)
        for manager_id, mates in self.teammates.items():
            for mate in mates:
                managers[mate.id].append(manager_id)
        return {user_id: tuple(ids) for user_id, ids in managers.items()}

    def is_active_person(self, user_id: int) -> bool:
        """Whether a person is not known to be archived."""
        user = self.users_by_id.get(user_id)
        return user is None or user.is_active is not False

    def is_active_project(self, project_id: int) -> bool:
        """Whether a project is not known to be archived."""
        project = self.projects_by_id.get(project_id)
        return project is None or project.is_active is not False

    def is_effective(self, assignment: UserAssignment) -> bool:
        """Whether the assignment, its project and its person are all active, as far as the token sees them."""
        return (
            assignment.is_active is not False
            and self.is_active_person(assignment.user.id)
            and self.is_active_project(assignment.project.id)
        )


def grouped(rows: Iterable[T], key: Callable[[T], K]) -> dict[K, tuple[T, ...]]:
    """Group rows by a key, keeping their order."""
    groups: defaultdict[K, list[T]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {of: tuple(members) for of, members in groups.items()}
