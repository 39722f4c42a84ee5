"""Where hosts' files lie on each platform, and what a host starts for each way of installing."""

from pathlib import Path
from typing import get_args

import pytest

from harvest_mcp.commands.hosts.installed import Command, command_of
from harvest_mcp.commands.hosts.merging import is_ours
from harvest_mcp.commands.hosts.places import Machine, place_of
from harvest_mcp.commands.hosts.table import HOSTS, HostName

LINUX = Machine("linux", {}, "/home/ada", "/site")
MACOS = Machine("darwin", {}, "/Users/ada", "/site")
WINDOWS = Machine("win32", {"APPDATA": r"D:\Roaming"}, r"C:\Users\ada", r"C:\site")
SUPPORT = "/Users/ada/Library/Application Support"

OWN = {
    "claude-desktop": (
        "/home/ada/.config/Claude/claude_desktop_config.json",
        f"{SUPPORT}/Claude/claude_desktop_config.json",
        r"D:\Roaming\Claude\claude_desktop_config.json",
    ),
    "claude-code": ("/home/ada/.claude.json", "/Users/ada/.claude.json", r"C:\Users\ada\.claude.json"),
    "cursor": ("/home/ada/.cursor/mcp.json", "/Users/ada/.cursor/mcp.json", r"C:\Users\ada\.cursor\mcp.json"),
    "vscode": (
        "/home/ada/.config/Code/User/mcp.json",
        f"{SUPPORT}/Code/User/mcp.json",
        r"D:\Roaming\Code\User\mcp.json",
    ),
    "codex": (
        "/home/ada/.codex/config.toml",
        "/Users/ada/.codex/config.toml",
        r"C:\Users\ada\.codex\config.toml",
    ),
    "gemini": (
        "/home/ada/.gemini/settings.json",
        "/Users/ada/.gemini/settings.json",
        r"C:\Users\ada\.gemini\settings.json",
    ),
    "mcp-json": ("/site/mcp.json", "/site/mcp.json", r"C:\site\mcp.json"),
}


def test_every_host_that_may_be_named_is_in_the_table() -> None:
    """Our choice: the names stand once for the command line and once as keys."""
    assert tuple(HOSTS) == get_args(HostName)


@pytest.mark.parametrize("host", HOSTS)
def test_a_persons_own_file_lies_where_the_host_says(host: str) -> None:
    """Documented by each host: Linux, macOS, Windows."""
    machines = (LINUX, MACOS, WINDOWS)
    assert tuple(str(place_of(HOSTS[host], machine, project=False)) for machine in machines) == OWN[host]


@pytest.mark.parametrize(
    ("host", "file"),
    [
        ("claude-code", ".mcp.json"),
        ("cursor", ".cursor/mcp.json"),
        ("vscode", ".vscode/mcp.json"),
        ("codex", ".codex/config.toml"),
        ("gemini", ".gemini/settings.json"),
    ],
)
def test_a_projects_file_lies_in_its_folder(host: str, file: str) -> None:
    """Documented by each host."""
    assert str(place_of(HOSTS[host], LINUX, project=True)) == f"/site/{file}"
    assert str(place_of(HOSTS[host], WINDOWS, project=True)) == "C:\\site\\" + file.replace("/", "\\")


@pytest.mark.parametrize(
    ("host", "variable", "file"),
    [
        ("claude-code", "CLAUDE_CONFIG_DIR", "/moved/.claude.json"),
        ("codex", "CODEX_HOME", "/moved/config.toml"),
        ("gemini", "GEMINI_CLI_HOME", "/moved/.gemini/settings.json"),
        ("vscode", "XDG_CONFIG_HOME", "/moved/Code/User/mcp.json"),
        ("claude-desktop", "XDG_CONFIG_HOME", "/moved/Claude/claude_desktop_config.json"),
    ],
)
def test_a_variable_moves_a_persons_own_file_and_no_projects(host: str, variable: str, file: str) -> None:
    """Documented by each host."""
    moved = Machine("linux", {variable: "/moved"}, "/home/ada", "/site")
    assert str(place_of(HOSTS[host], moved, project=False)) == file
    assert not str(place_of(HOSTS[host], moved, project=True)).startswith("/moved")


def test_windows_has_a_usual_place_where_the_variable_is_missing() -> None:
    """Documented by Windows: what APPDATA is by default."""
    bare = Machine("win32", {}, r"C:\Users\ada", r"C:\site")
    assert str(place_of(HOSTS["vscode"], bare, project=False)) == r"C:\Users\ada\AppData\Roaming\Code\User\mcp.json"


def test_a_packaged_claude_desktop_reads_its_packages_file(tmp_path: Path) -> None:
    """Documented (anthropics/claude-code#26073): Windows shows a packaged program another folder as its own."""
    machine = Machine("win32", {"LOCALAPPDATA": str(tmp_path), "APPDATA": "R"}, "H", "F")
    assert str(place_of(HOSTS["claude-desktop"], machine, project=False)).startswith("R\\Claude")
    roaming = tmp_path / "Packages" / "Claude_pzs8sxrjxfjjc" / "LocalCache" / "Roaming"
    roaming.mkdir(parents=True)
    file = Path(str(place_of(HOSTS["claude-desktop"], machine, project=False)).replace("\\", "/"))
    assert file == roaming / "Claude" / "claude_desktop_config.json"
    assert str(place_of(HOSTS["vscode"], machine, project=False)).startswith("R\\Code")


def program(path: Path, *, of: Path | None = None) -> Path:
    """A program that can be started, or a link to one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if of is None:
        path.touch(mode=0o755)
    else:
        path.symlink_to(of)
    return path


def command(
    executable: Path, typed: Path | str, path: Path | str = "", *, has_path: bool = True, platform: str = "linux"
) -> Command:
    """What is started, in an environment with this PATH."""
    return command_of(str(executable), str(typed), {"PATH": str(path)}, platform=platform, has_path=has_path)


@pytest.mark.parametrize("has_path", [True, False])
def test_a_script_of_an_environment_is_named_by_its_whole_path(tmp_path: Path, *, has_path: bool) -> None:
    """Our choice: an environment that is active in this shell is so in no other."""
    script = program(tmp_path / "venv" / "bin" / "harvest-mcp")
    python = script.with_name("python")
    assert command(python, script, script.parent, has_path=has_path) == Command(str(script))
    assert command(python, "/elsewhere/pytest", script.parent, has_path=has_path) == Command(str(script))


def test_a_script_that_was_typed_by_a_short_path_is_named_by_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our choice: hosts start it in a folder of their own."""
    script = program(tmp_path / ".venv" / "bin" / "harvest-access-mcp")
    monkeypatch.chdir(tmp_path)
    assert command(script.with_name("python"), ".venv/bin/harvest-access-mcp") == Command(str(script))


def test_a_tools_script_is_named_plainly_only_where_the_host_has_the_path(tmp_path: Path) -> None:
    """Our choice: pipx and `uv tool` link scripts into a folder of the PATH; desktop hosts do not have that PATH."""
    real = program(tmp_path / "tools" / "bin" / "harvest-mcp")
    link = program(tmp_path / "local" / "harvest-mcp", of=real)
    python = real.with_name("python")
    assert command(python, link, link.parent) == Command("harvest-mcp")
    assert command(python, "-c", link.parent) == Command("harvest-mcp")
    assert command(python, link, link.parent, has_path=False) == Command(str(link))
    assert command(python, link, tmp_path) == Command(str(link))


def test_another_program_of_that_name_on_the_path_is_not_ours(tmp_path: Path) -> None:
    """Our choice: there is somebody else's `harvest-mcp` on the package index."""
    script = program(tmp_path / "venv" / "bin" / "harvest-mcp")
    other = program(tmp_path / "other" / "harvest-mcp")
    assert command(script.with_name("python"), script, other.parent) == Command(str(script))


@pytest.mark.parametrize("cache", ["archive-v0", "environments-v2", "builds-v0"])
def test_out_of_an_environment_that_uv_throws_away_uvx_is_started(tmp_path: Path, cache: str) -> None:
    """Documented by uv: `uvx` runs a tool out of its cache, which people clear; desktop hosts need its whole path."""
    script = program(tmp_path / "uv" / cache / "x1" / "bin" / "harvest-access-mcp")
    uvx = program(tmp_path / "local" / "uvx")
    ours = ("harvest-access-mcp",)
    assert command(script.with_name("python"), script, uvx.parent) == Command("uvx", ours)
    assert command(script.with_name("python"), script, uvx.parent, has_path=False) == Command(str(uvx), ours)
    assert command(script.with_name("python"), script, tmp_path, has_path=False) == Command("uvx", ours)


def test_without_a_script_uvx_is_started(tmp_path: Path) -> None:
    """Our choice: `python -m harvest_mcp` in a bare checkout."""
    assert command(tmp_path / "python", "-m") == Command("uvx", ("harvest-access-mcp",))


def test_on_windows_scripts_end_in_exe(tmp_path: Path) -> None:
    """Documented by Windows and pip: beside the interpreter of an environment, else in Scripts."""
    environment = program(tmp_path / "venv" / "Scripts" / "harvest-mcp.exe")
    assert command(environment.with_name("python.exe"), "-m", platform="win32") == Command(str(environment))
    typed = environment.with_suffix("")
    assert command(tmp_path / "python.exe", typed, platform="win32") == Command(str(environment))
    whole = program(tmp_path / "Python314" / "Scripts" / "harvest-mcp.exe")
    assert command(whole.parents[1] / "python.exe", "-m", platform="win32") == Command(str(whole))
    away = r"C:\uv\cache\archive-v0\x1\Scripts\python.exe"
    assert command_of(away, "", {}, platform="win32", has_path=True).program == "uvx"


OURS = [
    {"command": "harvest-mcp"},
    {"command": "/opt/bin/harvest-access-mcp", "args": ["serve", "--sandbox"]},
    {"command": r"C:\Scripts\harvest-mcp.exe"},
    {"command": "uvx", "args": ["harvest-access-mcp"]},
    {"command": "/usr/bin/uv", "args": ["tool", "run", "harvest-access-mcp"]},
    {"command": "/venv/bin/python3.11", "args": ["-m", "harvest_mcp", "serve"]},
]
NOT_OURS = [
    {"command": "uvx", "args": ["harvest-mcp"]},
    {"command": "uvx"},
    {"command": "uvx", "args": "harvest-access-mcp"},
    {"command": "python", "args": ["-m", "another"]},
    {"command": ["harvest-mcp"]},
    {"url": "https://example.com"},
    "harvest-mcp",
    None,
]


def test_an_entry_is_ours_by_what_it_starts() -> None:
    """Our choice: by any of the names and means by which this program starts, and by no other."""
    assert [entry for entry in OURS if not is_ours(entry)] == []
    assert [entry for entry in NOT_OURS if is_ours(entry)] == []
