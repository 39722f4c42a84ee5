"""The table of permissions says what the sources say, cell by cell, and nothing more."""

from collections.abc import Mapping

import pytest

from harvest_mcp.access.permissions import (
    DOCUMENTED_CLAIMS,
    EXTRAS,
    LEVELS,
    PERMISSIONS,
    PROFILES,
    RULES,
    UNEXPLAINED_CLAIMS,
    Cell,
)
from tests.access import documented

COLUMNS = {
    **{("access", name): cells for name, cells in {**documented.LEVELS, **documented.EXTRAS}.items()},
    **{("legacy", name): cells for name, cells in documented.BOOLEANS.items()},
    **{("profiles", name): cells for name, cells in documented.PROFILES.items()},
    **{("claims", name): cells for name, cells in documented.CLAIMS.items()},
}


def column(of: str, name: str) -> dict[str, Cell]:
    """All cells of the table under one head."""
    written: dict[str, Mapping[str, Cell]] = {rule.id: getattr(rule, of) for rule in RULES.values()}
    return {permission: cells[name] for permission, cells in written.items() if name in cells}


@pytest.mark.parametrize(("of", "name"), COLUMNS)
def test_a_column_of_the_table_is_what_is_documented(of: str, name: str) -> None:
    """Documented: harvest-api.md 4.5 for levels and extras, 4.3 for profiles and claims, 4.1 for booleans."""
    letters = {"own": "O", "managed": "M", "all": "A"}
    found = {
        permission: letters[cell.reach] + ("" if cell.certain else "?") for permission, cell in column(of, name).items()
    }
    assert found == COLUMNS[of, name]


def test_the_table_has_no_other_heads() -> None:
    """Our choice: every word of Harvest's that the table knows is one that the sources name."""
    heads = {(of, name) for rule in RULES.values() for of in ("access", "legacy", "profiles", "claims")
             for name in getattr(rule, of)}  # fmt: skip
    assert heads <= COLUMNS.keys()
    assert set(documented.PROFILES) == set(PROFILES)
    assert {*documented.LEVELS, *documented.EXTRAS} == {*LEVELS, *EXTRAS}
    assert documented.CLAIMS.keys() == DOCUMENTED_CLAIMS | UNEXPLAINED_CLAIMS


def test_every_permission_has_a_row_in_the_order_of_its_type() -> None:
    """Documented: DESIGN section 3 lists the ids; `invoices.settings` is more, where the sources name more."""
    assert tuple(RULES) == PERMISSIONS
    assert {permission for cells in COLUMNS.values() for permission in cells} == set(PERMISSIONS)


def test_every_cell_names_a_public_page() -> None:
    """Our choice: a reader can check each rule."""
    cells = [cell for rule in RULES.values() for cells in (rule.access, rule.legacy, rule.profiles, rule.claims)
             for cell in cells.values()]  # fmt: skip
    assert len(cells) > 250
    assert all(cell.source.startswith("https://") for cell in cells)


def test_each_row_says_in_a_sentence_what_it_lets_a_person_do() -> None:
    """Our choice: the table is read by people, too."""
    assert all(rule.lets[0].isupper() and rule.lets.endswith(".") for rule in RULES.values())
    assert len({rule.lets for rule in RULES.values()}) == len(RULES)


def test_what_managed_reaches_through_is_part_of_the_row() -> None:
    """Documented: time, expenses and rates through both, project editing and invoices through projects alone."""
    through = {
        "both": documented.THROUGH_BOTH,
        "projects": documented.THROUGH_PROJECTS,
        "people": documented.THROUGH_PEOPLE,
    }
    found = {of: {rule.id for rule in RULES.values() if rule.through == of} for of in through}
    assert found == through


def test_modules_and_what_takes_the_active_are_part_of_the_row() -> None:
    """Documented: DESIGN 4.1, points 4 and 5."""
    assert {rule.id: rule.module for rule in RULES.values() if rule.module} == documented.MODULES
    assert {rule.id for rule in RULES.values() if rule.needs_active} == documented.ADDS
