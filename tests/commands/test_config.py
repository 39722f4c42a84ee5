"""`harvest-mcp config HOST` printed: each host's own form, read by another reader of it, and no token in any."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from harvest_mcp.commands.hosts.table import HOSTS
from tests.commands.conftest import COMMAND, Said, Typed, clean

SECRET = "1234567.pt.not-a-token-of-anybody"
SCRIPT = str(Path(sys.executable).parent / "harvest-mcp")
SERVERS = {"vscode": "servers", "codex": "mcp_servers"}


def read(host: str, text: str) -> dict[str, Any]:
    """What a printed configuration holds."""
    document: dict[str, Any] = tomllib.loads(text) if host == "codex" else json.loads(text)
    return document


def entry(host: str, told: Said, name: str = "harvest") -> dict[str, Any]:
    """The entry of our server, which is the only one."""
    assert told.status == 0
    document = read(host, told.out)
    assert document.keys() - {"inputs"} == {SERVERS.get(host, "mcpServers")}
    servers = document[SERVERS.get(host, "mcpServers")]
    assert list(servers) == [name]
    found: dict[str, Any] = servers[name]
    return found


@pytest.mark.parametrize("host", HOSTS)
def test_each_host_is_told_to_start_this_programs_own_script(typed: Typed, host: str) -> None:
    """Documented by each host: the key under which it lists servers, and what an entry is made of."""
    always = {"type": "stdio"} if host == "vscode" else {}
    assert entry(host, typed("config", host)) == {**always, "command": SCRIPT, "args": ["serve"]}


@pytest.mark.parametrize("host", HOSTS)
def test_words_say_where_it_belongs_and_what_comes_next(typed: Typed, host: str) -> None:
    """Our choice: on stderr, so that stdout is a whole document."""
    words = typed("config", host, HOME="/home/ada").err
    assert words.startswith("It belongs into /")
    assert "`harvest-mcp connect` first" in words
    assert HOSTS[host].then in words


def test_an_account_a_name_and_the_sandbox_are_handed_on(typed: Typed) -> None:
    """Our choice: what the server is to serve stands in its arguments."""
    assert entry("cursor", typed("config", "cursor", "--account", "acme"))["args"] == ["serve", "--account", "acme"]
    told = typed("config", "codex", "--sandbox", "--name", "harvest-demo")
    assert entry("codex", told, "harvest-demo")["args"] == ["serve", "--sandbox"]
    assert "connect" not in told.err


HANDED_ON: dict[str, dict[str, Any]] = {
    "claude-code": {"env": {"HARVEST_ACCESS_TOKEN": "${HARVEST_ACCESS_TOKEN}"}},
    "cursor": {"env": {"HARVEST_ACCESS_TOKEN": "${env:HARVEST_ACCESS_TOKEN}"}},
    "vscode": {"type": "stdio", "env": {"HARVEST_ACCESS_TOKEN": "${input:harvest-token}"}},
    "codex": {"env_vars": ["HARVEST_ACCESS_TOKEN"]},
    "gemini": {"env": {"HARVEST_ACCESS_TOKEN": "$HARVEST_ACCESS_TOKEN"}},
}


@pytest.mark.parametrize("host", HANDED_ON)
def test_a_host_that_can_hands_on_a_token_without_holding_it(typed: Typed, host: str) -> None:
    """Documented by each host: how a value of its own environment, or of an input, is named."""
    told = typed("config", host, "--from-environment")
    assert entry(host, told) == {"command": SCRIPT, "args": ["serve"], **HANDED_ON[host]}
    assert "HARVEST_ACCOUNT_ID" in told.err


def test_vs_code_asks_for_the_token_as_for_a_password(typed: Typed) -> None:
    """Documented by VS Code: an input of type promptString with `password`, named by its id."""
    document = read("vscode", typed("config", "vscode", "--from-environment").out)
    (asked,) = document["inputs"]
    assert (asked["id"], asked["type"], asked["password"]) == ("harvest-token", "promptString", True)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("options", [[], ["--from-environment"], ["--write"]])
def test_no_token_is_ever_in_it(typed: Typed, tmp_path: Path, host: str, options: list[str]) -> None:
    """Documented: whatever the environment holds; everything that is said and written is searched."""
    if options == ["--from-environment"] and host not in HANDED_ON:
        options = []
    place = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "CODEX_HOME": "", "GEMINI_CLI_HOME": ""}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        told = typed("config", host, *options, HARVEST_ACCESS_TOKEN=SECRET, CLAUDE_CONFIG_DIR="", **place)
    assert told.status == 0
    files = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == (1 if "--write" in options else 0)
    assert not any(SECRET in text for text in (told.out, told.err, *files))


def test_it_is_utf_8_whatever_the_terminal_writes() -> None:
    """Documented by JSON and TOML; people send it into a file."""
    line = (*COMMAND, "config", "codex", "--account", "größe")
    told = subprocess.run(line, capture_output=True, check=True, env=clean(PYTHONIOENCODING="ascii"))
    assert tomllib.loads(told.stdout.decode())["mcp_servers"]["harvest"]["args"] == ["serve", "--account", "größe"]


WRONG = {
    "no host": ["config"],
    "a host that nobody knows": ["config", "notepad"],
    "a project of a host without any": ["config", "claude-desktop", "--project"],
    "a token through a host that would have to hold it": ["config", "claude-desktop", "--from-environment"],
    "the same through any host": ["config", "mcp-json", "--from-environment"],
    "an account of the sandbox": ["config", "cursor", "--account", "acme", "--sandbox"],
    "an account and a token": ["config", "cursor", "--account", "acme", "--from-environment"],
    "a name that hosts do not take": ["config", "cursor", "--name", "har vest"],
}


@pytest.mark.parametrize("line", WRONG.values(), ids=WRONG)
def test_what_makes_no_sense_is_wrong_use(typed: Typed, line: list[str]) -> None:
    """Documented: exit status 2, with words and nothing on stdout."""
    told = typed(*line)
    assert (told.status, told.out) == (2, "")
    assert "Usage" in told.err
    assert "Traceback" not in told.err


def test_a_project_has_its_own_file_in_the_current_folder(typed: Typed, tmp_path: Path) -> None:
    """Documented by each host; and whoever shares the file is told that its command is this machine's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        words = typed("config", "vscode", "--project").err
    assert f"It belongs into {tmp_path / '.vscode' / 'mcp.json'}:" in words
    assert "this machine's" in words
