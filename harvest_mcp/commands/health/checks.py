"""A check: what was looked at, how it is, what was found and what to do. No check ever shows a token or a password."""

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator

from harvest_mcp.answers.shapes import Sentence, Shape

Status = Literal["ok", "warning", "failed"]
Part = Literal["program", "settings", "network", "accounts", "server"]
PARTS: Final[dict[Part, str]] = {
    "program": "This program",
    "settings": "Settings",
    "network": "Network",
    "accounts": "Accounts",
    "server": "The server, started as a host does",
}
_TOKEN: Final = re.compile(r"\d+\.pt\.[\w-]+")


def _struck_out(text: str) -> str:
    """Strike out a token that somebody put into a setting of another kind."""
    return _TOKEN.sub("[token]", text)


Told = Annotated[Sentence, AfterValidator(_struck_out)]


class Check(Shape):
    """One thing that was looked at; `advice` wherever it is not ok."""

    part: Part
    name: str
    status: Status
    found: Told
    advice: Told | None = None


class Health(Shape):
    """Every check, in the order of the parts."""

    checks: list[Check]

    @property
    def is_well(self) -> bool:
        """Whether nothing failed; warnings are no failure."""
        return all(check.status != "failed" for check in self.checks)
