"""The words of Harvest's permissions: levels, extra permissions and profiles, and what each lets a person do.

Every fact about Harvest's rules stands here with the public page that it comes from; other modules only look it up.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

Level = Literal["administrator", "manager", "member"]
Extra = Literal[
    "project_creator",
    "billable_rates_manager",
    "managed_projects_invoice_drafter",
    "managed_projects_invoice_manager",
    "client_and_task_manager",
    "time_and_expenses_manager",
    "estimates_manager",
    "people_manager",
]

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
EXTRAS: Final[tuple[Extra, ...]] = get_args(Extra)

HELP: Final = "https://support.getharvest.com/hc/en-us/articles/"
TEAM_PERMISSIONS: Final = HELP + "360048687451"
PROFILES_PAGE: Final = HELP + "44171549176077"
USERS_API: Final = "https://help.getharvest.com/api-v2/users-api/users/users/"
ROLES_API: Final = "https://help.getharvest.com/api-v2/roles-api/roles/roles/"


@dataclass(frozen=True, slots=True)
class Term:
    """One access role or profile: its name in Harvest's API, a sentence of what it lets a person do, the source."""

    id: str
    lets: str
    source: str


TERMS: Final[dict[str, Term]] = {
    term.id: term
    for term in (
        Term("administrator", "Sees and changes everything in the account.", TEAM_PERMISSIONS),
        Term(
            "manager",
            "Reports on and approves time and expenses of the projects and people that they manage.",
            TEAM_PERMISSIONS,
        ),
        Term("member", "Tracks own time and expenses to assigned projects, and reports on those.", TEAM_PERMISSIONS),
        Term("project_creator", "Creates projects, and edits the projects that they manage.", USERS_API),
        Term("billable_rates_manager", "Sees billable rates and amounts of managed projects and people.", USERS_API),
        Term("managed_projects_invoice_drafter", "Drafts invoices for managed projects.", USERS_API),
        Term("managed_projects_invoice_manager", "Sends and fully manages invoices of managed projects.", USERS_API),
        Term("client_and_task_manager", "Creates and edits all clients and tasks of the account.", USERS_API),
        Term("time_and_expenses_manager", "Creates and edits time and expenses in their scope.", USERS_API),
        Term("estimates_manager", "Creates and edits all estimates of the account.", USERS_API),
        Term("people_manager", "Has assigned people (teammates); Harvest derives it from them.", USERS_API),
    )
}

LEGACY_EXTRAS: Final[dict[str, Extra]] = {
    "can_create_projects": "project_creator",
    "can_see_rates": "billable_rates_manager",
    "can_create_invoices": "managed_projects_invoice_drafter",
}
"""The booleans of before 2022 and the extra that each became. Inferred: recordings of the same people in both forms."""

PROFILES: Final = ("Member", "Project Manager", "People Admin", "Accounting", "Executive Manager", "Administrator")
"""The built-in permission profiles of 2026, by the names that Harvest shows."""

PROFILE_LEVELS: Final[dict[str, Level]] = {"administrator": "administrator", "member": "member"}
"""The only built-in profiles that equal a level; the others share no level's exact rights."""

JOB_ROLES_GRANT_NOTHING: Final = "Job roles are labels for reports and grant no access; access levels and extras do."
