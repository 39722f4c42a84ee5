"""Which person, project, client or job role is meant by what somebody wrote: an id, an e-mail, a name, a part of one.

Whatever fits several is refused with the candidates and their ids, whatever fits none with the nearest names.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from harvest_mcp.access.account import Account
from harvest_mcp.access.sight import Part
from harvest_mcp.answers.text import clean, fold
from harvest_mcp.harvest.errors import Ambiguous, NoSuchThing
from harvest_mcp.harvest.models import Project, User

CANDIDATES: Final = 10
LIKENESS: Final = 60
"""From 0 to 100, in rapidfuzz's measure: below this a name is no help to who misspelt one."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """How things of one kind are told apart: what they are called, and what each answers to."""

    noun: str
    id_of: Callable[[T], int]
    name_of: Callable[[T], str]
    label_of: Callable[[T], str]
    exact: Callable[[T], Iterable[str]]
    list_with: str


def person(account: Account, who: str) -> User:
    """Find the person meant by an id, an e-mail, `me`, a name or a unique part of a name.

    Raises Ambiguous or NoSuchThing.
    """
    if fold(who) == "me":
        return account.users_by_id.get(account.viewer.id, account.viewer)
    return _find(account, "users", account.users, who, PEOPLE)


def project(account: Account, which: str) -> Project:
    """Find the project meant by an id, a name, a code or a unique part of a name.

    Raises Ambiguous or NoSuchThing.
    """
    return _find(account, "projects", account.projects, which, PROJECTS)


def client(account: Account, which: str) -> tuple[int, str]:
    """Find the client meant by an id, a name or a unique part of one; gives its id and name.

    Raises Ambiguous or NoSuchThing.
    """
    named = {of.client.id: of.client.name for of in account.projects if of.client is not None}
    named |= {of.id: of.name for of in account.clients}
    return _find(account, "clients", tuple(named.items()), which, CLIENTS)


def job_role(account: Account, which: str) -> str:
    """Find the name of the job role meant by an id, a name or a unique part of one.

    Raises Ambiguous or NoSuchThing.
    """
    named = {role.name: role.id for role in account.roles}
    for user in account.users:
        for name in user.roles or ():
            named.setdefault(name, 0)
    return _find(account, "roles", tuple(named.items()), which, JOB_ROLES)[0]


def _find(account: Account, part: Part, things: Sequence[T], wanted: str, kind: Kind[T]) -> T:
    folded = fold(wanted)
    for fitting in (_by_id(things, folded, kind), _exactly(things, folded, kind), _partly(things, folded, kind)):
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise _ambiguous(wanted, fitting, kind)
    raise _no_such(wanted, things, kind, in_sight=account.sight[part].is_whole if part in account.sight else True)


def _by_id(things: Sequence[T], folded: str, kind: Kind[T]) -> list[T]:
    digits = folded.removeprefix("#")
    if not (digits.isascii() and digits.isdigit()):
        return []
    return [thing for thing in things if str(kind.id_of(thing)) == digits]


def _exactly(things: Sequence[T], folded: str, kind: Kind[T]) -> list[T]:
    return [thing for thing in things if any(fold(word) == folded for word in kind.exact(thing))]


def _partly(things: Sequence[T], folded: str, kind: Kind[T]) -> list[T]:
    return [thing for thing in things if folded in fold(kind.name_of(thing))] if folded else []


def _ambiguous(wanted: str, fitting: Sequence[T], kind: Kind[T]) -> Ambiguous:
    labels = tuple(kind.label_of(thing) for thing in fitting[:CANDIDATES])
    more = f" and {len(fitting) - CANDIDATES} more" if len(fitting) > CANDIDATES else ""
    return Ambiguous(
        f"{len(fitting)} {kind.noun} fit {clean(wanted)!r}: {'; '.join(labels)}{more}.",
        "Ask again with the id of the one that is meant.",
        candidates=labels,
    )


def _no_such(wanted: str, things: Sequence[T], kind: Kind[T], *, in_sight: bool) -> NoSuchThing:
    labels = tuple(kind.label_of(thing) for thing in _nearest(wanted, things, kind))
    among = f"No {kind.noun} in this account fit" if in_sight else f"None of the {kind.noun} that this token sees fit"
    nearest = f" Nearest: {'; '.join(labels)}." if labels else ""
    return NoSuchThing(
        f"{among} {clean(wanted)!r}.{nearest}",
        f"Give an id or an exact name; {kind.list_with} lists them.",
        candidates=labels,
    )


def _nearest(wanted: str, things: Sequence[T], kind: Kind[T]) -> list[T]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (only a misspelt name needs it; every start would pay for it)

    names = [fold(kind.name_of(thing)) for thing in things]
    found = process.extract(fold(wanted), names, scorer=fuzz.WRatio, limit=5, score_cutoff=LIKENESS)
    return [things[index] for _, _, index in found]


def _user_label(user: User) -> str:
    archived = ", archived" if user.is_active is False else ""
    return f"{clean(user.name)} (id {user.id}, {clean(user.email or 'no e-mail')}{archived})"


def _project_label(project: Project) -> str:
    of = f", client {clean(project.client.name)}" if project.client is not None else ""
    archived = ", archived" if project.is_active is False else ""
    return f"{clean(project.name)} (id {project.id}{of}{archived})"


PEOPLE: Final[Kind[User]] = Kind(
    noun="people",
    id_of=lambda user: user.id,
    name_of=lambda user: user.name,
    label_of=_user_label,
    exact=lambda user: (user.name, user.email or user.name),
    list_with="list_users",
)
PROJECTS: Final[Kind[Project]] = Kind(
    noun="projects",
    id_of=lambda project: project.id,
    name_of=lambda project: project.name,
    label_of=_project_label,
    exact=lambda project: (project.name, project.code or project.name),
    list_with="list_projects",
)
CLIENTS: Final[Kind[tuple[int, str]]] = Kind(
    noun="clients",
    id_of=lambda client: client[0],
    name_of=lambda client: client[1],
    label_of=lambda client: f"{clean(client[1])} (id {client[0]})",
    exact=lambda client: (client[1],),
    list_with="list_projects",
)
JOB_ROLES: Final[Kind[tuple[str, int]]] = Kind(
    noun="job roles",
    id_of=lambda role: role[1],
    name_of=lambda role: role[0],
    label_of=lambda role: clean(role[0]),
    exact=lambda role: (role[0],),
    list_with="list_roles",
)
