"""What is entered in a host's configuration so that it starts our server."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from harvest_mcp.commands.hosts.installed import Command
from harvest_mcp.commands.hosts.table import Host


def document_of(
    host: Host, name: str, command: Command, arguments: Sequence[str], *, from_environment: bool = False
) -> dict[str, Any]:
    """A whole configuration in which nothing but our server is entered."""
    entry = {
        **host.always,
        "command": command.program,
        "args": [*command.arguments, *arguments],
        **(host.token if from_environment else {}),
    }
    inputs = {"inputs": list(host.inputs)} if from_environment and host.inputs else {}
    return deepcopy({**inputs, host.servers: {name: entry}})
