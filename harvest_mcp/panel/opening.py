"""How the account of a panel is connected without the panel, in Python and at a terminal; a token is never written."""

from dataclasses import dataclass
from typing import Final

from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.environment import Surroundings, is_on, said, surroundings
from harvest_mcp.connection.finding import ACCOUNT, ACCOUNT_ID, SANDBOX, SANDBOX_TOKEN, TOKEN, find
from harvest_mcp.connection.opening import Connection
from harvest_mcp.harvest.credentials import Credentials
from harvest_mcp.harvest.errors import NotConnected

TERMINAL: Final = "At a terminal"
INVENTED: Final = "sandbox-"
"""How the tokens of the invented company begin, which are no secrets."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What leads to one account: an expression, and at a terminal variables before a command and options behind it."""

    python: str
    remark: str = ""
    """What has to be so for the expression to lead there; empty where nothing has."""
    variables: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    terminal: str = TERMINAL
    """What has to be so there, as a title; empty where no command leads there."""


def opening_of(connection: Connection | None, account_id: int | None) -> Opening:
    """Find what leads to the account of this connection, and to no other; `account_id` is None where it is not known.

    Where nothing does, it is the panel's own connection, which is there in its notebook. No keyring is asked.
    """
    if connection is None:
        return Opening("harvest_mcp.connect()", "the panel is not connected yet: this is whatever account is by then")
    try:
        found = _found(connection)
    except NotConnected:  # the environment, or what is kept, is not as it was
        found = None
    return found or _of_the_panel(connection, account_id)


def _found(connection: Connection) -> Opening | None:
    if connection.transport is not None:
        return None
    if connection.sandbox:
        return _invented(connection.credentials)
    environment = surroundings()
    if is_on(environment, SANDBOX):
        return None
    if connection.name:
        return _named(connection.name, connection.credentials)
    return _in_environment(environment, connection.credentials)


def _invented(credentials: Credentials) -> Opening | None:
    """The invented company, as whom a token of its own shows it."""
    token = credentials.token.get_secret_value()
    if token == SANDBOX_TOKEN and find(surroundings(), sandbox=True).credentials == credentials:
        return Opening("harvest_mcp.connect(sandbox=True)", options=("--sandbox",))
    if not token.startswith(INVENTED):
        return None
    return Opening(
        f"harvest_mcp.connect({token!r}, sandbox=True)", variables=(f"{TOKEN}={token}",), options=("--sandbox",)
    )


def _named(name: str, credentials: Credentials) -> Opening | None:
    kept = Accounts().named(name)
    there = (kept.name, kept.account_id, kept.api_url, kept.id_url)
    if there != (name, credentials.account_id, credentials.api_url, credentials.id_url):
        return None
    return Opening(f"harvest_mcp.connect(account={name!r})", options=("--account", name))


def _in_environment(environment: Surroundings, credentials: Credentials) -> Opening | None:
    if said(environment, ACCOUNT) or not said(environment, TOKEN):
        return None
    number = credentials.account_id
    asked = environment if number is None else Surroundings(environment | {ACCOUNT_ID: str(number)})
    if find(asked).credentials != credentials:
        return None
    return Opening(
        f"harvest_mcp.connect({'' if number is None else f'account_id={number}'})",
        f"where {TOKEN} is the same as here",
        variables=() if number is None else (f"{ACCOUNT_ID}={number}",),
        terminal=f"{TERMINAL} where {TOKEN} is the same as here",
    )


def _of_the_panel(connection: Connection, account_id: int | None) -> Opening:
    which = connection.credentials.account_id or account_id
    return Opening(
        "panel.harvest",
        "of this notebook's AccessPanel: its token is never written",
        options=() if which is None else ("--account", str(which)),
        terminal="" if connection.sandbox else f"{TERMINAL} where `harvest-mcp connect` has connected the same token",
    )
