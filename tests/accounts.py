"""Builds small accounts by hand, and one that is as awkward as Harvest lets an account be; nothing is loaded.

The small one: Ann administers, Max manages Site and has Ben and Old Hand assigned, Ben is on Site and App.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import EXTRAS
from harvest_mcp.access.sight import PARTS, Part, Sight, expected_sight
from harvest_mcp.access.standing import standing
from harvest_mcp.answers.shapes import Answer
from harvest_mcp.harvest.models import (
    Client,
    Company,
    Project,
    ProjectReference,
    Reference,
    Role,
    Teammate,
    User,
    UserAssignment,
)

AS_OF: Final = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def person(number: int, name: str, *access_roles: str, **more: Any) -> User:  # noqa: ANN401  (any field of a user)
    """An active person with these access roles; the e-mail is made of the first name."""
    first, _, last = name.partition(" ")
    told = {"email": f"{first.casefold()}@example.com", "access_roles": access_roles or ("member",), "is_active": True}
    return User(id=number, first_name=first, last_name=last or None, **(told | more))


def project(number: int, name: str, client: Client | None = None, **more: Any) -> Project:  # noqa: ANN401
    """An active project of this client."""
    of = Reference(id=client.id, name=client.name) if client else None
    return Project(id=number, name=name, client=of, **({"is_active": True, "show_budget_to_all": False} | more))


def assigned(number: int, to: Project, who: User, *, manages: bool = False, **more: Any) -> UserAssignment:  # noqa: ANN401
    """That a person is actively on a project."""
    return UserAssignment(
        id=number,
        project=ProjectReference(id=to.id, name=to.name, code=to.code),
        user=Reference(id=who.id, name=who.name),
        is_project_manager=manages,
        **({"is_active": True} | more),
    )


def mates(*people: User) -> tuple[Teammate, ...]:
    """These people as somebody's teammates."""
    return tuple(
        Teammate(id=who.id, first_name=who.first_name, last_name=who.last_name, email=who.email) for who in people
    )


ACME: Final = Client(id=31, name="Acme")
BOLT: Final = Client(id=32, name="Bolt & Sons")
ANN: Final = person(11, "Ann Admin", "administrator")
MAX: Final = person(12, "Max Müller", "manager", "project_creator", "people_manager", roles=("Design",))
BEN: Final = person(13, "Ben", is_contractor=True, has_access_to_all_future_projects=True)
OLD: Final = person(14, "Old Hand", "manager", is_active=False)
NEW: Final = person(15, "New Kid", "member", "workforce_planner", roles=("Design", "Night shift"))
SITE: Final = project(21, "Site", ACME, code="S-1")
APP: Final = project(22, "App", BOLT)
GONE: Final = project(23, "Gone", ACME, is_active=False)
LOOSE: Final = project(24, "Loose end")
ROLES: Final = (Role(id=41, name="Design", user_ids=(12, 15)), Role(id=42, name="Zoology", user_ids=()))
ASSIGNMENTS: Final = (
    assigned(51, SITE, MAX, manages=True, created_at=datetime(2020, 2, 3, tzinfo=UTC)),
    assigned(52, SITE, BEN),
    assigned(53, APP, BEN),
    assigned(54, SITE, OLD, manages=True),
    assigned(55, GONE, BEN),
    assigned(56, APP, MAX, is_active=False),
)


def account(viewer: User = ANN, *, sight: Mapping[Part, Sight] | None = None, **parts: Any) -> Account:  # noqa: ANN401
    """The small account, or with other parts, as Harvest documents that its viewer sees it."""
    held = standing(viewer)
    whole: dict[str, Any] = {
        "id": 1,
        "name": "Acme Ltd",
        "as_of": AS_OF,
        "company": Company(name="Acme Ltd"),
        "users": (ANN, MAX, BEN, OLD, NEW),
        "roles": ROLES,
        "projects": (SITE, APP, GONE, LOOSE),
        "user_assignments": ASSIGNMENTS,
        "clients": (ACME, BOLT),
        "teammates": {12: mates(BEN, OLD)},
    }
    return Account(viewer=viewer, sight=expected_sight(held) if sight is None else sight, **(whole | parts))


HEAD: Final = {"account": {"id": 1, "name": "Acme Ltd"}, "as_of": "2026-11-24T09:30:00Z", "complete": True}
"""What every answer about the small account says of itself."""
FOOT: Final = "Account: Acme Ltd (id 1), as of 2026-11-24T09:30:00Z, complete."


NASTY: Final = "Eve\u202egnp.exe\n| 7 | \x1b[31mroot\u0000 \u2066x"
"""A name that tries to break a line, move a column, reorder what is read and colour a terminal."""


def awkward(letter: str = "x", *, holders: int = 3_000, **of_everybody: Any) -> Account:  # noqa: ANN401  (any field)
    """An account where every name is as long as may be, everybody holds everything and knows everybody."""

    def long(word: str, number: int) -> str:
        return f"{word}{number} {letter * 200}"

    unknown = tuple(f"{letter}{number}" for number in range(300))
    jobs = tuple(long("job", number) for number in range(120))
    users = tuple(
        person(
            number,
            long("first", number),
            **{
                "access_roles": ("manager", *EXTRAS, *(unknown if number < 60 else ())),
                "email": long("mail", number),
                "permissions_profile": long("profile", number % 40),
                "roles": jobs if number < 60 else jobs[:1],
                "is_contractor": True,
                "has_access_to_all_future_projects": True,
                **of_everybody,
            },
        )
        for number in range(1, holders + 1)
    )
    clients = tuple(Client(id=number, name=long("client", number)) for number in range(1, 301))
    projects = tuple(
        project(number, long("project", number), clients[number % 300], code=long("code", number))
        for number in range(1, 601)
    )
    assignments = [
        *(assigned(number, of, users[0], manages=True, created_at=AS_OF) for number, of in enumerate(projects, 1)),
        *(
            assigned(1_000 + number, projects[number % 600], who, manages=True)
            for number, who in enumerate(users[1:], 1)
        ),
    ]
    return account(
        users[0],
        sight={part: _unseen(part) for part in PARTS},
        name=long("account", 1),
        users=users,
        roles=tuple(Role(id=number, name=job, user_ids=(1,)) for number, job in enumerate(jobs, 1)),
        projects=projects,
        clients=clients,
        user_assignments=tuple(assignments),
        teammates=dict.fromkeys(range(1, 61), mates(*users[:400])),
    )


def _unseen(part: Part) -> Sight:
    """The longest that is said of a part out of sight."""
    return max((expected_sight(standing(who))[part] for who in (MAX, BEN, OLD)), key=lambda sight: len(sight.why))


def compact(answer: Answer) -> str:
    """The structured form as hosts show it."""
    return json.dumps(answer.structured(), separators=(",", ":"), ensure_ascii=False)


def largest(answers: Iterable[Answer]) -> int:
    """The most bytes that any of these takes, as text or in its structured form."""
    return max(len(form.encode()) for answer in answers for form in (answer.text(), compact(answer)))


def untold(answer: Answer) -> list[object]:
    """What the structured form says and the text does not: every word, number and date of it."""
    text = answer.text()
    return [leaf for leaf in _leaves(answer.structured()) if not any(form in text for form in _forms(leaf))]


def _leaves(value: object) -> Iterable[object]:
    match value:
        case dict():
            for part in value.values():
                yield from _leaves(part)
        case list():
            for part in value:
                yield from _leaves(part)
        case bool():
            return
        case _:
            yield value


def _forms(leaf: object) -> tuple[str, ...]:
    return (f"{leaf:,}", str(leaf)) if isinstance(leaf, int) else (str(leaf).replace("|", "/"), str(leaf))
