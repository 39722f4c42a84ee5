"""What somebody may be about to type: names, ids and permissions that go on from the letters that are there.

What begins so comes first, then what has it in the middle; archived things come last of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import PERMISSIONS
from harvest_mcp.answers.naming import CLIENTS, JOB_ROLES, PEOPLE, PROJECTS, Index, Kind
from harvest_mcp.answers.text import clean, fold
from harvest_mcp.harvest.models import Project, User

MOST: Final = 100
"""What the protocol lets one answer hold."""

T = TypeVar("T", User, Project)
L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The first of what fits, and how many fit."""

    values: list[str]
    total: int


def people(account: Account, typed: str) -> Suggestions:
    """Suggest people's names; one that several bear comes with the id."""
    return _names(account, PEOPLE, typed)


def projects(account: Account, typed: str) -> Suggestions:
    """Suggest names of projects; one that several bear comes with the id."""
    return _names(account, PROJECTS, typed)


def clients(account: Account, typed: str) -> Suggestions:
    """Suggest names of clients."""
    return _labels(account, CLIENTS, typed)


def job_roles(account: Account, typed: str) -> Suggestions:
    """Suggest names of job roles."""
    return _labels(account, JOB_ROLES, typed)


def person_ids(account: Account, typed: str) -> Suggestions:
    """Suggest ids of people, by the id or by the name."""
    return _ids(account, PEOPLE, typed)


def project_ids(account: Account, typed: str) -> Suggestions:
    """Suggest ids of projects, by the id or by the name."""
    return _ids(account, PROJECTS, typed)


def permission_ids(typed: str) -> Suggestions:
    """Suggest ids of permissions."""
    folded = fold(typed)
    fitting = sorted((name for name in PERMISSIONS if folded in name), key=lambda name: not name.startswith(folded))
    return Suggestions([*fitting], len(fitting))


def check_ids(typed: str) -> Suggestions:
    """Suggest checks of an access review."""
    from harvest_mcp.access.review import RULES  # noqa: PLC0415  (a server that starts need not know the rules)

    folded = fold(typed)
    fitting = sorted((name for name in ("all", *RULES) if folded in name), key=lambda name: not name.startswith(folded))
    return Suggestions(fitting, len(fitting))


def _labels(account: Account, kind: Kind[L], typed: str) -> Suggestions:
    """Suggest names of things of which Harvest does not say whether they are active."""
    folded = fold(typed)
    names = ((name, clean(kind.name_of(of))) for name, of in account.derive(kind.index).names if folded in name)
    fitting = sorted(names, key=lambda name: (not name[0].startswith(folded), name))
    return Suggestions([name for _, name in fitting[:MOST]], len(fitting))


def _names(account: Account, kind: Kind[T], typed: str) -> Suggestions:
    index, fitting = account.derive(kind.index), _fitting(account, kind, typed)
    return Suggestions([_name(index, kind, thing) for thing in fitting[:MOST]], len(fitting))


def _name(index: Index[T], kind: Kind[T], thing: T) -> str:
    """The name where it is enough to be understood, or else the id with it."""
    alone: str = clean(kind.name_of(thing))
    return alone if [*index.fitting(fold(alone))] == [thing] else f"{alone} ({kind.id_of(thing)})"


def _ids(account: Account, kind: Kind[T], typed: str) -> Suggestions:
    starting = [thing for thing in kind.things(account) if str(kind.id_of(thing)).startswith(typed.strip())]
    fitting = (starting if typed.strip() else []) or _fitting(account, kind, typed)
    return Suggestions([str(kind.id_of(thing)) for thing in fitting[:MOST]], len(fitting))


def _fitting(account: Account, kind: Kind[T], typed: str) -> Sequence[T]:
    """Order what fits by where it fits, then by whether it is archived, then by name."""
    folded = fold(typed)
    found = [
        (not name.startswith(folded), thing.is_active is False, name, kind.id_of(thing), thing)
        for name, thing in account.derive(kind.index).names
        if folded in name
    ]
    return [thing for *_, thing in sorted(found, key=lambda of: of[:-1])]
