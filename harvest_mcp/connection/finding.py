"""Finds whose account is meant: the sandbox, an account by name, a token in the environment, or the default account.

The first match wins. Nothing is guessed: what is there but cannot be right is an error that says how to mend it.
"""

from collections.abc import Mapping
from typing import Final

from pydantic import SecretStr

from harvest_mcp.connection.accounts import Accounts, ConnectedAccount
from harvest_mcp.connection.environment import is_on, said
from harvest_mcp.connection.opening import Connection
from harvest_mcp.harvest.credentials import API_URL, DEVELOPERS, ID_URL, Credentials
from harvest_mcp.harvest.errors import NotConnected, Unconnected

TOKEN: Final = "HARVEST_ACCESS_TOKEN"  # noqa: S105  (the variable's name)
ACCOUNT_ID: Final = "HARVEST_ACCOUNT_ID"
ACCOUNT: Final = "HARVEST_ACCOUNT"
SANDBOX: Final = "HARVEST_SANDBOX"
API: Final = "HARVEST_API_URL"
ID: Final = "HARVEST_ID_URL"

SANDBOX_ACCOUNT: Final = 1000001
SANDBOX_TOKEN: Final = "sandbox-administrator"  # noqa: S105  (it opens an invented company only)

HOW: Final = (
    "Run `harvest-mcp connect` with an administrator's token, made at "
    f"{DEVELOPERS}; or set {TOKEN} (and {ACCOUNT_ID}) where this program is started. "
    f"Or set {SANDBOX}=1 to try an invented company."
)
LONGEST_ID: Final = 18
"""Digits that the number of an account may have."""


def find(
    environment: Mapping[str, str], *, sandbox: bool = False, account: str = "", accounts: Accounts | None = None
) -> Connection:
    """Find the connection that these name; `account` is the name of a connected one. Raises NotConnected."""
    if sandbox or is_on(environment, SANDBOX):
        return _sandbox(environment)
    if name := account.strip() or said(environment, ACCOUNT):
        known = accounts or Accounts()
        return _connected(known, known.named(name), environment, how="the account that was named")
    if (token := _token(environment)) is not None:
        return _in_environment(token, environment)
    return _default(accounts or Accounts(), environment)


def _token(environment: Mapping[str, str]) -> SecretStr | None:
    token = said(environment, TOKEN)
    return SecretStr(token) if token else None


def _sandbox(environment: Mapping[str, str]) -> Connection:
    """The invented company; one of its own tokens in the environment shows it as another person sees it."""
    token = environment.get(TOKEN, "").strip()
    own = token if token.startswith("sandbox-") else SANDBOX_TOKEN
    return Connection(Credentials(SecretStr(own), SANDBOX_ACCOUNT), sandbox=True, source="the sandbox")


def _in_environment(token: SecretStr, environment: Mapping[str, str]) -> Connection:
    credentials = Credentials(
        token,
        account_id_in(environment),
        api_url=said(environment, API) or API_URL,
        id_url=said(environment, ID) or ID_URL,
    )
    return Connection(credentials, source=f"{TOKEN} in the environment")


def _default(accounts: Accounts, environment: Mapping[str, str]) -> Connection:
    wanted = account_id_in(environment)
    if wanted is not None:
        return _connected(accounts, accounts.named(str(wanted)), environment, how=ACCOUNT_ID)
    default = accounts.default()
    if default is not None:
        return _connected(accounts, default, environment, how="the default")
    if connected := accounts.all():
        raise NotConnected(
            f"{len(connected)} accounts are connected and none is the default: "
            f"{', '.join(account.name for account in connected)}.",
            f"Name one with --account or {ACCOUNT}, or run `harvest-mcp accounts --default NAME`.",
        )
    raise Unconnected("No Harvest account is connected.", HOW)


def _connected(
    accounts: Accounts, account: ConnectedAccount, environment: Mapping[str, str], *, how: str
) -> Connection:
    """A connected account, at the hosts where it was connected: no environment sends its token to others."""
    for name, kept in ((API, account.api_url), (ID, account.id_url)):
        if said(environment, name).rstrip("/") not in {"", kept}:
            raise NotConnected(
                f"{name} names another host than the one where {account.name} was connected.",
                f"A kept token goes nowhere else: leave {name} out, or connect the account there.",
            )
    where = "the keyring" if account.kept_in == "keyring" else "a file"
    return Connection(
        accounts.credentials(account),
        source=f"the connected account {account.name} ({how}), its token from {where}",
        name=account.name,
    )


def account_id_in(environment: Mapping[str, str]) -> int | None:
    """Read which account the environment means; null: it does not say. Raises NotConnected."""
    number = said(environment, ACCOUNT_ID)
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_ID):
        raise NotConnected(
            f"{ACCOUNT_ID} is not the number of an account.",
            f"It stands beside each account at {DEVELOPERS}; a token of one account needs none.",
        )
    return int(number)
