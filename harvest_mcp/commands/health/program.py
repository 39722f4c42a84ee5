"""Whether the program itself is well: its versions, the folder of the connected accounts, the keyring."""

import os
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

from harvest_mcp import __version__
from harvest_mcp.commands.health.checks import Check
from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.tokens import OTHERS, Keyring, NoKeyring

FILE: Final = "`harvest-mcp connect --file` keeps a token in a file that only you can read."


def checks(accounts: Accounts) -> Iterator[Check]:
    """Look at the program and at where it keeps things."""
    yield Check(part="program", name="version", status="ok", found=f"{__version__}, with mcp {version('mcp')}")
    python = f"{platform.python_version()} ({platform.python_implementation()}) on {platform.system()}"
    yield Check(part="program", name="Python", status="ok", found=python)
    yield _folder(accounts.folder)
    yield _keyring()


def _folder(folder: Path) -> Check:
    """Whether others can read what is kept, and whether more can be kept."""
    name = "configuration"
    if not folder.exists():
        return Check(part="program", name=name, status="ok", found=f"{folder}: not there yet")
    open_to_others = [file.name for file in (folder, *folder.rglob("*")) if _is_open_to_others(file)]
    if open_to_others:
        found = f"{folder}: others can read {', '.join(open_to_others[:3])}"
        return Check(part="program", name=name, status="failed", found=found, advice=f"Run: chmod -R go= {folder}")
    if not os.access(folder, os.W_OK):
        advice = "Make it writable, or no account can be connected."
        return Check(part="program", name=name, status="warning", found=f"{folder}: not writable", advice=advice)
    return Check(part="program", name=name, status="ok", found=str(folder))


def _is_open_to_others(file: Path) -> bool:
    return os.name == "posix" and not file.is_symlink() and bool(file.stat().st_mode & OTHERS)


def _keyring() -> Check:
    try:
        title = Keyring().title
    except NoKeyring as problem:
        return Check(
            part="program", name="keyring", status="failed", found=problem.what, advice=f"{problem.hint} {FILE}"
        )
    if not title:
        return Check(part="program", name="keyring", status="warning", found="none on this machine", advice=FILE)
    return Check(part="program", name="keyring", status="ok", found=title)
