"""The matrix widget with a comm that records: what is sent and when, and what comes back."""

import gzip
import json
import struct
from typing import Any

import pytest
from ipywidgets import Widget

from harvest_mcp.panel.matrix import MOST_CELLS, Axis, Extent, Matrix
from harvest_mcp.panel.table import Id
from tests.panel.wire import Wire, tell

PEOPLE = Axis("People", ("Ines Ångström", "Bo Tamberlane"), (4190301, 4190302))
PERMISSIONS = Axis("Permissions", ("time.track", "time.approve", "invoices.read"), ("track", "approve", "invoices"))
CELLS = bytes([Extent.OWN, Extent.NO, Extent.UNKNOWN, Extent.ALL, Extent.PART, Extent.NO])


def why(person: Id, permission: Id) -> list[str]:
    """Reasons as an engine gives them."""
    return [f"{person} holds what {permission} needs."]


def drawn() -> Matrix:
    """A matrix of two people and three permissions on a screen."""
    matrix = Matrix(why=why, label="Who may do what")
    matrix.show(PEOPLE, PERMISSIONS, CELLS)
    tell(matrix, {"op": "ready", "view": "one"})
    return matrix


def test_the_map_is_sent_once_to_the_screen_that_asks(wire: Wire) -> None:
    """Our choice: names in words, cells in a byte each, and nothing before there is a screen."""
    matrix = drawn()
    (sent,) = wire.custom("map")
    assert sent.content == {"op": "map", "generation": 2, "place": None, "view": "one"}
    body = gzip.decompress(sent.buffers[0])
    (length,) = struct.unpack_from("<I", body)
    assert json.loads(body[4 : 4 + length]) == {
        "rows": {"label": "People", "names": ["Ines Ångström", "Bo Tamberlane"]},
        "columns": {"label": "Permissions", "names": ["time.track", "time.approve", "invoices.read"]},
        "words": ["no", "unknown", "own", "part", "all"],
    }
    assert body.endswith(CELLS)
    assert matrix.weight == len(sent.buffers[0])


def test_reasons_are_told_to_the_screen_that_asks(wire: Wire) -> None:
    """Documented: the reason of a cell comes from Python when a person points at it."""
    matrix = drawn()
    tell(matrix, {"op": "why", "view": "one", "generation": 2, "place": [1, 1]})
    (told,) = wire.custom("reasons")
    assert told.content == {
        "op": "reasons",
        "generation": 2,
        "view": "one",
        "place": (1, 1),
        "reasons": ["4190302 holds what approve needs."],
    }
    matrix.why = None
    tell(matrix, {"op": "why", "view": "one", "generation": 2, "place": [0, 0]})
    assert wire.custom("reasons")[-1].content["reasons"] == []


def test_reasons_that_cannot_be_found_are_told_of(wire: Wire) -> None:
    """Our choice: a screen does not wait for what will not come, and the error is not hidden."""

    def fails(_person: Id, _permission: Id) -> list[str]:
        raise LookupError("Tamberlane")

    matrix = drawn()
    matrix.why = fails
    with pytest.raises(LookupError):
        matrix._hear(matrix, {"op": "why", "view": "one", "generation": 2, "place": [0, 0]}, [])  # noqa: SLF001  (the notebook catches it)
    assert wire.custom("reasons")[-1].content["reasons"] == [
        "The reasons could not be found: an error stands in the log."
    ]


def test_a_cell_is_chosen_on_the_screen(wire: Wire) -> None:
    """Documented: `selected` holds the ids of row and column; a second screen follows."""
    matrix = drawn()
    tell(matrix, {"op": "cell", "view": "one", "generation": 2, "place": [1, 2]})
    assert list(matrix.selected) == [4190302, "invoices"]
    assert wire.custom("cell") == []
    tell(matrix, {"op": "ready", "view": "two"})
    tell(matrix, {"op": "cell", "view": "two", "generation": 2, "place": None})
    assert list(matrix.selected) == []
    (told,) = wire.custom("cell")
    assert told.content == {"op": "cell", "generation": 2, "place": None, "but": "two"}


def test_a_cell_may_be_chosen_in_code(wire: Wire) -> None:
    """Documented: ids that are not there choose nothing."""
    matrix = drawn()
    matrix.selected = (4190301, "approve")
    assert wire.custom("cell")[-1].content == {"op": "cell", "generation": 2, "place": (0, 1)}
    matrix.selected = (1, "approve")
    assert list(matrix.selected) == []
    assert wire.custom("cell")[-1].content["place"] is None


def test_what_is_chosen_outlives_other_things(wire: Wire) -> None:
    """Our choice: a refresh keeps the cell where both its ids are still there."""
    matrix = drawn()
    matrix.selected = (4190302, "approve")
    matrix.show(Axis("People", ("Bo Tamberlane",), (4190302,)), PERMISSIONS, bytes(3))
    assert wire.custom("map")[-1].content == {"op": "map", "generation": 3, "place": (0, 1)}
    matrix.show(Axis("People", ("Ines Ångström",), (4190301,)), PERMISSIONS, bytes(3))
    assert list(matrix.selected) == []
    assert wire.custom("map")[-1].content["place"] is None


def test_what_is_told_of_things_that_are_gone_is_not_taken(wire: Wire) -> None:
    """Our choice: a click that crosses new things on the way chooses nothing else."""
    matrix = drawn()
    matrix.show(PEOPLE, PERMISSIONS, CELLS)
    tell(matrix, {"op": "cell", "view": "one", "generation": 2, "place": [0, 0]})
    tell(matrix, {"op": "why", "view": "one", "generation": 2, "place": [0, 0]})
    assert list(matrix.selected) == []
    assert wire.custom("reasons") == []


def test_no_name_is_a_state_of_the_widget(wire: Wire) -> None:
    """Documented: what a notebook saves holds counts only."""
    matrix = drawn()
    matrix.selected = (4190302, "approve")
    bundle: dict[str, Any] = matrix._repr_mimebundle_()[0]
    assert bundle["text/plain"] == "Who may do what: 2 rows by 3 columns"
    for text in (json.dumps(Widget.get_manager_state(widgets=[matrix])), json.dumps(bundle), wire.text()):
        assert "Tamberlane" not in text
        assert "4190302" not in text


FIT = Axis("People", ("a",), (1,))


@pytest.mark.parametrize(
    ("rows", "cells", "words", "told"),
    [
        (Axis("People", ("a", "b"), (1, 1)), bytes(6), "abcde", "People: 2 names need as many ids, each another"),
        (Axis("People", ("a", "b"), (1,)), bytes(6), "abcde", "People: 2 names need as many ids, each another"),
        (FIT, bytes(4), "abcde", "1 by 3 is not 4 cells"),
        (FIT, bytes([5, 0, 0]), "abcde", "one of 5 extents"),
        (FIT, bytes(3), "abcd", "one of 5 extents"),
        (Axis("People", range(500_001), range(500_001)), b"", "abcde", "at most 500,000"),  # type: ignore[arg-type]  # names that cost nothing
    ],
)
def test_what_is_no_map_is_refused(rows: Axis, cells: bytes, words: str, told: str) -> None:
    """Our choice: a mistake shows where it is made, and names nobody."""
    with pytest.raises(ValueError, match=told):
        Matrix().show(rows, PERMISSIONS, cells, words=words)


def test_ten_thousand_people_by_two_thousand_projects_are_sent(wire: Wire) -> None:
    """Our choice: the largest account that is measured fits, and is small on its way."""
    people, projects = range(10_000), range(2_000)
    assert len(people) * len(projects) < MOST_CELLS
    cells = bytearray(len(people) * len(projects))
    cells[::331] = bytes([Extent.PART]) * len(cells[::331])
    matrix = Matrix()
    matrix.show(
        Axis("People", [f"Person {one}" for one in people], people),
        Axis("Projects", [f"Project {one}" for one in projects], projects),
        bytes(cells),
    )
    tell(matrix, {"op": "ready", "view": "one"})
    assert len(wire.custom("map")[0].buffers[0]) < 1_000_000
