"""Who holds which level, extra permission or profile, and who has which job role; the latter grant nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import Field

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import EXTRAS, JOB_ROLES_GRANT_NOTHING, LEVELS, PROFILES_PAGE, TERMS
from harvest_mcp.access.sight import Part
from harvest_mcp.answers.paging import Turn, page
from harvest_mcp.answers.shapes import Listing, Named, Shape, Text, about
from harvest_mcp.answers.text import count, table
from harvest_mcp.harvest.models import User

Kind = Literal["all", "access", "job"]

SAMPLES: Final = (200, 50, 20, 10, 5, 3, 1, 0)
"""How many holders to name, tried from the most: each row the same number, the largest with which all fit."""


class AccessRow(Shape):
    """A level, an extra permission, a profile or an access role that nobody knows, and who holds it."""

    id: Text
    kind: Literal["level", "extra", "profile", "unknown"]
    lets: str | None = Field(None, description="what it lets a person do")
    source: str | None = None
    count: int = Field(description="active people who hold it")
    archived: int | None = Field(None, description="archived people who hold it")
    people: list[Named] = Field(description="the first who hold it; list_users with access gives all")


class JobRow(Shape):
    """A job role, and who has it."""

    id: int | None = None
    name: Text
    count: int = Field(description="active people who have it")
    archived: int | None = None
    people: list[Named] = Field(description="the first who have it; list_users with role gives all")


class Roles(Listing):
    """Access levels and extras with their holders, and job roles with theirs."""

    access: list[AccessRow]
    jobs: list[JobRow]
    note: str

    def lines(self) -> list[str]:
        """Write a role a line, access first."""
        access = ((row.id, row.kind, _holders(row), row.lets or "") for row in self.access)
        jobs = ((row.name, _holders(row)) for row in self.jobs)
        return [
            *(table(("access", "kind", "held by", "lets them"), access) if self.access else ()),
            *(table(("job role", "held by"), jobs) if self.jobs else ()),
            self.note,
        ]


@dataclass(frozen=True, slots=True)
class _Role:
    """A role before it is shaped; `id` is its place in the list, which is what a cursor points at."""

    id: int
    name: str
    kind: Literal["level", "extra", "profile", "unknown", "job"]
    holders: Sequence[User]
    harvest_id: int | None = None


def list_roles(account: Account, *, kind: Kind = "all", turn: Turn | None = None) -> Roles:
    """List access levels and extras, job roles, or both, with who has them. Raises BadCursor."""
    turn = turn or Turn()
    roles = list(_roles(account, kind))
    question = ("roles", account.id, kind)
    found = next(
        taken
        for sample in SAMPLES
        if (taken := page(roles, turn, question=question, row=lambda role, n=sample: _row(role, n))).next_cursor is None
        or len(taken.rows) == turn.limit
        or sample == SAMPLES[-1]
    )
    parts: tuple[Part, ...] = ("users",) if kind == "access" else ("users", "roles")
    return Roles(
        **about(account, *parts),
        access=[row for row in found.rows if isinstance(row, AccessRow)],
        jobs=[row for row in found.rows if isinstance(row, JobRow)],
        note=JOB_ROLES_GRANT_NOTHING,
        total=found.total,
        returned=len(found.rows),
        next_cursor=found.next_cursor,
    )


def _roles(account: Account, kind: Kind) -> Iterable[_Role]:
    """Number the roles from 1: access in the order of Harvest's own table, job roles by name."""
    named = [*(_access(account) if kind != "job" else ()), *(_jobs(account) if kind != "access" else ())]
    for number, (name, of, harvest_id, holders) in enumerate(named, start=1):
        yield _Role(number, name, of, holders, harvest_id)


_Entry = tuple[str, Literal["level", "extra", "profile", "unknown", "job"], int | None, Sequence[User]]


def _access(account: Account) -> Iterable[_Entry]:
    holders: defaultdict[str, list[User]] = defaultdict(list)
    unknown: defaultdict[str, list[User]] = defaultdict(list)
    profiles: defaultdict[str, list[User]] = defaultdict(list)
    for user in account.users:
        held = account.standings[user.id]
        for role in (held.level, *held.extras):
            holders[role].append(user)
        for role in held.unknown:
            unknown[role].append(user)
        if held.profile is not None:
            profiles[held.profile].append(user)
    yield from ((level, "level", None, holders[level]) for level in LEVELS)
    yield from ((extra, "extra", None, holders[extra]) for extra in EXTRAS)
    yield from ((profile, "profile", None, who) for profile, who in sorted(profiles.items()))
    yield from ((role, "unknown", None, who) for role, who in sorted(unknown.items()))
    if holders["unknown"]:
        yield "no known level", "unknown", None, holders["unknown"]


def _jobs(account: Account) -> Iterable[_Entry]:
    ids = {role.name: role.id for role in account.roles}
    holders: dict[str, list[User]] = {name: [] for name in ids}
    for user in account.users:
        for name in account.job_roles_of_user.get(user.id, ()):
            holders.setdefault(name, []).append(user)
    yield from ((name, "job", ids.get(name), who) for name, who in sorted(holders.items()))


def _row(role: _Role, sample: int) -> AccessRow | JobRow:
    active = [user for user in role.holders if user.is_active is not False]
    people = [Named(id=user.id, name=user.name) for user in active[:sample]]
    archived = len(role.holders) - len(active) or None
    if role.kind == "job":
        return JobRow(id=role.harvest_id, name=role.name, count=len(active), archived=archived, people=people)
    term = TERMS.get(role.name)
    source = term.source if term else PROFILES_PAGE if role.kind == "profile" else None
    return AccessRow(
        id=role.name,
        kind=role.kind,
        lets=term.lets if term else None,
        source=source,
        count=len(active),
        archived=archived,
        people=people,
    )


def _holders(row: AccessRow | JobRow) -> str:
    more = row.count - len(row.people)
    names = [*(f"{who.name} ({who.id})" for who in row.people), *([f"{more:,} more"] if more else [])]
    archived = f" (and {row.archived} archived)" if row.archived else ""
    return f"{count(row.count, 'person', 'people')}{': ' if names else ''}{', '.join(names)}{archived}"
