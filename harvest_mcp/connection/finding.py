"""Finds whose account is meant, first match wins: the sandbox where it is asked for, then a token in the environment.

Nothing is guessed: what is there but cannot be right is an error that says how to mend it.
"""

import re
from collections.abc import Mapping
from typing import Final

from pydantic import SecretStr

from harvest_mcp.connection.opening import Connection
from harvest_mcp.harvest.credentials import API_URL, ID_URL, Credentials
from harvest_mcp.harvest.errors import NotConnected

TOKEN: Final = "HARVEST_ACCESS_TOKEN"  # noqa: S105  (the variable's name)
ACCOUNT_ID: Final = "HARVEST_ACCOUNT_ID"
SANDBOX: Final = "HARVEST_SANDBOX"

SANDBOX_ACCOUNT: Final = 1000001
SANDBOX_TOKEN: Final = "sandbox-administrator"  # noqa: S105  (it opens an invented company only)

HOW: Final = (
    f"Set {TOKEN} (and {ACCOUNT_ID}) where this program is started: make a token as an administrator at "
    f"https://id.getharvest.com/developers. Or set {SANDBOX}=1 to try an invented company."
)
_PLACEHOLDER: Final = re.compile(r"\$\{.*\}|\$\w+|\{\{.*\}\}|<.*>|%\w+%")
_LONGEST_ID: Final = 18


def find(environment: Mapping[str, str], *, sandbox: bool = False) -> Connection:
    """Find the connection that this environment names. Raises NotConnected."""
    if sandbox or _is_on(environment, SANDBOX):
        return _sandbox(environment.get(TOKEN, "").strip())
    token = _said(environment, TOKEN)
    if not token:
        raise NotConnected("No Harvest account is connected.", HOW)
    credentials = Credentials(
        SecretStr(token),
        _account_id(environment),
        api_url=_said(environment, "HARVEST_API_URL") or API_URL,
        id_url=_said(environment, "HARVEST_ID_URL") or ID_URL,
    )
    return Connection(credentials, source=f"{TOKEN} in the environment")


def _sandbox(token: str) -> Connection:
    """The invented company; one of its own tokens in the environment shows it as another person sees it."""
    own = token if token.startswith("sandbox-") else SANDBOX_TOKEN
    return Connection(Credentials(SecretStr(own), SANDBOX_ACCOUNT), sandbox=True, source="the sandbox")


def _account_id(environment: Mapping[str, str]) -> int | None:
    said = _said(environment, ACCOUNT_ID)
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= _LONGEST_ID):
        raise NotConnected(
            f"{ACCOUNT_ID} is not the number of an account.",
            "It stands beside each account at https://id.getharvest.com/developers; a token of one account needs none.",
        )
    return int(said)


def _is_on(environment: Mapping[str, str], name: str) -> bool:
    said = _said(environment, name).casefold()
    if said in {"", "0", "false", "no", "off"}:
        return False
    if said in {"1", "true", "yes", "on"}:
        return True
    raise NotConnected(f"{name} is neither on nor off.", f"Set {name}=1 for the sandbox, or leave it out.")


def _said(environment: Mapping[str, str], name: str) -> str:
    said = environment.get(name, "").strip()
    if _PLACEHOLDER.fullmatch(said):
        raise NotConnected(
            f"{name} holds a placeholder: whatever starts this program did not fill in its value.",
            f"Write the value of {name} into the host's configuration, or set it before the host is started.",
        )
    return said
