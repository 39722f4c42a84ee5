"""Writes a file that only its owner can read, whole or not at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from pydantic import SecretStr

from harvest_mcp.harvest.errors import NotConnected


def write_private(file: Path, content: SecretStr) -> None:
    """Write a file in place of what is there; whoever reads meanwhile gets the old or the new. Raises NotConnected.

    The content is a secret to every frame that it passes, so that no traceback shows it.
    """
    try:
        _make_private(file.parent)
        beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        try:
            _create(beside, content)
            beside.replace(file)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
    except OSError as problem:
        raise NotConnected(
            f"{file} cannot be written: {problem.strerror or type(problem).__name__}.",
            "Make room or make the folder writable; or set HARVEST_ACCESS_TOKEN where this program is started.",
        ) from None


def _make_private(folder: Path) -> None:
    """Make a folder and what is missing above it, all for their owner alone; what is there stays as it is."""
    if not folder.is_dir():
        _make_private(folder.parent)
        folder.mkdir(exist_ok=True, mode=0o700)


def _create(file: Path, content: SecretStr) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
        new.write(content.get_secret_value().encode())
        new.flush()
        os.fsync(new.fileno())
