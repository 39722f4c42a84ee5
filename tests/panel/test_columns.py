"""Columns as they are packed for a browser."""

from collections.abc import Sequence
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.panel.columns import MOST_ROWS, Column, Kind, Value, packed
from tests.panel.wire import unpacked


def read_back(column: Column) -> list[object]:
    """A column's values as the other side finds them."""
    head, places = unpacked(packed([column]))
    values = [None, *head["columns"][0]["values"]]
    return [values[place] for place in places[column.name]]


@given(
    st.one_of(
        st.tuples(st.just("text"), st.lists(st.none() | st.text(min_size=1))),
        st.tuples(st.just("flag"), st.lists(st.none() | st.booleans())),
        st.tuples(st.just("number"), st.lists(st.none() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9))),
        st.tuples(st.just("texts"), st.lists(st.none() | st.lists(st.text(), min_size=1))),
    )
)
def test_what_is_packed_is_read_back(column: tuple[Kind, list[Value]]) -> None:
    """Our choice: nothing is lost or mixed up on the way."""
    kind, values = column
    assert read_back(Column("a", values, kind)) == values


def test_half_a_character_is_replaced() -> None:
    """Our choice: JSON may hold half a surrogate pair; it does not keep a table from being shown."""
    assert read_back(Column("a", ["a\ud800", "b"])) == ["a?", "b"]


def test_what_is_empty_or_no_number_is_nothing() -> None:
    """Our choice: an empty cell is one thing, however it is spelled."""
    assert read_back(Column("a", ["", None, "x"])) == [None, None, "x"]
    assert read_back(Column("a", [(), ["x"]], "texts")) == [None, ["x"]]
    assert read_back(Column("a", [nan, inf, -inf, 1], "number")) == [None, None, None, 1]


def test_values_come_in_the_order_of_people() -> None:
    """Our choice: capitals and accents do not decide, nothing comes first, and numbers count."""
    head, _ = unpacked(packed([Column("a", ["zoe", "Émile", "Ada", "emil", "Øyvind", "oskar"])]))
    assert head["columns"][0]["values"] == ["Ada", "emil", "Émile", "oskar", "Øyvind", "zoe"]
    head, _ = unpacked(packed([Column("a", [10, 9, 2.5], "number")]))
    assert head["columns"][0]["values"] == [2.5, 9, 10]


@pytest.mark.parametrize(("distinct", "width"), [(255, 1), (256, 2), (65_535, 2), (65_536, 4)])
def test_a_place_is_as_wide_as_it_must_be(distinct: int, width: int) -> None:
    """Our choice: columns of few values are small; each place is aligned for the browser."""
    columns = [Column("flag", [True] * distinct, "flag"), Column("n", range(distinct), "number")]
    head, places = unpacked(packed(columns))
    assert head["columns"][1]["width"] == width
    assert head["columns"][1]["at"] % 4 == 0
    assert places["n"] == list(range(1, distinct + 1))


MIXED: list[tuple[Kind, Sequence[Value]]] = [
    ("text", [1]),
    ("number", [1, True]),
    ("number", ["secret"]),
    ("flag", [0]),
    ("texts", ["secret"]),
    ("texts", [["a", 1]]),  # type: ignore[list-item]  # a row source may hand anything
]


@pytest.mark.parametrize(("kind", "values"), MIXED)
def test_a_value_of_another_kind_is_refused_and_not_told(kind: Kind, values: Sequence[Value]) -> None:
    """Our choice: a mistake shows where it is made, and no person's data stands in an error."""
    with pytest.raises(ValueError, match=f"The column 'a' is of kind '{kind}'") as error:
        packed([Column("a", values, kind)])
    assert "secret" not in str(error.value)


def test_what_is_no_table_is_refused() -> None:
    """Our choice: columns of one length, each name once, and no more rows than a browser draws."""
    with pytest.raises(ValueError, match="different lengths: 1, 2"):
        packed([Column("a", ["x"]), Column("b", ["x", "y"])])
    with pytest.raises(ValueError, match="same name"):
        packed([Column("a", ["x"]), Column("a", ["x"])])
    with pytest.raises(ValueError, match="at most 500,000 rows, not 500,001"):
        packed([Column("a", range(MOST_ROWS + 1), "number")])
