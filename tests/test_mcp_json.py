"""`mcp.json` starts the server: each test starts exactly what it says, through the reference client."""

import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.types import CallToolResult

from tests.stage import said

pytestmark = pytest.mark.anyio

INSTALLED = os.pathsep.join((str(Path(sys.executable).parent), os.defpath))
UNFILLED = "${HARVEST_ACCESS_TOKEN}"


@pytest.fixture
def entry(checkout: Path) -> dict[str, Any]:
    """The entry of our server."""
    written = json.loads((checkout / "mcp.json").read_text(encoding="utf-8"))
    assert list(written) == ["mcpServers"]
    assert list(written["mcpServers"]) == ["harvest"]
    found: dict[str, Any] = written["mcpServers"]["harvest"]
    return found


@asynccontextmanager
async def started(entry: dict[str, Any], folder: Path, **environment: str) -> AsyncIterator[Client]:
    """A host that starts it in this folder: hosts hand on little of their own environment, and this client does so."""
    server = StdioServerParameters(
        command=entry["command"], args=entry["args"], env=entry.get("env", {}) | environment, cwd=folder
    )
    async with Client(server) as client:
        yield client


async def verified(entry: dict[str, Any], folder: Path, **environment: str) -> CallToolResult:
    """What `verify_connection` answers there."""
    async with started(entry, folder, **environment) as client:
        return await client.call_tool("verify_connection", {})


async def test_in_the_checkout_it_starts_what_make_has_installed(entry: dict[str, Any], checkout: Path) -> None:
    """Documented: it starts this server; nothing is on the PATH here but what every system has."""
    if not (checkout / ".venv/bin/harvest-mcp").exists():
        pytest.skip("make has made no .venv in this checkout")
    answer = (await verified(entry, checkout, HARVEST_SANDBOX="1", PATH=os.defpath)).structured_content
    assert answer is not None
    assert answer["sandbox"] is True
    assert answer["account"]["id"] == 1000001


async def test_elsewhere_it_starts_what_is_installed(entry: dict[str, Any], tmp_path: Path) -> None:
    """Our choice: copied into a host's own configuration it works in any folder, where `harvest-mcp` is installed."""
    answer = (await verified(entry, tmp_path, HARVEST_SANDBOX="1", PATH=INSTALLED)).structured_content
    assert answer is not None
    assert answer["sandbox"] is True


async def test_as_it_stands_it_says_how_to_connect(entry: dict[str, Any], checkout: Path) -> None:
    """Our choice: it holds no token, and the first answer says where one belongs."""
    refused = await verified(entry, checkout, PATH=INSTALLED)
    assert refused.is_error
    assert said(refused).startswith("No Harvest account is connected. Run `harvest-mcp connect`")


async def test_a_placeholder_that_the_host_left_as_it_was_is_told(entry: dict[str, Any], checkout: Path) -> None:
    """Our choice: not every host fills in `${...}`; such a token is not sent to Harvest, and the sandbox needs none."""
    refused = await verified(entry, checkout, PATH=INSTALLED, HARVEST_ACCESS_TOKEN=UNFILLED)
    assert refused.is_error
    assert "did not fill in its value" in said(refused)
    tried = await verified(entry, checkout, PATH=INSTALLED, HARVEST_ACCESS_TOKEN=UNFILLED, HARVEST_SANDBOX="1")
    assert not tried.is_error


def test_it_holds_no_token_and_no_path_of_one_machine(checkout: Path) -> None:
    """Our choice: it is committed, and people copy it."""
    text = (checkout / "mcp.json").read_text(encoding="utf-8")
    assert "TOKEN" not in text
    assert str(checkout) not in text
    assert not any(word.startswith(("/", "~")) for word in text.split('"'))
