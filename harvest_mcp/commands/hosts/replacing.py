"""Replaces a file whole or not at all, after a backup beside it that replaces nothing."""

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from harvest_mcp.harvest.errors import BadQuestion

ORDINARY: Final = 0o666
"""What a new file may be, before the system takes off what the person takes off everywhere."""

MOST: Final = 1000
"""Backups of one file."""


def content_of(file: Path) -> bytes | None:
    """What the file holds; nothing where there is none. Raises OSError."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def replace(file: Path, old: bytes | None, new: bytes) -> Path | None:
    """Write the new content in place of the old, and give where the old is kept. Raises OSError, BadQuestion.

    The file keeps its mode and its owner; a link stays a link; folders that are missing are made.
    """
    real = Path(os.path.realpath(file))
    real.parent.mkdir(parents=True, exist_ok=True)
    beside = real.with_name(f".{real.name}.{secrets.token_hex(4)}")
    try:
        _create(beside, new, like=real if old is not None else None)
        if content_of(real) != old:
            raise _changed()
        backup = _backed_up(real, old) if old is not None else None
        beside.replace(real)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return backup


def _changed() -> BadQuestion:
    return BadQuestion("Another program has changed it meanwhile.", "Run this again.")


def _backed_up(file: Path, content: bytes) -> Path:
    """Keep the content in the first file beside this one whose name is free."""
    for ending in ("", *(f"-{number}" for number in range(2, MOST))):
        backup = file.with_name(f"{file.name}.backup{ending}")
        with suppress(FileExistsError):
            _create(backup, content, like=file)
            return backup
    raise FileExistsError(errno.EEXIST, "too many backups stand beside it")


def _create(file: Path, content: bytes, *, like: Path | None) -> None:
    """Write a file that is not there yet, readable to nobody else than the one that it is like."""
    mode = ORDINARY if like is None else 0o600
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode), "wb") as new:
        if like is not None:
            known = like.stat()
            if hasattr(os, "fchown"):
                with suppress(PermissionError):  # of a file that somebody else owns, a copy can only be one's own
                    os.fchown(new.fileno(), known.st_uid, known.st_gid)
            file.chmod(known.st_mode & 0o777)
        new.write(content)
        new.flush()
        os.fsync(new.fileno())
