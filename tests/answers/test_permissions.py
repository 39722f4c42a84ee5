"""The table of permissions in print: nothing of it is lost, and a misspelt permission gets the nearest."""

import json
from itertools import groupby
from operator import attrgetter

import pytest

from harvest_mcp.access.permissions import DOCUMENTED_CLAIMS, EXTRAS, LEVELS, PERMISSIONS, PROFILES, RULES
from harvest_mcp.answers.permissions import WAYS, holdings, permission, permissions
from harvest_mcp.harvest.errors import NoSuchThing


def test_a_row_says_who_holds_it_and_what_is_in_doubt() -> None:
    """Documented: id, sentence, what it applies to, who holds it with which reach, uncertain cells, sources."""
    printed = permissions("billable_rates.write").structured()
    assert printed["permissions"] == [
        {
            "id": "billable_rates.write",
            "lets": "Change billable rates.",
            "applies_to": "rates",
            "managed": "projects that they manage and people assigned to them",
            "levels": {"administrator": "all"},
            "extras": {"billable_rates_manager": "managed?"},
            "profiles": {"Administrator": "all"},
            "claims": {"billable_rates:write:managed": "managed", "billable_rates:write:all": "all"},
            "before_2022": {"is_admin": "all", "can_see_rates": "managed?"},
            "doubt": RULES["billable_rates.write"].doubt,
        }
    ]
    assert printed["sources"].keys() == WAYS.keys()


def test_a_row_names_its_own_source_where_it_has_one() -> None:
    """Our choice: a page that most of a column comes from stands once, above."""
    table = permissions("time.approve")
    assert table.permissions[0].sources == {"levels": "https://support.getharvest.com/hc/en-us/articles/360048181832"}
    assert table.sources["levels"] == "https://support.getharvest.com/hc/en-us/articles/360048687451"


def test_what_everybody_has_is_in_the_row() -> None:
    """Documented: a report may be shown to everyone on the project."""
    assert permissions("project_reports.read").permissions[0].levels == {
        "everyone": "own",
        "manager": "managed",
        "administrator": "all",
    }


def test_the_print_holds_every_cell_of_the_table_and_no_other() -> None:
    """Our choice: the cells are counted off the table itself, mark and source of each included."""
    table = permissions()
    printed = {
        (row.id, way, holder, reach, (row.sources or {}).get(way, table.sources[way]))
        for row in table.permissions
        for way in WAYS
        for holder, reach in (getattr(row, way) or {}).items()
    }
    told = {
        (rule.id, holder, cell.reach + ("" if cell.certain else "?"), cell.source)
        for rule in RULES.values()
        for cells in (rule.access, rule.claims, rule.profiles, rule.legacy, {"everyone": rule.everyone})
        for holder, cell in cells.items()
        if cell is not None
    }
    assert {(name, holder, reach, source) for name, _, holder, reach, source in printed} == told
    assert len(printed) == len(list(holdings()))
    assert [row.id for row in table.permissions] == list(PERMISSIONS)


def test_each_holder_stands_under_its_own_way() -> None:
    """Our choice: levels, extras, profiles and claims are told apart, whatever they are called."""
    by_way = groupby(sorted(holdings(), key=attrgetter("way")), key=attrgetter("way"))
    found = {way: {cell.holder for cell in cells} for way, cells in by_way}
    assert found["levels"] == {*LEVELS, "everyone"}
    assert found["extras"] == set(EXTRAS) - {"people_manager"}
    assert found["profiles"] == set(PROFILES)
    assert found["claims"] == DOCUMENTED_CLAIMS


def test_a_row_with_an_uncertain_cell_and_no_other_has_a_doubt() -> None:
    """Documented: each uncertain cell is marked so, and why is said."""
    for row in permissions().permissions:
        is_uncertain = '?"' in json.dumps([getattr(row, way) for way in WAYS])
        assert (row.doubt is not None) == is_uncertain, row.id


def test_the_whole_table_fits_an_answer() -> None:
    """Our choice: the table is a resource, read whole; a third of the most that any answer may take."""
    assert len(json.dumps(permissions().structured(), separators=(",", ":"))) < 20_000


@pytest.mark.parametrize(("written", "meant"), [("time.read", "time.read"), (" Time.READ ", "time.read")])
def test_a_permission_is_found_by_its_id(written: str, meant: str) -> None:
    """Our choice: case and space make no difference."""
    assert permission(written) == meant


@pytest.mark.parametrize(("written", "nearest"), [("time.raed", "time.read"), ("cost_rate.read", "cost_rates.read")])
def test_a_misspelt_permission_gets_the_nearest(written: str, nearest: str) -> None:
    """Documented: candidates for what is misspelt, three at the most; what was written is not repeated."""
    with pytest.raises(NoSuchThing) as raised:
        permission(written)
    assert raised.value.candidates[0] == nearest
    assert len(raised.value.candidates) == 3
    assert written not in str(raised.value)
