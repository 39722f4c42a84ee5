"""The command line: its verbs in the order in which a newcomer needs them, and what it says of itself.

A verb's file is loaded when the verb is named; the list of verbs costs no more than this table.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import PurePath
from typing import Annotated, Any, Final, Protocol

import typer

from harvest_mcp import __version__
from harvest_mcp.commands.options import AccountName, Sandbox

VERBS: Final = {
    "serve": "Serve an assistant: MCP over stdio, which is what hosts start.",
    "demo": "Watch an assistant ask about an invented company.",
    "connect": "Connect a Harvest account: its token is checked, then kept in the keyring.",
    "accounts": "List the connected accounts; choose the default.",
    "disconnect": "Forget a connected account and its token.",
    "check": "Check the connection: which account, whose token, what it sees.",
    "config": "Print what a host needs to start the server, or write it there.",
    "doctor": "Look for what is amiss: program, keyring, network, accounts, server.",
    "users": "List people with their access and job roles.",
    "user": "Show one person: what they may do and why, and their projects.",
    "roles": "List access levels and job roles, with who holds each.",
    "projects": "List projects with their managers and head counts.",
    "can": "List everyone who may do something, and why.",
    "explain": "Say whether somebody may do something, and why.",
    "compare": "Compare what two people may do and reach.",
    "review": "Review access: findings, how grave, and what to do.",
    "snapshot": "Keep a picture of who has access to what.",
    "changes": "Show who gained and who lost what since a snapshot.",
    "export": "Write one file of a review's evidence: people, entitlements, findings, the report.",
    "permissions": "Print the table of permissions: what each lets people do, who holds it.",
    "sandbox": "Serve an invented company to other programs, as Harvest would.",
}

ABOUT: Final = "Who has access to what in a Harvest account. It only reads."

EPILOGUE: Final = """[bold]Try it without an account:[/] harvest-mcp users --sandbox

[bold]Connect your own:[/] harvest-mcp connect asks for an administrator's token, which you make at \
https://id.getharvest.com/developers, and keeps it in the keyring. A token in HARVEST_ACCESS_TOKEN works as well \
(and the account's id in HARVEST_ACCOUNT_ID, where it opens several).

[bold]Exit status:[/] 0 fine; 1 a failed check or doctor, or findings and checks that could not look \
(--fail-on); 2 wrong use; 3 Harvest or the connection failed."""

NAMES: Final = ("harvest-mcp", "harvest-access-mcp")
COMPLETED_WORDS: Final = ("COMP_WORDS", "_TYPER_COMPLETE_ARGS")
"""Where a shell that asks for completions puts the line that it wants completed."""


class Serve(Protocol):
    """Serves MCP over stdio; another face does that, so whoever opens both doors hands it in."""

    def __call__(self, *, sandbox: bool, account: str = "") -> None:
        """Serve until the input ends."""


def run(arguments: Sequence[str], *, serve: Serve) -> None:
    """Run what a command line asks for, and end the program with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if callable(reconfigure := getattr(stream, "reconfigure", None)):
            reconfigure(errors="backslashreplace")  # a name that the terminal cannot write is no reason to stop
    name = PurePath(sys.argv[0]).stem
    _app(_named_in(arguments), serve)(args=list(_after_verb(arguments)), prog_name=name if name in NAMES else NAMES[0])


def _after_verb(arguments: Sequence[str]) -> Iterator[str]:
    """Move a leading `--sandbox` or `--account NAME` behind the verb, where a verb's options stand."""
    leading = {"--sandbox": 1, "--account": 2}.get(next(iter(arguments), ""), 0)
    verb, rest = arguments[leading : leading + 1], arguments[leading + 1 :]
    yield from (*verb, *arguments[:leading], *rest)


def _named_in(arguments: Sequence[str]) -> str:
    """Tell which verb this command line names first, or the line that a shell wants completed."""
    typed = " ".join(os.environ.get(variable, "") for variable in COMPLETED_WORDS).split()
    return next((word for word in (*arguments, *typed) if word in VERBS), "")


def _app(named: str, serve: Serve) -> typer.Typer:
    app = typer.Typer(
        help=ABOUT,
        epilog=EPILOGUE,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        callback=_top(serve),
        invoke_without_command=True,
    )
    for verb, line in VERBS.items():
        app.command(verb, short_help=line)(_verb(verb, serve) if verb == named else _unread)
    return app


def _verb(verb: str, serve: Serve) -> Callable[..., Any]:
    if verb == "serve":
        return _serving(serve)
    function: Callable[..., Any] = getattr(import_module(f"harvest_mcp.commands.{verb}"), verb)
    return function


def _unread() -> None:
    """Stand for a verb that this command line does not name."""


def _serving(serve: Serve) -> Callable[..., None]:
    def command(*, sandbox: Sandbox = False, account_name: AccountName = "") -> None:
        """Serve an assistant: MCP over stdio, which is what hosts start.

        It speaks the protocol on standard input and output until the input ends; a person has little to see there.
        """
        serve(sandbox=sandbox, account=account_name)

    return command


def _top(serve: Serve) -> Callable[..., None]:
    def top(
        context: typer.Context,
        *,
        sandbox: Sandbox = False,
        account_name: AccountName = "",
        version: Annotated[bool, typer.Option("--version", metavar="", help="Say which version this is.")] = False,
    ) -> None:
        if version:
            typer.echo(f"{NAMES[0]} {__version__}")
            raise typer.Exit
        if context.invoked_subcommand is None:
            serve(sandbox=sandbox, account=account_name)

    return top
