"""Where a token that somebody types is kept, if it is."""

from typing import Final

from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.connecting import Tried, kept
from harvest_mcp.connection.tokens import Keyring, NoKeyring
from harvest_mcp.harvest.errors import NotConnected

NOT_KEPT: Final = "The token is not kept: it is forgotten with this notebook's kernel."


def keep_token(trial: Tried) -> tuple[str, str]:
    """Keep a token that Harvest has accepted: gives the name that it is kept under, if it is, and what to say of it."""
    try:
        name = kept(trial, Accounts(), kept_in="keyring" if _keyring() else "file").name
    except NotConnected as problem:
        return "", f"Connected, but not kept: {problem.what} {problem.hint}"
    return name, f"Kept as {name}."


def place() -> str:
    """Say where it would be kept."""
    title = _keyring()
    return f"in this computer's keyring ({title})" if title else "in a file that only you can read"


def _keyring() -> str:
    try:
        return Keyring().title
    except NoKeyring:
        return ""
