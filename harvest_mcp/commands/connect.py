"""The verb `connect`: asks for a token without showing it, tries it, and only then keeps it."""

import re
import sys
from getpass import getpass
from typing import Annotated, Final

import anyio
import typer
from pydantic import SecretStr

from harvest_mcp.answers.connection import VerifiedConnection
from harvest_mcp.answers.people import access_words
from harvest_mcp.answers.text import clean
from harvest_mcp.commands.words import explained, say
from harvest_mcp.connection.accounts import NAME, Accounts, ConnectedAccount
from harvest_mcp.connection.connecting import Hosts, accounts_of, kept, token_in, tried
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.connection.tokens import Keyring, Kind, NoKeyring
from harvest_mcp.harvest.credentials import DEVELOPERS
from harvest_mcp.harvest.errors import AccountChoice, NotConnected
from harvest_mcp.harvest.models import HarvestAccount

LONGEST_INPUT: Final = 100_000
"""Characters of standard input that are read: more is no token, whatever it is."""


def connect(
    *,
    account_id: Annotated[
        int | None, typer.Option("--account-id", min=1, metavar="ID", help="Which account, if the token opens several.")
    ] = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call it here; else after the account.")] = "",
    file: Annotated[
        bool, typer.Option("--file", metavar="", help="Keep the token in a file that only you can read.")
    ] = False,
    browser: Annotated[
        bool, typer.Option("--browser", metavar="", help="Ask on a page in your browser, served by this machine to it.")
    ] = False,
) -> None:
    """Connect a Harvest account: its token is checked, then kept in the keyring.

    The token is asked for, or read from standard input where that is no terminal; no option takes it, for others on the
    machine see a command's options.
    """
    _fit_to_be_a_name(name)
    with explained():
        accounts, hosts = Accounts(), Hosts.of(surroundings())
        if browser:
            _tell_of(_in_browser(accounts, hosts, name=name, file=file), accounts)
            return
        kind = _where(file=file)
        if sys.stdin.isatty():
            _introduce(kind)
        token = token_in(_pasted())
        chosen = _chosen(anyio.run(accounts_of, token, hosts), account_id)
        trial = anyio.run(tried, token, chosen.id, hosts)
        account = kept(trial, accounts, name=name, kept_in=kind)
        _tell(trial.answer)
        _tell_of(account, accounts)


def _fit_to_be_a_name(name: str) -> None:
    if name and not re.fullmatch(NAME, name):
        raise typer.BadParameter("a name has small letters, digits and hyphens, 40 at most.", param_hint="--name")


def _where(*, file: bool) -> Kind:
    """Where the token will lie: the keyring, unless a file is asked for, or there is none and the person agrees."""
    if file:
        return "file"
    title, trouble = "", None
    try:
        title = Keyring().title
    except NoKeyring as problem:
        trouble = problem
    if title:
        return "keyring"
    if trouble is None and sys.stdin.isatty():
        say("This machine has no keyring to keep a token in.")
        if typer.confirm("Keep it in a file that only you can read?", default=False, err=True):
            return "file"
    raise trouble or NoKeyring(
        "This machine has no keyring to keep a token in.",
        "Keep it in a file that only you can read: `harvest-mcp connect --file`.",
    )


def _introduce(kind: Kind) -> None:
    say("Make a personal access token, as an administrator if you are one, at ", (DEVELOPERS, "bold"), ".")
    say("It acts as you and could write; this program only reads. ", _place(kind))


def _place(kind: Kind) -> str:
    if kind == "file":
        return "It will be kept in a file that only you can read."
    return f"It will be kept in the keyring ({Keyring().title})."


def _pasted() -> SecretStr:
    if sys.stdin.isatty():
        try:
            return SecretStr(getpass("Token (what you paste is not shown): ", stream=sys.stderr))
        except EOFError:
            raise NotConnected("No token was given.", "Run `harvest-mcp connect` again.") from None
    try:
        return SecretStr(sys.stdin.read(LONGEST_INPUT))
    except UnicodeDecodeError:
        trouble = "What came on standard input is no text."
    raise NotConnected(trouble, "Give the token alone, as from a password manager.")


def _chosen(opened: tuple[HarvestAccount, ...], account_id: int | None) -> HarvestAccount:
    """The account that is meant: the only one, the one named, or the one that the person chooses."""
    listed = "; ".join(f"{account.id} ({clean(account.name)})" for account in opened)
    if account_id is not None:
        for account in opened:
            if account.id == account_id:
                return account
        raise AccountChoice(f"This token does not open account {account_id}.", f"It opens {listed}.")
    if len(opened) == 1:
        return opened[0]
    if not sys.stdin.isatty():
        raise AccountChoice(
            f"This token opens {len(opened)} Harvest accounts: {listed}.", "Choose one with --account-id ID."
        )
    say(f"This token opens {len(opened)} Harvest accounts:")
    for number, account in enumerate(opened, 1):
        say(f"  {number}  {clean(account.name)} (id {account.id})")
    while not 1 <= (number := typer.prompt("Which one (its number)", type=int, err=True)) <= len(opened):
        say(f"There is no {number}.")
    return opened[number - 1]


def _in_browser(accounts: Accounts, hosts: Hosts, *, name: str, file: bool) -> ConnectedAccount:
    from harvest_mcp.commands.linking import connect_in_browser

    return connect_in_browser(accounts, hosts, name=name, kept_in="file" if file else "keyring")


def _tell(answer: VerifiedConnection) -> None:
    """Say who the token is and what it sees."""
    who = answer.user
    say(f"The token is {who.name}'s (id {who.id}): {access_words(who)}.")
    say(f"Can see: {', '.join(answer.can_see) or 'only its owner'}.")
    if answer.cannot_see:
        say(f"Cannot see, or not all of it: {', '.join(answer.cannot_see)}.")
    if answer.advice:
        say(answer.advice)


def _tell_of(account: ConnectedAccount, accounts: Accounts) -> None:
    """Say what the account is called here, and what next."""
    say(("Connected", "bold green"), f" {account.account} (id {account.account_id}) as ", (account.name, "bold"), ".")
    default = accounts.default()
    if default is None or default.name != account.name:
        say(f"Ask it with --account {account.name}.")
        say(f"`harvest-mcp accounts --default {account.name}` makes it the default.")
    say("Next: `harvest-mcp check`, `harvest-mcp users`.")
