"""What an access review ought to find in the example company: a way to look for each case, and who or what it is.

The ways look at plain data only. The answers were written from the story's tables, people by their e-mail before the @.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from harvest_mcp.sandbox.claims import PROFILES, claims
from harvest_mcp.sandbox.company import Assignment, Company, Person, Project

LONG_AGO: Final = "2025-11-01"
EXTRAS: Final = (
    "project_creator", "billable_rates_manager", "managed_projects_invoice_drafter",
    "managed_projects_invoice_manager", "client_and_task_manager", "time_and_expenses_manager", "estimates_manager",
)  # fmt: skip
KNOWN: Final = {"administrator", "manager", "member", *EXTRAS}

Case = tuple[Callable[[Company], Iterable[str]], set[str]]


def key(person: Person) -> str:
    """What the story calls a person."""
    return person.email.partition("@")[0]


def keys(people: Iterable[Person]) -> set[str]:
    """What the story calls these people."""
    return {key(person) for person in people}


def extras(person: Person) -> set[str]:
    """What a manager holds beside the level."""
    return set(person.access_roles[1:]) if person.level == "manager" else set()


def active(company: Company) -> list[Person]:
    """The people who are not archived."""
    return [person for person in company.users if person.is_active]


def managers(company: Company) -> list[Person]:
    """The managers who are not archived."""
    return [person for person in active(company) if person.level == "manager"]


def leaders(company: Company) -> list[Person]:
    """The people managers."""
    return [person for person in managers(company) if person.teammates]


def on(company: Company, project: Project) -> list[Assignment]:
    """A project's active assignments."""
    return [row for row in company.user_assignments if row.project is project and row.is_active]


def of(company: Company, person: Person) -> list[Assignment]:
    """A person's active assignments."""
    return [row for row in company.user_assignments if row.user is person and row.is_active]


def marks(company: Company, project: Project) -> list[Person]:
    """Whom the active assignments of a project mark as managing it."""
    return [row.user for row in on(company, project) if row.is_project_manager]


def projects(company: Company, fits: Callable[[Project], bool]) -> set[str]:
    """The names of the active projects that fit."""
    return {project.name for project in company.projects if project.is_active and fits(project)}


def repeated(words: Iterable[str]) -> set[str]:
    """What comes more than once."""
    return {word for word, times in Counter(words).items() if times > 1}


def _manages_alone(company: Company, fits: Callable[[Person], bool]) -> set[str]:
    return projects(company, lambda project: [fits(who) for who in marks(company, project)] == [True])


def _without_a_manager(company: Company) -> set[str]:
    def nobody_but_administrators(project: Project) -> bool:
        return bool(on(company, project)) and all(who.level == "administrator" for who in marks(company, project))

    return projects(company, nobody_but_administrators)


def _managers_of_nothing(company: Company) -> Iterator[str]:
    for person in managers(company):
        if not person.teammates and not any(row.is_project_manager for row in of(company, person)):
            yield key(person)


def _contradicted(person: Person) -> bool:
    return claims(person, "access_roles") != claims(replace(person, claims=None), "access_roles")


def _leads_alone(company: Company) -> Iterator[str]:
    for person in leaders(company):
        if not any(row.is_project_manager for row in of(company, person)):
            yield key(person)


def _within_another(names: list[str]) -> set[str]:
    return {name for name in names if any(name != other and name in other for other in names)}


def _holds_only(extra: str) -> Callable[[Company], set[str]]:
    return lambda company: keys(who for who in managers(company) if extras(who) == {extra})


CASES: Final[dict[str, Case]] = {
    "archived people who are still on projects": (
        lambda company: {key(row.user) for row in company.user_assignments if row.is_active and not row.user.is_active},
        {"ulla", "osvaldo"},
    ),
    "administrators": (
        lambda company: keys(who for who in active(company) if who.level == "administrator"),
        {"ingrid", "kwame", "marisol", "pavel"},
    ),
    "an archived administrator": (
        lambda company: keys(who for who in company.users if who.level == "administrator" and not who.is_active),
        {"anders"},
    ),
    "an administrator who is a contractor": (
        lambda company: keys(who for who in active(company) if who.level == "administrator" and who.is_contractor),
        {"pavel"},
    ),
    "an administrator with an e-mail of another domain": (
        lambda company: keys(
            who for who in active(company) if who.level == "administrator" and not who.email.endswith("@example.com")
        ),
        {"marisol"},
    ),
    "an administrator who never tracks time": (
        lambda company: keys(
            who for who in active(company) if who.level == "administrator" and who.last_tracked is None
        ),
        {"kwame"},
    ),
    "a manager who manages nothing and nobody": (_managers_of_nothing, {"noor"}),
    "projects that nobody but an administrator manages": (_without_a_manager, {"Patient Portal", "Timetable"}),
    "a project whose only manager is archived": (
        lambda company: _manages_alone(company, lambda who: not who.is_active),
        {"Vitrine"},
    ),
    "a project whose only manager is a contractor": (
        lambda company: _manages_alone(company, lambda who: who.is_contractor),
        {"Night Sailing"},
    ),
    "a people manager with archived teammates": (
        lambda company: keys(who for who in leaders(company) if not all(mate.is_active for mate in who.teammates)),
        {"xenia"},
    ),
    "people who were never on a project": (
        lambda company: keys(active(company)) - {key(row.user) for row in company.user_assignments},
        {"bea", "viktor"},
    ),
    "people who are on no project": (
        lambda company: keys(who for who in active(company) if not of(company, who)),
        {"bea", "viktor", "connor"},
    ),
    "people who have tracked no time for a year": (
        lambda company: keys(who for who in active(company) if who.last_tracked and who.last_tracked < LONG_AGO),
        {"dilnoza"},
    ),
    "a contractor and a member who will be on every project to come": (
        lambda company: keys(who for who in company.users if who.has_access_to_all_future_projects),
        {"oksana", "jonas"},
    ),
    "contractors": (
        lambda company: keys(who for who in company.users if who.is_contractor),
        {"pavel", "nils", "oksana", "gus", "petra"},
    ),
    "managers who edit others' time and invoice it": (
        lambda company: keys(
            who
            for who in managers(company)
            if {"time_and_expenses_manager", "managed_projects_invoice_manager"} <= extras(who)
        ),
        {"ibrahim", "hana"},
    ),
    "an extra on a member": (
        lambda company: keys(who for who in company.users if who.level == "member" and len(who.access_roles) > 1),
        {"salma"},
    ),
    "a manager whose claims disagree with the access roles": (
        lambda company: keys(who for who in active(company) if who.claims is not None and _contradicted(who)),
        {"jacinta"},
    ),
    "a custom profile whose claims are what the extras write": (
        lambda company: keys(who for who in active(company) if who.claims is not None and not _contradicted(who)),
        {"leticia"},
    ),
    "an access role that nobody knows": (
        lambda company: keys(who for who in company.users if not KNOWN.issuperset(who.access_roles)),
        {"kaito"},
    ),
    "nobody's access role": (
        lambda company: keys(who for who in company.users if not who.access_roles),
        {"viktor"},
    ),
    "one person twice, by e-mail but for its case": (
        lambda company: repeated(who.email.casefold() for who in company.users),
        {"theo@example.com"},
    ),
    "full names that two people have": (
        lambda company: repeated(who.name for who in company.users),
        {"Ana Silva", "Theo Lambert"},
    ),
    "a first name that two people have": (
        lambda company: keys(who for who in company.users if who.first_name == "Nadia"),
        {"nadia", "nadia.k"},
    ),
    "a job role that nobody has": (
        lambda company: (
            {role.name for role in company.roles} - {role.name for who in company.users for role in who.roles}
        ),
        {"Illustrator"},
    ),
    "managers and administrators without a job role": (
        lambda company: keys(who for who in company.users if who.level != "member" and not who.roles),
        {"anders", "noor"},
    ),
    "a person who is exempt from SAML": (
        lambda company: keys(who for who in company.users if company.sign_in_is_saml and who.saml_exempt),
        {"petra"},
    ),
    "a member who is marked as managing a project": (
        lambda company: {
            key(row.user) for row in company.user_assignments if row.is_project_manager and row.user.level == "member"
        },
        {"quentin"},
    ),
    "archived projects with active assignments": (
        lambda company: {
            row.project.name for row in company.user_assignments if row.is_active and not row.project.is_active
        },
        {"Annual Report 2024", "Taproom Menus"},
    ),
    "a person who is off a project that goes on": (
        lambda company: {
            key(row.user)
            for row in company.user_assignments
            if not row.is_active and row.project.is_active and row.user.is_active
        },
        {"connor"},
    ),
    "projects whose budget everyone on them may see": (
        lambda company: projects(company, lambda project: project.show_budget_to_all),
        {"Solar Atlas", "Ward Rounds"},
    ),
    "a project that nobody is on": (
        lambda company: projects(company, lambda project: not on(company, project)),
        {"Rebrand 2027"},
    ),
    "a project name under two clients": (
        lambda company: repeated(project.name for project in company.projects),
        {"Website"},
    ),
    "a project whose name is part of another's": (
        lambda company: _within_another([project.name for project in company.projects]),
        {"Timetable"},
    ),
    "a client whose name is part of another's": (
        lambda company: _within_another([client.name for client in company.clients]),
        {"Northgale"},
    ),
    "a client without projects": (
        lambda company: {client.name for client in company.clients} - {of.client.name for of in company.projects},
        {"Ysolde Perfumes"},
    ),
    "an archived client with an active project": (
        lambda company: {of.client.name for of in company.projects if of.is_active and not of.client.is_active},
        {"Hollin & Thrupp"},
    ),
    "managers who may send invoices, and lack the right to draft them": (
        lambda company: keys(
            who
            for who in managers(company)
            if "managed_projects_invoice_manager" in extras(who)
            and "managed_projects_invoice_drafter" not in extras(who)
        ),
        {"chidi", "ibrahim", "benedikt"},
    ),
    "a manager with every extra": (
        lambda company: keys(who for who in managers(company) if extras(who) == set(EXTRAS)),
        {"hana"},
    ),
    "plain managers of projects": (
        lambda company: keys(who for who in managers(company) if not extras(who) and not who.teammates),
        {"gareth", "nils"},
    ),
    "plain managers of people": (
        lambda company: keys(who for who in leaders(company) if not extras(who)),
        {"wen", "yusuf", "zuzana"},
    ),
    "a people manager without projects": (_leads_alone, {"yusuf"}),
    "a teammate whom two people managers share": (
        lambda company: repeated(key(mate) for who in leaders(company) for mate in who.teammates),
        {"omar"},
    ),
    "people managers who are teammates themselves": (
        lambda company: keys(mate for who in leaders(company) for mate in who.teammates if mate.teammates),
        {"ruth", "samuel", "wen", "vera"},
    ),
    "people managers who lead each other": (
        lambda company: keys(mate for who in leaders(company) for mate in who.teammates if who in mate.teammates),
        {"vera", "wen"},
    ),
    "a people manager's teammate on projects that another manages": (
        lambda company: {
            row.project.name
            for row in of(company, next(who for who in company.users if key(who) == "omar"))
            if keys(marks(company, row.project)) - {"ruth", "samuel"}
        },
        {"Apollo", "Prepaid App"},
    ),
    "custom profiles": (
        lambda company: keys(who for who in company.users if who.profile and who.profile not in PROFILES),
        {"leticia", "jacinta", "nils"},
    ),
    "built-in profiles that do not follow from the level": (
        lambda company: {who.profile for who in company.users if who.profile in PROFILES},
        {"People Admin", "Accounting", "Executive Manager"},
    ),
    "a custom profile without claims": (
        lambda company: keys(who for who in company.users if not who.tells_claims),
        {"nils"},
    ),
    **{
        f"managers with {extra} alone": (_holds_only(extra), holders)
        for extra, holders in {
            "project_creator": {"tomas"},
            "billable_rates_manager": {"aiko", "noor"},
            "managed_projects_invoice_drafter": {"bartosz"},
            "managed_projects_invoice_manager": {"chidi"},
            "client_and_task_manager": {"delphine", "xenia"},
            "time_and_expenses_manager": {"emre", "jacinta", "samuel"},
            "estimates_manager": {"freya"},
        }.items()
    },
}
