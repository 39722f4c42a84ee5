"""Whether the program itself is well: its versions, the folder of the connected accounts, the keyring."""

import os
import platform
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from harvest_mcp import __version__
from harvest_mcp.commands.health.checks import Check
from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.tokens import OTHERS, Keyring, NoKeyring
from harvest_mcp.connection.writing import write_private
from harvest_mcp.harvest.errors import NotConnected, Unconnected

FILE: Final = "`harvest-mcp connect --file` keeps a token in a file that only you can read."
NOBODYS: Final = "(doctor)"
"""A name that no connected account can have."""


def checks(accounts: Accounts) -> Iterator[Check]:
    """Look at the program and at where it keeps things."""
    yield Check(part="program", name="version", status="ok", found=f"{__version__}, with mcp {version('mcp')}")
    python = f"{platform.python_version()} ({platform.python_implementation()}) on {platform.system()}"
    yield Check(part="program", name="Python", status="ok", found=python)
    yield _folder(accounts.folder)
    yield _keyring()


def _folder(folder: Path) -> Check:
    """Whether others can read what is kept, and whether more can be kept; a token that they can read is a failure."""
    name = "configuration"
    there = folder.exists()
    if trouble := _unwritable(folder, there=there):
        advice = "Make it a writable folder with room in it, or no account can be connected."
        return Check(part="program", name=name, status="failed", found=trouble, advice=advice)
    if not there:
        return Check(part="program", name=name, status="ok", found=f"{folder}: not there yet")
    opened = [file.name for file in (folder, *folder.rglob("*")) if _is_open_to_others(file)]
    tokens = [file for file in opened if file.endswith(".token")]
    if opened:
        found = f"{folder}: others can read {', '.join((tokens or opened)[:3])}"
        advice = f"Run: chmod -R go= {folder}"
        return Check(part="program", name=name, status="failed" if tokens else "warning", found=found, advice=advice)
    return Check(part="program", name=name, status="ok", found=str(folder))


def _unwritable(folder: Path, *, there: bool) -> str:
    """Say why nothing can be kept: a file is written and removed, or, without a folder, the place for it is seen to."""
    if not there:
        above = next(parent for parent in folder.parents if parent.exists())
        fits = above.is_dir() and os.access(above, os.W_OK | os.X_OK)
        return "" if fits else f"{folder} cannot be made: {above} is not a folder to write in."
    file = folder / NOBODYS
    try:
        write_private(file, SecretStr(""))
        file.unlink(missing_ok=True)
    except NotConnected as problem:
        return problem.what
    except OSError as problem:
        return f"{file} cannot be removed: {problem.strerror}."
    return ""


def _is_open_to_others(file: Path) -> bool:
    try:
        return os.name == "posix" and not file.is_symlink() and bool(file.stat().st_mode & OTHERS)
    except OSError:  # another program has just removed it
        return False


def _keyring() -> Check:
    """Which keyring it is and whether it answers: a token that was never kept is asked for, and nothing is written."""
    title = ""
    try:
        if title := Keyring().title:
            with suppress(Unconnected):
                Keyring().find(NOBODYS)
    except NoKeyring as problem:
        found = f"{problem.what} ({title})" if title else problem.what
        return Check(part="program", name="keyring", status="failed", found=found, advice=f"Unlock or mend it. {FILE}")
    if not title:
        return Check(part="program", name="keyring", status="warning", found="none on this machine", advice=FILE)
    return Check(part="program", name="keyring", status="ok", found=title)
