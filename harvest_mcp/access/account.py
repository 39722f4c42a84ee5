"""One picture of one Harvest account at one moment, and what the token could not see of it.

An `Account` never changes; its look-ups are built on first use and then cost a dictionary access.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar, cast

from typing_extensions import override

from harvest_mcp.access.claims import claims_beyond
from harvest_mcp.access.holding import Bearer, Hold, hold
from harvest_mcp.access.permissions import RULES, Own, Permission
from harvest_mcp.access.sight import WHOLE, Part, Sight
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

    def sees(self, part: Part) -> Sight:
        """How much of one part of the account is in sight."""
        return self.sight.get(part, WHOLE)


@dataclass(frozen=True)
class Alike:
    """People of whose access Harvest says the very same, and what that comes to."""

    bearer: Bearer
    users: tuple[User, ...] = field(repr=False)
    claims_in_use: AbstractSet[str] = field(repr=False)

    @cached_property
    def holds(self) -> Mapping[Permission, Hold]:
        """How far each of them holds each permission."""
        return {name: hold(rule, self.bearer, self.claims_in_use) for name, rule in RULES.items()}

    @cached_property
    def claims_beyond(self) -> Mapping[str, Sequence[Permission]]:
        """The claims that grant each of them more than level, extras or a built-in profile do."""
        return claims_beyond(self.bearer)


@dataclass(frozen=True, kw_only=True, repr=False)
class Account(View):
    """Everything that one load of an account brought, in the order in which Harvest listed it."""

    users: tuple[User, ...]
    roles: tuple[Role, ...]
    projects: tuple[Project, ...]
    user_assignments: tuple[UserAssignment, ...]
    clients: tuple[Client, ...]
    teammates: Mapping[int, tuple[Teammate, ...]] = field(default_factory=dict)
    _derived: dict[Callable[["Account"], object], object] = field(default_factory=dict, init=False, compare=False)

    def derive(self, make: Callable[["Account"], T]) -> T:
        """Give what a pure function makes of this picture: one for all who ask, and kept as long as the picture.

        Threads that ask at the same time may each make it; the first that is made is kept.
        """
        kept = self._derived
        found = kept[make] if make in kept else kept.setdefault(make, make(self))
        return cast("T", found)  # what is kept under a function is what it gave

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

    @cached_property
    def alike(self) -> tuple[Alike, ...]:
        """The people in sight, in as few groups as Harvest tells apart by their access."""
        bearers = grouped(self.users, lambda user: bearer_of(user, self.standings[user.id]))
        return tuple(Alike(bearer, users, self.claims_in_use) for bearer, users in bearers.items())

    @cached_property
    def alike_of_user(self) -> Mapping[int, Alike]:
        """The group that a person is in, by the person's id."""
        return {user.id: alike for alike in self.alike for user in alike.users}

    @cached_property
    def claims_in_use(self) -> AbstractSet[str]:
        """The claims that this account's administrators hold: those existed when the claims were written."""
        administrators = (user for user in self.users if self.standings[user.id].is_administrator)
        return frozenset(claim for user in administrators for claim in user.permissions_claims or ())

    @cached_property
    def marks_of_user(self) -> Mapping[int, tuple[UserAssignment, ...]]:
        """Assignments that make a person project manager, or may, by the person's id."""
        return grouped(filter(_may_mark, self.user_assignments), lambda assignment: assignment.user.id)

    @cached_property
    def marks_of_project(self) -> Mapping[int, tuple[UserAssignment, ...]]:
        """Assignments that make somebody manager of a project, or may, by the project's id."""
        return grouped(filter(_may_mark, self.user_assignments), lambda assignment: assignment.project.id)

    @cached_property
    def mates(self) -> Mapping[int, frozenset[int]]:
        """Ids of the people assigned to a people manager, by the manager's id."""
        return {manager: frozenset(mate.id for mate in mates) for manager, mates in self.teammates.items()}

    @cached_property
    def people_by_own_projects(self) -> Mapping[tuple[Own, bool | None], AbstractSet[int]]:
        """Ids of the people who have a project of their own, surely (true) or perhaps (null).

        One that they can add to, where they are `assigned`; where it is `shared`, one whose report they see.
        """
        found: defaultdict[tuple[Own, bool | None], set[int]] = defaultdict(set)
        for on in self.user_assignments:
            project = self.projects_by_id.get(on.project.id)
            is_active = None if project is None else project.is_active
            if on.is_active is not False and is_active is not False:
                found["assigned", on.is_active and is_active].add(on.user.id)
            if on.is_active is not False and (project is None or project.show_budget_to_all is not False):
                is_shared = on.is_active and is_active and project and project.show_budget_to_all
                found["shared", is_shared or None].add(on.user.id)
        return dict(found)

    @cached_property
    def projects_of_client(self) -> Mapping[int | None, tuple[Project, ...]]:
        """A client's projects in sight, by the client's id."""
        return grouped(self.projects, lambda project: project.client.id if project.client else None)

    @cached_property
    def unseen_people(self) -> Mapping[int, str]:
        """Names of the people who are mentioned but out of sight, by id."""
        mates = (mate for mates in self.teammates.values() for mate in mates)
        mentioned = {mate.id: mate.name for mate in mates} | {on.user.id: on.user.name for on in self.user_assignments}
        return {user_id: name for user_id, name in mentioned.items() if user_id not in self.users_by_id}

    def name_of_person(self, user_id: int) -> str:
        """A person's name, also where only others' records mention them."""
        user = self.users_by_id.get(user_id)
        name = user.name if user is not None else self.unseen_people.get(user_id)
        return name or f"person {user_id}"

    def name_of_project(self, project_id: int) -> str:
        """A project's name, also where only assignments mention it."""
        project = self.projects_by_id.get(project_id)
        if project is not None:
            return project.name
        mentioned = (on.project.name for on in self.assignments_of_project.get(project_id, ()))
        return next(mentioned, f"project {project_id}")

    def person_is_active(self, user_id: int) -> bool | None:
        """Whether a person is active; None where that is out of sight."""
        user = self.users_by_id.get(user_id)
        return None if user is None else user.is_active

    def project_is_active(self, project_id: int) -> bool | None:
        """Whether a project is active; None where that is out of sight."""
        project = self.projects_by_id.get(project_id)
        return None if project is None else project.is_active

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


def bearer_of(user: User, held: Standing) -> Bearer:
    """Gather what Harvest says of a person's access."""
    claims = user.permissions_claims
    return Bearer(held, None if claims is None else tuple(sorted(set(claims))), user.is_active)


def _may_mark(assignment: UserAssignment) -> bool:
    return assignment.is_project_manager is not False and assignment.is_active is not False


def grouped(rows: Iterable[T], key: Callable[[T], K]) -> dict[K, tuple[T, ...]]:
    """Group rows by a key, keeping their order."""
    groups: defaultdict[K, list[T]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {of: tuple(members) for of, members in groups.items()}
