"""Histories: snapshots of the example company at several moments, between which people come, change and go.

Each begins with the company as the story has it; what has happened since the last snapshot is in no snapshot yet.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import httpx

from harvest_mcp.connection.history import OF_SANDBOX
from harvest_mcp.directory.loading import load
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.history import History
from harvest_mcp.sandbox import Sandbox, example_company
from harvest_mcp.sandbox.company import Assignment, Company, Person, Project
from tests.stage import ADMINISTRATOR, PEOPLE_MANAGER, credentials

Happened = Callable[[Company], None]
_FOLDER: Final = tempfile.TemporaryDirectory(prefix="harvest-histories-")
_MADE: Final = set[str]()


class Day(NamedTuple):
    """A snapshot: when it was taken, with whose token, and what had happened since the one before."""

    as_of: datetime
    token: str
    happened: Happened


def nothing(company: Company) -> None:
    """Leave everything as it is."""


def in_march(company: Company) -> None:
    """Omar becomes an administrator, Mei-Ling the manager of Northgale's website, and Lena leaves Showroom."""
    _who(company, "Omar Farouk").access_roles = ("administrator",)
    _who(company, "Mei-Ling Chou").access_roles = ("manager",)
    _on(company, "Mei-Ling Chou", "Website").is_project_manager = True
    company.user_assignments.remove(_on(company, "Lena Fischer", "Showroom"))


def in_spring(company: Company) -> None:
    """Ravi leaves the company, and Priya begins Night Market, a project of Northgale."""
    _who(company, "Ravi Menon").is_active = False
    client = next(of for of in company.clients if of.name == "Northgale")
    project = Project(id=41_990_001, created_at="2026-06-01T09:00:00Z", name="Night Market", client=client)
    company.projects.append(project)
    _put(company, "Priya Raman", "Night Market", manages=True)


def in_summer(company: Company) -> None:
    """Apollo changes hands, Aiko may create projects, Hana may no longer see rates, and Gareth becomes a Producer."""
    _on(company, "Priya Raman", "Apollo").is_project_manager = False
    _on(company, "Nadia Haddad", "Apollo").is_active = False
    _put(company, "Darío Peña", "Apollo")
    _who(company, "Aiko Tanabe").access_roles += ("project_creator",)
    hana = _who(company, "Hana Novotná")
    hana.access_roles = tuple(word for word in hana.access_roles if word != "billable_rates_manager")
    _who(company, "Gareth Prosser").roles = tuple(role for role in company.roles if role.name == "Producer")


def lately(company: Company) -> None:
    """Kenji joins, Tomás leaves, Noor is a member now, Ruth leads Yara and no longer Lena, and Gift Boxes is done."""
    kenji = Person(
        id=5_990_001,
        created_at="2026-10-05T09:00:00Z",
        first_name="Kenji",
        last_name="Sato",
        email="kenji@example.com",
    )
    company.users.append(kenji)
    _put(company, "Kenji Sato", "Apollo")
    _who(company, "Tomás Ferreira").is_active = False
    _who(company, "Noor Jansen").access_roles = ("member",)
    ruth, lena, yara = (_who(company, name) for name in ("Ruth Adeyemi", "Lena Fischer", "Yara Bakri"))
    ruth.teammates = (*(mate for mate in ruth.teammates if mate is not lena), yara)
    next(of for of in company.projects if of.name == "Gift Boxes").is_active = False


HISTORIES: Final[Mapping[str, tuple[Sequence[Day], Happened]]] = {
    "no snapshot": ((), nothing),
    "four reviews": (
        (
            Day(datetime(2026, 3, 2, 6, tzinfo=UTC), ADMINISTRATOR, nothing),
            Day(datetime(2026, 4, 1, 6, tzinfo=UTC), ADMINISTRATOR, in_march),
            Day(datetime(2026, 7, 1, 6, tzinfo=UTC), ADMINISTRATOR, in_spring),
            Day(datetime(2026, 10, 1, 6, tzinfo=UTC), ADMINISTRATOR, in_summer),
        ),
        lately,
    ),
    "two pairs of eyes": (
        (
            Day(datetime(2026, 3, 2, 6, tzinfo=UTC), ADMINISTRATOR, nothing),
            Day(datetime(2026, 3, 3, 6, tzinfo=UTC), PEOPLE_MANAGER, nothing),
        ),
        nothing,
    ),
}
"""The days of each, and what has happened since the last."""


def company_after(name: str) -> Company:
    """The example company as it is after a history."""
    company = example_company()
    days, since = HISTORIES[name]
    for happened in (*(day.happened for day in days), since):
        happened(company)
    return company


async def kept(name: str) -> Path:
    """The folder for data in which a history lies, as `XDG_DATA_HOME` names it; the first who asks makes it."""
    home = Path(_FOLDER.name, name)
    if name not in _MADE:
        await _keep(name, History.open(file_in(home)))
        _MADE.add(name)
    return home


def file_in(home: Path) -> Path:
    """The file of the invented company's history."""
    return home / "harvest-access-mcp" / OF_SANDBOX


async def _keep(name: str, history: History) -> None:
    company = example_company()
    for day in HISTORIES[name][0]:
        day.happened(company)
        transport = httpx.ASGITransport(Sandbox(company))
        async with HarvestClient(credentials(day.token), transport=transport) as client:
            history.take(await load(client, as_of=day.as_of))


def _who(company: Company, name: str) -> Person:
    return next(person for person in company.users if person.name == name)


def _on(company: Company, who: str, project: str) -> Assignment:
    """The first assignment of a person to a project of this name."""
    return next(on for on in company.user_assignments if (on.user.name, on.project.name) == (who, project))


def _put(company: Company, who: str, project: str, *, manages: bool = False) -> None:
    number = max(on.id for on in company.user_assignments) + 1
    to = next(of for of in company.projects if of.name == project)
    company.user_assignments.append(
        Assignment(
            id=number,
            created_at="2026-06-01T09:00:00Z",
            project=to,
            user=_who(company, who),
            is_project_manager=manages,
        )
    )
