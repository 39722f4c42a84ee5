"""Turns the story's tables into people, clients and projects, without any chance."""

from typing import Final

from harvest_mcp.sandbox.company import OPENED, Client, Company, Person, Project, Role
from harvest_mcp.sandbox.example import story
from harvest_mcp.sandbox.example.books import Books
from harvest_mcp.sandbox.example.tables import Span, last_day, marked, rows, span

DOMAIN: Final = "example.com"
LATELY: Final = ("2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20")


def told() -> Books:
    """Tell the story: its people, teams, clients and projects, and who is on which."""
    company = Company(name=story.COMPANY, domain="tamberlane-osk.example.com")
    company.settings = {"saml_sign_in_required": True}
    books = Books(company)
    company.roles = [Role(**books.enter(Role, OPENED.date()), name=name) for name in story.JOBS]
    people = {
        cells[0].partition("@")[0]: _person(books, level, cells)
        for level, table in story.PEOPLE.items()
        for cells in rows(table)
    }
    for manager, teammates in rows(story.TEAMS):
        people[manager].teammates = tuple(people[mate] for mate in teammates.split())
    company.tokens = {token: people[holder] for token, holder in story.TOKENS.items()}
    for cells in rows(story.PROJECTS):
        if cells[0].startswith("="):
            _client(books, cells)
        else:
            _project(books, people, cells)
    return books


def _person(books: Books, level: str, cells: list[str]) -> Person:
    mail, name, extras, remarks, job, time = cells
    key, _, domain = mail.partition("@")
    first, _, last = name.partition(" ")
    here = span(time)
    person = Person(
        **books.enter(Person, here.since),
        updated_at=here.archived_at,
        first_name=first,
        last_name=last,
        email=f"{key}@{domain or DOMAIN}",
        access_roles=_access_roles(level, extras),
        is_active=here.goes_on,
        is_contractor="contractor" in remarks,
        has_access_to_all_future_projects="future" in remarks,
        saml_exempt="exempt" in remarks,
        roles=tuple(role for role in books.company.roles if role.name == job),
        profile=story.PROFILES.get(key),
        claims=story.CLAIMS.get(key),
        tells_claims=key not in story.TELLS_NO_CLAIMS,
    )
    person.last_tracked = _last_tracked(remarks, here, person.id)
    books.company.users.append(person)
    books.spans[person] = here
    return person


def _access_roles(level: str, extras: str) -> tuple[str, ...]:
    if extras == "none":
        return ()
    if extras == "every":
        return (level, *story.EXTRAS.values())
    return (level, *(story.EXTRAS.get(word, word) for word in extras.split()))


def _last_tracked(remarks: str, here: Span, number: int) -> str | None:
    _, told_of, when = remarks.partition("tracked-")
    if told_of:
        return None if when == "never" else last_day(when).isoformat()
    return here.until.isoformat() if here.until else LATELY[number % len(LATELY)]


def _client(books: Books, cells: list[str]) -> None:
    name, time = cells
    there = span(time)
    client = Client(
        **books.enter(Client, there.since),
        updated_at=there.archived_at,
        name=name.removeprefix("= "),
        is_active=there.goes_on,
    )
    books.company.clients.append(client)


def _project(books: Books, people: dict[str, Person], cells: list[str]) -> None:
    name, code, time, managers, members, crowd = cells
    there = span(time)
    project = Project(
        **books.enter(Project, there.since),
        updated_at=there.archived_at,
        name=name,
        client=books.company.clients[-1],
        code=code or None,
        is_active=there.goes_on,
        show_budget_to_all=name in story.SHOWN_TO_ALL,
        starts_on=there.since.isoformat(),
        ends_on=there.until.isoformat() if there.until else None,
    )
    books.company.projects.append(project)
    books.spans[project] = there
    books.crowds[project] = int(crowd)
    for cell, manages in ((managers, True), (members, False)):
        for key, active in marked(cell):
            books.assign(project, people[key], manages=manages, active=active)
