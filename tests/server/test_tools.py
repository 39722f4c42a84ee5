"""The tools as a host sees them: names, parameters, schemas, answers."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest
from mcp import Client

from harvest_mcp.access.permissions import PERMISSIONS
from harvest_mcp.history import History, take_snapshot
from harvest_mcp.sandbox import Sandbox, example_company
from harvest_mcp.sandbox.company import Company
from tests.stage import MEMBER, client_on, directory_on, refused, said

pytestmark = pytest.mark.anyio

CONTRACT = {
    "verify_connection": [],
    "list_users": [
        "query", "status", "access", "role", "project", "contractor", "detail", "limit", "cursor", "refresh",
    ],
    "get_user": ["user", "limit", "cursor", "refresh"],
    "list_roles": ["kind", "limit", "cursor", "refresh"],
    "list_projects": ["query", "client", "status", "limit", "cursor", "refresh"],
    "who_can": ["permission", "project", "person", "client", "limit", "cursor", "refresh"],
    "explain_access": ["user", "permission", "project", "person", "client", "refresh"],
    "compare_access": ["first", "second", "refresh"],
    "review_access": ["check", "severity", "limit", "cursor", "refresh"],
    "access_changes": ["since", "until", "limit", "cursor"],
}  # fmt: skip

QUESTIONS = [
    ("verify_connection", {}),
    ("list_users", {}),
    ("list_users", {"status": "all", "detail": "full", "limit": 200}),
    ("get_user", {"user": "me"}),
    ("list_roles", {}),
    ("list_roles", {"kind": "job"}),
    ("list_projects", {}),
    ("list_projects", {"status": "all", "limit": 200}),
    ("who_can", {}),
    ("who_can", {"limit": 200}),
    ("who_can", {"permission": "time.approve", "project": "Apollo"}),
    ("who_can", {"project": "Apollo"}),
    ("who_can", {"permission": "billable_rates.read", "project": "Apollo", "person": "Lena", "client": "15015248"}),
    ("explain_access", {"user": "Lena", "permission": "time.approve", "project": "Apollo"}),
    ("explain_access", {"user": "Ruth", "permission": "time.approve", "person": "Lena"}),
    ("explain_access", {"user": "Viktor", "permission": "billing.read"}),
    ("compare_access", {"first": "Ruth", "second": "Samuel"}),
    ("compare_access", {"first": "me", "second": "me"}),
    ("review_access", {}),
    ("review_access", {"limit": 200}),
    ("review_access", {"check": "unmanaged-project"}),
    ("review_access", {"check": "inactive"}),
    ("review_access", {"check": "few-administrators"}),
    ("access_changes", {}),
    ("access_changes", {"since": "1", "until": "2", "limit": 200}),
    ("access_changes", {"since": "2026-01-01"}),
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two snapshots of the example company, before and after some people had another access."""
    folder = tmp_path_factory.mktemp("data")

    async def keep(company: Company) -> None:
        async with directory_on(Sandbox(company)) as directory:
            await take_snapshot(directory, History.open(folder / "harvest-access-mcp" / "sandbox-history.sqlite"))

    before = example_company()
    for person in before.users[::3]:
        person.access_roles, person.is_contractor = ("member",), not person.is_contractor
    before.users[0].access_roles = ("administrator",)
    for company in (before, example_company()):
        anyio.run(keep, company)
    return folder


@pytest.fixture
async def client(kept: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    """A host connected as an administrator of the example company, which has a history."""
    monkeypatch.setenv("XDG_DATA_HOME", str(kept))
    async with client_on(Sandbox()) as client:
        yield client


async def test_the_tools_and_their_parameters_are_those_of_the_contract(client: Client) -> None:
    """Documented: the contract; names change only with an alias."""
    tools = (await client.list_tools()).tools
    assert {tool.name: list(tool.input_schema["properties"]) for tool in tools} == CONTRACT


async def test_what_a_model_reads_of_the_tools_is_small(client: Client) -> None:
    """Documented: ten tools under 8 kB, and the whole list under 24 kB; these are the ten."""
    listed = (await client.list_tools()).model_dump(mode="json", by_alias=True, exclude_none=True)
    read = [{key: tool[key] for key in ("name", "description", "inputSchema")} for tool in listed["tools"]]
    assert len(_compact(read)) < 8_000
    assert len(_compact(listed)) < 24_000


async def test_every_tool_says_that_it_only_reads(client: Client) -> None:
    """Documented: hosts ask before a tool that may change something, and assume the worst of one that does not say."""
    for tool in (await client.list_tools()).tools:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.destructive_hint is False
        assert tool.annotations.idempotent_hint is True
        assert tool.title
        assert tool.input_schema["additionalProperties"] is False


async def test_the_schemas_carry_no_noise(client: Client) -> None:
    """Our choice: no titles and no nulls, which cost every model that reads them and tell it nothing."""
    listed = (await client.list_tools()).model_dump(mode="json", by_alias=True, exclude_none=True)
    for tool in listed["tools"]:
        for schema in (tool["inputSchema"], tool["outputSchema"]):
            text = _compact(schema)
            assert '"null"' not in text
            assert '"title":"' not in text


@pytest.mark.parametrize(("name", "arguments"), QUESTIONS)
async def test_an_answer_has_its_head_and_fits(client: Client, name: str, arguments: dict[str, object]) -> None:
    """Documented: every answer says as_of, account and complete; a default one is under 8 kB, any under 60 kB."""
    result = await client.call_tool(name, arguments)
    assert not result.is_error, said(result)
    structured = result.structured_content
    assert structured is not None
    assert {"as_of", "account", "complete"} <= structured.keys()
    most = 60_000 if "limit" in arguments else 8_000
    assert len(_compact(structured)) < most
    assert len(said(result).encode()) < most


@pytest.mark.parametrize(("name", "arguments"), QUESTIONS)
async def test_the_text_names_whatever_the_structured_form_names(
    client: Client, name: str, arguments: dict[str, object]
) -> None:
    """Documented: some hosts show a model only one of the two, so both carry the same facts."""
    result = await client.call_tool(name, arguments)
    text = said(result)
    for word in _names_and_ids(result.structured_content):
        assert str(word).replace("|", "/") in text


@pytest.mark.parametrize(("name", "arguments"), QUESTIONS)
async def test_no_member_is_null_or_empty_but_the_promised_ones(
    client: Client, name: str, arguments: dict[str, object]
) -> None:
    """Documented: the structured form has no nulls and no empty members, save those that the contract always gives."""
    promised = {
        "users", "projects", "access", "jobs", "can_see", "cannot_see", "people", "managers", "grants", "possibly",
        "only_may", "findings", "changes",
    }  # fmt: skip
    result = await client.call_tool(name, arguments)
    assert not list(_empty(result.structured_content, promised))


async def test_a_member_is_told_what_is_out_of_sight() -> None:
    """Documented: complete is false and gaps says what is missing, why, and who could see it."""
    async with client_on(Sandbox(), MEMBER) as client:
        result = await client.call_tool("list_users", {})
    assert result.structured_content is not None
    assert result.structured_content["complete"] is False
    assert {gap["who_could"] for gap in result.structured_content["gaps"]} == {"an administrator"}
    assert result.structured_content["total"] == 1
    assert "incomplete" in said(result)


async def test_an_id_may_be_written_as_a_number(client: Client) -> None:
    """Documented: a parameter typed string takes a JSON integer too."""
    me = (await client.call_tool("get_user", {"user": "me"})).structured_content
    assert me is not None
    by_number = await client.call_tool("get_user", {"user": me["user"]["id"]})
    assert by_number.structured_content == me


async def test_the_schema_of_an_answer_names_all_that_it_may_have(client: Client) -> None:
    """Our choice: what is always there is told whole, and whatever else an answer may have by its name and type."""
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    schema = tools["explain_access"].output_schema
    assert schema is not None
    assert schema["properties"]["answer"] == {"enum": ["yes", "no", "unknown"], "type": "string"}
    assert schema["properties"]["extent"] == {
        "type": "object",
        "description": "how far a yes goes; it may be for a part of the thing",
    }
    assert schema["$defs"]["Reason"] == {
        "properties": {"because": {"type": "string"}, "source": {"type": "string"}},
        "required": ["because", "source"],
        "type": "object",
    }
    assert set(schema["required"]) < set(schema["properties"])


async def test_the_permissions_are_an_enumeration(client: Client) -> None:
    """Documented: the contract; they are listed once, and the other tool says where."""
    tools = {
        tool.name: tool.input_schema["properties"]["permission"] for tool in (await client.list_tools()).tools[5:7]
    }
    assert tools["who_can"] == {"default": "any", "enum": ["any", *PERMISSIONS], "type": "string"}
    assert tools["explain_access"] == {"description": "one of who_can's, not any", "type": "string"}


async def test_a_permission_that_there_is_not_is_refused_with_all_that_there_are(client: Client) -> None:
    """Our choice: the value that was refused is not repeated."""
    told = await refused(client, "explain_access", user="me", permission="time.aprove")
    assert all(f"'{permission}'" in told for permission in PERMISSIONS)
    assert "aprove" not in told


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _names_and_ids(value: object) -> list[object]:
    match value:
        case {"id": int() as own, "name": str() as name, **rest}:
            return [own, name, *_names_and_ids(rest)]
        case dict():
            return [found for part in value.values() for found in _names_and_ids(part)]
        case list():
            return [found for part in value for found in _names_and_ids(part)]
        case _:
            return []


def _empty(value: object, promised: set[str], path: str = "") -> list[str]:
    match value:
        case dict():
            return [
                found
                for key, part in value.items()
                for found in ([] if part == [] and key in promised else _empty(part, promised, f"{path}.{key}"))
            ]
        case list() if value:
            return [found for part in value for found in _empty(part, promised, f"{path}[]")]
        case None | [] | "":
            return [path]
        case _:
            return []
