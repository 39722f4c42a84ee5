"""What the environment says, shown to nobody; a placeholder that nobody filled in is an error that says so."""

import os
import re
from collections.abc import Mapping
from typing import Final

from typing_extensions import override

from harvest_mcp.harvest.errors import NotConnected

_PLACEHOLDER: Final = re.compile(r"\$\{.*\}|\$\w+|\{\{.*\}\}|<.*>|%\w+%")


class Surroundings(dict[str, str]):
    """Variables, one of which may be a token: no `repr` of them, as in a traceback's locals, shows a value."""

    @override
    def __repr__(self) -> str:
        return f"<{len(self)} variables>"


def surroundings() -> Surroundings:
    """The variables that this program was started with."""
    return Surroundings(os.environ)


def said(environment: Mapping[str, str], name: str) -> str:
    """The value of a variable without space around it, empty where it is not set. Raises NotConnected."""
    value = environment.get(name, "").strip()
    if _PLACEHOLDER.fullmatch(value):
        raise NotConnected(
            f"{name} holds a placeholder: whatever starts this program did not fill in its value.",
            f"Write the value of {name} into the host's configuration, or set it before the host is started.",
        )
    return value


def is_on(environment: Mapping[str, str], name: str) -> bool:
    """Whether a variable that is on or off is on. Raises NotConnected where it is neither."""
    value = said(environment, name).casefold()
    if value in {"", "0", "false", "no", "off"}:
        return False
    if value in {"1", "true", "yes", "on"}:
        return True
    raise NotConnected(f"{name} is neither on nor off.", f"Set {name}=1 for the sandbox, or leave it out.")
