"""The crowd around the story: plain members whom the seed names and puts on projects, as many as the story says.

They hold no extra, manage nothing, lead nobody and are nobody's teammates, and none is named like anybody of the story.
"""

import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Final

from harvest_mcp.sandbox.company import OPENED, Person
from harvest_mcp.sandbox.example.books import Books
from harvest_mcp.sandbox.example.tables import Span

FIRST_NAMES: Final = (
    "Abebe", "Agnieszka", "Alejandro", "Amara", "Anouk", "Arjun", "Astrid", "Aurélie", "Ayodele", "Björn", "Bogdan",
    "Camille", "Caoimhe", "Cosmin", "Dagmar", "Deepa", "Dimitri", "Eero", "Esther", "Fabrizio", "Farah", "Fionn",
    "Giulia", "Goran", "Haruki", "Hye-jin", "Ilse", "Jelle", "Jiří", "Juho", "Katarzyna", "Kofi", "Latisha", "Linh",
    "Ludmila", "Maeve", "Marlies", "Minh", "Nikhil", "Nuria", "Olivier", "Paloma", "Piotr", "Radka", "Saoirse", "Selim",
    "Sigrún", "Tariq", "Thandiwe", "Tuomas", "Urszula", "Wanjiku", "Xavier", "Zeynep",
)  # fmt: skip
LAST_NAMES: Final = (
    "Abernathy", "Antoniou", "Bakker", "Banerjee", "Castellanos", "Cattaneo", "Chukwu", "Delacroix", "Drăgan",
    "Ferrante", "Fitzgerald", "Fonseca", "Gajewski", "Georgiou", "Grünwald", "Gunnarsson", "Halloran", "Hashimoto",
    "Huovinen", "Iyer", "Jaramillo", "Kaplan", "Kiplagat", "Kruger", "Lefebvre", "Mahlangu", "McAllister", "Mukherjee",
    "Nakagawa", "Nguyen", "Nwosu", "Okafor", "Papadakis", "Petrosyan", "Quintero", "Rautio", "Rossetti", "Sarkissian",
    "Szabó", "Tembo", "Thorvaldsen", "Valdés", "Vasquez", "Wierzba", "Yamashita", "Ziegler",
)  # fmt: skip
JOBS: Final = ("Designer", "Engineer", "Researcher", "Writer", "Tester", "")

SIZE: Final = 73
ARCHIVED: Final = 7
OLD_HANDS: Final = 40
"""Those who came first; whoever is archived is one of them."""
DAYS_APART: Final = 52
SURE_PLACES: Final = 2
"""So many of each project's places go to those who have none yet, so that everybody active has one."""


def join(books: Books, chance: Random) -> None:
    """Add the crowd to a company, and put it on the projects."""
    crowd = list(_crowd(books, chance))
    active = [person for person in crowd if person.is_active]
    waiting = chance.sample(active, len(active))
    for project, places in books.crowds.items():
        there = books.spans[project]
        sure = [waiting.pop() for _ in range(min(SURE_PLACES, places, len(waiting)))] if there.goes_on else []
        others = [person for person in active if person not in sure and books.spans[person].meets(there)]
        for person in (*sure, *chance.sample(others, places - len(sure))):
            books.assign(project, person, active=there.goes_on)
    for person in crowd:
        if not person.is_active:
            _leave(books, chance, person)


def _leave(books: Books, chance: Random, person: Person) -> None:
    """Give somebody who is archived two archived assignments."""
    here = books.spans[person]
    seen = [project for project, places in books.crowds.items() if places and books.spans[project].meets(here)]
    for project in chance.sample(seen, 2):
        books.assign(project, person, active=False)


def _crowd(books: Books, chance: Random) -> Iterator[Person]:
    names = chance.sample([(first, last) for first in FIRST_NAMES for last in LAST_NAMES], SIZE)
    leavers = chance.sample(range(OLD_HANDS), ARCHIVED)
    for number, (first, last) in enumerate(names):
        since = OPENED.date() + timedelta(days=number * DAYS_APART + chance.randrange(DAYS_APART))
        until = since + timedelta(days=chance.randrange(200, 1500))
        here = Span(since, until if number in leavers else None)
        job = chance.choice(JOBS)
        person = Person(
            **books.enter(Person, since),
            updated_at=here.archived_at,
            first_name=first,
            last_name=last,
            email=f"{_plain(first)}.{_plain(last)}@example.com",
            is_active=here.goes_on,
            roles=tuple(role for role in books.company.roles if role.name == job),
            last_tracked=str(here.until or f"2026-11-{chance.randrange(2, 21):02}"),
        )
        books.company.users.append(person)
        books.spans[person] = here
        yield person


def _plain(name: str) -> str:
    """Take off case and accents, as an e-mail's name is written."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
