"""What a newcomer is told."""

import subprocess
import sys

import pytest

from harvest_mcp import __version__
from harvest_mcp.commands.line import VERBS
from tests.commands.conftest import COMMAND, Typed, clean

LAZY = """
import sys
sys.argv = ["harvest-mcp", {arguments}]
from harvest_mcp.__main__ import main
try:
    main()
except SystemExit:
    print("loaded:", *sorted({{"mcp", "mcp_types", "uvicorn", "harvest_mcp.sandbox"}} & sys.modules.keys()))
"""


def _plain(text: str) -> str:
    """A help text without its frame and line breaks."""
    return " ".join(text.replace("│", " ").split())


def test_the_help_names_every_verb_in_order_and_says_how_to_connect(typed: Typed) -> None:
    """Documented: a newcomer learns from it what this is, what it can do, and how to connect."""
    told = typed("--help")
    assert (told.status, told.err) == (0, "")
    text = _plain(told.out)
    places = [text.index(f"{verb} {line}") for verb, line in VERBS.items()]
    assert places == sorted(places)
    assert "Who has access to what in a Harvest account" in text
    assert "HARVEST_ACCESS_TOKEN" in text
    assert "harvest-mcp users --sandbox" in text


@pytest.mark.parametrize("verb", VERBS)
def test_a_verbs_own_help_begins_as_the_list_of_verbs_does(typed: Typed, verb: str) -> None:
    """Our choice: the line in the list and the verb's own first line are one."""
    told = typed(verb, "--help")
    assert (told.status, told.err) == (0, "")
    assert VERBS[verb] in _plain(told.out)
    assert f"Usage: harvest-mcp {verb}" in _plain(told.out)


@pytest.mark.parametrize("verb", ["check", "users", "user", "roles", "projects", "can", "explain", "compare"])
def test_every_verb_that_asks_harvest_takes_the_same_options(typed: Typed, verb: str) -> None:
    """Documented: `--sandbox`, `--json` and `--csv` are everywhere."""
    told = _plain(typed(verb, "--help").out)
    assert all(option in told for option in ("--sandbox", "--json", "--csv"))


def test_the_version_is_the_packages(typed: Typed) -> None:
    """Our choice: one place holds the version."""
    assert typed("--version").out == f"harvest-mcp {__version__}\n"


@pytest.mark.parametrize("arguments", ['"users", "--help"', '"--help"'])
def test_only_the_verb_that_was_asked_for_is_loaded(arguments: str) -> None:
    """Our choice: help for `users` pays neither for mcp nor for the sandbox; it is read off a fresh process."""
    told = subprocess.run(
        [sys.executable, "-c", LAZY.format(arguments=arguments)],
        capture_output=True,
        text=True,
        check=True,
        env=clean(),
    )
    assert told.stdout.splitlines()[-1] == "loaded:"


def test_a_shell_completes_verbs(typed: Typed) -> None:
    """Documented by typer: bash asks through these variables and reads a word a line."""
    asked = {"_HARVEST_MCP_COMPLETE": "complete_bash", "COMP_WORDS": "harvest-mcp us", "COMP_CWORD": "1"}
    assert typed(**asked).out.split() == ["users", "user"]


def test_a_shell_completes_the_options_and_choices_of_a_verb() -> None:
    """Our choice: a line that is only being completed neither serves nor asks; it is the real command that says so."""
    asked = {"COMP_WORDS": "harvest-mcp users --status a", "COMP_CWORD": "3", "_HARVEST_MCP_COMPLETE": "complete_bash"}
    told = subprocess.run(
        COMMAND, capture_output=True, text=True, check=False, env=clean(**asked), stdin=subprocess.DEVNULL
    )
    assert told.stdout.split() == ["active", "archived", "all"]
