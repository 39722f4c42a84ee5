"""The one table of permissions in print: what each lets a person do, and who holds it with which reach.

It is the same for every account, so it needs no connection; the facts are those of `access/permissions.py`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from pydantic import Field

from harvest_mcp.access.permissions import (
    EXTRAS,
    PERMISSIONS,
    RULES,
    Cell,
    Kind,
    Permission,
    Reach,
    Rule,
)
from harvest_mcp.answers.shapes import Shape
from harvest_mcp.answers.text import fold
from harvest_mcp.harvest.errors import NoSuchThing

Way = Literal["levels", "extras", "profiles", "claims", "before_2022"]
Reached = Literal["own", "managed", "all", "own?", "managed?", "all?"]

EVERYONE: Final = "everyone"
WAYS: Final[Mapping[Way, str]] = {
    "levels": "by access level",
    "extras": "by extra permission, on top of manager",
    "profiles": "by built-in permission profile, since 2026",
    "claims": "by claim, as Harvest's API may list them for a person",
    "before_2022": "by the booleans of before 2022",
}
MANAGED: Final = {
    "projects": "projects that they manage",
    "people": "people assigned to them",
    "both": "projects that they manage and people assigned to them",
}
LEGEND: Final = (
    "own: their own only. managed: what they manage, through the projects or people named. all: everything. "
    "?: no source settles it; doubt says why. Job roles are in no row: they grant nothing."
)
NEAREST: Final = 3


@dataclass(frozen=True, slots=True)
class Holding:
    """One cell of the table: a permission, and how far it reaches for who holds something."""

    permission: Permission
    way: Way
    holder: str
    cell: Cell

    @property
    def reach(self) -> Reached:
        """The reach, marked where it is uncertain."""
        return self.cell.reach if self.cell.certain else _UNCERTAIN[self.cell.reach]


class PermissionRow(Shape):
    """A permission, and who holds it; a way to hold it that nobody has is left out."""

    id: Permission
    lets: str
    applies_to: Kind
    managed: str | None = Field(None, description="through what `managed` reaches")
    levels: dict[str, Reached]
    extras: dict[str, Reached] | None = None
    profiles: dict[str, Reached] | None = None
    claims: dict[str, Reached] | None = None
    before_2022: dict[str, Reached] | None = None
    only_active: bool | None = Field(None, description="assignment, project and person must be active")
    module: str | None = Field(None, description="the setting of the account that switches it off")
    doubt: str | None = None
    caveat: str | None = None
    sources: dict[Way, str] | None = Field(None, description="where they differ from those of the whole table")

    def notes(self) -> str:
        """Write what else is to be known of it."""
        said = (
            f"Managed: {self.managed}." if self.managed else "",
            "Only where assignment, project and person are active." if self.only_active else "",
            f"Off where the account switches {self.module} off." if self.module else "",
            f"Doubt: {self.doubt}" if self.doubt else "",
            self.caveat or "",
        )
        return " ".join(word for word in said if word)


class PermissionTable(Shape):
    """Rows of the table, how to read them, and where the facts come from."""

    legend: str
    ways: dict[Way, str]
    sources: dict[Way, str] = Field(description="where a row names no other")
    permissions: list[PermissionRow]


def permissions(*wanted: Permission) -> PermissionTable:
    """Print these rows of the table, or all of it."""
    return PermissionTable(
        legend=LEGEND,
        ways=dict(WAYS),
        sources=_usual(),
        permissions=[_row(RULES[name]) for name in wanted or PERMISSIONS],
    )


def permission(which: str) -> Permission:
    """Find the permission meant by an id. Raises NoSuchThing with the nearest."""
    folded = fold(which)
    if found := next((name for name in PERMISSIONS if name == folded), None):
        return found
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (only a misspelt id needs it; every start would pay)

    nearest = tuple(name for name, _, _ in process.extract(folded, PERMISSIONS, scorer=fuzz.WRatio, limit=NEAREST))
    raise NoSuchThing(
        f"There is no such permission. Nearest: {'; '.join(nearest)}.",
        "Give one of these; harvest://permissions lists all.",
        candidates=nearest,
    )


def holdings() -> Iterator[Holding]:
    """Every cell of the table, row by row."""
    return (holding for rule in RULES.values() for holding in _holdings(rule))


def _holdings(rule: Rule) -> Iterator[Holding]:
    if rule.everyone is not None:
        yield Holding(rule.id, "levels", EVERYONE, rule.everyone)
    for holder, cell in rule.access.items():
        yield Holding(rule.id, "extras" if holder in EXTRAS else "levels", holder, cell)
    others: dict[Way, Mapping[str, Cell]] = {
        "profiles": rule.profiles,
        "claims": rule.claims,
        "before_2022": rule.legacy,
    }
    for way, cells in others.items():
        for holder, cell in cells.items():
            yield Holding(rule.id, way, holder, cell)


def _row(rule: Rule) -> PermissionRow:
    held: dict[Way, dict[str, Reached]] = {}
    sources: dict[Way, str] = {}
    is_certain = True
    for holding in _holdings(rule):
        held.setdefault(holding.way, {})[holding.holder] = holding.reach
        is_certain = is_certain and holding.cell.certain
        if holding.cell.source != _usual()[holding.way]:
            sources[holding.way] = holding.cell.source
    return PermissionRow(
        id=rule.id,
        lets=rule.lets,
        applies_to=rule.of,
        managed=MANAGED[rule.through] if rule.through else None,
        levels=held["levels"],
        extras=held.get("extras"),
        profiles=held.get("profiles"),
        claims=held.get("claims"),
        before_2022=held.get("before_2022"),
        only_active=rule.needs_active or None,
        module=rule.module,
        doubt=None if is_certain else rule.doubt,
        caveat=rule.caveat or None,
        sources=sources or None,
    )


@cache
def _usual() -> dict[Way, str]:
    """The source that most cells of each way have."""
    sources: dict[Way, Counter[str]] = {way: Counter() for way in WAYS}
    for holding in holdings():
        sources[holding.way][holding.cell.source] += 1
    return {way: counted.most_common(1)[0][0] for way, counted in sources.items()}


_UNCERTAIN: Final[Mapping[Reach, Reached]] = {"own": "own?", "managed": "managed?", "all": "all?"}
