"""Where this program keeps what it must remember, as each platform wants it."""

from pathlib import Path
from typing import Final

NAME: Final = "harvest-access-mcp"


def configuration() -> Path:
    """The folder of the connected accounts; it need not exist yet."""
    from platformdirs import user_config_path  # noqa: PLC0415  (a start with a token in the environment needs no folder)

    return user_config_path(NAME, appauthor=False)


def data() -> Path:
    """The folder of the history; it need not exist yet."""
    from platformdirs import user_data_path  # noqa: PLC0415  (the same)

    return user_data_path(NAME, appauthor=False)
