"""The verb `permissions`: the one table of what people may do in Harvest, and who holds it; it needs no account."""

from collections import Counter
from collections.abc import Iterable, Mapping

from harvest_mcp.access.permissions import LEVELS, PROFILES
from harvest_mcp.answers import permissions as answers
from harvest_mcp.answers.grids.cells import joined
from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.options import Csv, Json, form_of
from harvest_mcp.commands.output import write
from harvest_mcp.commands.words import say

PERMISSION = Column("permission", key=True, style="bold")
LETS = (PERMISSION, Column("lets them"), Column("applies to"), *map(Column, LEVELS[::-1]), Column("managers with"))
BY_PROFILE = (PERMISSION, *map(Column, PROFILES))
BY_CLAIM = (PERMISSION, Column("claims"))
BEFORE_2022 = (PERMISSION, Column("booleans"))
NOTES = (PERMISSION, Column("notes"))
SOURCES = (Column("source"), Column("of"))
NONE = "-"


def permissions(*, as_json: Json = False, as_csv: Csv = False) -> None:
    """Print the table of permissions: what each lets people do, who holds it.

    It is the same for every account and asks nobody. These ids are what `can` and `explain` take.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    write(answers.permissions(), form, grids=_grids, rows=_rows)
    if form == "table":
        say((answers.LEGEND, "dim"))


def _grids(table: answers.PermissionTable) -> Iterable[Grid]:
    rows = table.permissions
    yield Grid(LETS, [(row.id, row.lets, row.applies_to, *_levels(row), _held(row.extras)) for row in rows])
    profiles = ((row.id, row.profiles or {}) for row in rows)
    yield Grid(
        BY_PROFILE,
        [(name, *(held.get(profile, NONE) for profile in PROFILES)) for name, held in profiles],
        title=f"The same {table.ways['profiles']}",
    )
    claims = [(row.id, _held(row.claims)) for row in rows]
    yield Grid(BY_CLAIM, claims, title=f"The same {table.ways['claims']}")
    booleans = [(row.id, _held(row.before_2022)) for row in rows]
    yield Grid(BEFORE_2022, booleans, title=f"The same {table.ways['before_2022']}")
    yield Grid(NOTES, [(row.id, row.notes()) for row in rows if row.notes()], title="Notes")
    yield Grid(SOURCES, list(_sources()), title="Sources")


def _levels(row: answers.PermissionRow) -> Iterable[str]:
    rest = row.levels.get(answers.EVERYONE, NONE)
    return (row.levels.get(level, rest) for level in LEVELS[::-1])


def _held(held: Mapping[str, str] | None) -> str:
    return joined(f"{holder} ({reach})" for holder, reach in (held or {}).items()) or NONE


def _sources() -> Iterable[tuple[str, str]]:
    """Name each page, and the cells that come from it: whole columns, or these permissions of a column."""
    found: dict[str, dict[answers.Way, dict[str, None]]] = {}
    for holding in answers.holdings():
        found.setdefault(holding.cell.source, {}).setdefault(holding.way, {})[holding.permission] = None
    spread = Counter(way for ways in found.values() for way in ways)
    for source, ways in found.items():
        cells = (answers.WAYS[way] + (f" ({joined(names)})" if spread[way] > 1 else "") for way, names in ways.items())
        yield source, "; ".join(cells)


def _rows(table: answers.PermissionTable) -> Sheet:
    columns = ("permission", "lets", "applies_to", "way", "holder", "reach", "certain", "source")
    rows = {row.id: row for row in table.permissions}
    cells = (
        (
            holding.permission,
            rows[holding.permission].lets,
            rows[holding.permission].applies_to,
            holding.way,
            holding.holder,
            holding.cell.reach,
            holding.cell.certain,
            holding.cell.source,
        )
        for holding in answers.holdings()
    )
    return Sheet(columns, cells)
