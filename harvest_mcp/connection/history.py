"""Where the history lies: in this platform's folder for data, or in a database that the environment names."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pydantic import SecretStr

from harvest_mcp.connection.environment import said
from harvest_mcp.connection.places import data
from harvest_mcp.harvest.errors import HistoryFailed

if TYPE_CHECKING:
    from harvest_mcp.history import History

URL: Final = "HARVEST_HISTORY_URL"
FILE: Final = "history.sqlite"
OF_SANDBOX: Final = "sandbox-history.sqlite"
"""The invented company's snapshots lie apart, wherever the others are."""


def find_history(environment: Mapping[str, str], *, sandbox: bool = False) -> "History":
    """Open the history that is meant; nothing is made before the first snapshot. Raises HistoryFailed."""
    try:
        from harvest_mcp.history import History  # noqa: PLC0415  (an extra: it may not be installed)
    except ModuleNotFoundError as missing:
        if missing.name != "sqlalchemy":
            raise
        raise HistoryFailed(
            "Snapshots need SQLAlchemy, which is not installed.", "Run `pip install 'harvest-access-mcp[history]'`."
        ) from None
    if sandbox:
        return History.open(data() / OF_SANDBOX)
    url = SecretStr(said(environment, URL))
    return History.open(url) if url else History.open(data() / FILE)
