"""The table of hosts: where each keeps its configuration, what an entry of ours looks like in it, and what comes next.

Sources: each host's own documentation of its MCP configuration, and for the packaged Claude Desktop of Windows
https://github.com/anthropics/claude-code/issues/26073.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from harvest_mcp.connection.finding import TOKEN

HostName = Literal["claude-desktop", "claude-code", "cursor", "vscode", "codex", "gemini", "mcp-json"]
Root = Literal["home", "configuration"]
"""The home folder, or where the platform wants the configuration of programs."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person's own configuration lies: under a root, or under what a variable names."""

    root: Root
    path: str
    moved_by: str = ""
    within: str = ""
    """The path under what the variable names."""
    packaged: str = ""
    """How the folder of the package is called that Windows gives a configuration of its own."""


@dataclass(frozen=True, slots=True)
class Host:
    """A host."""

    title: str
    then: str
    """What to do once the configuration is there."""
    own: Place | None
    """A person's own configuration; nothing where only a folder has one."""
    project: str = ""
    """The configuration of a project, in its folder."""
    servers: str = "mcpServers"
    """The key under which servers are entered by their names."""
    always: Mapping[str, Any] = field(default_factory=dict)
    """What every entry holds."""
    token: Mapping[str, Any] = field(default_factory=dict)
    """What an entry holds so that the host hands on the token; nothing where it cannot but hold the token itself."""
    inputs: Sequence[Mapping[str, Any]] = ()
    """What the host asks the person for, where that is how it comes by the token."""
    has_path: bool = False
    """Whether it is started from a shell, and so finds the commands that the shell finds."""


HOSTS: Final[Mapping[str, Host]] = {
    "claude-desktop": Host(
        title="Claude Desktop",
        then="quit Claude Desktop altogether and start it again; Settings > Developer lists the server.",
        own=Place("configuration", "Claude/claude_desktop_config.json", packaged="Claude_*"),
    ),
    "claude-code": Host(
        title="Claude Code",
        then="start `claude` again; `/mcp` lists the server.",
        own=Place("home", ".claude.json", moved_by="CLAUDE_CONFIG_DIR", within=".claude.json"),
        project=".mcp.json",
        token={"env": {TOKEN: f"${{{TOKEN}}}"}},
        has_path=True,
    ),
    "cursor": Host(
        title="Cursor",
        then="restart Cursor, and see under Settings > MCP that the server is on.",
        own=Place("home", ".cursor/mcp.json"),
        project=".cursor/mcp.json",
        token={"env": {TOKEN: f"${{env:{TOKEN}}}"}},
    ),
    "vscode": Host(
        title="VS Code",
        then="run `MCP: List Servers` from the Command Palette and start the server.",
        own=Place("configuration", "Code/User/mcp.json"),
        project=".vscode/mcp.json",
        servers="servers",
        always={"type": "stdio"},
        token={"env": {TOKEN: "${input:harvest-token}"}},
        inputs=(
            {"id": "harvest-token", "type": "promptString", "password": True, "description": "Harvest access token"},
        ),
    ),
    "codex": Host(
        title="Codex",
        then="start `codex` again; `/mcp` lists the server.",
        own=Place("home", ".codex/config.toml", moved_by="CODEX_HOME", within="config.toml"),
        project=".codex/config.toml",
        servers="mcp_servers",
        token={"env_vars": [TOKEN]},
        has_path=True,
    ),
    "gemini": Host(
        title="Gemini CLI",
        then="start `gemini` again; `/mcp` lists the server.",
        own=Place("home", ".gemini/settings.json", moved_by="GEMINI_CLI_HOME", within=".gemini/settings.json"),
        project=".gemini/settings.json",
        token={"env": {TOKEN: f"${TOKEN}"}},
        has_path=True,
    ),
    "mcp-json": Host(
        title="mcp.json",
        then="give the file to a host, or start the host in this folder.",
        own=None,
        project="mcp.json",
    ),
}
