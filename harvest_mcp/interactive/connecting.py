"""Whose account a notebook or a script asks: what it names itself, or else what any other door would find."""

from pydantic import SecretStr

from harvest_mcp.connection.connecting import Hosts, token_in
from harvest_mcp.connection.environment import Surroundings, surroundings
from harvest_mcp.connection.finding import ACCOUNT_ID, LONGEST_ID, SANDBOX_ACCOUNT, find
from harvest_mcp.connection.opening import Connection
from harvest_mcp.harvest.credentials import DEVELOPERS, Credentials
from harvest_mcp.harvest.errors import BadQuestion
from harvest_mcp.interactive.asking import Harvest


def connect(
    token: str | SecretStr | None = None,
    account_id: int | str | None = None,
    *,
    account: str = "",
    sandbox: bool = False,
) -> Harvest:
    """Give Harvest to ask: by a token, and an account's id where it opens several; or by a connected account's name.

    Without either it is what the command would ask: HARVEST_ACCOUNT, a token in the environment, the default account.
    `sandbox` is the invented company, as one of its own tokens shows it. Nothing is asked yet. Raises NotConnected, and
    BadQuestion where the arguments cannot go together.
    """
    token = _secret(token)
    account_id = number(account_id)
    if account and (token is not None or account_id is not None):
        raise BadQuestion(
            "A connected account's name goes without a token and without an id.", "Give the name alone, or the token."
        )
    if token is not None:
        return Harvest(_with_token(token, account_id, sandbox=sandbox))
    environment = surroundings()
    if account_id is not None:
        environment = Surroundings(environment | {ACCOUNT_ID: str(account_id)})
    return Harvest(find(environment, sandbox=sandbox, account=account))


def number(account_id: int | str | None) -> int | None:
    """Read the number of an account, which may come as text. Raises BadQuestion."""
    if account_id is None:
        return None
    said = str(account_id).strip()
    if not (said.isascii() and said.isdigit() and len(said) <= LONGEST_ID):
        raise BadQuestion(
            "account_id is not the number of an account.",
            f"It stands beside each account at {DEVELOPERS}; a token of one account needs none.",
        )
    return int(said)


def _secret(token: str | SecretStr | None) -> SecretStr | None:
    """Take a token out of sight, so that no traceback with locals shows it."""
    return SecretStr(token) if isinstance(token, str) else token


def _with_token(token: SecretStr, account_id: int | None, *, sandbox: bool) -> Connection:
    bare = token_in(token)
    if sandbox:
        return Connection(Credentials(bare, SANDBOX_ACCOUNT), sandbox=True, source="the sandbox")
    hosts = Hosts.of(surroundings())
    credentials = Credentials(bare, account_id, api_url=hosts.api_url, id_url=hosts.id_url)
    return Connection(credentials, source="a token given in Python")
