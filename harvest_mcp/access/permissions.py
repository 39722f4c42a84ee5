"""Harvest's permissions: who may do what, in each of its three ways to write that down. The whole of its rules is here.

Every fact stands with the public page that it comes from; other modules only look it up, and parse nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
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
Permission = Literal[
    "time.track",
    "time.read",
    "time.write",
    "time.approve",
    "approvals.withdraw",
    "expenses.track",
    "expenses.read",
    "expenses.write",
    "projects.read",
    "projects.create",
    "projects.edit",
    "projects.assign_people",
    "project_reports.read",
    "clients.read",
    "clients.write",
    "tasks.read",
    "tasks.write",
    "people.read",
    "people.edit_basics",
    "people.manage",
    "billable_rates.read",
    "billable_rates.write",
    "cost_rates.read",
    "cost_rates.write",
    "invoices.read",
    "invoices.draft",
    "invoices.manage",
    "invoices.settings",
    "estimates.read",
    "estimates.manage",
    "reports.profitability",
    "reports.contractor",
    "reports.invoicing",
    "account.read",
    "account.settings",
    "billing.read",
    "billing.manage",
]
Reach = Literal["own", "managed", "all"]
Kind = Literal["own time", "time", "rates", "project", "person", "client", "account"]
Through = Literal["projects", "people", "both"]
Own = Literal["themselves", "assigned", "shared"]
Module = Literal["approval_feature", "expense_feature", "invoice_feature", "estimate_feature"]

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
EXTRAS: Final[tuple[Extra, ...]] = get_args(Extra)
PERMISSIONS: Final[tuple[Permission, ...]] = get_args(Permission)
REACHES: Final[tuple[Reach, ...]] = get_args(Reach)
"""From the narrowest to the widest; each holds those before it."""

HELP: Final = "https://support.getharvest.com/hc/en-us/articles/"
TEAM_PERMISSIONS: Final = HELP + "360048687451"
PERSON_PROFILES: Final = HELP + "360048687291"
APPROVAL: Final = HELP + "360048181832"
ASSIGNMENTS: Final = HELP + "4422314817677"
NEVER_FOR_MANAGERS: Final = HELP + "30704133376269"
CHANGED_IN_2022: Final = HELP + "4480367763725"
ARCHIVED_PROJECTS: Final = HELP + "360048686711"
ARCHIVED_PEOPLE: Final = HELP + "360048687311"
PROFILES_PAGE: Final = HELP + "44171549176077"
USERS_API: Final = "https://help.getharvest.com/api-v2/users-api/users/users/"
ROLES_API: Final = "https://help.getharvest.com/api-v2/roles-api/roles/roles/"
COMPANY_API: Final = "https://help.getharvest.com/api-v2/company-api/company/company/"
ASSIGNMENTS_API: Final = "https://help.getharvest.com/api-v2/projects-api/projects/user-assignments/"
PROFILE_NOTES: Final = "https://github.com/numtide/horae"
"""Notes on the reach of the built-in profiles and on the claims of 2026; Harvest's own page lists no reach."""
LEGACY_CLIENT: Final = "https://github.com/3AP-AG/harvest-client"
"""A client of 2018 that describes the booleans of before 2022; Harvest's own page no longer does."""


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

MANAGER_CLAIMS: Final = frozenset(
    {
        "expenses:read:managed",
        "expenses:write:own",
        "projects:read:managed",
        "timers:read:managed",
        "timers:write:own",
    }
)
"""Every claim of a plain manager, as seen live in 2022: no approval among them, and yet every manager approves."""

UNEXPLAINED_CLAIMS: Final = frozenset({"saved_reports:read:inactive", "saved_reports:write:inactive"})
"""Claims that exist (2024) and that no source explains: they are mapped to nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How far a permission reaches for whoever holds something, and where that is written."""

    reach: Reach
    source: str
    certain: bool = True


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One permission: what it lets a person do, to what, and who holds it with which reach."""

    id: Permission
    lets: str
    of: Kind
    through: Through | None = None
    """Through what `managed` reaches: projects that a person manages, people assigned to them, or both."""
    own: Own = "themselves"
    """What `own` comes to: one's own things, the projects that one is assigned to, or of these the shared ones."""
    module: Module | None = None
    """The setting of `/company` that switches it off."""
    needs_active: bool = False
    """Whether assignment, project and person must be active: nothing is tracked, written, assigned or drafted else."""
    everyone: Cell | None = None
    """What every active person has, whatever else they hold."""
    access: Mapping[str, Cell] = field(default_factory=dict)
    """By level, for each extra on a manager: `access_roles`, since 2022."""
    claims: Mapping[str, Cell] = field(default_factory=dict)
    """By claim: `permissions_claims`."""
    profiles: Mapping[str, Cell] = field(default_factory=dict)
    """By built-in profile: `permissions_profile`, since 2026."""
    legacy: Mapping[str, Cell] = field(default_factory=dict)
    """By boolean of before 2022; `neither` stands for who is neither administrator nor project manager."""
    doubt: str = "Whether that is enough is not documented."
    """What the sources leave open, and so makes a cell uncertain."""
    caveat: str = ""
    """What is easily overlooked in an answer."""

    @property
    def widest(self) -> Reach:
        """The widest reach with which anybody may hold it."""
        return max((cell.reach for cell in self.access.values()), key=REACHES.index)

    @property
    def has_own(self) -> bool:
        """Whether there is something of one's own that it applies to."""
        return self.everyone is not None or "member" in self.access


# The letters of the table: O own, M managed, A all, - nothing; a question mark makes the cell uncertain.
_LETTERS: Final[Mapping[str, Reach]] = {"O": "own", "M": "managed", "A": "all"}
_LETTER: Final = re.compile(r"([OMA])(\??)")


def _cell(letters: str, source: str) -> Cell | None:
    written = _LETTER.fullmatch(letters)
    return Cell(_LETTERS[written[1]], source, certain=not written[2]) if written else None


def _row(names: tuple[str, ...], letters: str, source: str) -> dict[str, Cell]:
    cells = zip(names, letters.split(), strict=True)
    return {name: cell for name, written in cells if (cell := _cell(written, source)) is not None}


def _named(letters: Mapping[str, str], source: str) -> dict[str, Cell]:
    return _row(tuple(letters), " ".join(letters.values()), source)


def by_access(letters: str, source: str = TEAM_PERMISSIONS, **extras: str) -> Mapping[str, Cell]:
    """Read what a member, a manager and an administrator hold, and what each extra adds to a manager."""
    return {**_row(("member", "manager", "administrator"), letters, source), **_named(extras, USERS_API)}


def by_claim(claims: Mapping[str, str]) -> Mapping[str, Cell]:
    """Read what each claim proves."""
    return _named(claims, PROFILE_NOTES)


def by_profile(letters: str) -> Mapping[str, Cell]:
    """Read what each built-in profile holds, in the order of `PROFILES`."""
    return _row(PROFILES, letters, PROFILE_NOTES)


def by_boolean(letters: str, **booleans: str) -> Mapping[str, Cell]:
    """Read what was held before 2022 by who was neither, by project managers and administrators; then by boolean."""
    return {
        **_row(("neither", "is_project_manager", "is_admin"), letters, LEGACY_CLIENT),
        **_named(booleans, LEGACY_CLIENT),
    }


_RULES: Final = (
    Rule(
        id="time.track",
        lets="Track one's own time to the active projects that one is assigned to.",
        of="own time",
        own="assigned",
        needs_active=True,
        access=by_access("O O O"),
        claims=by_claim({"timers:write:own": "O", "timers:write:managed": "O", "timers:write:all": "O"}),
        profiles=by_profile("O O O O O O"),
        legacy=by_boolean("O O O"),
        caveat="Administrators too must be assigned.",
    ),
    Rule(
        id="time.read",
        lets="See tracked time and report on it.",
        of="time",
        through="both",
        access=by_access("O M A"),
        claims=by_claim({"timers:read:own": "O", "timers:read:managed": "M", "timers:read:all": "A"}),
        profiles=by_profile("O M A A A A"),
        legacy=by_boolean("O M A"),
    ),
    Rule(
        id="time.write",
        lets="Create, edit and delete other people's time; one's own is time.track.",
        of="time",
        through="both",
        needs_active=True,
        access=by_access("- - A", time_and_expenses_manager="M"),
        claims=by_claim({"timers:write:managed": "M", "timers:write:all": "A"}),
        profiles=by_profile("- M A - A A"),
        legacy=by_boolean("- M? A"),
        doubt="The API's page lets every manager edit time; the help centre and the claims of 2022 ask for the extra.",
    ),
    Rule(
        id="time.approve",
        lets="Approve time, and the expenses with it.",
        of="time",
        through="both",
        module="approval_feature",
        access=by_access("- M A", APPROVAL),
        claims=by_claim({"timers:approve:managed": "M", "timers:approve:all": "A"}),
        profiles=by_profile("- M A - A A"),
        legacy=by_boolean("- M A"),
        caveat="Approval is not exclusive: any administrator, manager of the project or manager of the person may.",
    ),
    Rule(
        id="approvals.withdraw",
        lets="Withdraw an approval, and edit locked time.",
        of="time",
        through="both",
        module="approval_feature",
        access=by_access("- - A", APPROVAL),
        claims=by_claim({"approvals:withdraw:managed": "M"}),
        profiles=by_profile("- - M - M A"),
        legacy=by_boolean("- - A"),
    ),
    Rule(
        id="expenses.track",
        lets="Track one's own expenses to the active projects that one is assigned to.",
        of="own time",
        own="assigned",
        module="expense_feature",
        needs_active=True,
        access=by_access("O O O"),
        claims=by_claim({"expenses:write:own": "O", "expenses:write:managed": "O", "expenses:write:all": "O"}),
        profiles=by_profile("O O O O O O"),
        legacy=by_boolean("O O O"),
        caveat="Administrators too must be assigned.",
    ),
    Rule(
        id="expenses.read",
        lets="See tracked expenses and report on them.",
        of="time",
        through="both",
        module="expense_feature",
        access=by_access("O M A"),
        claims=by_claim({"expenses:read:own": "O", "expenses:read:managed": "M", "expenses:read:all": "A"}),
        profiles=by_profile("O M A A A A"),
        legacy=by_boolean("O M A"),
    ),
    Rule(
        id="expenses.write",
        lets="Create, edit and delete other people's expenses; one's own are expenses.track.",
        of="time",
        through="both",
        module="expense_feature",
        needs_active=True,
        access=by_access("- - A", time_and_expenses_manager="M"),
        claims=by_claim({"expenses:write:managed": "M", "expenses:write:all": "A"}),
        profiles=by_profile("- M A - A A"),
        legacy=by_boolean("- M? A"),
        doubt="The API's page lets every manager edit expenses; the help centre and the claims of 2022 do not.",
    ),
    Rule(
        id="projects.read",
        lets="See projects with their settings, tasks and people.",
        of="project",
        through="projects",
        access=by_access("- M A"),
        claims=by_claim({"projects:read:managed": "M", "projects:read:all": "A"}),
        profiles=by_profile("- M A A A A"),
        legacy=by_boolean("- M A"),
    ),
    Rule(
        id="projects.create",
        lets="Create projects; whoever creates one becomes its manager.",
        of="account",
        access=by_access("- - A", project_creator="A"),
        claims=by_claim({"projects:create:all": "A"}),
        profiles=by_profile("- A - - A A"),
        legacy=by_boolean("- - A", can_create_projects="A"),
    ),
    Rule(
        id="projects.edit",
        lets="Edit projects, their tasks and budgets, and archive them.",
        of="project",
        through="projects",
        access=by_access("- - A", CHANGED_IN_2022, project_creator="M"),
        claims=by_claim({"projects:write:managed": "M", "projects:write:all": "A"}),
        profiles=by_profile("- M - - A A"),
        legacy=by_boolean("- M A"),
    ),
    Rule(
        id="projects.assign_people",
        lets="Assign people to projects.",
        of="project",
        through="projects",
        needs_active=True,
        access=by_access("- - A", ASSIGNMENTS, project_creator="M"),
        claims=by_claim({"projects:write:managed": "M", "projects:write:all": "A"}),
        profiles=by_profile("- M - - A A"),
        legacy=by_boolean("- M A"),
    ),
    Rule(
        id="project_reports.read",
        lets="See a project's report: its progress against the budget.",
        of="project",
        through="projects",
        own="shared",
        everyone=Cell("own", NEVER_FOR_MANAGERS),
        access=by_access("- M A", NEVER_FOR_MANAGERS),
        claims=by_claim({"projects:read:managed": "M?", "projects:read:all": "A?"}),
        profiles=by_profile("- M? A? A? A? A"),
        legacy=by_boolean("- M A"),
        doubt="Whether seeing a project is seeing its report is not documented.",
    ),
    Rule(
        id="clients.read",
        lets="See all clients.",
        of="client",
        access=by_access("- - A", client_and_task_manager="A"),
        claims=by_claim({"clients:read:all": "A"}),
        profiles=by_profile("- A - A A A"),
        legacy=by_boolean("- - A"),
    ),
    Rule(
        id="clients.write",
        lets="Create and edit all clients.",
        of="client",
        access=by_access("- - A", client_and_task_manager="A"),
        claims=by_claim({"clients:write:all": "A"}),
        profiles=by_profile("- A - A A A"),
        legacy=by_boolean("- - A"),
    ),
    Rule(
        id="tasks.read",
        lets="See all tasks of the account.",
        of="account",
        access=by_access("- - A", client_and_task_manager="A"),
        claims=by_claim({"tasks:read:all": "A"}),
        profiles=by_profile("- A - - A A"),
        legacy=by_boolean("- - A"),
    ),
    Rule(
        id="tasks.write",
        lets="Create and edit all tasks of the account, and add new tasks to projects.",
        of="account",
        access=by_access("- - A", client_and_task_manager="A"),
        claims=by_claim({"tasks:write:all": "A"}),
        profiles=by_profile("- A - - A A"),
        legacy=by_boolean("- - A"),
    ),
    Rule(
        id="people.read",
        lets="See people in the Team section.",
        of="person",
        through="people",
        access=by_access("- M A"),
        claims=by_claim({"users:read:managed": "M", "users:read:all": "A"}),
        profiles=by_profile("- - A - A A"),
        legacy=by_boolean("- M A"),
    ),
    Rule(
        id="people.edit_basics",
        lets="Edit other people's name and time zone, and resend invitations.",
        of="person",
        through="people",
        access=by_access("- M A", PERSON_PROFILES),
        claims=by_claim({"users:write:managed": "M", "users:write:all": "A"}),
        profiles=by_profile("- - A - A A"),
        legacy=by_boolean("- M? A"),
    ),
    Rule(
        id="people.manage",
        lets="Invite, edit and archive people; set their permissions, job roles, capacity and managers.",
        of="person",
        through="people",
        access=by_access("- - A", NEVER_FOR_MANAGERS),
        claims=by_claim({"users:write:managed": "M?", "users:write:all": "A"}),
        profiles=by_profile("- - A - A A"),
        legacy=by_boolean("- - A"),
        doubt="Whether the claim users:write:managed is more than editing the basics is not written anywhere.",
    ),
    Rule(
        id="billable_rates.read",
        lets="See billable rates and amounts.",
        of="rates",
        through="both",
        access=by_access("- - A", billable_rates_manager="M"),
        claims=by_claim({"billable_rates:read:managed": "M", "billable_rates:read:all": "A"}),
        profiles=by_profile("- - - A A A"),
        legacy=by_boolean("- - A", can_see_rates="M"),
    ),
    Rule(
        id="billable_rates.write",
        lets="Change billable rates.",
        of="rates",
        through="both",
        access=by_access("- - A", billable_rates_manager="M?"),
        claims=by_claim({"billable_rates:write:managed": "M", "billable_rates:write:all": "A"}),
        profiles=by_profile("- - - - - A"),
        legacy=by_boolean("- - A", can_see_rates="M?"),
        doubt="The API's page speaks of managers who may edit rates, and names no extra permission for it.",
    ),
    Rule(
        id="cost_rates.read",
        lets="See cost rates and amounts.",
        of="rates",
        access=by_access("- - A", NEVER_FOR_MANAGERS),
        claims=by_claim({"cost_rates:read:all": "A"}),
        profiles=by_profile("- - - A A A"),
        legacy=by_boolean("- - A"),
    ),
    Rule(
        id="cost_rates.write",
        lets="Change cost rates.",
        of="rates",
        access=by_access("- - A", NEVER_FOR_MANAGERS),
        claims=by_claim({"cost_rates:write:all": "A"}),
        profiles=by_profile("- - - - - A"),
        legacy=by_boolean("- - A"),
    ),
    Rule(
        id="invoices.read",
        lets="See invoices.",
        of="project",
        through="projects",
        module="invoice_feature",
        access=by_access("- - A", managed_projects_invoice_drafter="M", managed_projects_invoice_manager="M"),
        claims=by_claim({"invoices:read:managed": "M", "invoices:read:all": "A"}),
        profiles=by_profile("- - - A A A"),
        legacy=by_boolean("- - A", can_create_invoices="M"),
    ),
    Rule(
        id="invoices.draft",
        lets="Create and edit draft invoices.",
        of="project",
        through="projects",
        module="invoice_feature",
        needs_active=True,
        access=by_access("- - A", managed_projects_invoice_drafter="M", managed_projects_invoice_manager="M"),
        claims=by_claim(
            {"invoices:write:managed_drafts": "M", "invoices:write:managed": "M", "invoices:write:all": "A"}
        ),
        profiles=by_profile("- - - A A A"),
        legacy=by_boolean("- - A", can_create_invoices="M"),
    ),
    Rule(
        id="invoices.manage",
        lets="Send and fully manage invoices.",
        of="project",
        through="projects",
        module="invoice_feature",
        access=by_access("- - A", managed_projects_invoice_manager="M"),
        claims=by_claim({"invoices:write:managed": "M", "invoices:write:all": "A"}),
        profiles=by_profile("- - - A A A"),
        legacy=by_boolean("- - A", can_create_invoices="M?"),
        caveat="The client dashboard's preview shows them other invoices of the same client, too.",
        doubt="Whether the boolean of before 2022 let managers send invoices, or draft them only, is inferred.",
    ),
    Rule(
        id="invoices.settings",
        lets="Set up retainers, recurring invoices that are sent by themselves, and the settings of invoices.",
        of="account",
        module="invoice_feature",
        access=by_access("- - A", NEVER_FOR_MANAGERS),
        profiles=by_profile("- - - A? A? A"),
        legacy=by_boolean("- - A"),
        doubt="No claim stands for it, and the notes on profiles do not name it.",
    ),
    Rule(
        id="estimates.read",
        lets="See all estimates.",
        of="client",
        module="estimate_feature",
        access=by_access("- - A", estimates_manager="A"),
        claims=by_claim({"estimates:read:all": "A"}),
        profiles=by_profile("- - - A? A? A"),
        legacy=by_boolean("- - A"),
        doubt="The notes on profiles name no estimates; the sizes of their claim sets leave room for them.",
    ),
    Rule(
        id="estimates.manage",
        lets="Create and manage all estimates; to make one an invoice takes a permission on invoices too.",
        of="client",
        module="estimate_feature",
        access=by_access("- - A", estimates_manager="A"),
        claims=by_claim({"estimates:write:all": "A"}),
        profiles=by_profile("- - - A? A? A"),
        legacy=by_boolean("- - A"),
        doubt="The notes on profiles name no estimates; the sizes of their claim sets leave room for them.",
    ),
    Rule(
        id="reports.profitability",
        lets="See the profitability report.",
        of="account",
        access=by_access("- - A", NEVER_FOR_MANAGERS),
        claims=by_claim({"reports:read:profitability": "A"}),
        profiles=by_profile("- - - A A A"),
        legacy=by_boolean("- - A"),
    ),
    Rule(
        id="reports.contractor",
        lets="See the contractor report.",
        of="account",
        access=by_access("- - A", NEVER_FOR_MANAGERS),
        claims=by_claim({"reports:read:contractor": "A"}),
        profiles=by_profile("- - A - A A"),
        legacy=by_boolean("- - A"),
    ),
    Rule(
        id="reports.invoicing",
        lets="See the reports on invoices.",
        of="account",
        module="invoice_feature",
        access=by_access("- - A", NEVER_FOR_MANAGERS),
        claims=by_claim({"reports:read:invoicing": "A"}),
        profiles=by_profile("- - - A A A"),
        legacy=by_boolean("- - A"),
    ),
    Rule(
        id="account.read",
        lets="See the account's settings.",
        of="account",
        access=by_access("- - A", NEVER_FOR_MANAGERS),
        claims=by_claim({"company:read:own": "A"}),
        profiles=by_profile("- - - - - A"),
        legacy=by_boolean("- - A"),
        caveat="What the API tells others of the company is not documented.",
    ),
    Rule(
        id="account.settings",
        lets="Change the account's settings, and turn modules on and off.",
        of="account",
        access=by_access("- - A", NEVER_FOR_MANAGERS),
        claims=by_claim({"company:write:own": "A"}),
        profiles=by_profile("- - - - - A"),
        legacy=by_boolean("- - A"),
        caveat="Only the owner, whom the API does not name, closes the account.",
    ),
    Rule(
        id="billing.read",
        lets="See what the account pays for Harvest.",
        of="account",
        access=by_access("- - A", NEVER_FOR_MANAGERS),
        claims=by_claim({"billing:read:own": "A"}),
        profiles=by_profile("- - - - - A"),
        legacy=by_boolean("- - A"),
    ),
    Rule(
        id="billing.manage",
        lets="Change the plan and how it is paid.",
        of="account",
        access=by_access("- - A", NEVER_FOR_MANAGERS),
        claims=by_claim({"billing:write:own": "A"}),
        profiles=by_profile("- - - - - A"),
        legacy=by_boolean("- - A"),
    ),
)

RULES: Final[Mapping[Permission, Rule]] = MappingProxyType({rule.id: rule for rule in _RULES})
"""THE table, in the order in which it is shown."""

DOCUMENTED_CLAIMS: Final = frozenset(claim for rule in _RULES for claim in rule.claims)
"""Every claim of the profiles of 2026 that the table explains."""
