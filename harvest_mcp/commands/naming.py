"""Which permission is meant at the terminal, and what a shell offers while one is typed."""

from harvest_mcp.access.permissions import Permission
from harvest_mcp.answers.permissions import permission
from harvest_mcp.answers.suggesting import permission_ids
from harvest_mcp.commands.words import explained


def permission_of(word: str) -> Permission:
    """Find the permission that was typed before anybody is asked; a misspelt one gets the nearest."""
    with explained():
        return permission(word)


def offered(incomplete: str) -> list[str]:
    """Offer the permissions that go on from these letters."""
    return [name for name in permission_ids(incomplete).values if name.startswith(incomplete)]
