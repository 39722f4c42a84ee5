"""The table widget with a comm that records: what is sent and when, and what comes back."""

import json
import re
import struct

import pytest
import traitlets
from ipywidgets import Widget
from traitlets import TraitError

from harvest_mcp.panel.columns import Column
from harvest_mcp.panel.table import Table
from tests.panel.wire import Wire, tell, unpacked

NAMES = Column("name", ["Ines Ångström", "Bo Tamberlane", "Chi Osk"])
IDS = (4190301, 4190302, 4190303)
UNTOUCHED = {"search": "", "filters": {}, "sort": ()}
LOOKED = {
    "search": "tamberlane",
    "filters": {"level": ["member", None], "active": [True]},
    "sort": [["projects", "descending"], ["name", "ascending"]],
}


def people() -> Table:
    """A table of three people."""
    return Table([NAMES, Column("projects", [3, 1, 2], "number")], ids=IDS, label="People")


def team() -> Table:
    """The same people, with columns that offer filters."""
    level = Column("level", ["member", "manager", None], filters=True)
    job_roles = Column("job_roles", [["Design"], [], ["Design", "Finance"]], "texts", filters=True)
    active = Column("active", [True, True, False], "flag", filters=True)
    projects = Column("projects", [3, 1, 2], "number", filters=True)
    return Table([NAMES, level, job_roles, active, projects], ids=IDS)


def ready(table: Table, view: str = "one") -> None:
    """A screen that begins to show a table."""
    tell(table, {"op": "ready", "view": view})


def test_rows_are_sent_once_to_the_screen_that_asks(wire: Wire) -> None:
    """Our choice: nothing is sent before there is a screen, so that rows do not travel twice."""
    table = people()
    assert wire.custom("rows") == []
    ready(table)
    (rows,) = wire.custom("rows")
    assert rows.content == {"op": "rows", "generation": 1, "turn": 0, "look": UNTOUCHED, "view": "one"}
    assert unpacked(rows.buffers[0])[0]["rows"] == 3
    assert table.weight == len(rows.buffers[0])


def test_other_rows_reach_every_screen(wire: Wire) -> None:
    """Our choice: a notebook may show one widget several times."""
    table = people()
    ready(table)
    table.show([NAMES], ids=IDS)
    assert wire.custom("rows")[-1].content == {"op": "rows", "generation": 2, "turn": 1, "look": UNTOUCHED}


def test_no_name_is_a_state_of_the_widget(wire: Wire) -> None:
    """Documented: what Lab's "save widget state" and nbconvert would write holds no name and no id."""
    table = people()
    ready(table)
    table.selected = (4190302,)
    table.search, table.sort = "Bo Tamberlane", "name"
    tell(table, {"op": "view", "generation": 1}, struct.pack("<2I", 1, 0))
    wire.sent = [one for one in wire.sent if one not in wire.custom("look")]
    saved = json.dumps(Widget.get_manager_state(widgets=[table]))
    bundle = json.dumps(table._repr_mimebundle_())
    for text in (saved, bundle, wire.text()):
        assert "Tamberlane" not in text
        assert "4190302" not in text


def test_a_notebook_keeps_counts_only(wire: Wire) -> None:  # noqa: ARG001  (no kernel is there)
    """Documented: where the widget cannot be drawn, counts are read."""
    data, _ = Table([NAMES], label="<People>")._repr_mimebundle_()
    assert data["text/plain"] == "<People>: 3 rows, 1 column"
    assert data["text/html"] == "<p>&lt;People&gt;: 3 rows, 1 column. Run the cell to see them.</p>"


def test_a_selection_comes_from_the_screen(wire: Wire) -> None:
    """Documented: `selected` holds ids; the screen that told is not told again."""
    table = people()
    ready(table)
    heard: list[tuple[int, ...]] = []
    table.observe(lambda change: heard.append(change["new"]), "selected")
    tell(table, {"op": "selection", "view": "one", "generation": 1}, bytes([0b101]))
    assert list(table.selected) == [4190301, 4190303]
    assert heard == [(4190301, 4190303)]
    assert wire.custom("selection") == []


def test_a_second_screen_follows_the_first(wire: Wire) -> None:
    """Our choice: two drawings of one widget never differ in what is selected."""
    table = people()
    ready(table, "one")
    ready(table, "two")
    tell(table, {"op": "selection", "view": "one", "generation": 1}, bytes([0b010]))
    (told,) = wire.custom("selection")
    assert told.content == {"op": "selection", "generation": 1, "but": "one"}
    assert told.buffers == (bytes([0b010]),)


def test_a_selection_may_be_set(wire: Wire) -> None:
    """Documented: in the order of the rows; an id that no row has selects nothing."""
    table = people()
    ready(table)
    table.selected = (4190303, 999, 4190301)
    assert list(table.selected) == [4190301, 4190303]
    (told,) = wire.custom("selection")
    assert told.buffers == (bytes([0b101]),)


def test_a_selection_may_be_set_before_there_are_rows(wire: Wire) -> None:
    """Documented: it is kept for the rows that come, on the screen too, and while there are none for a time."""
    table = Table([Column("name", [])], ids=(), selected=(4190303, 999, 4190301))
    assert list(table.selected) == [4190303, 999, 4190301]
    table.show([NAMES], ids=IDS)
    assert list(table.selected) == [4190301, 4190303]
    table.show([Column("name", [])], ids=())
    table.show([NAMES], ids=IDS)
    assert list(table.selected) == [4190301, 4190303]
    ready(table)
    assert wire.custom("rows")[-1].buffers[1] == bytes([0b101])
    table.selected = (4190303, 999)
    assert list(table.selected) == [4190303]


def test_a_selection_outlives_other_rows(wire: Wire) -> None:
    """Documented: what is selected stays so where its id is still there."""
    table = people()
    ready(table)
    table.selected = (4190301, 4190303)
    table.show([Column("name", ["Dag", "Chi Osk"])], ids=(4190304, 4190303))
    assert list(table.selected) == [4190303]
    assert list(table.view) == [4190304, 4190303]
    assert wire.custom("rows")[-1].buffers[1] == bytes([0b10])


def test_the_view_is_the_rows_as_on_screen(wire: Wire) -> None:  # noqa: ARG001  (no kernel is there)
    """Documented: all rows until a screen has told, then in the order of the screen."""
    table = people()
    assert list(table.view) == list(IDS)
    tell(table, {"op": "view", "view": "one", "generation": 1}, struct.pack("<2I", 2, 0))
    assert list(table.view) == [4190303, 4190301]


def test_what_is_told_of_rows_that_are_gone_is_not_taken(wire: Wire) -> None:  # noqa: ARG001  (no kernel is there)
    """Our choice: a click that crosses new rows on the way selects nobody else."""
    table = people()
    table.show([NAMES], ids=(401, 402, 403))
    tell(table, {"op": "selection", "view": "one", "generation": 1}, bytes([0b111]))
    tell(table, {"op": "view", "view": "one", "generation": 1}, struct.pack("<I", 2))
    assert [*table.selected, *table.view] == [401, 402, 403]


def test_how_rows_are_looked_at_may_be_set(wire: Wire) -> None:
    """Documented: before it is shown and after; what is set at once comes to the screen at once."""
    table = team()
    table.search = "ines"
    assert wire.custom("look") == []
    ready(table)
    assert wire.custom("rows")[0].content["look"] == UNTOUCHED | {"search": "ines"}
    with table.hold_trait_notifications():
        table.search = ""
        table.filters = {"level": "manager", "job_roles": {"Design"}, "active": [True, None], "projects": [1, 2.0]}
        table.sort = "projects"
    table.search = ""
    (told,) = wire.custom("look")
    assert told.content["look"] == {
        "search": "",
        "filters": {"level": ("manager",), "job_roles": ("Design",), "active": (True, None), "projects": (1, 2.0)},
        "sort": (("projects", "ascending"),),
    }
    assert table.filters == told.content["look"]["filters"]
    table.filters = {"level": [], "active": False}
    assert table.filters == {"active": (False,)}
    with pytest.raises(TypeError, match="does not support item assignment"):
        table.filters["level"] = ("manager",)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("name", (("name", "ascending"),)),
        (("name", "descending"), (("name", "descending"),)),
        (["name", "level"], (("name", "ascending"), ("level", "ascending"))),
        ([["name", "descending"], "level"], (("name", "descending"), ("level", "ascending"))),
        ((), ()),
    ],
)
def test_an_order_is_written_as_people_write_it(said: object, read: object) -> None:
    """Documented: a name, a name and a direction, or several; it is read in one form, which may be set again."""
    table = team()
    table.sort = said
    assert table.sort == read
    table.sort = table.sort
    assert table.sort == read


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("filters", {"lvel": "manager"}, "There is no column 'lvel'. hint: there are 'name', 'level', 'job_roles', "),
        ("filters", {"name": "Bo"}, "'name' offers no filters. hint: these do: 'level', 'job_roles', 'active', "),
        ("filters", {"active": "yes"}, "'active' is of kind 'flag'"),
        ("filters", {"projects": True}, "'projects' is of kind 'number'"),
        ("filters", {"level": [["member"]]}, "'level' is of kind 'text'"),
        ("filters", ["level"], "Filters are a mapping"),
        ("filters", None, "Filters are a mapping"),
        ("sort", "lvel", "There is no column 'lvel'"),
        ("sort", ("lvel", "descending"), "There is no column 'lvel'"),
        ("sort", [("name", "down")], "An order is a column's name"),
        ("sort", 3, "An order is a column's name"),
        ("sort", ["name", ("name", "descending")], "An order names each column once"),
        ("search", None, "search"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(wire: Wire, name: str, value: object, words: str) -> None:
    """Documented: an error says what there is; what is on the screen stays."""
    table = team()
    ready(table)
    table.filters, table.sort = {"level": "member"}, "name"
    before = (table.search, table.filters, table.sort, len(wire.sent))
    with pytest.raises(TraitError, match=re.escape(words)):
        setattr(table, name, value)
    assert (table.search, table.filters, table.sort, len(wire.sent)) == before


def test_how_rows_are_looked_at_comes_from_the_screen(wire: Wire) -> None:
    """Documented: what a person does is observed; the screen that told is not told again, another one is."""
    table = team()
    ready(table)
    heard: list[str] = []
    table.observe(lambda change: heard.append(change["name"]), ["search", "filters", "sort"])
    tell(table, {"op": "look", "view": "one", "turn": 0, "look": LOOKED})
    assert (table.search, table.filters) == ("tamberlane", {"level": ("member", None), "active": (True,)})
    assert table.sort == (("projects", "descending"), ("name", "ascending"))
    assert sorted(heard) == ["filters", "search", "sort"]
    assert wire.custom("look") == []
    ready(table, "two")
    assert wire.custom("rows")[-1].content["look"]["search"] == "tamberlane"
    tell(table, {"op": "look", "view": "two", "turn": 0, "look": LOOKED | {"search": "osk"}})
    (told,) = wire.custom("look")
    assert (told.content["look"]["search"], told.content["but"], told.content["turn"]) == ("osk", "two", 1)


def test_what_crosses_on_the_way_ends_the_same_everywhere(wire: Wire) -> None:
    """Our choice: what a person did last holds, and a screen that had not heard Python's last is told what holds."""
    table = team()
    ready(table)
    table.search = "osk"
    tell(table, {"op": "look", "view": "one", "turn": 0, "look": LOOKED})
    assert table.search == "tamberlane"
    assert [told.content["look"]["search"] for told in wire.custom("look")] == ["osk", "tamberlane"]
    assert "but" not in wire.custom("look")[-1].content


def test_other_rows_are_looked_at_as_those_before(wire: Wire) -> None:
    """Documented: except by columns that are gone, of another kind, or offer no filters any more."""
    table = team()
    ready(table)
    tell(table, {"op": "look", "view": "one", "turn": 0, "look": LOOKED})
    active = Column("active", ["yes"], filters=True)
    table.show([Column("level", ["member"], filters=True), active, Column("projects", [1], "number")], ids=[1])
    kept = {"search": "tamberlane", "filters": {"level": ("member", None)}, "sort": (("projects", "descending"),)}
    assert wire.custom("rows")[-1].content["look"] == kept
    assert {"search": table.search, "filters": table.filters, "sort": table.sort} == kept
    tell(table, {"op": "look", "view": "one", "turn": 0, "look": LOOKED})
    assert wire.custom("look")[-1].content["look"] == kept


def test_tables_are_linked(wire: Wire) -> None:  # noqa: ARG001  (no kernel is there)
    """Documented: `link` holds two tables to the same filters; what a table is made with counts as well."""
    one, other = team(), Table([Column("level", ["member"], filters=True)], filters={"level": "manager"})
    assert other.filters == {"level": ("manager",)}
    traitlets.link((one, "filters"), (other, "filters"))
    one.filters = {"level": ["member", "manager"]}
    assert other.filters == {"level": ("member", "manager")}
    other.filters = {}
    assert one.filters == {}


@pytest.mark.parametrize("ids", [(1, 2), (1, 2, 2)])
def test_ids_that_do_not_fit_are_refused(ids: tuple[int, ...]) -> None:
    """Our choice: every row has an id of its own."""
    with pytest.raises(ValueError, match="3 rows need as many ids, each another"):
        Table([NAMES], ids=ids)


def test_a_hundred_thousand_rows_are_sent_within_bounds(wire: Wire) -> None:
    """Documented: 100,000 rows take at most 2.5 MB, and their selection a bit each."""
    size = 100_000
    names = [f"Person {number * 7919 % size}" for number in range(size)]
    table = Table(
        [
            Column("name", names),
            Column("email", [f"{name.replace(' ', '.')}@example.com" for name in names]),
            Column("level", [("Member", "Manager", "Administrator")[number % 17 % 3] for number in range(size)]),
            Column("contractor", [number % 11 == 0 for number in range(size)], "flag"),
            Column("projects", [number % 23 for number in range(size)], "number"),
            Column("roles", [[f"Role {number % 13}"] for number in range(size)], "texts"),
        ]
    )
    ready(table)
    (rows,) = wire.custom("rows")
    assert sum(map(len, rows.buffers)) < 2_500_000
    tell(table, {"op": "selection", "view": "one", "generation": 1}, bytes([255]) * 12_500)
    assert list(table.selected) == list(range(size))
