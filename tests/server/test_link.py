"""URL elicitation with the reference client, in both eras, in memory and over stdio: the call goes through."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Literal

import anyio
import pytest
from mcp import Client, MCPError, UrlElicitationRequiredError
from mcp.client.stdio import StdioServerParameters
from mcp.types import ElicitCompleteNotification, ElicitRequestURLParams, ElicitResult

from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.connecting import Hosts
from harvest_mcp.connection.finding import find
from harvest_mcp.connection.link.page import LinkPage
from harvest_mcp.sandbox import Sandbox
from harvest_mcp.server.app import open_app
from harvest_mcp.server.building import build
from tests.commands.conftest import clean
from tests.connection.pages import visiting
from tests.stage import ADMINISTRATOR, said, served

pytestmark = pytest.mark.anyio
Action = Literal["accept", "decline", "cancel"]
OFFER = "Connect a Harvest account: the page opens on this computer, and the token stays here."


class Person:
    """Who sees what the host shows: they open the link, or do not."""

    def __init__(self, action: Action = "accept", *, token: str = ADMINISTRATOR) -> None:
        self.action = action
        self.token = token
        self.shown: list[ElicitRequestURLParams] = []
        self.completed: set[str] = set()
        self.hears = anyio.Event()

    async def __call__(self, context: object, params: Any) -> ElicitResult:  # noqa: ANN401, ARG002  (as the client calls)
        """Answer the host; what the link leads to is done meanwhile."""
        assert isinstance(params, ElicitRequestURLParams)
        self.shown.append(params)
        if self.action == "accept":
            await self.connect(params.url)
        return ElicitResult(action=self.action)

    async def connect(self, url: str) -> None:
        """Paste the token into the page."""
        async with visiting(url) as visitor:
            await visitor.send("check", token=self.token, in_file="yes")
            assert visitor.heading == "Connected", visitor.words

    async def hear(self, message: object) -> None:
        """Note that the server says that it is done."""
        if isinstance(message, ElicitCompleteNotification):
            self.completed.add(message.params.elicitation_id)
            self.hears.set()


@asynccontextmanager
async def in_memory(folder: Path, **options: Any) -> AsyncIterator[Client]:  # noqa: ANN401  (the client's own)
    """The client on our server in this process, on the sandbox's hosts."""
    accounts = Accounts(folder / "config")
    with served(Sandbox()) as credentials:
        hosts = Hosts(credentials.api_url, credentials.id_url)

        def page(name: str) -> LinkPage:
            return LinkPage(accounts, hosts, name=name, kept_in="file")

        opener = partial(open_app, partial(find, {}, accounts=accounts), open_page=page)
        async with Client(build(opener), **options) as client:
            yield client


@asynccontextmanager
async def over_stdio(folder: Path, **options: Any) -> AsyncIterator[Client]:  # noqa: ANN401  (the client's own)
    """The client on our server as hosts start it."""
    with served(Sandbox()) as credentials:
        environment = {
            "HARVEST_API_URL": credentials.api_url,
            "HARVEST_ID_URL": credentials.id_url,
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_DATA_HOME": str(folder / "data"),
        }
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "harvest_mcp"], env=clean(**environment), cwd=Path.cwd()
        )
        async with Client(server, **options) as client:
            yield client


async def asked(client: Client, tool: str) -> ElicitRequestURLParams:
    """What a call in the older era asks for first."""
    with pytest.raises(MCPError) as raised:
        await client.call_tool(tool, {})
    (elicitation,) = UrlElicitationRequiredError.from_error(raised.value.error).elicitations
    return elicitation


WAYS = pytest.mark.parametrize("way", [in_memory, over_stdio])


@WAYS
async def test_in_the_modern_era_the_call_goes_through(tmp_path: Path, way: Any) -> None:  # noqa: ANN401  (either)
    """Documented: the call answers with the link; retried, it goes through, without a restart."""
    person = Person()
    async with way(tmp_path, mode="2026-07-28", elicitation_callback=person) as client:
        answer = await client.call_tool("verify_connection", {})
        assert not answer.is_error, said(answer)
        assert answer.structured_content["level"] == "administrator"
        assert not (await client.call_tool("list_roles", {})).is_error
    (shown,) = person.shown
    assert shown.message == OFFER
    assert shown.url.startswith("http://127.0.0.1:")
    assert ADMINISTRATOR not in str(answer)


@WAYS
async def test_in_the_older_era_the_error_holds_the_link(tmp_path: Path, way: Any) -> None:  # noqa: ANN401  (either)
    """Documented: -32042 with the link; when the page is done the host is told, and the call, retried, goes through."""
    person = Person()
    options = {"mode": "legacy", "elicitation_callback": person, "message_handler": person.hear}
    async with way(tmp_path, **options) as client:
        first, again = await asked(client, "verify_connection"), await asked(client, "list_users")
        assert again.url == first.url  # one page, however many ask
        assert again.elicitation_id != first.elicitation_id
        await person.connect(first.url)
        answer = await client.call_tool("verify_connection", {})
        assert not answer.is_error, said(answer)
        with anyio.fail_after(10):
            while not {first.elicitation_id, again.elicitation_id} <= person.completed:
                await person.hears.wait()
                person.hears = anyio.Event()
    assert person.shown == []


@WAYS
@pytest.mark.parametrize("action", ["decline", "cancel"])
async def test_whoever_declines_is_told_in_words(tmp_path: Path, way: Any, action: Action) -> None:  # noqa: ANN401
    """Documented: words where there is no link to follow."""
    async with way(tmp_path, mode="2026-07-28", elicitation_callback=Person(action)) as client:
        answer = await client.call_tool("list_users", {})
        assert answer.is_error
        assert "No Harvest account is connected." in said(answer)


@WAYS
@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
async def test_a_host_that_shows_no_links_gets_words(tmp_path: Path, way: Any, mode: str) -> None:  # noqa: ANN401
    """Documented: with words where the capability is not declared."""
    async with way(tmp_path, mode=mode) as client:
        answer = await client.call_tool("list_users", {})
        assert answer.is_error
        assert "Run `harvest-mcp connect`" in said(answer)


async def test_a_refused_token_is_connected_anew_under_its_name(tmp_path: Path) -> None:
    """Our choice: a revoked token is mended in the same way, and the account keeps its name."""
    person = Person()
    async with in_memory(tmp_path, mode="2026-07-28", elicitation_callback=person) as client:
        assert not (await client.call_tool("verify_connection", {})).is_error
        accounts = Accounts(tmp_path / "config")
        (account,) = accounts.all()
        (token,) = (tmp_path / "config").rglob("*.token")
    token.write_text("sandbox-revoked", encoding="utf-8")
    hosts = Hosts(account.api_url, account.id_url)
    with served(Sandbox()) as credentials:
        hosts = Hosts(credentials.api_url, credentials.id_url)
        (tmp_path / "config" / "accounts" / f"{account.name}.json").write_text(
            account.model_copy(update={"api_url": hosts.api_url, "id_url": hosts.id_url}).model_dump_json(),
            encoding="utf-8",
        )

        def page(name: str) -> LinkPage:
            return LinkPage(accounts, hosts, name=name, kept_in="file")

        opener = partial(open_app, partial(find, {}, accounts=accounts), open_page=page)
        async with Client(build(opener), mode="2026-07-28", elicitation_callback=person) as client:
            answer = await client.call_tool("verify_connection", {})
            assert not answer.is_error, said(answer)
    assert [known.name for known in accounts.all()] == [account.name]
    assert token.read_text(encoding="utf-8") == ADMINISTRATOR
