"""A company as plain data that may be changed at any time: people, clients, projects, who is on which, who leads whom.

A thing holds the things that it belongs to, so that a name is written once; what Harvest derives is derived when asked.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, TypeVar

ACCOUNT_ID: Final = 1000001
FORECAST_ID: Final = 1000002
OPENED: Final = datetime(2016, 2, 1, 9, tzinfo=UTC)
SECONDS_PER_ID: Final = 340
"""Ids rise with time, as Harvest's do: a million of them fill the years from 2016 to November 2026."""

PEOPLE: Final = 5_000_000
CLIENTS: Final = 15_000_000
PROJECTS: Final = 41_000_000
TASKS: Final = 22_000_000
ROLES: Final = 1_600_000
ASSIGNMENTS: Final = 480_000_000
TASK_ASSIGNMENTS: Final = 450_000_000
"""Where the ids of each kind begin; the first is as old as the account."""

Level = Literal["administrator", "manager", "member"]


def moment(number: int, first: int) -> str:
    """Say when the thing of this id was created, as Harvest writes it; `first` is where ids of its kind begin."""
    return (OPENED + timedelta(seconds=(number - first) * SECONDS_PER_ID)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True, eq=False, kw_only=True)
class Thing:
    """What every record has."""

    id: int
    created_at: str
    updated_at: str = ""

    def __post_init__(self) -> None:
        self.updated_at = self.updated_at or self.created_at


@dataclass(slots=True, eq=False, kw_only=True)
class Role(Thing):
    """A job role; who has it is told by the people."""

    name: str


@dataclass(slots=True, eq=False, kw_only=True)
class Person(Thing):
    """A person. `access_roles` are the level and the extras; `people_manager` is derived from `teammates`."""

    first_name: str
    last_name: str
    email: str
    access_roles: tuple[str, ...] = ("member",)
    is_active: bool = True
    is_contractor: bool = False
    has_access_to_all_future_projects: bool = False
    saml_exempt: bool = False
    timezone: str = "London"
    weekly_capacity: int = 126_000
    default_hourly_rate: float | None = None
    cost_rate: float | None = None
    roles: tuple[Role, ...] = ()
    teammates: tuple["Person", ...] = ()
    last_tracked: str | None = None
    """The date of the newest time entry."""
    profile: str | None = None
    """The permission profile; where there is none, the built-in one that fits the level."""
    claims: tuple[str, ...] | None = None
    """The permission claims; where there are none, those that the level, the extras or the profile write."""
    tells_claims: bool = True

    @property
    def name(self) -> str:
        """The name that other records show."""
        return f"{self.first_name} {self.last_name}"

    @property
    def level(self) -> Level:
        """What the access roles make of the person; an unknown one makes nothing."""
        if "administrator" in self.access_roles:
            return "administrator"
        return "manager" if "manager" in self.access_roles else "member"


@dataclass(slots=True, eq=False, kw_only=True)
class Client(Thing):
    """A client."""

    name: str
    is_active: bool = True
    currency: str = "EUR"
    address: str | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class Task(Thing):
    """A task; whoever is on a project may use each of the project's tasks."""

    name: str
    is_active: bool = True
    billable_by_default: bool = True


@dataclass(slots=True, eq=False, kw_only=True)
class TaskAssignment(Thing):
    """That a task is done on the project that holds this."""

    task: Task
    is_active: bool = True
    billable: bool = True
    hourly_rate: float | None = None


@dataclass(slots=True, eq=False, kw_only=True)
class Project(Thing):
    """A project; who is on it is told by the assignments."""

    name: str
    client: Client
    code: str | None = None
    is_active: bool = True
    is_billable: bool = True
    is_fixed_fee: bool = False
    bill_by: str = "People"
    hourly_rate: float | None = None
    budget: float | None = None
    budget_by: str = "project"
    fee: float | None = None
    show_budget_to_all: bool = False
    notes: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    task_assignments: tuple[TaskAssignment, ...] = ()


@dataclass(slots=True, eq=False, kw_only=True)
class Assignment(Thing):
    """That a person is on a project, and whether they manage it."""

    project: Project
    user: Person
    is_project_manager: bool = False
    is_active: bool = True
    use_default_rates: bool = True
    hourly_rate: float | None = None
    budget: float | None = None


T = TypeVar("T", bound=Thing)


@dataclass(slots=True, eq=False, kw_only=True)
class Company:
    """The whole account. Lists may be in any order; `tokens` says whose each token is."""

    name: str
    domain: str
    users: list[Person] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    user_assignments: list[Assignment] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    tokens: dict[str, Person] = field(default_factory=dict)
    settings: dict[str, object] = field(default_factory=dict)
    """Members of /company that differ from the ordinary ones."""

    @property
    def sign_in_is_saml(self) -> bool:
        """Whether people sign in through the company's own directory."""
        return bool(self.settings.get("saml_sign_in_required"))


def by_id(things: list[T], number: int) -> T | None:
    """Find the thing of this id."""
    return next((thing for thing in things if thing.id == number), None)
