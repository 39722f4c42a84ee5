"""The verb `demo`: an MCP client asks our own server about the invented company, as an assistant would.

Nothing is staged: it starts the real server as a host does, and prints what comes back, with the time that it took.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePath
from time import perf_counter
from typing import Any, Final

import anyio
import typer
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters
from mcp.types import CallToolResult, TextContent
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from harvest_mcp.commands.output import written
from harvest_mcp.commands.words import HARVEST_FAILED, complain

LINES_SHOWN: Final = 12
LONGEST_LINE: Final = 240
PATIENCE: Final = 60.0
"""Seconds for the whole demo: a server that does not answer is an error, not a wait."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks, and the call that an assistant makes of it."""

    words: str
    tool: str
    arguments: dict[str, Any]


CONNECTED: Final = Question("Are we connected, and to what?", "verify_connection", {})
PEOPLE: Final = Question("Who has people assigned to them?", "list_users", {"access": "people_manager"})
LEVELS: Final = Question("Which access levels are there, and who holds them?", "list_roles", {"kind": "access"})
PROJECTS: Final = Question("Who manages which project?", "list_projects", {})
APPROVES: Final = "time.approve"


def demo() -> None:
    """Watch an assistant ask about an invented company.

    A real MCP client starts our server on the sandbox and asks it. It needs neither an account nor a network.
    """
    with written():
        try:
            anyio.run(_demo)
        except (MCPError, OSError, RuntimeError, ExceptionGroup) as error:
            cause = _cause(error)
            if isinstance(cause, BrokenPipeError):  # the reader has had enough
                raise cause from None
            what = f"The demo's server failed: {str(cause) or type(cause).__name__}."
            complain(what, "Run `harvest-mcp serve --sandbox`, which is what it starts, to see why.")
            raise typer.Exit(HARVEST_FAILED) from None


async def _demo() -> None:
    _write("An assistant asks about an invented company: no account, no network.")
    began = perf_counter()
    with anyio.fail_after(PATIENCE):
        async with Client(_server()) as client:
            started = perf_counter() - began
            _write((f"The server started in {started:.2f} s and speaks MCP {client.protocol_version}.", "dim"))
            await _ask(client, CONNECTED)
            people = (await _ask(client, PEOPLE))["users"]
            for question in (*map(_about, people[:1]), LEVELS):
                await _ask(client, question)
            projects = (await _ask(client, PROJECTS))["projects"]
            for question in _on_access(people, projects):
                await _ask(client, question)
    _write()
    command = _typed()
    _write(f"Ask on your own: {command} users --sandbox, or have an assistant's host start `{command} serve`.")
    _write(f"Your account: run {command} connect.")


def _typed() -> str:
    """The command as it may be typed next: by its bare name only where the shell finds it."""
    name = "harvest-mcp"
    return name if shutil.which(name) or PurePath(sys.argv[0]).name != name else sys.argv[0]


def _about(who: dict[str, Any]) -> Question:
    return Question(f"What does {who['name']} hold, and where?", "get_user", {"user": who["id"]})


def _on_access(people: list[dict[str, Any]], projects: list[dict[str, Any]]) -> Iterator[Question]:
    """Ask about a project and two people that the answers before have named."""
    for project in projects[:1]:
        on = {"permission": APPROVES, "project": project["id"]}
        yield Question(f"Who can approve time on {project['name']}?", "who_can", on)
        for who in people[:1]:
            words = f"Can {who['name']} approve it, and why, or why not?"
            yield Question(words, "explain_access", {"user": who["id"], **on})
    for one, other in pairwise(people[:2]):
        pair = {"first": one["id"], "second": other["id"]}
        yield Question(f"What sets {one['name']} and {other['name']} apart?", "compare_access", pair)


def _server() -> StdioServerParameters:
    """What a host is told to start; nothing of a live account goes along."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HARVEST_")}
    return StdioServerParameters(
        command=sys.executable, args=["-m", "harvest_mcp", "serve", "--sandbox"], env=environment
    )


async def _ask(client: Client, question: Question) -> dict[str, Any]:
    """Write a question, the call and its answer; give the answer's structured form."""
    call = ", ".join(f"{name}={value!r}" for name, value in question.arguments.items())
    began = perf_counter()
    result = await client.call_tool(question.tool, question.arguments)
    taken = perf_counter() - began
    _write()
    _write((question.words, "bold"))
    _write((f"{question.tool}({call})", "cyan"), (f"  {taken * 1000:.0f} ms", "dim"))
    for line in _shortened(_text(result).splitlines()):
        _write(line, indent=2)
    if result.is_error or result.structured_content is None:
        raise RuntimeError(f"{question.tool} was not answered")
    return dict(result.structured_content)


def _text(result: CallToolResult) -> str:
    return "\n".join(block.text for block in result.content if isinstance(block, TextContent))


def _shortened(lines: list[str]) -> Iterator[str]:
    """Take the first lines and the last, which says of when and how complete the answer is."""
    more = len(lines) - LINES_SHOWN - 1
    if more > 0:
        lines = [*lines[:LINES_SHOWN], f"… {more} more lines", lines[-1]]
    for line in lines:
        cut = len(line) - LONGEST_LINE
        yield f"{line[:LONGEST_LINE]}… {cut:,} more characters" if cut > 0 else line


def _cause(error: BaseException) -> BaseException:
    return _cause(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


def _write(*words: str | tuple[str, str], indent: int = 0) -> None:
    """Write a line at once, so that whoever watches sees each answer come: wrapped on a terminal, else whole."""
    text = Text.assemble(*words)
    if sys.stdout.isatty():
        Console(highlight=False).print(Padding(text, (0, 0, 0, indent)))
    else:
        sys.stdout.write(f"{' ' * indent}{text.plain}".rstrip() + "\n")
        sys.stdout.flush()
