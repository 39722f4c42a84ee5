"""A picture as records and back: small texts under keys, so that what stays the same from day to day is kept once.

The same picture gives the same records, whatever the order in which Harvest listed it; a picture made of records has
the newest first, as Harvest lists them. A name that another record tells is not written twice. Of some records a part
of a picture can be made.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Final, NamedTuple, TypeVar

from pydantic import TypeAdapter
from pydantic_core import from_json

from harvest_mcp.access.account import Account
from harvest_mcp.access.sight import Part, Sight
from harvest_mcp.harvest.models import (
    Client,
    Company,
    Noun,
    Project,
    ProjectReference,
    Reference,
    Role,
    Teammate,
    User,
    UserAssignment,
)

MONEY: Final = frozenset({"default_hourly_rate", "cost_rate", "hourly_rate", "fee", "budget", "cost_budget"})
"""What is left out unless it is asked for: rates, and what tells of them."""
BY_KEY: Final = frozenset({"id", "user", "project", "user_ids"})
"""What a record's key says, or other records."""
EMPTY: Final = "{}"
OLDEST: Final = datetime.min.replace(tzinfo=UTC)
N = TypeVar("N", bound=Noun)


class Key(NamedTuple):
    """Which record: its kind, its number, and the person and the other thing that it is about, where there are any."""

    kind: str
    number: int = 0
    person: int = 0
    thing: int = 0


Records = dict[Key, str]


def records(account: Account, *, with_rates: bool = False) -> Records:
    """Write a picture as records."""
    left_out = BY_KEY if with_rates else BY_KEY | MONEY
    written = dict(_view(account, left_out))
    for user in account.users:
        written[Key("user", user.id, user.id)] = _body(user, left_out)
    for client in account.clients:
        written[Key("client", client.id)] = _body(client, left_out)
    for project in account.projects:
        written[Key("project", project.id)] = _body(project, left_out)
    for role in account.roles:
        written[Key("role", role.id)] = _body(role, left_out)
        written.update((Key("holder", role.id, user_id), EMPTY) for user_id in role.user_ids)
    for on in account.user_assignments:
        written[Key("assignment", on.id, on.user.id, on.project.id)] = _body(on, left_out)
    written.update(_mentioned(account))
    written.update(_mates(account))
    return written


def picture(account_id: int, as_of: datetime, written: Mapping[Key, str]) -> Account:
    """Make the picture that these records were written of."""
    of_kind: defaultdict[str, list[tuple[Key, str]]] = defaultdict(list)
    for key in sorted(written, reverse=True):
        of_kind[key.kind].append((key, written[key]))
    users = _read(User, (_with_id(key.number, body) for key, body in of_kind["user"]))
    projects = _read(Project, (_with_id(key.number, body) for key, body in of_kind["project"]))
    about = json.loads(of_kind["account"][0][1])
    return Account(
        id=account_id,
        name=about["name"],
        as_of=as_of,
        viewer=_read(User, (_with_id(key.number, body) for key, body in of_kind["viewer"]))[0],
        company=next(iter(_read(Company, (body for _, body in of_kind["company"]))), None),
        sight=_sight(about["sight"]),
        users=users,
        roles=_roles(of_kind["role"], of_kind["holder"]),
        projects=projects,
        user_assignments=_assignments(users, projects, of_kind),
        clients=_read(Client, (_with_id(key.number, body) for key, body in of_kind["client"])),
        teammates=_teammates({user.id: user for user in users}, of_kind["teammate"]),
    )


def digest(written: Mapping[Key, str]) -> str:
    """The SHA-256 of all records, a line each with key and text, the lines in order."""
    lines = (f"{kind} {number} {person} {thing} {body}\n" for (kind, number, person, thing), body in written.items())
    return sha256("".join(sorted(lines)).encode()).hexdigest()


def _view(account: Account, left_out: frozenset[str]) -> Iterator[tuple[Key, str]]:
    sight = {part: astuple(seen) for part, seen in account.sight.items()}
    yield Key("account"), json.dumps({"name": account.name, "sight": sight}, sort_keys=True)
    yield Key("viewer", account.viewer.id), _body(account.viewer, left_out)
    if account.company is not None:
        yield Key("company"), _body(account.company, left_out)


def _mentioned(account: Account) -> Iterator[tuple[Key, str]]:
    """Names of the people and projects that assignments mention and that have no record of their own."""
    for on in account.user_assignments:
        if on.user.id not in account.users_by_id:
            yield Key("person_name", on.user.id, on.user.id), json.dumps([on.user.name])
        if on.project.id not in account.projects_by_id:
            yield Key("project_name", on.project.id), json.dumps([on.project.name, on.project.code])


def _mates(account: Account) -> Iterator[tuple[Key, str]]:
    for manager, mates in account.teammates.items():
        for mate in mates:
            body = _body(mate, BY_KEY)
            user = account.users_by_id.get(mate.id)
            is_told = user is not None and body == _body(_as_mate(user), BY_KEY)
            yield Key("teammate", manager, manager, mate.id), "" if is_told else body


def _as_mate(user: User) -> Teammate:
    return Teammate(id=user.id, first_name=user.first_name, last_name=user.last_name, email=user.email)


def _body(noun: Noun, left_out: frozenset[str]) -> str:
    return noun.model_dump_json(exclude_unset=True, exclude=_fields(type(noun), left_out))


@cache
def _fields(model: type[Noun], left_out: frozenset[str]) -> set[str]:
    return set(left_out & model.model_fields.keys())


def _with_id(number: int, body: str) -> str:
    return f'{{"id":{number}}}' if body in {"", EMPTY} else f'{{"id":{number},{body[1:]}'


@cache
def _list_of(model: type[N]) -> TypeAdapter[tuple[N, ...]]:
    return TypeAdapter(tuple[model, ...])  # type: ignore[valid-type]  # each model has its own


def _read(model: type[N], bodies: Iterable[str]) -> tuple[N, ...]:
    """Read these; of equal age the one with the greater id comes first."""
    return _newest_first(_list_of(model).validate_json(f"[{','.join(bodies)}]"))


def _newest_first(found: tuple[N, ...]) -> tuple[N, ...]:
    return tuple(sorted(found, key=_age, reverse=True))


def _age(noun: Noun) -> datetime:
    return getattr(noun, "created_at", None) or OLDEST


def _sight(told: Mapping[Part, list[str]]) -> dict[Part, Sight]:
    return {part: Sight(*words) for part, words in told.items()}  # type: ignore[arg-type]  # as it was written


def _roles(written: list[tuple[Key, str]], holders: list[tuple[Key, str]]) -> tuple[Role, ...]:
    held: defaultdict[int, list[int]] = defaultdict(list)
    for key, _ in reversed(holders):
        held[key.number].append(key.person)
    bodies = (f'{{"user_ids":{held[key.number]},{_with_id(key.number, body)[1:]}' for key, body in written)
    return _read(Role, bodies)


def _assignments(
    users: tuple[User, ...], projects: tuple[Project, ...], of_kind: Mapping[str, list[tuple[Key, str]]]
) -> tuple[UserAssignment, ...]:
    """Put names beside the ids of people and projects, as Harvest does; those of one share a reference."""
    if not (written := of_kind.get("assignment", ())):
        return ()
    people = {user.id: Reference(id=user.id, name=user.name) for user in users}
    places = {of.id: ProjectReference(id=of.id, name=of.name, code=of.code) for of in projects}
    for key, body in of_kind.get("person_name", ()):
        people[key.number] = Reference(id=key.number, name=json.loads(body)[0])
    for key, body in of_kind.get("project_name", ()):
        name, code = json.loads(body)
        places[key.number] = ProjectReference(id=key.number, name=name, code=code)
    told = from_json(f"[{','.join(body for _, body in written)}]")
    for (key, _), fields in zip(written, told, strict=True):
        fields["id"] = key.number
        fields["user"] = people.get(key.person) or Reference(id=key.person)
        fields["project"] = places.get(key.thing) or ProjectReference(id=key.thing)
    return _newest_first(_list_of(UserAssignment).validate_python(told))


def _teammates(users: Mapping[int, User], written: list[tuple[Key, str]]) -> dict[int, tuple[Teammate, ...]]:
    mates: defaultdict[int, list[Teammate]] = defaultdict(list)
    for key, body in reversed(written):
        user = None if body else users.get(key.thing)
        mates[key.number].append(_as_mate(user) if user else Teammate.model_validate_json(_with_id(key.thing, body)))
    return {manager: tuple(of) for manager, of in mates.items()}
