"""Words for the person at the terminal, on stderr: stdout holds nothing but data.

An error is what happened and a hint; what went wrong decides the exit status.
"""

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import typer
from rich.console import Console
from rich.text import Text

from harvest_mcp.harvest.errors import BadQuestion, HarvestError
from harvest_mcp.harvest.progress import Progress

WRONG_USE: Final = 2
HARVEST_FAILED: Final = 3

VERB_OF_TOOL: Final = {
    "list_users": "`harvest-mcp users`",
    "list_projects": "`harvest-mcp projects`",
    "list_roles": "`harvest-mcp roles`",
    "harvest://permissions": "`harvest-mcp permissions`",
}
"""A hint may name a tool or a resource; a person at a terminal has a verb for it."""


def say(*words: str | tuple[str, str]) -> None:
    """Write a line of words, each plain or with its style."""
    Console(stderr=True, highlight=False).print(Text.assemble(*words), soft_wrap=not sys.stderr.isatty())


@contextmanager
def explained(*, failure: int = HARVEST_FAILED) -> Iterator[None]:
    """End the program with an explanation where an error comes through: `failure` is the status of what Harvest did."""
    try:
        yield
    except HarvestError as error:
        complain(error.what, error.hint, candidates=getattr(error, "candidates", ()))
        raise typer.Exit(WRONG_USE if isinstance(error, BadQuestion) else failure) from None


def as_typed() -> str:
    """Write the command as it was typed; no option of ours ever holds a secret."""
    return shlex.join(("harvest-mcp", *sys.argv[1:]))


def complain(what: str, hint: str, *, candidates: Sequence[str] = ()) -> None:
    """Say what went wrong, each of several candidates on its own line, and what to do."""
    for tool, verb in VERB_OF_TOOL.items():
        hint = hint.replace(tool, verb)
    listed = "; ".join(candidates)
    before, after = what.split(listed, 1) if listed and listed in what else (what, "")
    say(("error:", "bold red"), " ", before.rstrip())
    for line in (*candidates, *([after.strip(" .")] if after.strip(" .") else [])):
        say("  ", line)
    say(("hint:", "bold"), " ", hint)


@contextmanager
def watching() -> Iterator[Callable[[Progress], None]]:
    """Show on a terminal how far the reading of Harvest is, for as long as it takes."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    with Console(stderr=True, highlight=False).status(Text("Asking Harvest")) as status:
        yield lambda progress: status.update(Text(str(progress)))


def _nothing(progress: Progress) -> None:
    """Say nothing where nobody watches."""
