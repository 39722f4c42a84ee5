"""The connected accounts: what is known of each, which is the default, and where its token is kept; never the token.

Each account is a file of its own, so that two programs that connect at once lose nothing of each other.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, SecretStr, StringConstraints, ValidationError

from harvest_mcp.answers.text import fold
from harvest_mcp.connection.places import configuration
from harvest_mcp.connection.tokens import Keyring, Kind, TokenFiles, Tokens
from harvest_mcp.connection.writing import write_private
from harvest_mcp.harvest.credentials import API_URL, ID_URL, Credentials
from harvest_mcp.harvest.errors import NotConnected, Unconnected

NAME: Final = r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?"
_NOT_PLAIN: Final = re.compile(r"[^a-z0-9]+")
LONGEST: Final = 40

Name = Annotated[str, StringConstraints(pattern=f"^{NAME}$")]


class ConnectedAccount(BaseModel):
    """An account that somebody has connected, as it was then."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Name
    """What this program calls it: `--account NAME`."""
    account_id: int
    account: str
    user_id: int
    user: str
    level: str
    kept_in: Kind
    connected_at: datetime
    api_url: str = API_URL
    id_url: str = ID_URL
    """Where the token may be sent: it was connected there, and nothing in an environment sends it elsewhere."""


class Accounts:
    """The connected accounts of whoever runs this program, in a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or configuration()

    @property
    def _accounts(self) -> Path:
        return self.folder / "accounts"

    @property
    def _default(self) -> Path:
        return self.folder / "default"

    def all(self) -> list[ConnectedAccount]:
        """Every connected account, by name. Raises NotConnected where a file is not one of ours."""
        return [self._read(file) for file in sorted(self._accounts.glob("*.json"), key=lambda file: file.stem)]

    def default(self) -> ConnectedAccount | None:
        """The account that is meant where none is named: the chosen one, or the only one."""
        connected = self.all()
        try:
            chosen = self._default.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            chosen = ""
        fits = [account for account in connected if account.name == chosen] or connected
        return fits[0] if len(fits) == 1 else None

    def named(self, said: str) -> ConnectedAccount:
        """The one connected account that this names: by its name here, its id or its name in Harvest."""
        connected = self.all()
        wanted = said.strip()
        for of in (_name, _id, _title):
            fits = [account for account in connected if of(account) == wanted.casefold()]
            if len(fits) == 1:
                return fits[0]
            if fits:
                raise NotConnected(f"Several connected accounts fit: {_listed(fits)}.", "Name one of them.")
        if not connected:
            raise Unconnected("No account is connected, and so none of that name.", "Run `harvest-mcp connect` first.")
        raise NotConnected(
            f"No connected account is called so. There are: {_listed(connected)}.",
            "Name one of them, or run `harvest-mcp connect` to add another.",
        )

    def choose(self, account: ConnectedAccount) -> None:
        """Make this the default. Raises NotConnected."""
        write_private(self._default, SecretStr(f"{account.name}\n"))

    def keep(self, account: ConnectedAccount, token: SecretStr) -> None:
        """Keep an account with its token, in place of what was kept under its name; the first is the default.

        The token goes first: an account without one would be a promise that is not kept. Raises NotConnected.
        """
        others = [other for other in self.all() if other.name != account.name]
        tokens = self._tokens(account.kept_in)
        tokens.keep(account.name, token)
        try:
            write_private(self._file(account.name), SecretStr(account.model_dump_json(indent=2)))
        except NotConnected:
            tokens.forget(account.name)
            raise
        if account.kept_in == "keyring":
            TokenFiles(self._accounts).forget(account.name)  # where it was kept before
        if not others:
            self.choose(account)

    def forget(self, account: ConnectedAccount) -> None:
        """Forget an account and its token; where one account is left, that is the default. Raises NotConnected."""
        self._tokens(account.kept_in).forget(account.name)
        try:
            self._file(account.name).unlink(missing_ok=True)
        except OSError as problem:
            raise NotConnected(
                f"{self._file(account.name)} cannot be removed: {problem.strerror}.", "Remove it by hand."
            ) from None

    def credentials(self, account: ConnectedAccount) -> Credentials:
        """The account's token, for the hosts that it was connected at. Raises NotConnected."""
        return Credentials(
            self._tokens(account.kept_in).find(account.name),
            account.account_id,
            api_url=account.api_url,
            id_url=account.id_url,
        )

    def name_for(self, account: str, user: str, *, account_id: int, user_id: int) -> str:
        """A name for this person's connection to this account: the one that it has, or a free one in plain letters."""
        connected = self.all()
        for known in connected:
            if (known.account_id, known.user_id) == (account_id, user_id):
                return known.name
        taken = {known.name for known in connected}
        short = _plain(account) or f"account-{account_id}"
        first_name = _plain(user).partition("-")[0]
        wished = (
            short,
            f"{short}-{first_name}" if first_name else short,
            *(f"{short}-{n}" for n in range(2, len(taken) + 3)),
        )
        return next(name for name in wished if name not in taken)

    def _tokens(self, kind: Kind) -> Tokens:
        return Keyring() if kind == "keyring" else TokenFiles(self._accounts)

    def _file(self, name: str) -> Path:
        return self._accounts / f"{name}.json"

    def _read(self, file: Path) -> ConnectedAccount:
        try:
            return ConnectedAccount.model_validate_json(file.read_bytes())
        except (OSError, ValidationError):
            raise NotConnected(
                f"{file} is not a connected account as this version writes it.",
                "Remove that file and run `harvest-mcp connect` again.",
            ) from None


def _name(account: ConnectedAccount) -> str:
    return account.name


def _id(account: ConnectedAccount) -> str:
    return str(account.account_id)


def _title(account: ConnectedAccount) -> str:
    return account.account.casefold()


def _listed(accounts: Iterable[ConnectedAccount]) -> str:
    return ", ".join(account.name for account in accounts)


def _plain(text: str) -> str:
    """A text in the letters that a name may have, as many words of it as fit."""
    words = _NOT_PLAIN.sub("-", fold(text)).strip("-")
    return words[: LONGEST - 20].strip("-")
