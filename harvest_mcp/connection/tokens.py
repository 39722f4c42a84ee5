"""Where tokens are kept: the operating system's keyring, or a file that only its owner can read.

A token goes in as a secret and comes out as one. What a keyring raises becomes an error of ours that says what to do.
"""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, Protocol, TypeVar

from pydantic import SecretStr

from harvest_mcp.connection.places import NAME
from harvest_mcp.connection.writing import write_private
from harvest_mcp.harvest.errors import NotConnected, Unconnected

Kind = Literal["keyring", "file"]
T = TypeVar("T")

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
AGAIN: Final = "Connect the account again: run `harvest-mcp connect`."


class NoKeyring(NotConnected):
    """This machine has no keyring, or it is locked, or it fails."""


class Tokens(Protocol):
    """Keeps one token under each name."""

    def keep(self, name: str, token: SecretStr) -> None:
        """Keep a token, in place of what was kept under this name. Raises NotConnected."""

    def find(self, name: str) -> SecretStr:
        """Give the token that is kept under this name. Raises NotConnected."""

    def forget(self, name: str) -> None:
        """Forget the token, if there is one. Raises NotConnected."""


class Keyring:
    """The operating system's keyring: Keychain, Credential Manager, Secret Service, or what keyring is told to use."""

    @property
    def title(self) -> str:
        """What the keyring calls itself; empty where there is none."""
        import keyring  # noqa: PLC0415  (it looks for the desktop's services when it is loaded)

        backend = _asked(keyring.get_keyring)
        return backend.name if backend.priority > 0 else ""

    def keep(self, name: str, token: SecretStr) -> None:
        """Keep a token. Raises NoKeyring."""
        import keyring  # noqa: PLC0415  (see above)

        if not self.title:
            raise _without_a_keyring()
        _asked(lambda: keyring.set_password(NAME, name, token.get_secret_value()))

    def find(self, name: str) -> SecretStr:
        """Give the token. Raises NotConnected."""
        import keyring  # noqa: PLC0415  (see above)

        kept = _asked(lambda: _hidden(keyring.get_password(NAME, name)))
        if kept is None:
            raise Unconnected(f"The keyring holds no token for {name}.", AGAIN, name=name)
        return kept

    def forget(self, name: str) -> None:
        """Forget the token. Raises NoKeyring."""
        import keyring  # noqa: PLC0415  (see above)

        if _asked(lambda: _hidden(keyring.get_password(NAME, name))) is not None:
            _asked(lambda: keyring.delete_password(NAME, name))


class TokenFiles:
    """A file for each token in a folder, mode 0600: for machines without a keyring."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, name: str, token: SecretStr) -> None:
        """Keep a token. Raises NotConnected."""
        write_private(self._file(name), token)

    def find(self, name: str) -> SecretStr:
        """Give the token, unless others could have read it. Raises NotConnected."""
        file = self._file(name)
        try:
            if os.name == "posix" and file.stat().st_mode & OTHERS:
                raise NotConnected(
                    f"Others on this machine can read the token in {file}.",
                    "Make a new token and run `harvest-mcp connect`, or if you trust them: chmod 600 that file.",
                )
            return SecretStr(file.read_text(encoding="utf-8").strip())
        except FileNotFoundError:
            raise Unconnected(f"No token is kept for {name}: {file} is not there.", AGAIN, name=name) from None
        except (OSError, UnicodeDecodeError) as problem:
            raise NotConnected(f"{file} cannot be read: {_reason(problem)}.", AGAIN) from None

    def forget(self, name: str) -> None:
        """Forget the token. Raises NotConnected."""
        file = self._file(name)
        try:
            file.unlink(missing_ok=True)
        except OSError as problem:
            raise NotConnected(f"{file} cannot be removed: {_reason(problem)}.", "Remove it by hand.") from None

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.token"


def _asked(question: Callable[[], T]) -> T:
    """Ask the keyring; its backends raise whatever the services beneath them do."""
    try:
        return question()
    except Exception as problem:  # noqa: BLE001  (see above; the cause stays out, for its frames hold the token)
        trouble = type(problem).__name__
    if trouble == "NoKeyringError":
        raise _without_a_keyring()
    why = "is locked" if trouble == "KeyringLocked" else f"does not answer ({trouble})"
    raise NoKeyring(f"The keyring {why}.", "Unlock it and try again; `harvest-mcp doctor` says which one it is.")


def _without_a_keyring() -> NoKeyring:
    return NoKeyring(
        "This machine has no keyring to keep a token in.",
        "Keep it in a file that only you can read: run `harvest-mcp connect --file`.",
    )


def _hidden(token: str | None) -> SecretStr | None:
    return None if token is None else SecretStr(token)


def _reason(problem: OSError | UnicodeDecodeError) -> str:
    return (problem.strerror or type(problem).__name__) if isinstance(problem, OSError) else "it is no text"
