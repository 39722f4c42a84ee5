"""README tells the truth: what it says to run is run, and its tables are compared with the program."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from harvest_mcp.access.review import Policy
from harvest_mcp.access.review.reading import read_policy
from harvest_mcp.commands.line import VERBS
from harvest_mcp.commands.sandbox import TOKENS
from harvest_mcp.server.tools import TOOLS
from tests.readme import README, Example, column, examples

TEXT = README.read_text(encoding="utf-8")
EXAMPLES = list(examples(TEXT))
VARIABLE = re.compile(r"\bHARVEST_[A-Z_]+")


def fenced(language: str) -> list[str]:
    """The blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.words for example in EXAMPLES])
def test_an_example_prints_what_stands_below_it(example: Example, tmp_path: Path) -> None:
    """Our choice: `python -m tests.readme` writes anew what has rightly changed."""
    assert example.printed
    assert example.run(tmp_path) == example.printed


def test_every_console_line_and_python_block_is_an_example() -> None:
    """Our choice: what looks as if it were run is run."""
    shown = [line for block in fenced("console") for line in block.splitlines() if line.startswith("$ ")]
    assert len(EXAMPLES) == len(shown) + len(fenced("python"))


def test_the_first_two_commands_are_the_demo_and_the_tests() -> None:
    """Documented: these two, first."""
    first = [line.split("#")[0].strip() for line in fenced("sh")[0].splitlines()]
    assert first == ["make demo", "make test"]


def test_the_table_of_tools_is_the_servers() -> None:
    """Our choice: the names, in the server's order, each with its parameters."""
    said = dict(zip(column(TEXT, "tool"), column(TEXT, "tool", 1), strict=True))
    assert said == {tool.name: ", ".join(tool.parameters["properties"]) or "none" for tool in TOOLS}
    assert list(said) == [tool.name for tool in TOOLS]


def test_the_table_of_verbs_is_the_commands() -> None:
    """Our choice: the names and lines of `harvest-mcp --help`."""
    assert list(zip(column(TEXT, "verb"), column(TEXT, "verb", 1), strict=True)) == list(VERBS.items())


def test_the_table_of_tokens_is_the_sandboxes() -> None:
    """Our choice: as `harvest-mcp sandbox` tells them."""
    assert dict(zip(column(TEXT, "token"), column(TEXT, "token", 1), strict=True)) == TOKENS


def test_the_table_of_targets_is_makes(checkout: Path) -> None:
    """Our choice: the lines of `make help`, which is what `make` alone prints."""
    told = re.findall(r"@echo '(make \w+) +(.*)'", (checkout / "Makefile").read_text(encoding="utf-8"))
    assert list(zip(column(TEXT, "target"), column(TEXT, "target", 1), strict=True)) == told


def test_every_variable_that_it_names_is_one_that_the_program_reads(checkout: Path) -> None:
    """Our choice: a name that is misspelt in README is worse than none."""
    code = "".join(path.read_text(encoding="utf-8") for path in (checkout / "harvest_mcp/connection").glob("*.py"))
    assert set(VARIABLE.findall(TEXT)) == set(VARIABLE.findall(code))


def test_each_configuration_of_a_host_can_be_read_and_starts_our_command(checkout: Path) -> None:
    """Our choice: people copy these."""
    scripts = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    read = [json.loads(block) for block in fenced("json")]
    read += [tomllib.loads(block) for block in fenced("toml") if "[[suppress]]" not in block]
    entries = [
        written[key]["harvest"]
        for written in read
        for key in ("mcpServers", "servers", "mcp_servers")
        if key in written
    ]
    assert len(entries) == len(read)
    assert {entry["command"] for entry in entries} <= scripts.keys()
    assert all(entry.get("env", {}).keys() <= {"HARVEST_ACCESS_TOKEN"} for entry in entries)


def test_the_policy_can_be_read_and_says_what_holds_without_it() -> None:
    """Our choice: people copy it, and learn from it what the thresholds are."""
    (policy,) = [read_policy(block) for block in fenced("toml") if "[[suppress]]" in block]
    assert policy.model_copy(update={"domains": (), "suppress": ()}) == Policy()


def test_every_link_within_the_project_leads_somewhere(checkout: Path) -> None:
    """Our choice: to a heading, or to a file that is there."""
    headings = {"#" + words.lower().replace(" ", "-") for words in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)}
    links = [link for link in re.findall(r"\]\(([^)]+)\)", TEXT) if not link.startswith("https://")]
    assert links
    assert all(link in headings if link.startswith("#") else (checkout / link).is_file() for link in links)
