"""Where a token that somebody types is kept, in words."""

from harvest_mcp.connection.tokens import Keyring, NoKeyring


def keyring() -> str:
    """Name this computer's keyring; nothing, where there is none."""
    try:
        return Keyring().title
    except NoKeyring:
        return ""


def place() -> str:
    """Say where it would be kept."""
    title = keyring()
    return f"in this computer's keyring ({title})" if title else "in a file that only you can read"
