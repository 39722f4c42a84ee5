"""The table widget with a comm that records: what is sent and when, and what comes back."""

import json
import struct

import pytest
from ipywidgets import Widget

from harvest_mcp.panel.columns import Column
from harvest_mcp.panel.table import Table
from tests.panel.wire import Wire, tell, unpacked

NAMES = Column("name", ["Ines Ångström", "Bo Tamberlane", "Chi Osk"])
IDS = (4190301, 4190302, 4190303)


def people() -> Table:
    """A table of three people."""
    return Table([NAMES, Column("projects", [3, 1, 2], "number")], ids=IDS, label="People")


def ready(table: Table, view: str = "one") -> None:
    """A screen that begins to show a table."""
    tell(table, {"op": "ready", "view": view})


def test_rows_are_sent_once_to_the_screen_that_asks(wire: Wire) -> None:
    """Our choice: nothing is sent before there is a screen, so that rows do not travel twice."""
    table = people()
    assert wire.custom("rows") == []
    ready(table)
    (rows,) = wire.custom("rows")
    assert rows.content == {"op": "rows", "generation": 1, "view": "one"}
    assert unpacked(rows.buffers[0])[0]["rows"] == 3
    assert table.weight == len(rows.buffers[0])


def test_other_rows_reach_every_screen(wire: Wire) -> None:
    """Our choice: a notebook may show one widget several times."""
    table = people()
    ready(table)
    table.show([NAMES], ids=IDS)
    assert wire.custom("rows")[-1].content == {"op": "rows", "generation": 2}


def test_no_name_is_a_state_of_the_widget(wire: Wire) -> None:
    """Documented: what Lab's "save widget state" and nbconvert would write holds no name and no id."""
    table = people()
    ready(table)
    table.selected = (4190302,)
    tell(table, {"op": "view", "generation": 1}, struct.pack("<2I", 1, 0))
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
