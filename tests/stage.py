"""Sets the stage for tests of whole questions: a sandbox, a token, and our client, directory or server on it.

Nothing is replaced: the sandbox stands behind the client's own transport argument, or behind a socket of this machine.
"""

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from threading import Thread
from typing import Any

import httpx
import uvicorn
from mcp import Client
from mcp.types import CallToolResult, TextContent
from pydantic import SecretStr

from harvest_mcp.directory import Directory
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.credentials import Credentials
from harvest_mcp.sandbox import Sandbox
from harvest_mcp.server.app import App, Opened
from harvest_mcp.server.building import build

ACCOUNT = 1000001
ADMINISTRATOR = "sandbox-administrator"
PEOPLE_MANAGER = "sandbox-people-manager"
PROJECT_MANAGER = "sandbox-project-manager"
MEMBER = "sandbox-member"


def credentials(token: str = ADMINISTRATOR, account_id: int | None = ACCOUNT) -> Credentials:
    """Credentials of a person of the sandbox."""
    return Credentials(SecretStr(token), account_id)


@asynccontextmanager
async def directory_on(
    sandbox: Sandbox, token: str = ADMINISTRATOR, *, account_id: int | None = ACCOUNT, max_age: float = 60.0
) -> AsyncIterator[Directory]:
    """Our directory over our client over this sandbox."""
    transport = httpx.ASGITransport(sandbox)
    async with (
        HarvestClient(credentials(token, account_id), transport=transport) as client,
        Directory(client, max_age=max_age) as directory,
    ):
        yield directory


@asynccontextmanager
async def client_on(sandbox: Sandbox, token: str = ADMINISTRATOR, *, max_age: float = 60.0) -> AsyncIterator[Client]:
    """The reference MCP client, in memory, on our server on this sandbox."""
    transport = httpx.ASGITransport(sandbox)
    harvest = HarvestClient(credentials(token), transport=transport)
    async with client_over(harvest, sandbox=True, max_age=max_age) as client:
        yield client


@asynccontextmanager
async def client_over(harvest: HarvestClient, *, sandbox: bool = False, max_age: float = 60.0) -> AsyncIterator[Client]:
    """The reference MCP client, in memory, on our server on this client of ours."""

    @asynccontextmanager
    async def app() -> AsyncIterator[App]:
        async with harvest, Directory(harvest, max_age=max_age) as directory:
            yield app_on(directory, sandbox=sandbox)

    async with Client(build(app)) as client:
        yield client


def app_on(directory: Directory, *, sandbox: bool = False) -> App:
    """The server's app on a directory that is open."""

    async def opened() -> Opened:
        return Opened(directory, sandbox)

    return App(opened)


@contextmanager
def served(sandbox: Sandbox, token: str = ADMINISTRATOR) -> Iterator[Credentials]:
    """Credentials of the sandbox behind a socket of this machine; its links must name the host that was asked."""
    config = uvicorn.Config(
        sandbox, log_level="critical", access_log=False, lifespan="off", timeout_graceful_shutdown=0
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield Credentials(SecretStr(token), ACCOUNT, api_url=f"{url}/v2", id_url=f"{url}/api/v2")
        finally:
            server.should_exit = True
            thread.join()


async def told(client: Client, tool: str, /, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON)
    """What a tool answers, in its structured form, but for the moment."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, said(result)
    assert result.structured_content is not None
    return {key: value for key, value in result.structured_content.items() if key != "as_of"}


async def refused(client: Client, tool: str, /, **arguments: Any) -> str:  # noqa: ANN401  (JSON)
    """What a tool says where it cannot answer."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error, said(result)
    assert result.structured_content is None
    return said(result)


def said(result: CallToolResult) -> str:
    """The text of an answer."""
    return "\n".join(block.text for block in result.content if isinstance(block, TextContent))
