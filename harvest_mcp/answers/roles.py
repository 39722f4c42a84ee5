"""Who holds which level, extra permission or profile, and who has which job role; the latter grant nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2s
from typing import Final, Literal

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import EXTRAS, JOB_ROLES_GRANT_NOTHING, LEVELS, PROFILES_PAGE, TERMS
from harvest_mcp.access.sight import Part
from harvest_mcp.access.standing import UNKNOWN_LEVEL
from harvest_mcp.answers.paging import Turn, page
from harvest_mcp.answers.shapes import Listing, Named, Shape, Text, about
from harvest_mcp.answers.text import count, fold, table
from harvest_mcp.harvest.models import User

Kind = Literal["all", "access", "job"]
AccessKind = Literal["level", "extra", "profile", "unknown"]

SAMPLES: Final = (200, 50, 20, 10, 5, 3, 1)
"""How many holders to name, tried from the most: each row the same number, the largest with which all fit, or none."""
NO_KNOWN_LEVEL: Final = "no known level"
RANKS: Final = {"profile": 20, "unknown": 30, "job": 40}
"""Where each kind begins in the list; levels and extras come first, in the order of Harvest's own table."""
SORTED_BY: Final = 20
"""Bytes of a name that decide its place among those of its kind."""


class AccessRow(Shape):
    """A level, an extra permission, a profile or an access role that nobody knows, and who holds it."""

    id: Text
    kind: AccessKind
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

    @override
    def lines(self) -> list[str]:
        """Write a role a line, access first."""
        access = ((row.id, row.kind, _holders(row), row.lets or "", row.source or "") for row in self.access)
        jobs = ((f"{row.name} ({row.id})" if row.id else row.name, _holders(row)) for row in self.jobs)
        return [
            *(table(("access", "kind", "held by", "lets them", "source"), access) if self.access else ()),
            *(table(("job role", "held by"), jobs) if self.jobs else ()),
            self.note,
        ]


@dataclass(frozen=True, slots=True)
class _Role:
    """A role before it is shaped; `id` is its place in the list, which is what a cursor points at."""

    id: int
    name: str
    kind: AccessKind | Literal["job"]
    active: Sequence[User]
    archived: int
    harvest_id: int | None = None


def list_roles(account: Account, *, kind: Kind = "all", turn: Turn | None = None) -> Roles:
    """List access levels and extras, job roles, or both, with who has them. Raises BadCursor."""
    turn = turn or Turn()
    roles = [*(account.derive(_access) if kind != "job" else ()), *(account.derive(_jobs) if kind != "access" else ())]
    take = partial(page, roles, turn, question=("roles", account.id, kind))
    pages = (take(row=partial(_row, sample=sample)) for sample in SAMPLES)
    whole = (found for found in pages if found.next_cursor is None or len(found.rows) == turn.limit)
    found = next(whole, None) or take(row=partial(_row, sample=0))
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


def _access(account: Account) -> Sequence[_Role]:
    held_by: defaultdict[tuple[AccessKind, str], list[User]] = defaultdict(list)
    for user in account.users:
        held = account.standings[user.id]
        held_by["unknown" if held.level == UNKNOWN_LEVEL else "level", held.level].append(user)
        for extra in held.extras:
            held_by["extra", extra].append(user)
        for role in held.unknown:
            held_by["unknown", role].append(user)
        if held.profile:
            held_by["profile", held.profile].append(user)
    nobody = held_by.pop(("unknown", UNKNOWN_LEVEL), [])
    levels = [_role(rank, level, "level", held_by.pop(("level", level), [])) for rank, level in enumerate(LEVELS)]
    extras = [_role(rank, extra, "extra", held_by.pop(("extra", extra), [])) for rank, extra in enumerate(EXTRAS, 10)]
    others = [_role(RANKS[kind], name, kind, who) for (kind, name), who in held_by.items()]
    without = [_role(RANKS["unknown"] + 1, NO_KNOWN_LEVEL, "unknown", nobody)] if nobody else []
    return [*levels, *extras, *others, *without]


def _jobs(account: Account) -> Sequence[_Role]:
    ids = {role.name: role.id for role in account.roles}
    holders: dict[str, list[User]] = {name: [] for name in ids}
    for user in account.users:
        for name in account.job_roles_of_user.get(user.id, ()):
            holders.setdefault(name, []).append(user)
    return [_role(RANKS["job"], name, "job", who, ids.get(name)) for name, who in holders.items()]


def _role(
    rank: int, name: str, kind: AccessKind | Literal["job"], holders: Sequence[User], harvest_id: int | None = None
) -> _Role:
    active = [user for user in holders if user.is_active is not False]
    return _Role(_place(rank, name), name, kind, active, len(holders) - len(active), harvest_id)


def _place(rank: int, name: str) -> int:
    """Say where a role stands: by rank, then by name. No other role moves it, so a cursor stays right."""
    start = fold(name).encode()[:SORTED_BY].ljust(SORTED_BY, b"\0")
    return int.from_bytes(bytes([rank]) + start + blake2s(name.encode(), digest_size=4).digest())


def _row(role: _Role, sample: int) -> AccessRow | JobRow:
    people = [Named(id=user.id, name=user.name) for user in role.active[:sample]]
    count, archived = len(role.active), role.archived or None
    if role.kind == "job":
        return JobRow(id=role.harvest_id, name=role.name, count=count, archived=archived, people=people)
    term = TERMS[role.name] if role.kind in {"level", "extra"} else None
    return AccessRow(
        id=role.name,
        kind=role.kind,
        lets=term.lets if term else None,
        source=term.source if term else PROFILES_PAGE if role.kind == "profile" else None,
        count=count,
        archived=archived,
        people=people,
    )


def _holders(row: AccessRow | JobRow) -> str:
    more = row.count - len(row.people)
    names = [*(who.words() for who in row.people), *([f"{more:,} more"] if more else [])]
    archived = f" (and {row.archived} archived)" if row.archived else ""
    return f"{count(row.count, 'person', 'people')}{': ' if names else ''}{', '.join(names)}{archived}"
