"""Laws of tables and sheets, whatever stands in them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.shapes import Named
from harvest_mcp.answers.sheet import RUN_BY_SPREADSHEETS, Sheet, cell, write
from harvest_mcp.answers.text import clean
from harvest_mcp.commands.fitting import broken, widths
from harvest_mcp.commands.grid import lines

WORDS = st.text(max_size=60).map(clean)
PLAIN = st.from_regex(r"[\w,.() ]*", fullmatch=True)
FORMULAS = st.builds(str.__add__, st.sampled_from((*RUN_BY_SPREADSHEETS, "\t", "\r")), PLAIN)
PARTED = st.lists(st.sampled_from((*RUN_BY_SPREADSHEETS, *";|\t,", *"\"'\r\n", "x", " ", "1"))).map("".join)


@given(WORDS, st.integers(min_value=2, max_value=30))
def test_a_broken_cell_fits_and_loses_nothing(text: str, width: int) -> None:
    """Our choice: a name may be broken, but is never cut."""
    shown = broken(text, width)
    assert all(cell_len(line) <= width for line in shown.splitlines())
    assert "".join(shown.split()) == "".join(text.split())


def test_a_long_name_is_broken_between_its_parts() -> None:
    """Our choice: an extra permission breaks after an underscore, and only where it does not fit a line."""
    assert broken("manager + billable_rates_manager", 18).splitlines() == ["manager +", "billable_rates_", "manager"]


@given(st.lists(st.lists(WORDS, min_size=4, max_size=4), min_size=1), st.integers(min_value=24, max_value=200))
def test_columns_share_the_room_that_there_is(rows: list[list[str]], room: int) -> None:
    """Our choice: no table is wider than the window, and no column wider than what stands in it."""
    found = widths(rows, room)
    assert sum(found) <= room
    assert all(
        cell_len(word) >= width for width, word in zip(found, map(_widest, zip(*rows, strict=True)), strict=True)
    )


def _widest(cells: tuple[str, ...]) -> str:
    return max(cells, key=cell_len)


def test_wide_characters_take_two_cells() -> None:
    """Documented (Unicode, East Asian width): columns stay under each other where names are not Latin."""
    grid = Grid((Column("name"), Column("n", number=True)), [("山田太郎", "1"), ("Ana", "20")])
    assert list(lines([grid])) == ["name       n", "山田太郎   1", "Ana       20"]


@given(FORMULAS)
def test_no_cell_is_run_as_a_formula(text: str) -> None:
    """Documented (OWASP, CSV injection): these characters begin a formula, and an apostrophe makes it text."""
    assert cell(text) == f"'{text}"
    assert cell([text]) == f"'{text}"


@pytest.mark.parametrize("parted", [",", ";", "\t", "|"])
@given(st.lists(st.tuples(PARTED, PARTED), min_size=1))
def test_no_cell_is_run_wherever_a_spreadsheet_parts_it(parted: str, rows: list[tuple[str, str]]) -> None:
    """Documented (OWASP, CSV injection): much of Europe's spreadsheets part cells at `;`, where no quote helps."""
    stream = io.StringIO(newline="")
    write(Sheet(("a", "b"), rows), stream)
    read = csv.reader(io.StringIO(stream.getvalue(), newline=""), delimiter=parted)
    assert not [of for row in read for of in row if of.lstrip().startswith(tuple(RUN_BY_SPREADSHEETS))]


def test_what_starts_no_formula_is_left_alone() -> None:
    """Our choice: an apostrophe stands only where it keeps something from being run."""
    assert cell("a-b = c; d (e@f); x=1") == "a-b = c; d (e@f); x=1"
    assert cell(["Ana", "=1+1"]) == "Ana; '=1+1"
    assert cell('x;"=1+1;y') == "x;\"'=1+1;y"


def test_numbers_stay_numbers_and_what_is_absent_is_empty() -> None:
    """Our choice: a spreadsheet can add numbers up, and sees no `None`."""
    values = [-5, None, True, False, ["a", "b"], [Named(id=1, name="Ana")], []]
    assert [cell(value) for value in values] == ["-5", "", "yes", "no", "a; b", "Ana (1)", ""]


@given(st.lists(st.lists(WORDS, min_size=2, max_size=2)))
def test_a_sheet_reads_back_as_it_was(rows: list[list[str]]) -> None:
    """Documented (RFC 4180): quotes, commas and line ends in a cell are the cell's own."""
    stream = io.StringIO(newline="")
    write(Sheet(("a", "b"), rows), stream)
    read = list(csv.reader(io.StringIO(stream.getvalue(), newline="")))
    assert read == [["a", "b"], *([cell(value) for value in row] for row in rows)]
