"""`harvest-mcp config HOST --write`: what is there is kept, after a backup; what cannot be merged is left alone."""

import json
import os
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import json5
import pytest

from harvest_mcp.commands.hosts.replacing import replace
from harvest_mcp.commands.hosts.table import HOSTS
from harvest_mcp.harvest.errors import BadQuestion
from tests.commands.conftest import Said, Typed

SECRET = "1234567.pt.not-a-token-of-anybody"
Write = Callable[..., Said]

FILES = {
    "claude-desktop": "Claude/claude_desktop_config.json",
    "claude-code": ".claude.json",
    "cursor": ".cursor/mcp.json",
    "vscode": "Code/User/mcp.json",
    "codex": ".codex/config.toml",
    "gemini": ".gemini/settings.json",
    "mcp-json": "mcp.json",
}
SERVERS = {host: kind.servers for host, kind in HOSTS.items()}

RICH_JSON = """\
// Größe und 名前: what Zoë likes
{
    "theme": "dark", // as ever
    /* the servers */
    "%s": {
        "other": {"command": "npx", "args": ["-y", "other"], "env": {"KEY": "ü"}}, // theirs
    },
    "projects": {"/home/zoë": {"history": [1, 2.50, null, true]}},
    // the end
}
"""
RICH_TOML = """\
# Größe und 名前: what Zoë likes
model = "o9" # as ever

[mcp_servers.other]
command = "npx"
args = [
    "-y", # yes
    "other",
]
env = { KEY = "ü" }

[tui] # the looks
theme = "dark"
ratio = 2.50
"""


@pytest.fixture
def write(typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Type `config HOST --write` in a home that is an empty folder, and the current one."""
    monkeypatch.chdir(tmp_path)
    moved = {"CODEX_HOME": "", "GEMINI_CLI_HOME": "", "CLAUDE_CONFIG_DIR": ""}

    def write(host: str, *options: str) -> Said:
        told = typed("config", host, "--write", *options, HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path), **moved)
        assert "Traceback" not in told.err
        return told

    return write


def read(file: Path) -> dict[str, Any]:
    """What a configuration holds, by a reader that is not ours."""
    text = file.read_text(encoding="utf-8-sig")
    document: dict[str, Any] = tomllib.loads(text) if file.suffix == ".toml" else json5.loads(text)
    return document


def rich(host: str) -> str:
    """A configuration of this host in which there is much already."""
    return RICH_TOML if host == "codex" else RICH_JSON % SERVERS[host]


def put(file: Path, text: str | bytes) -> Path:
    """Write a file, and its folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def ours(host: str, file: Path) -> dict[str, Any]:
    """The entry of our server."""
    found: dict[str, Any] = read(file)[SERVERS[host]]["harvest"]
    return found


@pytest.mark.parametrize("host", HOSTS)
def test_where_there_is_nothing_the_file_and_its_folders_are_made(write: Write, tmp_path: Path, host: str) -> None:
    """Documented by each host: the place; and it holds what is printed without `--write`."""
    told = write(host)
    file = tmp_path / FILES[host]
    assert (told.status, told.out) == (0, "")
    assert f"Wrote harvest into {file}." in told.err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file]
    assert ours(host, file)["args"] == ["serve"]
    if file.suffix == ".json":
        assert json.loads(file.read_text(encoding="utf-8")) == read(file)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_all_that_is_there_is_kept_to_the_letter(
    write: Write, tmp_path: Path, host: str, newline: str, mark: bytes
) -> None:
    """Documented: other servers, other keys, order, comments; and line ends and a byte order mark, as they are."""
    before = mark + rich(host).replace("\n", newline).encode()
    file = put(tmp_path / FILES[host], before)
    assert write(host).status == 0
    after = file.read_bytes()
    assert after.startswith(mark)
    assert after.count(b"\n") - after.count(b"\r\n") == (0 if newline == "\r\n" else after.count(b"\n"))
    lines = iter(after.decode().splitlines())
    assert all(line in lines for line in before.decode().splitlines())  # each, in this order
    old, new = read(put(tmp_path / f"before{file.suffix}", before)), read(file)
    del new[SERVERS[host]]["harvest"]
    assert new == old
    assert list(new) == list(old)


def test_an_empty_file_is_filled(write: Write, tmp_path: Path) -> None:
    """Our choice: some hosts and editors make one."""
    file = put(tmp_path / FILES["cursor"], "\n")
    assert write("cursor").status == 0
    assert list(read(file)) == ["mcpServers"]


def test_a_backup_stands_beside_it_and_never_replaces_another(write: Write, tmp_path: Path) -> None:
    """Documented: and it is said where."""
    file = put(tmp_path / FILES["gemini"], "{}")
    first, second = (file.with_name(f"settings.json.backup{ending}") for ending in ("", "-2"))
    assert f"kept in {first}." in write("gemini").err
    once = file.read_bytes()
    assert f"kept in {second}." in write("gemini", "--sandbox").err
    assert (first.read_bytes(), second.read_bytes()) == (b"{}", once)


@pytest.mark.parametrize("host", HOSTS)
def test_when_nothing_changes_nothing_is_written(write: Write, tmp_path: Path, host: str) -> None:
    """Documented: and it says so."""
    file = put(tmp_path / FILES[host], rich(host))
    options = [] if host in {"claude-desktop", "mcp-json"} else ["--from-environment"]
    write(host, *options)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    told = write(host, *options)
    assert (told.status, told.out) == (0, "")
    assert f"{file} holds it already: nothing was written." in told.err
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_an_entry_of_ours_is_brought_up_to_date_and_keeps_what_was_added(write: Write, tmp_path: Path) -> None:
    """Documented: its variables stay, other keys and comments with them."""
    entry = '{\n"command": "/old/bin/harvest-mcp", // mine\n"timeout": 9, "env": {"HARVEST_ACCOUNT_ID": "7"}}'
    file = put(tmp_path / FILES["cursor"], f'{{"mcpServers": {{"harvest": {entry}}}}}')
    assert write("cursor", "--sandbox", "--from-environment").status == 2
    assert write("cursor", "--from-environment").status == 0
    found = ours("cursor", file)
    assert found.pop("command") != "/old/bin/harvest-mcp"
    variables = {"HARVEST_ACCOUNT_ID": "7", "HARVEST_ACCESS_TOKEN": "${env:HARVEST_ACCESS_TOKEN}"}
    assert found == {"timeout": 9, "env": variables, "args": ["serve"]}
    assert "// mine" in file.read_text(encoding="utf-8")


def test_an_entry_of_ours_in_toml_is_brought_up_to_date(write: Write, tmp_path: Path) -> None:
    """Documented: with its comments, its variables and its other keys; a list of variables is added to."""
    text = '[mcp_servers.harvest] # us\ncommand = "harvest-mcp" # old\nenv_vars = ["LANG"]\nenv = { A = "1" }\n'
    file = put(tmp_path / FILES["codex"], text)
    assert write("codex", "--from-environment").status == 0
    found = ours("codex", file)
    assert found["env_vars"] == ["LANG", "HARVEST_ACCESS_TOKEN"]
    assert found["env"] == {"A": "1"}
    assert found["args"] == ["serve"]
    assert "# us" in file.read_text(encoding="utf-8")


FOREIGN = {
    "another program": ('{"command": "/usr/bin/npx", "args": ["-y", "harvest-mcp"]}', "`npx`"),
    "a namesake on the package index": ('{"command": "uvx", "args": ["harvest-mcp"]}', "`uvx`"),
    "a remote server": ('{"url": "https://example.com/mcp"}', "something else"),
    "a command line": (f'{{"command": "TOKEN={SECRET} x"}}', "something else"),
    "a word": ('"harvest-mcp"', "something else"),
}


@pytest.mark.parametrize(("entry", "words"), FOREIGN.values(), ids=FOREIGN)
def test_an_entry_that_is_not_ours_is_replaced_only_by_force(
    write: Write, tmp_path: Path, entry: str, words: str
) -> None:
    """Documented: and it is said what was replaced, as far as that can hold no secret."""
    text = f'{{"mcpServers": {{"harvest": {entry}, "z": {{}}}}}}'
    file = put(tmp_path / FILES["claude-desktop"], text)
    told = write("claude-desktop")
    assert told.status == 2
    assert f"starts {words}." in told.err
    assert "--force" in told.err
    assert file.read_text(encoding="utf-8") == text
    told = write("claude-desktop", "--force")
    assert told.status == 0
    assert f"replaced an entry that started {words}." in told.err
    assert SECRET not in told.err
    assert ours("claude-desktop", file).keys() == {"command", "args"}
    assert list(read(file)["mcpServers"]) == ["harvest", "z"]


def test_a_foreign_entry_in_toml_is_replaced_by_force(write: Write, tmp_path: Path) -> None:
    """Our choice: with the tables below it, and nothing else."""
    entry = '[mcp_servers.harvest]\nurl = "https://example.com"\n[mcp_servers.harvest.env]\nA = "1"\n'
    file = put(tmp_path / FILES["codex"], f"[a]\nb = 1\n{entry}[c]\nd = 2\n")
    assert write("codex").status == 2
    assert write("codex", "--force").status == 0
    assert ours("codex", file).keys() == {"command", "args"}
    assert (read(file)["a"], read(file)["c"]) == ({"b": 1}, {"d": 2})


def test_a_token_that_stands_in_the_file_is_kept_and_warned_about_and_never_shown(write: Write, tmp_path: Path) -> None:
    """Documented: in words; and where the host now hands one on, the backup is what still holds it."""
    entry = f'{{"command": "harvest-mcp", "env": {{"HARVEST_ACCESS_TOKEN": "{SECRET}"}}}}'
    file = put(tmp_path / FILES["cursor"], f'{{"mcpServers": {{"harvest": {entry}}}}}')
    told = write("cursor")
    backup = file.with_name("mcp.json.backup")
    assert f"warning: HARVEST_ACCESS_TOKEN stands in {file} and in {backup}, " in told.err
    assert SECRET not in told.err
    assert ours("cursor", file)["env"] == {"HARVEST_ACCESS_TOKEN": SECRET}
    told = write("cursor", "--from-environment")
    assert "no longer in" in told.err
    assert "mcp.json.backup-2: delete that" in told.err
    assert SECRET not in told.err + file.read_text(encoding="utf-8")


BROKEN = {
    "a quote too few": b'{\n  "a": 1,\n  "b: 2\n}',
    "a comma too few": b'{"a": 1 "b": 2}',
    "two commas": b'{"a": [1,, 2]}',
    "half of it": b'{"a": {"b": [1, 2',
    "more after it": b'{"a": 1} {}',
    "a comment without an end": b'{"a": 1} /* and so on',
    "no number": b'{"a": NaN}',
    "a name that is none": b"{1: 2}",
    "a name without a value": b'{"a"}',
    "another encoding": '{"a": "ü"}'.encode("utf-16"),
    "a list": b"[]",
    "a word": b'"mcpServers"',
    "servers in a list": b'{"mcpServers": []}',
    "servers that are none": b'{"mcpServers": null}',
    "depths": b"[" * 100_000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_not_what_it_should_be_is_left_alone(write: Write, tmp_path: Path, content: bytes) -> None:
    """Documented: exit status 2, a clear error, and on stdout what to put in by hand."""
    file = put(tmp_path / FILES["claude-code"], content)
    told = write("claude-code")
    assert told.status == 2
    assert told.err.startswith(f"error: {file}: ")
    assert "was left as it is" in told.err
    assert "\nhint: " in told.err
    assert json.loads(told.out)["mcpServers"]["harvest"]["args"] == ["serve"]
    assert file.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_the_line_is_told_where_a_file_is_broken(write: Write, tmp_path: Path) -> None:
    """Our choice: the line and not its text, which may hold a secret."""
    put(tmp_path / FILES["cursor"], '{\n  "a": 1,\n  "b: 2\n}')
    assert "not valid JSON (line 3)" in write("cursor").err
    put(tmp_path / FILES["codex"], f'a = 1\nb = "{SECRET}\n')
    told = write("codex")
    assert "not valid TOML (line 2)" in told.err
    assert SECRET not in told.err
    assert tomllib.loads(told.out)["mcp_servers"]["harvest"]["args"] == ["serve"]


@pytest.mark.skipif(os.name != "posix", reason="there are no modes here")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640])
def test_a_file_keeps_its_mode_and_so_does_its_backup(write: Write, tmp_path: Path, mode: int) -> None:
    """Documented: what only its owner could read stays so."""
    file = put(tmp_path / FILES["claude-code"], "{}")
    file.chmod(mode)
    assert write("claude-code").status == 0
    for written in (file, file.with_name(".claude.json.backup")):
        assert stat.S_IMODE(written.stat().st_mode) == mode


@pytest.mark.skipif(os.name != "posix", reason="who may make a link here depends on the system's settings")
@pytest.mark.parametrize("content", ["{}", None])
def test_a_link_stays_a_link(write: Write, tmp_path: Path, content: str | None) -> None:
    """Documented: people keep such files in a repository of their own, and link to them; the file need not be there."""
    real = tmp_path / "dotfiles" / "cursor.json"
    real.parent.mkdir()
    if content is not None:
        real.write_text(content, encoding="utf-8")
    link = tmp_path / FILES["cursor"]
    link.parent.mkdir()
    link.symlink_to(real)
    assert write("cursor").status == 0
    assert link.readlink() == real
    assert "harvest" in read(real)["mcpServers"]


@pytest.mark.parametrize("host", ["cursor", "codex"])
def test_a_file_that_cannot_be_written_is_an_error(write: Write, tmp_path: Path, host: str) -> None:
    """Documented: exit status 2, which file and why, and what to put in by hand; here a file stands for the folder."""
    file = tmp_path / FILES[host]
    put(file.parent, "in the way")
    told = write(host)
    assert told.status == 2
    assert told.err.startswith(f"error: {file} cannot be written: ")
    assert "\nhint: " in told.err
    assert "serve" in told.out


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="there is no folder that even root cannot write into here")
def test_a_folder_that_cannot_be_written_into_is_an_error(typed: Typed) -> None:
    """Documented: the same."""
    told = typed("config", "gemini", "--write", GEMINI_CLI_HOME="/sys")
    assert told.status == 2
    assert told.err.startswith("error: /sys/.gemini/settings.json cannot be written: ")
    assert "serve" in told.out


def test_a_file_that_another_program_has_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """Our choice: hosts write into their own configuration; nothing of theirs is lost."""
    file = put(tmp_path / "mcp.json", "theirs")
    with pytest.raises(BadQuestion, match="meanwhile"):
        replace(file, b"as it was read", b"ours")
    with pytest.raises(BadQuestion, match="meanwhile"):
        replace(file, None, b"ours")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"mcp.json": b"theirs"}
