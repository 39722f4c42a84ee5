"""Sets the stage for tests of whole questions: a sandbox, a token, and our client, directory or server on it.

Nothing is replaced: the sandbox stands behind the client's own transport argument.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from mcp import Client
from mcp.types import CallToolResult, TextContent
from pydantic import SecretStr

from harvest_mcp.directory import Directory
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.credentials import Credentials
from harvest_mcp.sandbox import Sandbox
from harvest_mcp.server.app import App
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

    @asynccontextmanager
    async def app() -> AsyncIterator[App]:
        async with directory_on(sandbox, token, max_age=max_age) as directory:
            yield App(directory, sandbox=True)

    async with Client(build(app)) as client:
        yield client


def said(result: CallToolResult) -> str:
    """The text of an answer."""
    return "\n".join(block.text for block in result.content if isinstance(block, TextContent))
