"""`panel.code()` is run, and what its last line gives is compared with the screen: for each tab, each way of looking.

What a screen would show is worked out here from the rows that are sent to it, and told to the panel as a screen does.
"""

import gzip
import struct
from collections.abc import Iterator
from typing import Any, Final

import pytest

import harvest_mcp
from harvest_mcp.interactive.asking import Harvest
from harvest_mcp.panel.coding import LISTED
from harvest_mcp.panel.framing import TABLES
from harvest_mcp.panel.matrix import Extent
from harvest_mcp.panel.panel import AccessPanel
from harvest_mcp.panel.table import Id, Table
from tests.panel.wire import Wire, recorded, tell, unpacked
from tests.stage import ADMINISTRATOR, MEMBER

pytest.importorskip("pandas", reason="needs the extra pandas")

LOOKS: Final[list[tuple[str, dict[str, Any], Any]]] = [
    ("people", {}, ()),
    ("people", {}, "name"),
    ("people", {}, ("email", "descending")),
    ("people", {}, [("projects", "descending"), "job_roles", ("name", "descending")]),
    ("people", {}, [("extras", "descending"), "profile", "manages", ("leads", "descending")]),
    ("people", {"level": ["manager", "administrator"]}, ()),
    ("people", {"level": "member"}, [("job_roles", "descending"), "projects"]),
    ("people", {"level": ["manager", None], "extras": [None]}, "name"),
    ("people", {"job_roles": ["Engineer", "Writer", None]}, ("manages", "descending")),
    ("people", {"extras": "people_manager", "job_roles": "Nobody"}, "name"),
    ("people", {"job_roles": "Nobody", "extras": [None, "people_manager"]}, ()),
    ("people", {"flags": "contractor"}, ()),
    ("people", {"flags": ["archived", "all future projects"], "level": "member"}, "projects"),
    ("people", {"flags": [None, "unknown access role"]}, ("name", "descending")),
    ("people", {"flags": "tall"}, ()),
    ("people", {}, ["flags", "name"]),
    ("people", {"level": "manager", "flags": "archived"}, "flags"),
    ("projects", {}, ()),
    ("projects", {}, ["client", ("project", "descending")]),
    ("projects", {}, ["archived", "report_shared", "code"]),
    ("projects", {}, [("archived", "descending"), ("managers", "descending"), "people"]),
    ("projects", {"archived": [True, None], "client": "Northgale"}, ()),
    ("projects", {"archived": False, "report_shared": True}, ("people", "descending")),
    ("projects", {"report_shared": [None], "client": [None]}, "managers"),
    ("roles", {}, ()),
    ("roles", {}, [("kind", "descending"), "count"]),
    ("roles", {}, [("archived", "descending"), "name"]),
    ("roles", {}, "lets"),
    ("roles", {"kind": "job role"}, ("count", "descending")),
    ("roles", {"kind": ["level", "extra"]}, "lets"),
    ("review", {}, ()),
    ("review", {}, ["among", ("of", "descending")]),
    ("review", {"severity": ["high", "low"]}, [("count", "descending"), "remedy"]),
    ("review", {"severity": "medium"}, ["severity", "finding"]),
]  # fmt: skip
ID: Final = {"people": "person_id", "projects": "project_id", "review": "finding"}


@pytest.fixture(scope="module", params=[ADMINISTRATOR, MEMBER])
def panel(request: pytest.FixtureRequest) -> Iterator[AccessPanel]:
    """A panel whose views have all been opened, of somebody who sees everything and of somebody who sees little."""
    with recorded(), harvest_mcp.connect(request.param, sandbox=True) as harvest:
        panel = AccessPanel(harvest)
        for panel.tab in ("review", "matrix", "people"):
            panel.wait(60)
        yield panel


@pytest.fixture
def table(panel: AccessPanel) -> Iterator[Table]:
    """Whatever was done to the tables is undone."""
    yield panel.people_table
    for name in TABLES.values():
        table = getattr(panel, name)
        table.search, table.filters, table.sort, table.view = "", {}, (), table.ids


def given(panel: AccessPanel) -> Any:  # noqa: ANN401  (a frame, an answer)
    """What the last line of `panel.code()` gives, where the panel is called `panel`."""
    *lines, last = panel.code().splitlines()
    scope: dict[str, Any] = {"panel": panel}
    exec("\n".join([*lines, f"given = {last}"]), scope)  # noqa: S102  (it is to be run)
    harvest: Harvest = scope["harvest"]
    if harvest is not panel.harvest:
        harvest.close()
    return scope["given"]


def shown(table: Table) -> list[Id]:
    """The ids that a screen shows, in its order: by the places of the values that are sent to it."""
    head, places = unpacked(table._shown.sent)  # noqa: SLF001  (what a screen gets)
    values = {column["name"]: [None, *column["values"]] for column in head["columns"]}

    def has(row: int, name: str, items: tuple[object, ...]) -> bool:
        value = values[name][places[name][row]]
        return not {*(value if isinstance(value, list) else [value])}.isdisjoint(items)

    rows = [row for row in range(head["rows"]) if all(has(row, *of) for of in table.filters.items())]
    for name, way in reversed(table.sort):
        last, sign = len(values[name]), -1 if way == "descending" else 1
        rows.sort(key=lambda row, name=name, last=last, sign=sign: sign * places[name][row] or last)  # type: ignore[misc]  # places are numbers
    return [table.ids[row] for row in rows]


def ids(tab: str, frame: Any) -> list[Id]:  # noqa: ANN401  (a frame)
    """The ids of a frame's rows, as the panel has them."""
    if tab == "roles":
        return [f"{'job' if row.kind == 'job' else 'access'}:{row.role}" for row in frame.itertuples()]
    return list(frame[ID[tab]])


@pytest.mark.parametrize(("tab", "filters", "sort"), LOOKS)
@pytest.mark.usefixtures("table")
def test_code_gives_the_rows_on_the_screen_in_their_order(
    panel: AccessPanel, tab: str, filters: dict[str, Any], sort: object
) -> None:
    """Documented: `panel.code()` gives the same; filters and orders are said as they are, and hold tomorrow too."""
    table: Table = getattr(panel, TABLES[tab])
    panel.tab = tab
    table.filters, table.sort = filters, sort
    view = shown(table)
    tell(table, {"op": "view", "generation": table._shown.generation}, _rows(table, view))  # noqa: SLF001  (as a screen)
    frame = given(panel)
    assert ids(tab, frame) == view
    if tab in {"people", "projects"}:
        whole = panel.view.to_pandas()
        assert frame.reset_index(drop=True).equals(whole)
    is_sayable = not ({"flags", "lets"} & {name for name, _ in table.sort})
    assert (".loc[" in panel.code()) == (not is_sayable)


@pytest.mark.parametrize("tab", TABLES)
@pytest.mark.parametrize("number", [0, 2, LISTED + 1])
@pytest.mark.usefixtures("table")
def test_what_only_a_screen_knows_is_given_by_ids(panel: AccessPanel, tab: str, number: int) -> None:
    """Documented: what a search finds depends on the columns that are shown; many ids are taken from the panel."""
    table: Table = getattr(panel, TABLES[tab])
    panel.tab, table.search = tab, "a"
    view = list(table.ids[::-1][:number])
    tell(table, {"op": "view", "generation": table._shown.generation}, _rows(table, view))  # noqa: SLF001  (as a screen)
    assert ids(tab, given(panel)) == view
    assert (f"list(panel.{TABLES[tab]}.view)" in panel.code()) == (len(view) > LISTED)


def _rows(table: Table, view: list[Id]) -> bytes:
    return struct.pack(f"<{len(view)}I", *(table.ids.index(one) for one in view))


@pytest.mark.parametrize("by", ["permissions", "projects"])
@pytest.mark.usefixtures("table")
def test_code_gives_the_matrix(panel: AccessPanel, by: str) -> None:
    """Documented: every cell, under the names that stand at its sides."""
    panel.tab = "matrix"
    tell(panel, {"op": "map", "by": by, "view": "one"})
    panel.wait(60)
    frame, mapped = given(panel), panel.matrix._mapped  # noqa: SLF001  (what a screen gets)
    words = {
        "permissions": {of: of.name.lower() for of in Extent},
        "projects": {Extent.NO: "not on it", Extent.OWN: "on it", Extent.PART: "manages it"},
    }[by]
    assert list(frame.index) == list(mapped.rows.names)
    assert list(frame.columns) == list(mapped.columns.names)
    cells = unpacked_cells(mapped.sent)
    assert [words[Extent(cell)] for cell in cells] == [cell for row in frame.itertuples(index=False) for cell in row]
    assert len(set(cells)) > 1 or len(cells) < len(Extent)


def unpacked_cells(sent: bytes) -> bytes:
    """The cells of a matrix, as they are sent."""
    body = gzip.decompress(sent)
    (length,) = struct.unpack_from("<I", body)
    return body[4 + length + -length % 4 :]


@pytest.mark.parametrize(
    ("question", "call"),
    [
        ({"kind": "who_can", "permission": "", "project": "Apollo"}, "harvest.who_can(project='Apollo')"),
        ({"kind": "who_can", "permission": "time.approve"}, "harvest.who_can('time.approve')"),
        (
            {"kind": "explain_access", "user": "me", "permission": "time.read", "project": "", "sandbox": "1"},
            "harvest.explain('me', 'time.read')",
        ),
        ({"kind": "compare_access", "first": "me", "second": "5656895"}, "harvest.compare('me', '5656895')"),
    ],
)
def test_code_asks_what_was_asked(panel: AccessPanel, question: dict[str, str], call: str) -> None:
    """Documented: a question is a line, by the names of the tools' parameters and no others."""
    panel.tab = "ask"
    tell(panel, {"op": "ask", "question": question, "view": "one"})
    panel.wait(60)
    assert panel.code().splitlines()[-1] == f"{call}.result()"
    if panel.harvest and panel.harvest.latest and len(panel.harvest.latest.users) > 1:
        assert given(panel).complete


@pytest.mark.parametrize("question", [{}, {"kind": "read_minds"}])
def test_code_says_that_nothing_was_asked(wire: Wire, question: dict[str, str]) -> None:
    """Our choice: no tab gives the lines of another."""
    panel = AccessPanel(sandbox=True, tab="ask")
    panel.wait(60)
    if question:
        tell(panel, {"op": "ask", "question": question, "view": "one"})
        panel.wait(60)
    assert "Nothing was asked in the panel yet" in panel.code()
    assert wire.sent


def test_what_cannot_be_asked_is_refused_in_code_as_well(panel: AccessPanel) -> None:
    """Our choice: a question that lacks a person is no other question in code."""
    panel.tab = "ask"
    tell(panel, {"op": "ask", "question": {"kind": "explain_access", "user": "", "permission": "time.read"}})
    panel.wait(60)
    assert panel.code().endswith("harvest.explain('', 'time.read').result()")


def test_code_asks_for_changes(panel: AccessPanel) -> None:
    """Documented: since the last snapshot."""
    panel.tab = "changes"
    assert panel.code().endswith("harvest.changes().result()")
