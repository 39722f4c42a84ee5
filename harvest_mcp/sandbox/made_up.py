"""A company of any size, made up from a seed: the same numbers give the same company on every machine."""

from collections.abc import Callable
from random import Random
from typing import Final

from harvest_mcp.sandbox.company import (
    ASSIGNMENTS,
    CLIENTS,
    PEOPLE,
    PROJECTS,
    ROLES,
    Assignment,
    Client,
    Company,
    Person,
    Project,
    Role,
    moment,
)

FIRST: Final = (
    "Ada", "Ben", "Chiara", "Dov", "Esra", "Femi", "Gita", "Hugo", "Ines", "Jun", "Kaja", "Luis", "Mei", "Noor",
    "Olga", "Pia", "Quinn", "Rosa", "Sam", "Tala",
)  # fmt: skip
LAST: Final = (
    "Abel", "Bauer", "Cruz", "Diaz", "Endo", "Frey", "Gallo", "Haas", "Ito", "Jansen", "Kim", "Lind", "Mora", "Nagy",
    "Oduya", "Park", "Rossi", "Silva",
)  # fmt: skip
THINGS: Final = (
    "Atlas", "Beacon", "Compass", "Delta", "Ember", "Falcon", "Garnet", "Harbour", "Iris", "Juniper", "Kestrel",
    "Lantern", "Meridian",
)  # fmt: skip
WORK: Final = (
    "Audit", "Campaign", "Design", "Launch", "Migration", "Platform", "Redesign", "Research", "Rollout", "Support",
)  # fmt: skip
JOBS: Final = (
    "Analyst", "Designer", "Developer", "Editor", "Engineer", "Marketing", "Operations", "Producer", "Strategist",
    "Writer",
)  # fmt: skip
EXTRAS: Final = (
    "project_creator",
    "billable_rates_manager",
    "managed_projects_invoice_drafter",
    "client_and_task_manager",
    "time_and_expenses_manager",
    "estimates_manager",
)
SPACE: Final = 1_000_000
ADMINISTRATORS: Final = 0.01
MANAGERS: Final = 0.11
LEADERS: Final = 0.02
"""Shares of the people: the first are administrators, up to the second managers, up to the third with teammates."""
MOST_LEADERS: Final = 100
ARCHIVED: Final = 0.08


def made_up_company(*, people: int, projects: int, assignments: int, seed: int = 1) -> Company:
    """Make up a company of so many people, projects and assignments."""
    chance = Random(seed)
    company = Company(name=f"Made up of {people:,}", domain="made-up.example.com")
    company.roles = [
        Role(id=ROLES + number, created_at=moment(ROLES, ROLES), name=name) for number, name in enumerate(JOBS, 1)
    ]
    company.users = [_person(chance, number, people, company.roles) for number in range(people)]
    company.clients = [_client(number) for number in range(max(1, projects // 3))]
    company.projects = [_project(chance, number, projects, company.clients) for number in range(projects)]
    company.user_assignments = _assignments(chance, company, assignments)
    _lead(chance, company.users)
    company.tokens = _holders(company.users)
    return company


def _person(chance: Random, number: int, people: int, roles: list[Role]) -> Person:
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    own = _id(PEOPLE, number, people)
    return Person(
        id=own,
        created_at=moment(own, PEOPLE),
        first_name=first,
        last_name=f"{last} {number}",
        email=f"{first}.{last}.{number}@example.com".lower(),
        access_roles=_access(chance, number, people),
        is_active=number == 0 or chance.random() >= ARCHIVED,
        is_contractor=chance.random() < ARCHIVED,
        default_hourly_rate=float(chance.randrange(60, 200, 5)),
        cost_rate=float(chance.randrange(30, 90, 5)),
        roles=(chance.choice(roles),),
        last_tracked="2026-11-20",
    )


def _access(chance: Random, number: int, people: int) -> tuple[str, ...]:
    """Make the first person an administrator, the next two managers where there are so many, and then by shares."""
    if number < max(1, round(people * ADMINISTRATORS)):
        return ("administrator",)
    if number < max(3, round(people * MANAGERS)):
        return ("manager", *sorted(chance.sample(EXTRAS, chance.randrange(len(EXTRAS)))))
    return ("member",)


def _client(number: int) -> Client:
    own = CLIENTS + number + 1
    return Client(id=own, created_at=moment(CLIENTS, CLIENTS), name=f"{THINGS[number % len(THINGS)]} {number} Ltd")


def _project(chance: Random, number: int, projects: int, clients: list[Client]) -> Project:
    own = _id(PROJECTS, number, projects)
    return Project(
        id=own,
        created_at=moment(own, PROJECTS),
        name=f"{THINGS[number % len(THINGS)]} {WORK[number % len(WORK)]} {number}",
        client=clients[number % len(clients)],
        code=f"P{number}",
        is_active=chance.random() >= ARCHIVED,
        budget=float(chance.randrange(100, 2000, 100)),
    )


def _assignments(chance: Random, company: Company, wanted: int) -> list[Assignment]:
    """Put each person on projects in turn; no person is on a project twice, so a small company may hold fewer."""
    people, projects = company.users, company.projects
    rounds = min(-(-wanted // len(people)), len(projects))
    wanted = min(wanted, len(people) * rounds)
    starts = [chance.randrange(len(projects)) for _ in people]
    step = max(1, len(projects) // max(1, rounds))
    rows = []
    for number in range(wanted):
        turn, who = divmod(number, len(people))
        own = _id(ASSIGNMENTS, number, wanted)
        row = Assignment(
            id=own,
            created_at=moment(own, ASSIGNMENTS),
            project=projects[(starts[who] + turn * step) % len(projects)],
            user=people[who],
            is_project_manager=people[who].level != "member" and chance.random() < 0.5,  # noqa: PLR2004
            is_active=people[who].is_active and chance.random() >= ARCHIVED,
        )
        rows.append(row)
    for row in rows[: len(people)]:  # whoever may manage manages something
        row.is_project_manager, row.is_active = row.user.level != "member", row.user.is_active
    return rows


def _lead(chance: Random, people: list[Person]) -> None:
    """Assign a handful of people to some of the managers."""
    managers = [who for who in people if who.level == "manager" and who.is_active]
    for who in managers[: min(MOST_LEADERS, max(1, round(len(people) * LEADERS)))]:
        led = chance.sample(people, min(len(people), chance.randrange(3, 9)))
        who.teammates = tuple(mate for mate in led if mate is not who)


def _holders(people: list[Person]) -> dict[str, Person]:
    """Hand the tokens to the first people who fit them; a token that nobody fits opens nothing."""
    active = [who for who in people if who.is_active]
    fits: dict[str, Callable[[Person], bool]] = {
        "sandbox-administrator": lambda who: who.level == "administrator",
        "sandbox-people-manager": lambda who: who.level == "manager" and bool(who.teammates),
        "sandbox-project-manager": lambda who: who.level == "manager" and not who.teammates,
        "sandbox-member": lambda who: who.level == "member",
    }
    found = ((token, next(filter(fit, active), None)) for token, fit in fits.items())
    return {token: who for token, who in found if who is not None}


def _id(first: int, number: int, of: int) -> int:
    """Spread ids over the years since the account was opened, in the order of the numbers."""
    return first + 1 + number * max(1, SPACE // of)
