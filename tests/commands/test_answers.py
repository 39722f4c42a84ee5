"""The verbs that ask: what they write is what the tools answer."""

import csv
import io
import json
from typing import Any

import anyio
import pytest

from harvest_mcp.answers.sheet import cell
from harvest_mcp.sandbox import Sandbox
from tests.commands.conftest import Typed
from tests.stage import client_on

SAME = [
    (["check"], "verify_connection", {}),
    (["users"], "list_users", {"limit": 200}),
    (["users", "--status", "all", "--access", "manager"], "list_users", {"status": "all", "access": "manager"}),
    (["users", "--contractor", "yes", "--full"], "list_users", {"contractor": "yes", "detail": "full"}),
    (["user", "me"], "get_user", {"user": "me"}),
    (["roles", "--kind", "job"], "list_roles", {"kind": "job", "limit": 200}),
    (["projects"], "list_projects", {"limit": 200}),
    (["projects", "--status", "archived"], "list_projects", {"status": "archived"}),
]


def _of_tool(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    async def ask() -> dict[str, Any]:
        async with client_on(Sandbox()) as client:
            return dict((await client.call_tool(name, arguments)).structured_content or {})

    return anyio.run(ask)


def _json(typed: Typed, *arguments: str) -> dict[str, Any]:
    told = typed(*arguments, "--json", "--sandbox")
    assert told.status == 0
    answer: dict[str, Any] = json.loads(told.out)
    return answer


def _csv(typed: Typed, *arguments: str) -> list[dict[str, str]]:
    told = typed(*arguments, "--csv", "--sandbox")
    assert told.status == 0
    assert told.out.count("\n") == told.out.count("\r\n")
    return list(csv.DictReader(io.StringIO(told.out, newline="")))


@pytest.mark.parametrize(("line", "tool", "arguments"), SAME, ids=lambda value: " ".join(map(str, value)))
def test_json_is_the_tools_structured_form(typed: Typed, line: list[str], tool: str, arguments: dict[str, Any]) -> None:
    """Documented: the three faces are doors to the same answers."""
    expected = _of_tool(tool, arguments)
    told = _json(typed, *line)
    assert expected.pop("as_of")
    assert told.pop("as_of")
    assert "next_cursor" not in expected
    assert told == expected


def test_json_says_for_itself_what_others_say_on_stderr(typed: Typed) -> None:
    """Our choice: whole JSON comes without words, and in one line where it is piped."""
    told = typed("users", "--json", "--sandbox")
    assert told.err == ""
    assert told.out.count("\n") == 1


def test_a_table_has_a_row_for_everyone_and_no_cut(typed: Typed) -> None:
    """Our choice: piped, each row is one whole line, however long, under a header."""
    people = _json(typed, "users")["users"]
    told = typed("users", "--sandbox", COLUMNS="20")
    header, *rows = told.out.splitlines()
    assert header.split() == ["id", "name", "access", "job", "roles", "notes"]
    assert [row.split()[0] for row in rows] == [str(who["id"]) for who in people]
    assert all(who["name"] in row and " + ".join([who["level"], *who.get("extras", ())]) in row
               for who, row in zip(people, rows, strict=True))  # fmt: skip
    assert "…" not in told.out


def test_words_stay_off_stdout(typed: Typed) -> None:
    """Documented: data goes to stdout, words to stderr."""
    told = typed("users", "--sandbox")
    answer = _json(typed, "users")
    assert f"{answer['total']} of {answer['total']} shown." in told.err
    assert f"{answer['account']['name']} (id {answer['account']['id']})" in told.err
    assert "as of" not in told.out


def test_csv_has_a_row_for_each_person_with_every_member(typed: Typed) -> None:
    """Documented (RFC 4180): a header, rows that end in CRLF; lists are joined by `; `."""
    rows = _csv(typed, "users", "--status", "all")
    people = _json(typed, "users", "--status", "all")["users"]
    assert [(row["id"], row["name"], row["level"], row["extras"]) for row in rows] == [
        (str(who["id"]), cell(who["name"]), who["level"], "; ".join(who.get("extras", ()))) for who in people
    ]
    assert {row["archived"] for row in rows} == {"", "yes"}


def test_csv_has_a_row_for_each_project_and_for_each_role(typed: Typed) -> None:
    """Our choice: one row is one thing, in the order of the answer."""
    answer = _json(typed, "projects")
    assert [(row["id"], row["client"], row["people"]) for row in _csv(typed, "projects")] == [
        (str(on["id"]), cell(on["client"]["name"]), str(on["people"])) for on in answer["projects"]
    ]
    roles = _json(typed, "roles")
    assert [row["name"] for row in _csv(typed, "roles")] == [
        *(row["id"] for row in roles["access"]),
        *(cell(row["name"]) for row in roles["jobs"]),
    ]


def test_csv_of_nobody_is_a_header(typed: Typed) -> None:
    """Our choice: a spreadsheet gets its columns though nobody fits."""
    assert typed("users", "--query", "nobody is called this", "--csv", "--sandbox").out.startswith(
        "id,name,email,level"
    )


def test_a_limit_says_how_many_there_are(typed: Typed) -> None:
    """Our choice: nothing is cut silently."""
    told = typed("projects", "--limit", "2", "--sandbox")
    assert len(told.out.splitlines()) == 3
    assert told.err.startswith("2 of ")


def test_a_person_is_shown_with_what_they_may_do_and_why(typed: Typed) -> None:
    """Documented: the person, what they may do and why, the projects table, whom they manage."""
    holder = _json(typed, "users", "--access", "people_manager")["users"][0]
    answer = _json(typed, "user", str(holder["id"]))
    told = typed("user", str(holder["id"]), "--sandbox").out
    assert told.startswith(f"{holder['name']}\n")
    whys = [why for row in answer["grants"] for why in row["by"]] + answer["possibly"]
    assert whys
    for why in whys:
        assert why["because"] in told
        assert ", ".join(why["permissions"]) in told
    assert all(f"{mate['name']} ({mate['id']})" in told for mate in answer["teammates"])
    assert all(project["name"] in told for project in answer["projects"])


def test_a_name_of_several_words_needs_no_quotes(typed: Typed) -> None:
    """Our choice: what a person would type is what works."""
    names = [who["name"] for who in _json(typed, "users", "--status", "all")["users"]]
    name = next(name for name in names if " " in name and sum(name in other for other in names) == 1)
    assert typed("user", *name.split(), "--sandbox").out == typed("user", name, "--sandbox").out


def test_a_person_as_csv_is_a_row_for_each_of_their_projects(typed: Typed) -> None:
    """Our choice: the person stands in every row, so that several people's rows can be put together."""
    answer = _json(typed, "user", "me")
    rows = _csv(typed, "user", "me")
    assert [(row["user_id"], row["id"]) for row in rows] == [
        (str(answer["user"]["id"]), str(on["id"])) for on in answer["projects"]
    ]


def test_job_roles_are_said_to_grant_nothing(typed: Typed) -> None:
    """Documented: job roles are labels; who reads the table is told so."""
    assert "grant no access" in typed("roles", "--sandbox").err


def test_partial_sight_is_told_in_every_form(typed: Typed) -> None:
    """Documented: unknown is not no; what a member's token cannot see is said, to a reader of JSON too."""
    for form in ([], ["--json"], ["--csv"]):
        told = typed("users", *form, "--sandbox", HARVEST_ACCESS_TOKEN="sandbox-member")
        assert "Not in sight: people." in told.err
        assert "an administrator" in told.err


def test_the_sandbox_may_be_asked_for_before_the_verb_or_in_the_environment(typed: Typed) -> None:
    """Documented: HARVEST_SANDBOX=1 is the same as `--sandbox`; where it stands in the line is our choice."""
    told = [
        typed("check", "--sandbox"),
        typed("--sandbox", "check"),
        typed("check", HARVEST_SANDBOX="1"),
    ]
    assert {one.status for one in told} == {0}
    assert len({one.out for one in told}) == 1


def test_a_check_says_where_its_credentials_are_from(typed: Typed, harvest: dict[str, str]) -> None:
    """Documented: which account, whose token, what it sees; and which of several sources was used is our choice."""
    told = typed("check", **harvest)
    assert told.status == 0
    assert "HARVEST_ACCESS_TOKEN in the environment" in told.out
    assert "sandbox-administrator" not in told.out + told.err
    assert "yes" in told.out


def test_the_environment_is_enough_to_ask(typed: Typed, harvest: dict[str, str]) -> None:
    """Documented: the four variables that `harvest-mcp sandbox` tells; over a real port the answer is the same."""
    told = json.loads(typed("users", "--json", **harvest).out)
    assert told["users"] == _json(typed, "users")["users"]
