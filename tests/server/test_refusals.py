"""What a host is told when a call cannot be answered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import httpx
import pytest
from mcp import Client, MCPError
from mcp.types import INVALID_PARAMS

from harvest_mcp.connection.finding import find
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.sandbox import Sandbox
from harvest_mcp.server.app import open_app
from harvest_mcp.server.building import build
from harvest_mcp.server.tools import TOOLS
from tests.accounts import NASTY
from tests.harvest.stand_ins import Scripted
from tests.stage import client_on, client_over, credentials, refused, said

pytestmark = pytest.mark.anyio

SECRET = "1234567.pt.a-token-that-was-pasted-into-the-wrong-place"

MISTAKES = [
    ("list_users", {"token": SECRET}),
    ("list_users", {SECRET: "x"}),
    ("list_users", {"status": SECRET}),
    ("list_users", {"limit": SECRET}),
    ("list_users", {"query": [SECRET]}),
    ("get_user", {"user": {"token": SECRET}}),
    ("get_user", {"user": SECRET * 20}),
    ("list_users", {"cursor": SECRET * 3}),
    ("verify_connection", {"token": SECRET}),
]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A host connected as an administrator of the example company."""
    async with client_on(Sandbox()) as client:
        yield client


@pytest.mark.parametrize(("name", "arguments"), MISTAKES)
async def test_a_refused_argument_does_not_come_back(client: Client, name: str, arguments: dict[str, object]) -> None:
    """Documented: a token passed as an argument is in no answer; the SDK's own words would repeat it."""
    result = await client.call_tool(name, arguments)
    assert result.is_error
    assert "token-that-was-pasted" not in result.model_dump_json()
    assert name in said(result)


async def test_a_wrong_value_is_answered_with_those_that_fit(client: Client) -> None:
    """Our choice: one sentence of what does not fit, one of what to do."""
    result = await client.call_tool("list_users", {"status": "gone", "limit": 0})
    assert said(result) == (
        "list_users was not asked: status: input should be 'active', 'archived' or 'all'; "
        "limit: input should be greater than or equal to 1. Mend that and call again."
    )


async def test_an_unknown_parameter_is_answered_with_the_known_ones(client: Client) -> None:
    """Our choice: the SDK would ignore it and answer another question."""
    result = await client.call_tool("list_projects", {"state": "archived"})
    assert said(result) == (
        "list_projects was not asked: it has no such parameter as one that was given. "
        "list_projects takes query, client, status, limit, cursor, refresh."
    )


async def test_a_name_that_fits_nobody_is_answered_with_the_nearest(client: Client) -> None:
    """Documented: candidates with their ids."""
    found = (await client.call_tool("list_users", {"limit": 1})).structured_content
    assert found is not None
    known = found["users"][0]
    misspelt = known["name"][:-1] + "q"
    result = await client.call_tool("get_user", {"user": misspelt})
    assert result.is_error
    assert f"{known['name']} (id {known['id']}" in said(result)


async def test_a_token_of_many_accounts_is_told_of_them_within_bounds() -> None:
    """Documented: an error fits too, repeats no control character, and always says what to do."""
    accounts = [{"id": number, "name": f"{NASTY} {'x' * 300}", "product": "harvest"} for number in range(1, 301)]
    transport = Scripted(httpx.Response(200, json={"accounts": accounts}))
    async with client_over(HarvestClient(credentials(account_id=None), transport=transport)) as client:
        told = await refused(client, "verify_connection")
    assert told.startswith("This token opens 300 Harvest accounts: 1 (Eve gnp.exe | 7 | [31mroot x xxx")
    assert told.endswith(" and 280 more. Choose one by its id, in HARVEST_ACCOUNT_ID.")
    assert told.isprintable()
    assert len(told.encode()) < 8_000


@pytest.mark.parametrize(("method", "ask"), [
    ("tools/call", lambda client: client.call_tool("no_such_tool", {})),
    ("prompts/get", lambda client: client.get_prompt("no_such_prompt", {})),
])  # fmt: skip
async def test_an_unknown_tool_or_prompt_is_a_protocol_error(client: Client, method: str, ask: object) -> None:
    """Documented: -32602; the SDK answers otherwise."""
    assert callable(ask), method
    with pytest.raises(MCPError) as raised:
        await ask(client)
    assert raised.value.error.code == INVALID_PARAMS


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "No Harvest account is connected. Run `harvest-mcp connect`"),
        ({"HARVEST_ACCESS_TOKEN": "${HARVEST_ACCESS_TOKEN}"}, "HARVEST_ACCESS_TOKEN holds a placeholder"),
        (
            {"HARVEST_ACCESS_TOKEN": "x", "HARVEST_ACCOUNT_ID": "mine"},
            "HARVEST_ACCOUNT_ID is not the number of an account.",
        ),
        ({"HARVEST_ACCESS_TOKEN": "x", "HARVEST_API_URL": "http://example.com/v2"}, "https"),
        ({"HARVEST_SANDBOX": "maybe"}, "HARVEST_SANDBOX is neither on nor off."),
    ],
)
async def test_without_a_connection_the_tools_are_listed_and_each_call_says_how_to_connect(
    environment: dict[str, str], told: str
) -> None:
    """Documented: the server starts all the same."""

    @asynccontextmanager
    async def app() -> AsyncIterator[object]:
        async with open_app(partial(find, environment)) as opened:
            yield opened

    async with Client(build(app)) as client:  # type: ignore[arg-type]  # the fixture's app is an App
        assert len((await client.list_tools()).tools) == len(TOOLS)
        for name, arguments in (("verify_connection", {}), ("get_user", {"user": "me"})):
            result = await client.call_tool(name, arguments)
            assert result.is_error
            assert told in said(result)
