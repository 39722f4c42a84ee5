"""What `harvest-mcp config` writes is started, by the reference client as a host, and answers."""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from harvest_mcp.commands.hosts.table import HOSTS
from tests.commands.conftest import Typed
from tests.commands.test_config_writing import FILES, SERVERS

pytestmark = pytest.mark.anyio


def written(typed: Typed, folder: Path, host: str) -> dict[str, Any]:
    """The entry that a host finds after `config HOST --write --sandbox` in an empty home."""
    moved = {"CODEX_HOME": "", "GEMINI_CLI_HOME": "", "CLAUDE_CONFIG_DIR": ""}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        told = typed("config", host, "--write", "--sandbox", HOME=str(folder), XDG_CONFIG_HOME=str(folder), **moved)
    assert told.status == 0
    text = (folder / FILES[host]).read_text(encoding="utf-8")
    document = tomllib.loads(text) if host == "codex" else json.loads(text)
    entry: dict[str, Any] = document[SERVERS[host]]["harvest"]
    return entry


async def account(entry: dict[str, Any], folder: Path, mode: str) -> tuple[str, int]:
    """The protocol that the started server speaks, and the account that it serves."""
    server = StdioServerParameters(command=entry["command"], args=entry["args"], cwd=folder)
    async with Client(server, mode=mode) as client:
        answer = (await client.call_tool("verify_connection", {})).structured_content
        assert answer is not None
        return str(client.protocol_version), answer["account"]["id"]


@pytest.mark.parametrize("host", HOSTS)
async def test_what_is_written_for_a_host_starts_and_answers(typed: Typed, tmp_path: Path, host: str) -> None:
    """Documented: the very command and arguments, in another folder, with what little of the environment a host has."""
    entry = written(typed, tmp_path, host)
    assert Path(entry["command"]).parent == Path(sys.executable).parent
    assert (await account(entry, tmp_path, "auto"))[1] == 1000001


@pytest.mark.parametrize(("mode", "version"), [("legacy", "2025-11-25"), ("2026-07-28", "2026-07-28")])
async def test_it_answers_in_both_eras(typed: Typed, tmp_path: Path, mode: str, version: str) -> None:
    """Documented: a host of either era starts it."""
    assert await account(written(typed, tmp_path, "claude-code"), tmp_path, mode) == (version, 1000001)
