"""Loads an account: as the project does it, and as the barest program would that fetches the same pages."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

import httpx
from pydantic import SecretStr

from benchmarks.measuring import uncollected
from harvest_mcp.access.account import Account
from harvest_mcp.directory.loading import load
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.credentials import Credentials
from harvest_mcp.harvest.pace import Pace
from harvest_mcp.harvest.questions import CLIENTS, PROJECTS, ROLES, TEAMMATES, USER_ASSIGNMENTS, USERS

ACCOUNT: Final = 1000001
TOKEN: Final = SecretStr("sandbox-administrator")
PATIENCE: Final = 600.0
"""Seconds for one call: rendering the pages of a large account takes the sandbox a while."""

READERS: Final[dict[str, Callable[[bytes], object]]] = {
    collection.name: collection.page.read
    for collection in (CLIENTS, PROJECTS, ROLES, TEAMMATES, USER_ASSIGNMENTS, USERS)
}


def credentials_for(port: int) -> Credentials:
    """The administrator of an account that is served on a port of this machine."""
    here = f"http://127.0.0.1:{port}"
    return Credentials(TOKEN, ACCOUNT, api_url=f"{here}/v2", id_url=f"{here}/api/v2")


async def account_at(credentials: Credentials, transport: httpx.AsyncBaseTransport | None = None) -> Account:
    """Load a whole account with the project's own client, unpaced."""
    async with HarvestClient(credentials, transport=transport, pace=Pace.unlimited(), patience=PATIENCE) as client:
        return await load(client, as_of=datetime.now(UTC))


def fetched(port: int, entries: list[str]) -> Iterator[tuple[bytes, Any]]:
    """Fetch the same pages with httpx alone: follow `links.next`, parse with `json.loads`; give the bytes and that."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        for entry in entries:
            link: str | None = entry
            while link is not None:
                body = client.get(link).content
                page = json.loads(body)
                yield body, page
                link = page.get("links", {}).get("next")


def bare(port: int, entries: list[str]) -> list[Any]:
    """Load as barely as can be, and hold what came, as an account is held."""
    return [page for _, page in fetched(port, entries)]


def bodies(port: int, entries: list[str]) -> list[tuple[str, bytes]]:
    """The bytes of every page of a list, each with the name of the list."""
    return [
        (name, body) for body, page in fetched(port, entries) for name in READERS if name in page and "links" in page
    ]


def parsed(pages: list[tuple[str, bytes]]) -> list[object]:
    """Read pages into the project's nouns, as its client does: without the collector, which would find no garbage."""
    with uncollected():
        return [READERS[name](body) for name, body in pages]


def parsed_bare(pages: list[tuple[str, bytes]]) -> list[object]:
    """Read pages with `json.loads`, the same way."""
    with uncollected():
        return [json.loads(body) for _, body in pages]
