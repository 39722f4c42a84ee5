"""The example company behind our own server or client, in this process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import anyio
import httpx
from mcp import Client

from benchmarks.loading import ACCOUNT, TOKEN, account_at
from harvest_mcp.access.account import Account
from harvest_mcp.directory import Directory
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.credentials import Credentials
from harvest_mcp.sandbox import Sandbox
from harvest_mcp.server.app import App, Opened
from harvest_mcp.server.building import build

CREDENTIALS = Credentials(TOKEN, ACCOUNT)


def example_account() -> Account:
    """The picture of the example company."""
    return anyio.run(account_at, CREDENTIALS, httpx.ASGITransport(Sandbox()))


async def _opened(directory: Directory) -> Opened:
    return Opened(directory, sandbox=True)


@asynccontextmanager
async def asked(sandbox: Sandbox) -> AsyncIterator[Client]:
    """The SDK's client, in memory, on our server on this sandbox."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[App]:
        transport = httpx.ASGITransport(sandbox)
        async with HarvestClient(CREDENTIALS, transport=transport) as client, Directory(client) as directory:
            yield App(partial(_opened, directory))

    async with Client(build(opened)) as client:
        yield client
