"""The verb `config`: what a host needs to start our server, printed, or merged into the host's own configuration.

It holds no token: the server finds the connected account, or the host hands on what it was given.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from harvest_mcp.commands.hosts.entry import document_of
from harvest_mcp.commands.hosts.installed import command_of
from harvest_mcp.commands.hosts.merging import BY_HAND, Merged, form_of, merged
from harvest_mcp.commands.hosts.places import place_of, this_machine
from harvest_mcp.commands.hosts.replacing import content_of, replace
from harvest_mcp.commands.hosts.table import HOSTS, Host, HostName
from harvest_mcp.commands.output import written
from harvest_mcp.commands.words import explained, say
from harvest_mcp.connection.finding import TOKEN
from harvest_mcp.harvest.errors import BadQuestion

NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")

Which = Annotated[HostName, typer.Argument(metavar="HOST", help="The program in which the assistant runs.")]
Write = Annotated[
    bool, typer.Option("--write", metavar="", help="Merge it into the host's file, after a backup, instead.")
]
Project = Annotated[
    bool, typer.Option("--project", metavar="", help="For the project in this folder instead of for yourself.")
]
Force = Annotated[bool, typer.Option("--force", metavar="", help="Replace an entry of this name that is not ours.")]
Account = Annotated[str, typer.Option(metavar="NAME", help="Serve this connected account instead of the default.")]
Sandboxed = Annotated[
    bool, typer.Option("--sandbox", metavar="", help="Serve the invented company instead of a live account.")
]
FromEnvironment = Annotated[
    bool,
    typer.Option("--from-environment", metavar="", help="The host hands on a token that it is given, and keeps none."),
]
Name = Annotated[str, typer.Option(metavar="NAME", help="What the host calls the server.")]


def config(
    *,
    host: Which,
    write: Write = False,
    project: Project = False,
    account: Account = "",
    sandbox: Sandboxed = False,
    from_environment: FromEnvironment = False,
    name: Name = "harvest",
    force: Force = False,
) -> None:
    """Print what a host needs to start the server, or write it there.

    No token is in it, whatever the environment holds. What the file held before is kept.
    """
    chosen = HOSTS[host]
    _refuse(chosen, account, name, project=project, sandbox=sandbox, from_environment=from_environment)
    machine = this_machine()
    command = command_of(
        sys.executable, sys.argv[0], machine.environment, platform=machine.platform, has_path=chosen.has_path
    )
    arguments = ["serve", *(["--sandbox"] if sandbox else ["--account", account] if account else [])]
    document = document_of(chosen, name, command, arguments, from_environment=from_environment)
    file = Path(place_of(chosen, machine, project=project))
    if write:
        _write(file, document, chosen, name, force=force)
    else:
        _print(file, document)
        say(f"It belongs into {file}: `--write` merges it in, after a backup.")
    if project:
        say("Its command is this machine's: whoever else works on the project runs the same line as you did.")
    _say_what_next(chosen, sandbox=sandbox, from_environment=from_environment)


def _refuse(host: Host, account: str, name: str, *, project: bool, sandbox: bool, from_environment: bool) -> None:
    """Refuse what makes no sense together, or for this host."""
    if project and not host.project:
        raise typer.BadParameter(
            f"{host.title} has no configuration for a project: leave it out.", param_hint="--project"
        )
    if from_environment and not host.token:
        why = "cannot hand on a token without holding it: leave it out, and run `harvest-mcp connect`."
        raise typer.BadParameter(f"{host.title} {why}", param_hint="--from-environment")
    if sum((bool(account), sandbox, from_environment)) > 1:
        raise typer.BadParameter("--account, --sandbox and --from-environment exclude each other: choose one.")
    if not NAME.fullmatch(name):
        what = "A host's name for a server is a letter, then letters, digits, - and _, 64 at most."
        raise typer.BadParameter(what, param_hint="--name")


def _print(file: Path, document: Mapping[str, Any]) -> None:
    if callable(reconfigure := getattr(sys.stdout, "reconfigure", None)):
        reconfigure(encoding="utf-8")  # hosts read nothing else, whatever the terminal writes
    with written():
        sys.stdout.write(form_of(file).whole(document))


def _write(file: Path, document: dict[str, Any], host: Host, name: str, *, force: bool) -> None:
    with explained(), _pasted(file, document):
        old = content_of(file)
        done = merged(old or b"", document, form=form_of(file), servers=host.servers, name=name, force=force)
        backup = replace(file, old, done.content) if done.content != old else None
    if done.content == old:
        say(f"{file} holds it already: nothing was written.")
    else:
        say("Wrote ", (name, "bold"), f" into {file}.")
    if backup:
        say(f"As it was before, it is kept in {backup}.")
    _say_what_was_found(done, file, backup)


@contextmanager
def _pasted(file: Path, document: Mapping[str, Any]) -> Iterator[None]:
    """Where the file cannot be written, print what the person may put in by hand."""
    try:
        yield
    except OSError as problem:
        _print(file, document)
        why = problem.strerror or type(problem).__name__
        raise BadQuestion(f"{file} cannot be written: {why}.", f"Make it writable, or: {BY_HAND}") from None
    except BadQuestion as problem:
        _print(file, document)
        raise type(problem)(f"{file}: {problem.what}", problem.hint) from None


def _say_what_was_found(done: Merged, file: Path, backup: Path | None) -> None:
    if done.replaced:
        say(f"It replaced an entry that started {done.replaced}.")
    for variable in done.secrets:
        also = f" and in {backup}" if backup else ""
        what = f" {variable} stands in {file}{also}, in plain text. It was kept."
        say(("warning:", "bold yellow"), what)
        say("`harvest-mcp connect` keeps a token in the keyring instead; then take it out of the file.")
    for variable in done.removed:
        say(("warning:", "bold yellow"), f" {variable} is no longer in {file}, but it is in {backup}: delete that.")


def _say_what_next(host: Host, *, sandbox: bool, from_environment: bool) -> None:
    if from_environment:
        asks = f"{host.title} asks for the token" if host.inputs else f"Set {TOKEN} where {host.title} is started"
        say(f"{asks}; where it opens several accounts, add HARVEST_ACCOUNT_ID to `env`.")
    elif not sandbox:
        say("If no account is connected yet, run `harvest-mcp connect` first.")
    say(f"Then {host.then}")
