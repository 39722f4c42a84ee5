"""Harvest's nouns as it sends them, in all three generations of its permissions.

What Harvest left out stays apart from null (`tells`), values that nobody knows are kept, unknown fields are dropped,
and with them every key that opens a public page (`statement_key`, `client_key`).
"""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field


class Noun(BaseModel):
    """Something that Harvest told; it never changes, and any part of it may be out of the token's sight."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True, hide_input_in_errors=True)

    def tells(self, field: str) -> bool:
        """Whether Harvest sent this field, be it null: what it leaves out, this token may not see."""
        return field in self.model_fields_set


class Thing(Noun):
    """A noun with an id of its own."""

    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Another thing, by id and name: bare, because an account holds more of these than of all else together."""

    id: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectReference(Reference):
    """A project, by id, name and code."""

    code: str | None = None


class User(Thing):
    """A person of the account."""

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    timezone: str | None = None
    is_active: bool | None = None
    is_contractor: bool | None = None
    has_access_to_all_future_projects: bool | None = None
    weekly_capacity: int | None = None
    default_hourly_rate: float | None = None
    cost_rate: float | None = None
    roles: tuple[str, ...] | None = None
    """Names of job roles. They grant nothing."""
    access_roles: tuple[str, ...] | None = None
    """The level and the extra permissions, since 2022."""
    permissions_claims: tuple[str, ...] | None = None
    permissions_profile: str | None = None
    """The name of the permission profile, on accounts that have profiles (2026)."""
    is_admin: bool | None = None
    is_project_manager: bool | None = None
    can_see_rates: bool | None = None
    can_create_projects: bool | None = None
    can_create_invoices: bool | None = None
    saml_exempt: bool | None = None
    employee_id: str | None = None
    created_at: datetime | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return full_name(self.first_name, self.last_name)


class Teammate(Thing):
    """A person assigned to a people manager."""

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return full_name(self.first_name, self.last_name)


class Role(Thing):
    """A job role: a label that grants nothing."""

    name: str = ""
    user_ids: tuple[int, ...] = ()
    created_at: datetime | None = None


class Company(Noun):
    """The account's settings; it has no id."""

    name: str | None = None
    base_uri: str | None = None
    full_domain: str | None = None
    is_active: bool | None = None
    plan_type: str | None = None
    currency: str | None = None
    weekly_capacity: int | None = None
    expense_feature: bool | None = None
    invoice_feature: bool | None = None
    estimate_feature: bool | None = None
    approval_feature: bool | None = None
    team_feature: bool | None = None
    saml_sign_in_required: bool | None = None


class Client(Thing):
    """A client, for whom projects are done."""

    name: str = ""
    is_active: bool | None = None
    currency: str | None = None
    created_at: datetime | None = None


class Project(Thing):
    """A project; people who manage or share it are told by its user assignments."""

    name: str = ""
    code: str | None = None
    client: Reference | None = None
    is_active: bool | None = None
    is_billable: bool | None = None
    is_fixed_fee: bool | None = None
    bill_by: str | None = None
    hourly_rate: float | None = None
    budget: float | None = None
    budget_by: str | None = None
    cost_budget: float | None = None
    fee: float | None = None
    show_budget_to_all: bool | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    created_at: datetime | None = None


class UserAssignment(Thing):
    """That a person is on a project, and whether they manage it."""

    project: ProjectReference
    user: Reference
    is_project_manager: bool | None = None
    is_active: bool | None = None
    use_default_rates: bool | None = None
    hourly_rate: float | None = None
    """The person's default rate where `use_default_rates` is true."""
    created_at: datetime | None = None


class TaskAssignment(Thing):
    """That a task is done on a project; everyone on the project may use it. A person's own list names no project."""

    task: Reference
    project: ProjectReference | None = None
    is_active: bool | None = None
    billable: bool | None = None
    hourly_rate: float | None = None
    created_at: datetime | None = None


class ProjectAssignment(Thing):
    """One's own side of a user assignment; Harvest lists only active ones here."""

    project: ProjectReference
    client: Reference | None = None
    task_assignments: tuple[TaskAssignment, ...] = ()
    is_project_manager: bool | None = None
    is_active: bool | None = None
    use_default_rates: bool | None = None
    hourly_rate: float | None = None
    created_at: datetime | None = None


class Rate(Thing):
    """A billable or cost rate of a person; without a start it holds from the beginning."""

    amount: float | None = None
    start_date: date | None = None
    end_date: date | None = None
    created_at: datetime | None = None


class TimeEntry(Thing):
    """Time that a person tracked on a task of a project."""

    spent_date: date | None = None
    hours: float | None = None
    user: Reference | None = None
    client: Reference | None = None
    project: ProjectReference | None = None
    task: Reference | None = None
    is_running: bool | None = None
    approval_status: str | None = None
    created_at: datetime | None = None


class TrackedTime(Thing):
    """Time that a person tracked in a span, as the team time report tells it: a row for each currency."""

    id: int = Field(validation_alias="user_id")
    """The person's: a report has no ids of its own."""
    total_hours: float | None = None


class HarvestId(Noun):
    """Who holds a token, as Harvest ID knows them; this id is not the one that they have in an account."""

    id: int | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return full_name(self.first_name, self.last_name)


class HarvestAccount(Thing):
    """An account that a token opens, of Harvest or of Forecast."""

    name: str = ""
    product: str | None = None
    google_sign_in_required: bool | None = None


class Accounts(Noun):
    """Everything that a token opens."""

    user: HarvestId | None = None
    accounts: tuple[HarvestAccount, ...]

    @property
    def harvest(self) -> tuple[HarvestAccount, ...]:
        """The Harvest accounts among them."""
        return tuple(account for account in self.accounts if account.product == "harvest")


def full_name(first: str | None, last: str | None) -> str:
    """Join a first and a last name, either of which may be missing."""
    return " ".join(part for part in ((first or "").strip(), (last or "").strip()) if part)
