"""The steps by which an account is connected, the same for terminal, link page and notebook.

A pasted text is read; Harvest says which accounts it opens; one of them is tried; only then is it kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pydantic import SecretStr

from harvest_mcp.answers.connection import VerifiedConnection, verified
from harvest_mcp.connection.accounts import Accounts, ConnectedAccount
from harvest_mcp.connection.environment import said
from harvest_mcp.connection.opening import Connection
from harvest_mcp.connection.tokens import Kind
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.credentials import API_URL, DEVELOPERS, ID_URL, Credentials
from harvest_mcp.harvest.errors import AccountChoice, HarvestError, NotConnected
from harvest_mcp.harvest.models import HarvestAccount

if TYPE_CHECKING:
    import httpx

LONGEST_TOKEN: Final = 512
"""Characters; Harvest's have about a hundred."""
_ADDRESS: Final = re.compile(r"https?://|\w+\.\w+/|access_token=", re.IGNORECASE)
_HEADER: Final = re.compile(r"(authorization\s*:\s*)?bearer\s+(?P<token>\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hosts:
    """Where Harvest answers: its API and the host that knows whose a token is."""

    api_url: str = API_URL
    id_url: str = ID_URL

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Hosts":
        """Harvest's own, unless the environment names others. Raises NotConnected."""
        return cls(said(environment, "HARVEST_API_URL") or API_URL, said(environment, "HARVEST_ID_URL") or ID_URL)


def token_in(pasted: SecretStr) -> SecretStr:
    """The token that somebody pasted, without what stood around it. Raises NotConnected where it is none."""
    if trouble := _trouble_with(pasted):
        raise NotConnected(trouble, f"Copy the personal access token alone, at {DEVELOPERS}.")
    return _bare(pasted)


def _trouble_with(pasted: SecretStr) -> str:
    """Say what cannot be right; the error is raised elsewhere, so that no frame of it holds the text."""
    text = pasted.get_secret_value().strip()
    if len(text) > LONGEST_TOKEN:
        return f"That is no token: it has {len(text):,} characters."
    if _ADDRESS.search(text):
        return "That is an address, not a token, or a token within one."
    return ""


def _bare(pasted: SecretStr) -> SecretStr:
    text = pasted.get_secret_value().strip().strip("\"'")
    header = _HEADER.fullmatch(text)
    return SecretStr(header["token"] if header else text)


async def accounts_of(
    token: SecretStr, hosts: Hosts, *, transport: "httpx.AsyncBaseTransport | None" = None
) -> tuple[HarvestAccount, ...]:
    """The Harvest accounts that a token opens, at least one. Raises HarvestError."""
    credentials = Credentials(token, api_url=hosts.api_url, id_url=hosts.id_url)
    async with HarvestClient(credentials, transport=transport) as client:
        opened = await client.accounts()
    if opened.harvest:
        return opened.harvest
    if opened.accounts:
        raise AccountChoice(
            "This token opens Forecast only, and no Harvest account.",
            f"Make one while signed in to Harvest, as a person of its account, at {DEVELOPERS}.",
        )
    raise AccountChoice(
        "This token opens no Harvest account.", f"Make one as a person of the account, at {DEVELOPERS}."
    )


@dataclass(frozen=True, slots=True)
class Tried:
    """A token and an account that Harvest has just accepted, and what they show; not kept yet."""

    credentials: Credentials
    answer: VerifiedConnection
    as_of: datetime


async def tried(
    token: SecretStr, account_id: int, hosts: Hosts, *, transport: "httpx.AsyncBaseTransport | None" = None
) -> Tried:
    """Ask who the token is and what it sees in this account. Raises HarvestError."""
    credentials = Credentials(token, account_id, api_url=hosts.api_url, id_url=hosts.id_url)
    async with Connection(credentials, transport=transport).open() as directory:
        try:
            view = await directory.look()
            return Tried(credentials, verified(view, sandbox=False), view.as_of)
        except HarvestError as error:
            failed = error
    raise failed  # out here: a directory that an error ends would wrap it in a group


def kept(trial: Tried, accounts: Accounts, *, name: str = "", kept_in: Kind = "keyring") -> ConnectedAccount:
    """Keep what was tried, under this name or one of ours. Raises NotConnected, and then nothing is kept."""
    answer = trial.answer
    account = ConnectedAccount(
        name=name
        or accounts.name_for(
            answer.account.name, answer.user.name, account_id=answer.account.id, user_id=answer.user.id
        ),
        account_id=answer.account.id,
        account=answer.account.name,
        user_id=answer.user.id,
        user=answer.user.name,
        level=answer.level,
        kept_in=kept_in,
        connected_at=trial.as_of,
        api_url=trial.credentials.api_url,
        id_url=trial.credentials.id_url,
    )
    accounts.keep(account, trial.credentials.token)
    return account
