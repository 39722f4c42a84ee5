"""Harvest's JSON, member for member as it was recorded, as far as the viewer may see it.

What a viewer may not see is left out, not null; what was not told in 2019 is left out of that generation.
"""

from hashlib import blake2s
from typing import Any, Final

from harvest_mcp.sandbox.asking import Asked
from harvest_mcp.sandbox.claims import permissions
from harvest_mcp.sandbox.company import (
    FORECAST_ID,
    Assignment,
    Client,
    Company,
    Person,
    Project,
    Role,
    Task,
    TaskAssignment,
    Thing,
)

Json = dict[str, Any]

ID_APART: Final = 900_000_000
"""Harvest ID knows a person by another number than the account does."""


def user(asked: Asked, person: Person) -> Json:
    """A person."""
    legacy = asked.generation == "legacy"
    viewer = asked.viewer
    told: Json = {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
        "telephone": "",
        "timezone": person.timezone,
        "weekly_capacity": person.weekly_capacity,
        "has_access_to_all_future_projects": person.has_access_to_all_future_projects,
        "is_contractor": person.is_contractor,
        "is_active": person.is_active,
        **permissions(person, asked.generation),
        "created_at": person.created_at,
        "updated_at": person.updated_at,
        "roles": [role.name for role in person.roles],
        "avatar_url": f"https://d3s3969qhosaug.cloudfront.net/default-avatars/{person.id % 64}.png",
    }
    if viewer.sees_rate_of(person):
        told["default_hourly_rate"] = person.default_hourly_rate
    if viewer.is_administrator:
        told["cost_rate"] = person.cost_rate
    if not legacy:
        told |= {"calendar_integration_enabled": False, "calendar_integration_source": None, "employee_id": None}
        if asked.company.sign_in_is_saml:
            told["saml_exempt"] = person.saml_exempt
    return told


def tracked(asked: Asked, person: Person, hours: float) -> Json:
    """A person's row in the team time report; amounts only for those who see them."""
    told: Json = {
        "user_id": person.id,
        "user_name": person.name,
        "is_contractor": person.is_contractor,
        "total_hours": hours,
        "billable_hours": hours,
        "weekly_capacity": person.weekly_capacity,
        "avatar_url": f"https://d3s3969qhosaug.cloudfront.net/default-avatars/{person.id % 64}.png",
    }
    if asked.viewer.sees_money:
        told |= {"currency": "EUR", "billable_amount": hours * (person.default_hourly_rate or 0.0)}
    return told


def teammate(person: Person) -> Json:
    """A person assigned to a manager."""
    names = {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}
    return {"id": person.id, **names}


def role(asked: Asked, of: Role) -> Json:
    """A job role with the people who have it."""
    holders = [person.id for person in asked.company.users if of in person.roles]
    return {"id": of.id, "name": of.name, **_moments(of), "user_ids": holders}


def client(asked: Asked, of: Client) -> Json:
    """A client; since 2019 with the key that opens its public page."""
    key = blake2s(str(of.id).encode(), digest_size=16).hexdigest()
    return {
        "id": of.id,
        "name": of.name,
        "is_active": of.is_active,
        "address": of.address,
        **({} if asked.generation == "legacy" else {"statement_key": key}),
        **_moments(of),
        "currency": of.currency,
    }


def task(of: Task) -> Json:
    """A task."""
    return {
        "id": of.id,
        "name": of.name,
        "billable_by_default": of.billable_by_default,
        "default_hourly_rate": None,
        "is_default": False,
        "is_active": of.is_active,
        **_moments(of),
    }


def project(asked: Asked, of: Project) -> Json:
    """A project; amounts of money only for those who see rates."""
    told: Json = {
        "id": of.id,
        "name": of.name,
        "code": of.code,
        "is_active": of.is_active,
        "is_billable": of.is_billable,
        "is_fixed_fee": of.is_fixed_fee,
        "bill_by": of.bill_by,
        "budget": of.budget,
        "budget_by": of.budget_by,
        "budget_is_monthly": False,
        "notify_when_over_budget": False,
        "over_budget_notification_percentage": 80.0,
        "show_budget_to_all": of.show_budget_to_all,
        **_moments(of),
        "starts_on": of.starts_on,
        "ends_on": of.ends_on,
        "over_budget_notification_date": None,
        "notes": of.notes,
        "cost_budget": None,
        "cost_budget_include_expenses": False,
        "hourly_rate": of.hourly_rate,
        "fee": of.fee,
        "client": client_of(of),
    }
    if not asked.viewer.sees_money:
        for amount in ("cost_budget", "hourly_rate", "fee"):
            del told[amount]
    return told


def client_of(of: Project) -> Json:
    """The client as other records name it."""
    return {"id": of.client.id, "name": of.client.name, "currency": of.client.currency}


def project_of(of: Project) -> Json:
    """The project as other records name it."""
    return {"id": of.id, "name": of.name, "code": of.code}


def user_assignment(asked: Asked, on: Assignment) -> Json:
    """That a person is on a project, as an account's or a project's list tells it."""
    return {**place(asked, on), "project": project_of(on.project), "user": {"id": on.user.id, "name": on.user.name}}


def place(asked: Asked, on: Assignment) -> Json:
    """The person's place on the project. With default rates, `hourly_rate` is the person's own."""
    told: Json = {
        "id": on.id,
        "is_project_manager": on.is_project_manager,
        "is_active": on.is_active,
        "use_default_rates": on.use_default_rates,
        "budget": on.budget,
        **_moments(on),
    }
    if asked.viewer.sees_money:
        told["hourly_rate"] = on.user.default_hourly_rate if on.use_default_rates else on.hourly_rate
    if asked.generation == "legacy":
        del told["use_default_rates"]
    return told


def project_assignment(asked: Asked, on: Assignment) -> Json:
    """The same as a person's own list tells it; a rate that the viewer may not see is null here."""
    of = on.project
    tasks = [task_place(asked, each) | {"task": task_of(each)} for each in of.task_assignments if each.is_active]
    return {
        "hourly_rate": None,
        **place(asked, on),
        "project": {**project_of(of), "is_billable": of.is_billable},
        "client": client_of(of),
        "task_assignments": tasks,
    }


def task_assignment(asked: Asked, of: Project, on: TaskAssignment) -> Json:
    """That a task is done on a project."""
    return {**task_place(asked, on), "project": project_of(of), "task": task_of(on)}


def task_place(asked: Asked, on: TaskAssignment) -> Json:
    """The task's place on the project."""
    rate = on.hourly_rate if asked.viewer.sees_money else None
    state = {"id": on.id, "billable": on.billable, "is_active": on.is_active}
    return {**state, **_moments(on), "hourly_rate": rate, "budget": None}


def task_of(on: TaskAssignment) -> Json:
    """The task as other records name it."""
    return {"id": on.task.id, "name": on.task.name}


def rate(of: Person, amount: float) -> Json:
    """A rate that has held from the beginning."""
    return {"id": of.id, "amount": amount, "start_date": None, "end_date": None, **_moments(of)}


def company(of: Company) -> Json:
    """The account's settings."""
    return {
        "base_uri": f"https://{of.domain}",
        "full_domain": of.domain,
        "name": of.name,
        "is_active": True,
        "week_start_day": "Monday",
        "wants_timestamp_timers": False,
        "time_format": "hours_minutes",
        "date_format": "%d/%m/%Y",
        "plan_type": "simple-v4",
        "clock": "24h",
        "currency": "EUR",
        "currency_code_display": "iso_code_none",
        "currency_symbol_display": "symbol_before",
        "decimal_symbol": ".",
        "thousands_separator": ",",
        "color_scheme": "orange",
        "weekly_capacity": 126_000,
        "expense_feature": True,
        "invoice_feature": True,
        "estimate_feature": True,
        "approval_feature": True,
        "team_feature": True,
        "saml_sign_in_required": False,
        "day_entry_notes_required": False,
        **of.settings,
    }


def accounts(of: Company, account_id: int, person: Person) -> Json:
    """What a token opens, as the id host tells it: a Forecast account stands among the Harvest ones."""
    names = {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}
    sign_in = {"google_sign_in_required": False}
    return {
        "user": {"id": person.id + ID_APART, **names},
        "accounts": [
            {"id": FORECAST_ID, "name": of.name, "product": "forecast", **sign_in},
            {"id": account_id, "name": of.name, "product": "harvest", **sign_in},
        ],
    }


def _moments(of: Thing) -> Json:
    return {"created_at": of.created_at, "updated_at": of.updated_at}
