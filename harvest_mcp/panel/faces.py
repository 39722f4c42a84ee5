"""The views of the panel as columns: thin faces over picture, answers and matrix, without rules of their own.

Without an account they are the same columns, empty.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import PERMISSIONS
from harvest_mcp.answers.explanation import explain_access
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.review import ReviewAnswer
from harvest_mcp.answers.reviewing import review_access
from harvest_mcp.answers.roles import list_roles
from harvest_mcp.answers.text import clean
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.connection.policy import find_policy
from harvest_mcp.evidence.matrix import ALL, OWN, PART, PERHAPS, matrix
from harvest_mcp.interactive.picture import PEOPLE, PROJECTS, Picture
from harvest_mcp.interactive.rows import Row, Rows
from harvest_mcp.panel.columns import Column
from harvest_mcp.panel.matrix import WORDS, Axis, Extent
from harvest_mcp.panel.table import Id

Shown = tuple[Sequence[Column], Sequence[Id]]
ALL_ROWS: Final = Turn(limit=None)
EXTENTS: Final = {ALL: Extent.ALL, PART: Extent.PART, OWN: Extent.OWN, PERHAPS: Extent.UNKNOWN}
BY_PROJECT: Final = ("not on it", "", "on it", "manages it", "")
LEVELS: Final = ("administrator", "manager", "member", "unknown")


def people(account: Account | None) -> Shown:
    """Everybody in sight, archived people too: level, extras, job roles, flags, and how much they are on and manage."""
    rows = Picture(account).people if account else Rows.of(PEOPLE, ())
    order = sorted(range(len(rows)), key=lambda at: _weight(rows[at]))
    rows = Rows([replace(of, cells=[of.cells[at] for at in order]) for of in rows.columns])
    columns = (
        Column("name", _texts(rows, "person"), label="Name"),
        Column("email", _texts(rows, "email"), label="E-mail", shown=False),
        Column("level", _texts(rows, "level"), label="Level", filters=True),
        Column("extras", _lists(rows, "extras"), "texts", label="Extra permissions", filters=True),
        Column("job_roles", _lists(rows, "job_roles"), "texts", label="Job roles", filters=True),
        Column("flags", [_flags(row) for row in rows], "texts", label="Flags", filters=True),
        Column("projects", _numbers(rows, "projects"), "number", label="Projects"),
        Column("manages", _numbers(rows, "manages_projects"), "number", label="Manages"),
        Column("leads", _numbers(rows, "manages_people"), "number", label="Leads"),
        Column("profile", _texts(rows, "profile"), label="Profile", shown=False),
    )
    return columns, tuple(rows["person_id"])


def projects(account: Account | None) -> Shown:
    """Every project in sight, archived ones too, with client, managers and head count."""
    rows = Picture(account).projects if account else Rows.of(PROJECTS, ())
    columns = (
        Column("client", _texts(rows, "client"), label="Client", filters=True),
        Column("project", _texts(rows, "project"), label="Project"),
        Column("code", _texts(rows, "code"), label="Code", shown=False),
        Column("managers", _lists(rows, "managers"), "texts", label="Managers"),
        Column("people", _numbers(rows, "people"), "number", label="People"),
        Column("archived", [_negated(value) for value in rows["active"]], "flag", label="Archived", filters=True),
        Column("report_shared", list(rows["report_shared"]), "flag", label="Report shared", filters=True),  # type: ignore[arg-type]  # a flag's cells
    )
    return columns, tuple(rows["project_id"])


def roles(account: Account | None) -> Shown:
    """Levels, extra permissions, profiles and job roles, with how many hold each."""
    rows = _roles(account) if account else []
    ids, names, kinds, counts, archived, lets = zip(*rows, strict=True) if rows else ((),) * 6
    columns = (
        Column("name", names, label="Name"),
        Column("kind", kinds, label="Kind", filters=True),
        Column("count", counts, "number", label="Held by"),
        Column("archived", archived, "number", label="Archived people", shown=False),
        Column("lets", lets, label="Lets them"),
    )
    return columns, ids


def _roles(account: Account) -> list[tuple[str, str, str, int, int, str]]:
    answer = list_roles(account, turn=ALL_ROWS)
    levels = [
        (f"access:{row.id}", row.id, row.kind, row.count, row.archived or 0, row.lets or "") for row in answer.access
    ]
    return levels + [
        (f"job:{row.name}", row.name, "job role", row.count, row.archived or 0, "Grants nothing.")
        for row in answer.jobs
    ]


def findings(answer: ReviewAnswer | None) -> Shown:
    """The findings of a review."""
    rows = answer.findings if answer else ()
    columns = (
        Column("severity", [row.severity for row in rows], label="Severity", filters=True),
        Column("finding", [row.title for row in rows], label="Finding"),
        Column("count", [row.count for row in rows], "number", label="Cases"),
        Column("of", [row.of for row in rows], "number", label="Of"),
        Column("among", [row.among for row in rows], label="Among"),
        Column("remedy", [row.remedy for row in rows], label="What to do"),
    )
    return columns, [row.id for row in rows]


def reviewed(account: Account, check: str = "all") -> ReviewAnswer:
    """Review by the policy that the environment names, or the default one. Raises HarvestError."""
    return review_access(account, check=check, policy=find_policy(surroundings()), turn=ALL_ROWS)


@dataclass(frozen=True, slots=True)
class Mapped:
    """What the matrix shows, and who is asked for the reasons of a cell."""

    label: str
    rows: Axis
    columns: Axis
    cells: bytes
    words: Sequence[str]
    why: Callable[[int, int | str], Sequence[str]]


def mapped(account: Account, by: str) -> Mapped:
    """Map active people by permissions or by projects, those with the most access first."""
    rank = {level: place for place, level in enumerate(LEVELS)}
    held = account.standings
    rows = sorted(
        matrix(account),
        key=lambda row: (rank[held[row.person.id].level], -len(held[row.person.id].extras), row.person.name),
    )
    people = Axis("People", [clean(row.person.name) for row in rows], [row.person.id for row in rows])
    if by == "projects":
        return _by_project(account, people)
    cells = bytes(EXTENTS.get(letter, Extent.NO) for row in rows for letter in row.cells)
    columns = Axis("Permissions", PERMISSIONS, PERMISSIONS)
    return Mapped("People by permission", people, columns, cells, WORDS, partial(_why_permission, account))


def _why_permission(account: Account, person: int, permission: int | str) -> Sequence[str]:
    told = explain_access(account, str(person), permission)  # type: ignore[arg-type]  # a column's id is a permission
    return [told.sentence, *(reason.because for reason in told.reasons)]


def _by_project(account: Account, people: Axis) -> Mapped:
    active = [of for of in account.projects if of.is_active is not False]
    place = {of.id: number for number, of in enumerate(active)}
    row = {number: at for at, number in enumerate(people.ids)}
    cells = bytearray(len(row) * len(place))
    for on in account.user_assignments:
        if on.is_active is not False and on.project.id in place and on.user.id in row:
            at = row[on.user.id] * len(place) + place[on.project.id]
            cells[at] = max(cells[at], Extent.PART if on.is_project_manager else Extent.OWN)
    columns = Axis("Projects", [clean(of.name) for of in active], [of.id for of in active])
    return Mapped("People by project", people, columns, bytes(cells), BY_PROJECT, partial(_why_project, account))


def _why_project(account: Account, person: int, project: int | str) -> Sequence[str]:
    name, on = clean(account.name_of_person(person)), clean(account.name_of_project(int(project)))
    told = [one for one in account.assignments_of_user.get(person, ()) if one.project.id == project]
    if not told:
        return [f"{name} is not on {on}."]
    since = {one.created_at.date().isoformat() for one in told if one.created_at}
    manages = any(one.is_project_manager for one in told)
    return [f"{name} {'manages' if manages else 'is on'} {on}{f', since {min(since)}' if since else ''}."]


def _weight(row: Row) -> tuple[bool, int, int, str]:
    """Put those with the most access first, then by name; archived people come last."""
    extras = row["extras"]
    held = len(extras) if isinstance(extras, tuple) else 0
    return row["active"] is False, LEVELS.index(str(row["level"])), -held, str(row["person"])


def _flags(row: Row) -> list[str]:
    told = {
        "archived": row["active"] is False,
        "contractor": row["contractor"] is True,
        "all future projects": row["all_future_projects"] is True,
        "unknown access role": bool(row["unknown_access_roles"]),
    }
    return [name for name, holds in told.items() if holds]


def _negated(value: object) -> bool | None:
    return None if value is None else not value


def _texts(rows: Rows, column: str) -> list[str | None]:
    return [None if value is None else str(value) for value in rows[column]]


def _lists(rows: Rows, column: str) -> list[tuple[str, ...]]:
    return [value if isinstance(value, tuple) else () for value in rows[column]]  # type: ignore[misc]  # of text


def _numbers(rows: Rows, column: str) -> list[int]:
    return [value if isinstance(value, int) else 0 for value in rows[column]]
