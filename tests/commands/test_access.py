"""The verbs about access, `can`, `explain` and `compare`, and the table of permissions: they say what the tools say."""

import csv
import io
import json
from typing import Any

import anyio
import pytest

from harvest_mcp.access.permissions import PERMISSIONS, PROFILES
from harvest_mcp.answers.permissions import holdings, permissions
from harvest_mcp.sandbox import Sandbox
from tests.commands.conftest import Typed
from tests.stage import client_on, told

SAME = [
    (["can", "--limit", "200"], "who_can", {"limit": 200}),
    (["can", "time.approve"], "who_can", {"permission": "time.approve", "limit": 200}),
    (["can", "time.approve", "--project", "Apollo"], "who_can", {"permission": "time.approve", "project": "Apollo"}),
    (["can", "--client", "Northgale Health"], "who_can", {"client": "Northgale Health", "limit": 200}),
    (
        ["can", "time.read", "--person", "lena", "--project", "Apollo"],
        "who_can",
        {"permission": "time.read", "person": "lena", "project": "Apollo"},
    ),
    (["explain", "priya", "time.approve"], "explain_access", {"user": "priya", "permission": "time.approve"}),
    (
        ["explain", "Quentin", "Roche", "time.read", "--project", "Tea House"],
        "explain_access",
        {"user": "Quentin Roche", "permission": "time.read", "project": "Tea House"},
    ),
    (["compare", "priya", "Ruth Adeyemi"], "compare_access", {"first": "priya", "second": "Ruth Adeyemi"}),
]


def of_tool(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """What a tool answers, but for the moment."""

    async def ask() -> dict[str, Any]:
        async with client_on(Sandbox()) as client:
            return await told(client, name, **arguments)

    return anyio.run(ask)


def as_json(typed: Typed, *line: str) -> dict[str, Any]:
    """What a verb answers as JSON, but for the moment."""
    said = typed(*line, "--json", "--sandbox")
    assert said.status == 0, said.err
    answer: dict[str, Any] = json.loads(said.out)
    assert answer.pop("as_of")
    return answer


def as_csv(typed: Typed, *line: str) -> list[dict[str, str]]:
    """The rows that a verb gives for a spreadsheet."""
    said = typed(*line, "--csv")
    assert said.status == 0, said.err
    return list(csv.DictReader(io.StringIO(said.out, newline="")))


@pytest.mark.parametrize(("line", "tool", "arguments"), SAME, ids=lambda value: " ".join(map(str, value)))
def test_json_is_the_tools_structured_form(typed: Typed, line: list[str], tool: str, arguments: dict[str, Any]) -> None:
    """Documented: the three faces are doors to the same answers."""
    expected = of_tool(tool, arguments)
    assert "next_cursor" not in expected
    assert as_json(typed, *line) == expected


def test_can_has_a_row_for_everyone_who_may_and_says_who_possibly_may(typed: Typed) -> None:
    """Documented: everyone who may with extent and reasons; who possibly may, by cause, apart."""
    answer = as_json(typed, "can", "time.approve", "--project", "Apollo")
    table = typed("can", "time.approve", "--project", "Apollo", "--sandbox").out
    assert table.startswith("time.approve on Apollo (41749902)")
    for who in answer["people"]:
        row = next(line for line in table.splitlines() if line.split()[:1] == [str(who["id"])])
        assert all(reason["because"] in row for reason in who["reasons"])
    assert all(cause["because"] in table for cause in answer["possibly"])
    assert all(rule["because"] in table for rule in answer["rules"])


def test_can_without_a_permission_says_all_that_they_may(typed: Typed) -> None:
    """Documented: with `any`, everyone who reaches the thing and what they may do there."""
    answer = as_json(typed, "can", "--project", "Apollo")
    table = typed("can", "--project", "Apollo", "--sandbox").out
    assert "`harvest-mcp permissions` says" in table.splitlines()[0]
    assert all(", ".join(who["permissions"]) in table for who in answer["people"])


def test_nobody_is_said(typed: Typed) -> None:
    """Our choice: an empty table is not left to be understood."""
    told = typed("can", "time.write", "--project", "41208377", "--sandbox").out
    assert "nobody  that this token sees may." in told


def test_can_as_csv_is_a_row_for_everyone_and_one_for_each_cause(typed: Typed) -> None:
    """Our choice: a spreadsheet tells yes from unknown by a column."""
    answer = as_json(typed, "can", "invoices.draft")
    rows = as_csv(typed, "can", "invoices.draft", "--sandbox")
    assert [row["id"] for row in rows if row["answer"] == "yes"] == [str(who["id"]) for who in answer["people"]]
    assert [row["because"] for row in rows if row["answer"] == "unknown"] == [
        cause["because"] for cause in answer["possibly"]
    ]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("priya time.approve --project Apollo", "yes"),
        ("lena projects.edit --project Apollo", "no"),
        ("quentin time.read --project 41765403", "unknown"),
    ],
)
def test_explain_says_the_answer_and_each_step(typed: Typed, line: str, answer: str) -> None:
    """Documented: yes, no or unknown with the chain of reasons and their sources; all of them are fine to ask: 0."""
    told = as_json(typed, "explain", *line.split())
    table = typed("explain", *line.split(), "--sandbox")
    assert (told["answer"], table.status) == (answer, 0)
    assert table.out.startswith(told["sentence"])
    assert all(reason["because"] in table.out and reason["source"] in table.out for reason in told["reasons"])
    rows = as_csv(typed, "explain", *line.split(), "--sandbox")
    assert [(row["answer"], row["because"]) for row in rows] == [
        (answer, reason["because"]) for reason in told["reasons"]
    ]


def test_compare_shows_both_sides(typed: Typed) -> None:
    """Documented: what one can do or reach and the other cannot, both ways."""
    told = as_json(typed, "compare", "priya", "ruth")
    table = typed("compare", "priya", "ruth", "--sandbox").out
    assert "Only Priya Raman" in table
    assert "Only Ruth Adeyemi" in table
    for side in (told["first"], told["second"]):
        assert all(", ".join(row["permissions"]) in table for row in side["only_may"])
    rows = as_csv(typed, "compare", "priya", "ruth", "--sandbox")
    assert [(int(row["id"]), row["permission"]) for row in rows] == [
        (side["user"]["id"], permission)
        for side in (told["first"], told["second"])
        for row in side["only_may"]
        for permission in row["permissions"]
    ]


def test_two_people_who_may_the_same_are_said_to(typed: Typed) -> None:
    """Our choice: nothing is said, not left out."""
    assert "Nothing is only for Ingrid Solheim" in typed("compare", "ingrid", "ingrid", "--sandbox").out


@pytest.mark.parametrize("line", [("can", "time.aprove"), ("explain", "ruth", "time.aprove")])
def test_a_misspelt_permission_gets_the_nearest_and_asks_nobody(typed: Typed, line: tuple[str, ...]) -> None:
    """Our choice: wrong use (2), told before an account is looked for, so that no account is needed to be told."""
    told = typed(*line)
    assert (told.status, told.out) == (2, "")
    assert told.err.splitlines()[1] == "  time.approve"
    assert "`harvest-mcp permissions` lists all" in told.err


@pytest.mark.parametrize(
    ("typing", "word", "offered"),
    [
        ("harvest-mcp can time.a", 2, ["time.approve"]),
        ("harvest-mcp explain ruth cost", 3, ["cost_rates.read", "cost_rates.write"]),
        ("harvest-mcp explain Ruth Adeyemi billing.", 4, ["billing.read", "billing.manage"]),
    ],
)
def test_a_shell_completes_permissions(typed: Typed, typing: str, word: int, offered: list[str]) -> None:
    """Documented by typer: bash asks through these variables and reads a word a line."""
    asked = {"_HARVEST_MCP_COMPLETE": "complete_bash", "COMP_WORDS": typing, "COMP_CWORD": str(word)}
    assert typed(**asked).out.split() == offered


def test_the_table_of_permissions_needs_no_account(typed: Typed) -> None:
    """Documented: `permissions` prints the table; it is the same for every account."""
    told = typed("permissions", "--json")
    assert (told.status, told.err) == (0, "")
    assert json.loads(told.out) == permissions().structured()


def test_the_table_of_permissions_for_people(typed: Typed) -> None:
    """Our choice: levels and extras first, then the same by profile, claim and boolean, then notes and sources."""
    told = typed("permissions")
    lines = told.out.splitlines()
    assert told.status == 0
    assert lines[0].split()[-5:] == ["member", "manager", "administrator", "managers", "with"]
    for name in PERMISSIONS:
        assert sum(line.startswith(f"{name} ") for line in lines) >= 4
    reads = next(line for line in lines if line.startswith("billable_rates.write "))
    assert reads.split()[-5:] == ["-", "-", "all", "billable_rates_manager", "(managed?)"]
    assert any(all(profile in line for profile in PROFILES) for line in lines)
    assert all(any(holding.cell.source in line for line in lines) for holding in holdings())
    assert "no source settles it" in told.err


def test_the_table_of_permissions_as_csv_is_a_row_for_each_cell(typed: Typed) -> None:
    """Our choice: in a spreadsheet every cell has its own certainty and source."""
    assert [
        (row["permission"], row["way"], row["holder"], row["reach"], row["certain"], row["source"])
        for row in as_csv(typed, "permissions")
    ] == [
        (of.permission, of.way, of.holder, of.cell.reach, "yes" if of.cell.certain else "no", of.cell.source)
        for of in holdings()
    ]
