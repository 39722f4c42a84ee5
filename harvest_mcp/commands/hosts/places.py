"""Where a host's configuration lies on a machine."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from harvest_mcp.commands.hosts.table import Host, Place, Root


@dataclass(frozen=True, slots=True)
class Machine:
    """What decides where files lie."""

    platform: str
    """As `sys.platform` has it."""
    environment: Mapping[str, str]
    home: str
    folder: str
    """The current one."""

    def path(self, *parts: str) -> PurePath:
        """A path of this machine."""
        return (PureWindowsPath if self.platform == "win32" else PurePosixPath)(*parts)


def this_machine() -> Machine:
    """The machine that this program runs on."""
    return Machine(sys.platform, os.environ, str(Path.home()), str(Path.cwd()))


def place_of(host: Host, machine: Machine, *, project: bool) -> PurePath:
    """The file that holds the host's configuration; it need not exist yet."""
    if project or host.own is None:
        return machine.path(machine.folder, host.project)
    own = host.own
    if moved := machine.environment.get(own.moved_by):
        return machine.path(moved, own.within)
    return machine.path(_packaged(own, machine) or _root(own.root, machine), own.path)


def _root(root: Root, machine: Machine) -> str:
    if root == "home":
        return machine.home
    if machine.platform == "win32":
        return machine.environment.get("APPDATA") or str(machine.path(machine.home, "AppData", "Roaming"))
    if machine.platform == "darwin":
        return str(machine.path(machine.home, "Library", "Application Support"))
    return machine.environment.get("XDG_CONFIG_HOME") or str(machine.path(machine.home, ".config"))


def _packaged(own: Place, machine: Machine) -> str:
    """The folder that Windows shows a packaged program in place of the usual one, where there is such a package."""
    local = machine.environment.get("LOCALAPPDATA")
    if machine.platform != "win32" or not own.packaged or not local:
        return ""
    found = sorted(Path(local).glob(f"Packages/{own.packaged}/LocalCache/Roaming"))
    return str(found[0]) if found else ""
