"""Which person, project, client or job role is meant by what somebody wrote: an id, an e-mail, a name, a part of one.

Whatever fits several is refused with the candidates and their ids, whatever fits none with the nearest names.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from harvest_mcp.access.account import Account
from harvest_mcp.access.sight import Part
from harvest_mcp.answers.text import clean, fold
from harvest_mcp.harvest.errors import Ambiguous, NoSuchThing
from harvest_mcp.harvest.models import Project, User

CANDIDATES: Final = 10
UNTOLD: Final = -1
"""Stands for the id of a job role that only people's own records tell of."""
LIKENESS: Final = 60
"""From 0 to 100, in rapidfuzz's measure: below this a name is no help to who misspelt one."""
LABEL: Final = re.compile(r"(?P<name>.*) \((?:id )?(?P<number>\d+)\)")
"""How answers write a thing: its name, and the id behind it."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """How things of one kind are told apart: what they are called, where they stand, and what each answers to."""

    noun: str
    part: Part
    things: Callable[[Account], Sequence[T]]
    id_of: Callable[[T], int]
    name_of: Callable[[T], str]
    label_of: Callable[[T], str]
    exact: Callable[[T], Iterable[str]]
    list_with: str

    def index(self, account: Account) -> "Index[T]":
        """Sort the things by all that they answer to."""
        things = self.things(account)
        words: defaultdict[str, list[T]] = defaultdict(list)
        for thing in things:
            for word in {fold(word) for word in self.exact(thing)}:
                words[word].append(thing)
        return Index(
            by_id={str(of): thing for thing in things if (of := self.id_of(thing)) != UNTOLD},
            by_word=words,
            names=[(fold(self.name_of(thing)), thing) for thing in things],
            name_of=self.name_of,
        )


@dataclass(frozen=True, slots=True)
class Index(Generic[T]):
    """Things by what they answer to, folded; made once for each picture of the account."""

    by_id: Mapping[str, T]
    by_word: Mapping[str, Sequence[T]]
    names: Sequence[tuple[str, T]]
    name_of: Callable[[T], str]

    def fitting(self, folded: str) -> Sequence[T]:
        """Give what fits best: by id, an exact word, name and id as answers write them, or a part of the name."""
        if not folded:
            return ()
        if (thing := self.by_id.get(folded.removeprefix("#"))) is not None:
            return (thing,)
        if (things := self.by_word.get(folded)) is not None:
            return things
        if (written := LABEL.fullmatch(folded)) and (thing := self._labelled(**written.groupdict())) is not None:
            return (thing,)
        return [thing for name, thing in self.names if folded in name]

    def _labelled(self, name: str, number: str) -> T | None:
        thing = self.by_id.get(number)
        return thing if thing is not None and fold(clean(self.name_of(thing))) == name else None

    def nearest(self, folded: str) -> Sequence[T]:
        """Give those whose names are most like it."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415  (only a misspelt name needs it; every start would pay)

        names = [name for name, _ in self.names]
        found = process.extract(folded, names, scorer=fuzz.WRatio, limit=5, score_cutoff=LIKENESS)
        return [self.names[place][1] for _, _, place in found]


def person(account: Account, who: str) -> User:
    """Find the person meant by an id, an e-mail, `me`, a name or a unique part of a name.

    Raises Ambiguous or NoSuchThing.
    """
    if fold(who) == "me":
        return account.users_by_id.get(account.viewer.id, account.viewer)
    return _find(account, who, PEOPLE)


def project(account: Account, which: str) -> Project:
    """Find the project meant by an id, a name, a code or a unique part of a name.

    Raises Ambiguous or NoSuchThing.
    """
    return _find(account, which, PROJECTS)


def client(account: Account, which: str) -> tuple[int, str]:
    """Find the client meant by an id, a name or a unique part of one; gives its id and name.

    Raises Ambiguous or NoSuchThing.
    """
    return _find(account, which, CLIENTS)


def job_role(account: Account, which: str) -> str:
    """Find the name of the job role meant by an id, a name or a unique part of one.

    Raises Ambiguous or NoSuchThing.
    """
    return _find(account, which, JOB_ROLES)[0]


def perhaps_another(account: Account, wanted: str, kind: Kind[T], found: T | None) -> str:
    """Say that others may share the name by which something was found, where the token does not see them all."""
    if found is None or account.sees(kind.part).is_whole:
        return ""
    if fold(wanted).removeprefix("#") in _unmistakable(kind, found):
        return ""
    return f"Found by name among the {kind.noun} that this token sees: others of that name may be out of sight."


def _unmistakable(kind: Kind[T], found: T) -> Iterator[str]:
    """What only one can answer to: its id, the name with it, a person's e-mail, and `me`."""
    yield str(kind.id_of(found))
    yield fold(f"{clean(kind.name_of(found))} ({kind.id_of(found)})")
    if isinstance(found, User):
        yield "me"
        yield fold(found.email or "me")


def _find(account: Account, wanted: str, kind: Kind[T]) -> T:
    index, folded = account.derive(kind.index), fold(wanted)
    fitting = index.fitting(folded)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise _ambiguous(wanted, fitting, kind)
    sight = account.sight.get(kind.part)
    raise _no_such(wanted, index.nearest(folded), kind, in_sight=sight is None or sight.is_whole)


def _ambiguous(wanted: str, fitting: Sequence[T], kind: Kind[T]) -> Ambiguous:
    labels = tuple(kind.label_of(thing) for thing in fitting[:CANDIDATES])
    more = f" and {len(fitting) - CANDIDATES} more" if len(fitting) > CANDIDATES else ""
    return Ambiguous(
        f"{len(fitting)} {kind.noun} fit {clean(wanted)!r}: {'; '.join(labels)}{more}.",
        "Ask again with the id of the one that is meant.",
        candidates=labels,
    )


def _no_such(wanted: str, nearest: Sequence[T], kind: Kind[T], *, in_sight: bool) -> NoSuchThing:
    labels = tuple(kind.label_of(thing) for thing in nearest)
    among = f"No {kind.noun} in this account fit" if in_sight else f"None of the {kind.noun} that this token sees fit"
    candidates = f" Nearest: {'; '.join(labels)}." if labels else ""
    return NoSuchThing(
        f"{among} {clean(wanted)!r}.{candidates}",
        f"Give an id or an exact name; {kind.list_with} lists them.",
        candidates=labels,
    )


def _user_label(user: User) -> str:
    archived = ", archived" if user.is_active is False else ""
    return f"{clean(user.name)} (id {user.id}, {clean(user.email or 'no e-mail')}{archived})"


def _project_label(project: Project) -> str:
    of = f", client {clean(project.client.name)}" if project.client is not None else ""
    archived = ", archived" if project.is_active is False else ""
    return f"{clean(project.name)} (id {project.id}{of}{archived})"


def _clients(account: Account) -> Sequence[tuple[int, str]]:
    named = {of.client.id: of.client.name for of in account.projects if of.client is not None}
    return tuple((named | {of.id: of.name for of in account.clients}).items())


def _job_roles(account: Account) -> Sequence[tuple[str, int]]:
    named = {role.name: role.id for role in account.roles}
    told = (name for user in account.users for name in user.roles or ())
    return tuple((dict.fromkeys(told, UNTOLD) | named).items())


PEOPLE: Final[Kind[User]] = Kind(
    noun="people",
    part="users",
    things=lambda account: account.users,
    id_of=lambda user: user.id,
    name_of=lambda user: user.name,
    label_of=_user_label,
    exact=lambda user: (user.name, user.email or user.name),
    list_with="list_users",
)
PROJECTS: Final[Kind[Project]] = Kind(
    noun="projects",
    part="projects",
    things=lambda account: account.projects,
    id_of=lambda project: project.id,
    name_of=lambda project: project.name,
    label_of=_project_label,
    exact=lambda project: (project.name, project.code or project.name),
    list_with="list_projects",
)
CLIENTS: Final[Kind[tuple[int, str]]] = Kind(
    noun="clients",
    part="clients",
    things=_clients,
    id_of=lambda client: client[0],
    name_of=lambda client: client[1],
    label_of=lambda client: f"{clean(client[1])} (id {client[0]})",
    exact=lambda client: (client[1],),
    list_with="list_projects",
)
JOB_ROLES: Final[Kind[tuple[str, int]]] = Kind(
    noun="job roles",
    part="roles",
    things=_job_roles,
    id_of=lambda role: role[1],
    name_of=lambda role: role[0],
    label_of=lambda role: clean(role[0]) if role[1] == UNTOLD else f"{clean(role[0])} (id {role[1]})",
    exact=lambda role: (role[0],),
    list_with="list_roles",
)
