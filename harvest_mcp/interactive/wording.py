"""Errors in the words of whoever asks in Python: a hint that names a tool names the method that asks the same."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from harvest_mcp.harvest.errors import HarvestError

METHODS: Final[Mapping[str, str]] = {
    "list_users": "harvest.users()",
    "list_projects": "harvest.projects()",
    "list_roles": "harvest.roles()",
    "harvest://permissions": "harvest.permissions()",
    ", in HARVEST_ACCOUNT_ID": ": connect(account_id=...)",
}


@contextmanager
def in_python() -> Iterator[None]:
    """Put the hint of an error that comes through into these words."""
    try:
        yield
    except HarvestError as error:
        for tool, method in METHODS.items():
            error.hint = error.hint.replace(tool, method)
        raise
