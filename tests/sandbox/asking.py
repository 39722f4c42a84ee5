"""Asks a sandbox as any HTTP client would: nothing of ours stands between the test and what it answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from harvest_mcp.sandbox import Sandbox

API = "https://api.harvestapp.com/v2"
ID = "https://id.getharvest.com/api/v2"
ACCOUNT = "1000001"
ADMINISTRATOR = "sandbox-administrator"


@asynccontextmanager
async def asking(sandbox: Sandbox, token: str = ADMINISTRATOR) -> AsyncIterator[httpx.AsyncClient]:
    """A client with this token that asks this sandbox."""
    headers = {"Authorization": f"Bearer {token}", "Harvest-Account-Id": ACCOUNT}
    transport = httpx.ASGITransport(sandbox)
    async with httpx.AsyncClient(transport=transport, base_url=API, headers=headers) as client:
        yield client


async def told(sandbox: Sandbox, path: str, token: str = ADMINISTRATOR) -> Any:  # noqa: ANN401  (JSON)
    """The JSON of one good answer."""
    async with asking(sandbox, token) as client:
        answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def status(sandbox: Sandbox, path: str, token: str) -> int:
    """The status of one answer."""
    async with asking(sandbox, token) as client:
        return (await client.get(path)).status_code
