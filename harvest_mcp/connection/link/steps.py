"""The steps of the link page: a token, an account, connected; and what went wrong on the way, in words.

The token stays here between two steps, as a secret, and is forgotten with the last.
"""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

import anyio
import anyio.to_thread
from pydantic import SecretStr

from harvest_mcp.answers.connection import VerifiedConnection
from harvest_mcp.connection.accounts import Accounts, ConnectedAccount
from harvest_mcp.connection.connecting import Hosts, accounts_of, kept, token_in, tried
from harvest_mcp.connection.tokens import Keyring, Kind, NoKeyring
from harvest_mcp.harvest.credentials import DEVELOPERS
from harvest_mcp.harvest.errors import BadToken, HarvestError, NotConnected
from harvest_mcp.harvest.models import HarvestAccount

if TYPE_CHECKING:
    import httpx

Step = Literal["token", "account", "connected", "closed"]
Field = Literal["token", "account", "in_file", ""]

LONGEST_ID: Final = 18
"""Digits of an account id that a person may type."""
NEW_TOKEN: Final = f"Copy it again, or make a new one at {DEVELOPERS}."


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, what to do, and beside which field it is said; none: it is the matter of no field."""

    what: str
    hint: str
    field: Field = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a browser sent: which button, and what the fields hold."""

    do: str
    proof: str = ""
    token: SecretStr = SecretStr("")  # noqa: RUF009  (a secret never changes)
    account_id: str = ""
    account: str = ""
    in_file: bool = False


class Steps:
    """How far one person has come with one page; `ended` is set when nothing more can come."""

    def __init__(
        self,
        accounts: Accounts,
        hosts: Hosts,
        *,
        name: str = "",
        kept_in: Kind = "keyring",
        transport: "httpx.AsyncBaseTransport | None" = None,
    ) -> None:
        self.kept_in = kept_in
        self.keyring = ""
        """What the keyring calls itself; empty where there is none, or it failed."""
        self.closing = 0.0
        self.turn = anyio.Lock()
        self.ended = anyio.Event()
        self.trouble: Trouble | None = None
        self.typed_id = ""
        self.in_file = False
        self.opened: tuple[HarvestAccount, ...] = ()
        self.connected: ConnectedAccount | None = None
        self.answer: VerifiedConnection | None = None
        self._accounts = accounts
        self._hosts = hosts
        self._name = name
        self._transport = transport
        self._token: SecretStr | None = None

    async def prepare(self, *, closing: float) -> None:
        """See where a token can be kept. `closing` is when the page closes, by the loop's clock."""
        self.closing = closing
        if self.kept_in == "keyring":
            self.keyring = await anyio.to_thread.run_sync(_title_of_the_keyring)

    @property
    def step(self) -> Step:
        """What comes next."""
        if self.connected is not None:
            return "connected"
        if self.ended.is_set():
            return "closed"
        return "token" if self._token is None else "account"

    @property
    def offers_file(self) -> bool:
        """Whether the person is to say that a file will do, for want of a keyring."""
        return self.kept_in == "keyring" and not self.keyring

    async def take(self, form: Form) -> None:
        """Take a step; what goes wrong is kept as `trouble`."""
        async with self.turn:
            if self.ended.is_set():
                return
            self.trouble = None
            self.in_file = form.in_file
            match form.do:
                case "check":
                    await self._check(form)
                case "connect":
                    await self._connect(self._opened(form.account))
                case "again":
                    self._forget()
                case "cancel":
                    self._forget()
                    self.ended.set()

    async def _check(self, form: Form) -> None:
        """Ask which accounts a token opens; where it is clear which one is meant, connect that."""
        self._forget()
        typed = form.account_id.strip()
        self.typed_id = typed if typed.isdecimal() and len(typed) <= LONGEST_ID else ""
        if self._has_no_place():
            return
        if not form.token.get_secret_value().strip():
            self.trouble = Trouble("There is no token yet.", "Paste the token that Harvest showed you.", "token")
            return
        try:
            token = token_in(form.token)
            self.opened = await accounts_of(token, self._hosts, transport=self._transport)
        except HarvestError as error:
            self.trouble = _about_the_token(error)
            return
        self._token = token
        if typed and self._opened(typed) is None:
            self.trouble = Trouble("This token does not open the account of that id.", "Choose one here.", "account")
        elif typed or len(self.opened) == 1:
            await self._connect(self._opened(typed) or self.opened[0])

    async def _connect(self, account: HarvestAccount | None) -> None:
        """Try an account and keep it."""
        if self._token is None or self._has_no_place():
            return
        if account is None:
            self.trouble = Trouble("No account is chosen.", "Choose one of these.", "account")
            return
        kept_in: Kind = "file" if self.offers_file else self.kept_in
        try:
            trial = await tried(self._token, account.id, self._hosts, transport=self._transport)
            keeping = partial(kept, trial, self._accounts, name=self._name, kept_in=kept_in)
            self.connected = await anyio.to_thread.run_sync(keeping)
        except BadToken:
            self._forget()
            what = "Harvest accepted this token a moment ago, and does not any more: it was revoked."
            self.trouble = Trouble(what, NEW_TOKEN, "token")
        except NoKeyring as error:
            self.keyring = ""
            hint = "Unlock it and open a new page, or say below that a file will do."
            self.trouble = Trouble(error.what, hint, "in_file")
        except HarvestError as error:
            self.trouble = Trouble(error.what, error.hint)
        else:
            self.answer = trial.answer
            self._forget()
            self.ended.set()

    def _has_no_place(self) -> bool:
        """Whether there is nowhere to keep a token; then say so."""
        if not self.offers_file or self.in_file:
            return False
        hint = "Say that a file will do, or cancel and set up a keyring first."
        self.trouble = Trouble("There is nowhere to keep the token yet.", hint, "in_file")
        return True

    def _opened(self, said: str) -> HarvestAccount | None:
        """The account of this id, of those that the token opens."""
        return next((account for account in self.opened if str(account.id) == said), None)

    def _forget(self) -> None:
        self._token, self.opened = None, ()


def _about_the_token(error: HarvestError) -> Trouble:
    """Say whether it is the token that is wrong, or the way to Harvest."""
    if isinstance(error, BadToken):
        return Trouble("Harvest does not accept this token.", NEW_TOKEN, "token")
    return Trouble(error.what, error.hint, "token" if isinstance(error, NotConnected) else "")


def _title_of_the_keyring() -> str:
    try:
        return Keyring().title
    except NoKeyring:
        return ""
