"""Rows are read like a list, shown as a table, and given to data frames with the types that their columns say."""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Final

import pytest
from typing_extensions import override

from harvest_mcp.interactive.columns import Column, Kind
from harvest_mcp.interactive.rows import Rows

KINDS: Final[Mapping[str, Kind]] = {
    "person_id": "id",
    "person": "text",
    "active": "flag",
    "projects": "number",
    "extras": "texts",
    "project_ids": "ids",
    "since": "date",
    "seen": "moment",
}
SEEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TWO = [
    (1, "Ada", True, 3, ("people_manager",), (7, 8), date(2026, 1, 2), SEEN),
    (2, "<b>Ben</b>", None, None, (), (), None, None),
]
DAY = date(2026, 1, 2)


@pytest.fixture(name="rows")
def _rows() -> Rows:
    return Rows.of(KINDS, TWO, title="People", notes=["Not in sight: <nobody>."])


def test_rows_are_read_like_a_list(rows: Rows) -> None:
    """Documented: list-like; a row never changes."""
    assert len(rows) == 2
    assert [dict(row) for row in rows] == [dict(zip(KINDS, of, strict=True)) for of in TWO]
    assert rows[-1]["person"] == "<b>Ben</b>"
    assert (rows[0] in rows, [*reversed(rows)]) == (True, [rows[1], rows[0]])
    assert len({*rows, *rows}) == 2
    assert not hasattr(rows[0], "__setitem__")
    with pytest.raises(IndexError):
        rows[2]
    with pytest.raises(KeyError):
        rows["nothing of that name"]


def test_rows_are_taken_apart(rows: Rows) -> None:
    """Our choice: a slice is rows again, a name is a column."""
    assert rows["person"] == ("Ada", "<b>Ben</b>")
    assert rows[:1] == Rows.of(KINDS, TWO[:1])
    assert rows[:1] != rows
    assert rows != TWO
    assert (rows[1:].title, rows[1:].notes) == (rows.title, rows.notes)
    assert repr(rows[0]) == repr(dict(zip(KINDS, TWO[0], strict=True)))


def test_no_table_is_made_of_what_is_none() -> None:
    """Our choice: a mistake in a table is told where it is made."""
    with pytest.raises(ValueError, match="equally long"):
        Rows([Column("a", "id", [1]), Column("b", "id", [])])
    with pytest.raises(ValueError, match="same name"):
        Rows([Column("a", "id", [1]), Column("a", "id", [1])])
    with pytest.raises(ValueError, match="zip"):
        Rows.of(KINDS, [(1,)])


def test_rows_in_print_say_how_many_there_are(rows: Rows) -> None:
    """Documented: capped, and says how many; nothing is cut silently."""
    assert repr(rows) == ("<People: 2 rows of person_id, person, active, projects, extras, project_ids, since, seen>")
    title, head, first, second, total, note = str(rows).splitlines()
    assert (title, total, note) == ("People", "2 rows.", "Not in sight: <nobody>.")
    assert head.split() == list(KINDS)
    assert first.split() == [
        "1",
        "Ada",
        "yes",
        "3",
        "people_manager",
        "7,",
        "8",
        "2026-01-02",
        "2026-01-02T03:04:05+00:00",
    ]
    assert second.split() == ["2", "<b>Ben</b>"]
    many = Rows([Column("n", "number", range(1_000)), Column("of", "ids", [tuple(range(100))] * 1_000)])
    assert "1,000 rows, of which the first 60 are shown." in str(many)
    assert "88 more" in many._repr_html_()
    assert many._repr_html_().count("<tr>") == 61
    assert max(map(len, str(many).splitlines())) < 60


class Texts(HTMLParser):
    """Reads what a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    @override
    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_rows_in_a_notebook_are_a_table_in_which_no_name_is_markup(rows: Rows) -> None:
    """Documented: escaped; what stands in a name is shown as it is."""
    seen = Texts()
    seen.feed(rows._repr_html_())
    assert "<b>" not in rows._repr_html_()
    assert seen.texts == ["People", *KINDS, "1", "Ada", "yes", "3", "people_manager", "7, 8", "2026-01-02",
                    "2026-01-02T03:04:05+00:00", "2", "<b>Ben</b>", "2 rows.", "Not in sight: <nobody>."]  # fmt: skip


def test_no_rows_are_a_table_too() -> None:
    """Our choice: whoever filters everything away still has the columns."""
    none = Rows.of(KINDS, [])
    assert (len(none), none.columns[0].name, [*none]) == (0, "person_id", [])
    assert str(none).splitlines()[-1] == "0 rows."
    assert Rows([]) == Rows([])


@pytest.mark.parametrize("number", [0, 2])
def test_pandas_takes_them_with_their_types(rows: Rows, number: int) -> None:
    """Documented: ids are int64, flags may be unknown, lists are lists; the types do not depend on what is there."""
    pd = pytest.importorskip("pandas", reason="needs the extra pandas")
    frame = rows[:number].to_pandas()
    assert [str(kind) for kind in frame.dtypes] == [
        "int64", "string", "boolean", "Int64", "object", "object", "datetime64[s]", "datetime64[us, UTC]",
    ]  # fmt: skip
    if number:
        assert [*frame.iloc[0]] == [1, "Ada", True, 3, ["people_manager"], [7, 8], pd.Timestamp("2026-01-02"), SEEN]
        assert [*frame.iloc[1][["person_id", "person", "extras", "project_ids"]]] == [2, "<b>Ben</b>", [], []]
        assert [*frame.isna().any()] == [False, False, True, True, False, False, True, True]
        assert pd.DataFrame(rows).shape == (2, 8)


@pytest.mark.parametrize("number", [0, 2])
def test_polars_takes_them_with_their_types(rows: Rows, number: int) -> None:
    """Documented: the same in polars, by a method and as an Arrow stream."""
    pl = pytest.importorskip("polars", reason="needs the extra polars")
    frame = rows[:number].to_polars()
    types = [pl.Int64, pl.String, pl.Boolean, pl.Int64, pl.List(pl.String), pl.List(pl.Int64), pl.Date]
    assert dict(frame.schema) == dict(zip(KINDS, [*types, pl.Datetime("us", "UTC")], strict=True))
    plain = [tuple(list(value) if isinstance(value, tuple) else value for value in row) for row in TWO[:number]]
    assert frame.rows() == plain
    assert pl.DataFrame(rows[:number]).equals(frame)


@pytest.mark.parametrize("number", [0, 2])
def test_arrow_takes_them_with_their_types(rows: Rows, number: int) -> None:
    """Documented: the same in Arrow; an id is never null."""
    pa = pytest.importorskip("pyarrow", reason="needs the extra arrow")
    table = rows[:number].to_arrow()
    texts, ids = pa.list_(pa.string()), pa.list_(pa.int64())
    types = [pa.int64(), pa.string(), pa.bool_(), pa.int64(), texts, ids, pa.date32(), pa.timestamp("us", "UTC")]
    assert table.schema.types == types
    assert [field.nullable for field in table.schema] == [False, *[True] * 7]
    assert table.num_rows == number
    assert pa.table(rows[:number]).equals(table)


WITHOUT = """
import sys, json
for name in {without!r}:
    sys.modules[name] = None
from harvest_mcp.interactive.rows import Rows
rows, told = Rows.of({{"person_id": "id"}}, [(1,), (2,)]), []
for take in (rows.to_pandas, rows.to_polars, rows.to_arrow, rows.__arrow_c_stream__):
    try:
        take()
        told.append("")
    except ImportError as error:
        told.append(str(error))
print(json.dumps(told))
"""


def without(*packages: str) -> list[str]:
    """What each way to a frame says in a program that cannot import these."""
    command = [sys.executable, "-c", WITHOUT.format(without=packages)]
    told: list[str] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


def test_what_is_not_installed_is_told_with_the_line_that_mends_it() -> None:
    """Documented: a missing extra gives clear words with the pip line."""
    assert without("pandas", "polars", "pyarrow") == [
        "pandas is not installed here. hint: pip install 'harvest-access-mcp[pandas]' (or pandas alone).",
        "polars is not installed here. hint: pip install 'harvest-access-mcp[polars]' (or polars alone).",
        *["pyarrow is not installed here. hint: pip install 'harvest-access-mcp[arrow]' (or pyarrow alone)."] * 2,
    ]


def test_an_arrow_stream_needs_one_of_two_packages() -> None:
    """Our choice: polars streams as well as pyarrow does."""
    pytest.importorskip("polars", reason="needs the extra polars")
    assert [bool(said) for said in without("pandas", "pyarrow")] == [True, False, True, False]
