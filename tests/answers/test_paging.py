"""Pages stay right while the account changes: nothing that stays is skipped or shown twice."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from harvest_mcp.answers.paging import DEFAULT_SIZE, HEAD, LARGEST_SIZE, Turn, page
from harvest_mcp.harvest.errors import BadCursor

ids = st.sets(st.integers(min_value=1, max_value=60), max_size=40)


@dataclass(frozen=True)
class Thing:
    """Whatever has an id."""

    id: int


class Row(BaseModel):
    """A row with a name of some length."""

    id: int
    name: str


def things(*of: int) -> list[Thing]:
    """Things with these ids."""
    return [Thing(number) for number in of]


def row(thing: Thing, length: int = 1) -> Row:
    """Shape a thing."""
    return Row(id=thing.id, name="x" * length)


@given(before=ids, limit=st.integers(min_value=1, max_value=7), changes=st.lists(ids, max_size=8))
def test_what_is_there_all_the_time_is_shown_exactly_once(
    before: set[int], limit: int, changes: list[set[int]]
) -> None:
    """Documented: cursors stay right when the account changes between pages."""
    always = set.intersection(before, *changes) if changes else before
    shown: list[int] = []
    cursor: str | None = ""
    states = iter([before, *changes])
    now = before
    while cursor is not None:
        now = next(states, now)
        found = page(things(*now), Turn(limit, cursor), question=("q",), row=row)
        shown += [taken.id for taken in found.rows]
        assert found.total == len(now)
        assert len(found.rows) <= limit
        cursor = found.next_cursor
    assert len(shown) == len(set(shown))
    assert always <= set(shown)


@pytest.mark.parametrize(("limit", "room"), [(50, DEFAULT_SIZE - HEAD), (200, LARGEST_SIZE - HEAD)])
def test_a_page_ends_where_its_room_ends(limit: int, room: int) -> None:
    """Documented: a default answer stays under 8 kB and no answer passes 60 kB: what does not fit is paged."""
    found = page(things(*range(1, 201)), Turn(limit), question=("q",), row=lambda thing: row(thing, 500))
    size = sum(len(taken.model_dump_json()) + 1 for taken in found.rows)
    assert size <= room < size + 530
    assert found.next_cursor is not None


def test_a_row_larger_than_the_room_is_a_page_of_its_own() -> None:
    """Our choice: every page makes progress."""
    found = page(things(1, 2), Turn(50), question=("q",), row=lambda thing: row(thing, 10_000))
    assert [taken.id for taken in found.rows] == [1]


def test_without_a_limit_everything_is_given() -> None:
    """Our choice: the command line asks for all rows at once."""
    found = page(things(*range(1, 5_000)), Turn(None), question=("q",), row=lambda thing: row(thing, 100))
    assert (len(found.rows), found.next_cursor) == (4_999, None)


@pytest.mark.parametrize("cursor", ["", "1", "x.1", "0000000000.1", "é.٣", "'; drop"])
def test_a_cursor_of_another_question_is_refused(cursor: str) -> None:
    """Our choice: a cursor is bound to the filters that it was made with."""
    other = page(things(1, 2), Turn(1), question=("other",), row=row).next_cursor
    with pytest.raises(BadCursor):
        page(things(1, 2), Turn(1, cursor or str(other)), question=("q",), row=row)
