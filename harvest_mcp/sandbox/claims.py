"""How a person's permissions are written, in each of Harvest's three ways.

Sets that were seen live are as they were seen (member, plain manager, administrator of 2024); those of the extras and
of the built-in profiles are spelt out from what Harvest documents that they grant, in the words of Harvest's claims.
"""

from typing import Final, Literal

from harvest_mcp.sandbox.company import Person

Generation = Literal["legacy", "access_roles", "profiles"]

MEMBER: Final = ("expenses:read:own", "expenses:write:own", "timers:read:own", "timers:write:own")
MANAGER: Final = (
    "expenses:read:managed",
    "expenses:write:own",
    "projects:read:managed",
    "timers:read:managed",
    "timers:write:own",
)
CLIENTS_AND_TASKS: Final = ("clients:read:all", "clients:write:all", "tasks:read:all", "tasks:write:all")
SAVED_REPORTS: Final = ("saved_reports:read:inactive", "saved_reports:write:inactive")
REPORTS: Final = ("reports:read:contractor", "reports:read:invoicing", "reports:read:profitability")
INVOICES: Final = ("invoices:read:all", "invoices:write:all")
ESTIMATES: Final = ("estimates:read:all", "estimates:write:all")
ALL_TIME: Final = ("expenses:read:all", "expenses:write:all", "timers:read:all", "timers:write:all")
ALL_PROJECTS: Final = ("projects:create:all", "projects:read:all", "projects:write:all")
ALL_PEOPLE: Final = ("users:read:all", "users:write:all")
APPROVALS: Final = ("approvals:withdraw:managed", "timers:approve:all")
READ_RATES: Final = ("billable_rates:read:all", "cost_rates:read:all")
WRITE_RATES: Final = ("billable_rates:write:all", "cost_rates:write:all")
SETTINGS: Final = ("billing:read:own", "billing:write:own", "company:read:own", "company:write:own")

EXTRAS: Final[dict[str, tuple[str, ...]]] = {
    "project_creator": ("projects:create:all", "projects:write:managed"),
    "billable_rates_manager": ("billable_rates:read:managed",),
    "managed_projects_invoice_drafter": ("invoices:read:managed", "invoices:write:managed_drafts"),
    "managed_projects_invoice_manager": ("invoices:read:managed", "invoices:write:managed"),
    "client_and_task_manager": CLIENTS_AND_TASKS,
    "time_and_expenses_manager": ("expenses:write:managed", "timers:write:managed"),
    "estimates_manager": ESTIMATES,
    "people_manager": ("users:read:managed",),
}
NARROWER: Final = {
    "expenses:write:managed": "expenses:write:own",
    "timers:write:managed": "timers:write:own",
    "invoices:write:managed": "invoices:write:managed_drafts",
}
"""Each list holds only the widest reach of a claim; beside the claim on the left, the one on the right is left out."""

EXECUTIVE: Final = (
    *ALL_TIME, *ALL_PROJECTS, *ALL_PEOPLE, *APPROVALS, *READ_RATES, *CLIENTS_AND_TASKS, *INVOICES, *ESTIMATES, *REPORTS,
    *SAVED_REPORTS,
)  # fmt: skip
ADMINISTRATOR: Final = tuple(sorted({*EXECUTIVE, *WRITE_RATES} - {*APPROVALS}))
PROFILES: Final[dict[str, tuple[str, ...]]] = {
    "Member": MEMBER,
    "Project Manager": (
        *MEMBER, *CLIENTS_AND_TASKS, "expenses:read:managed", "expenses:write:managed", "projects:create:all",
        "projects:read:managed", "projects:write:managed", "timers:approve:managed", "timers:read:managed",
        "timers:write:managed",
    ),
    "People Admin": (*ALL_TIME, *APPROVALS, *ALL_PEOPLE, "projects:read:all", "reports:read:contractor"),
    "Accounting": (
        *READ_RATES, *INVOICES, *SAVED_REPORTS, "clients:read:all", "clients:write:all", "expenses:read:all",
        "expenses:write:own", "projects:read:all", "reports:read:invoicing", "reports:read:profitability",
        "timers:read:all", "timers:write:own",
    ),
    "Executive Manager": EXECUTIVE,
    "Administrator": (*EXECUTIVE, *WRITE_RATES, *SETTINGS),
}  # fmt: skip
PROFILE_OF: Final = {"administrator": "Administrator", "manager": "Project Manager", "member": "Member"}


def access_roles(person: Person) -> tuple[str, ...]:
    """The access roles as Harvest tells them: a manager with teammates is also a people_manager."""
    led = person.level == "manager" and person.teammates and "people_manager" not in person.access_roles
    return (*person.access_roles, "people_manager") if led else person.access_roles


def profile(person: Person) -> str:
    """The name of the person's permission profile."""
    return person.profile or PROFILE_OF[person.level]


def claims(person: Person, generation: Generation) -> tuple[str, ...]:
    """The person's permission claims."""
    if person.claims is not None:
        return person.claims
    if generation == "profiles":
        return tuple(sorted(PROFILES.get(profile(person), ())))
    if person.level == "administrator":
        return ADMINISTRATOR
    return _managers(access_roles(person)) if person.level == "manager" else MEMBER


def _managers(held: tuple[str, ...]) -> tuple[str, ...]:
    granted = {*MANAGER, *(claim for extra in held for claim in EXTRAS.get(extra, ()))}
    return tuple(sorted(granted - {NARROWER[claim] for claim in granted if claim in NARROWER}))


def permissions(person: Person, generation: Generation) -> dict[str, object]:
    """The members of a user that tell of permissions."""
    if generation == "legacy":
        return _booleans(person)
    told: dict[str, object] = {
        "access_roles": access_roles(person),
        "can_create_projects": person.level == "administrator" or "project_creator" in person.access_roles,
    }
    if generation == "profiles":
        told["permissions_profile"] = profile(person)
    if generation == "access_roles" or person.tells_claims:
        told["permissions_claims"] = claims(person, generation)
    return told


def _booleans(person: Person) -> dict[str, object]:
    """What was told before 2022: an administrator's three `can_` are true, a member's mean nothing and are false."""
    held = set(person.access_roles) if person.level == "manager" else set()
    administrator = person.level == "administrator"
    invoices = {"managed_projects_invoice_drafter", "managed_projects_invoice_manager"}
    return {
        "is_admin": administrator,
        "is_project_manager": person.level == "manager",
        "can_see_rates": administrator or "billable_rates_manager" in held,
        "can_create_projects": administrator or "project_creator" in held,
        "can_create_invoices": administrator or not held.isdisjoint(invoices),
    }
