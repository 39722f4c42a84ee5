"""The house stands as it was drawn.

Each rule is held over the real source, and each is shown to notice a file that breaks it.
"""

import subprocess
import sys
from pathlib import Path

import pytest

import harvest_mcp
from tests.house_rules import KEEPERS, ROOMS, broken_rules

PACKAGE = Path(harvest_mcp.__file__).parent


def test_the_package_breaks_no_rule_of_the_house() -> None:
    """Our choice: the rooms and who may use whom."""
    assert broken_rules(PACKAGE) == []


def test_the_rules_speak_of_files_that_exist() -> None:
    """Our choice: the rules are read off the real rooms, so that they cannot pass by looking at nothing."""
    rooms = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.name[0] not in "_."}
    assert rooms - {"sandbox", "py.typed"} <= {room for side_by_side in ROOMS for room in side_by_side.split("|")}
    assert {"harvest", "access", "answers", "directory", "server", "commands", "sandbox"} <= rooms
    assert all((PACKAGE / file).is_file() for keeper in KEEPERS.values() for file in keeper if file.endswith(".py"))


CIRCLE = ("models", "wire", "models")
PLANTED = {
    "a room uses one to its right": (
        {"access/account.py": "from harvest_mcp.directory import Directory\n", "directory.py": ""},
        ["access/account.py imports harvest_mcp.directory, which is not to its left."],
    ),
    "the same by a relative import in a function": (
        {"harvest/client.py": "def f():\n    from ..access import account\n", "access/account.py": ""},
        ["harvest/client.py imports harvest_mcp.access.account, which is not to its left."],
    ),
    "one face uses another": (
        {"commands/users.py": "import harvest_mcp.server.tools\n", "server/tools.py": ""},
        ["commands/users.py imports harvest_mcp.server.tools, which is not to its left."],
    ),
    "a room uses the package itself": (
        {"__init__.py": "", "answers/people.py": "import harvest_mcp\n"},
        ["answers/people.py imports harvest_mcp, which is not to its left."],
    ),
    "a file is in no room": (
        {"utils.py": "from harvest_mcp.harvest import wire\n", "harvest/wire.py": ""},
        ["utils.py is in no room of the house."],
    ),
    "the sandbox uses ours": (
        {"sandbox/app.py": "from harvest_mcp.harvest.models import User\n", "harvest/models.py": ""},
        [
            (
                "sandbox/app.py imports harvest_mcp.harvest.models; "
                "the sandbox knows nothing of ours, so that it can prove us wrong."
            )
        ],
    ),
    "the sandbox uses more than starlette": (
        {"sandbox/app.py": "import json\nimport starlette.routing\nimport pydantic\n"},
        ["sandbox/app.py imports pydantic; the sandbox uses starlette and the standard library only."],
    ),
    "the server knows the sandbox": (
        {"server/tools.py": "from harvest_mcp.sandbox import Sandbox\n", "sandbox/__init__.py": ""},
        ["server/tools.py imports harvest_mcp.sandbox; only connection, commands, __main__ may know the sandbox."],
    ),
    "a second file awaits the network": (
        {"directory.py": "import httpx\n"},
        ["directory.py imports httpx; only harvest/door.py, harvest/client.py, connection may."],
    ),
    "a command speaks MCP": (
        {"commands/users.py": "from mcp.types import Tool\n"},
        ["commands/users.py imports mcp; only server, commands/demo.py, commands/health/serving.py may."],
    ),
    "the pure core reads the environment": (
        {"answers/text.py": "from os import environ\n"},
        ["answers/text.py is pure, but imports os."],
    ),
    "the pure core reads a clock": (
        {"access/review.py": "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n"},
        ["access/review.py:3 reads a clock or a file: now()."],
    ),
    "files import each other": (
        {"harvest/wire.py": "from harvest_mcp.harvest import models\n", "harvest/models.py": "from . import wire\n"},
        [f"Imports run in a circle: {' <- '.join(f'harvest_mcp.harvest.{name}' for name in CIRCLE)}."],
    ),
    "a circle hides in an __init__": (
        {
            "harvest/__init__.py": "from harvest_mcp.harvest.pages import Page\n",
            "harvest/pages.py": "from harvest_mcp.harvest.wire import read\n",
            "harvest/wire.py": "from harvest_mcp.harvest import Page\n",
        },
        ["harvest/wire.py takes a name from the __init__ of its own room."],
    ),
    "a file is too long": (
        {"directory.py": "\n" * 301, "access/permissions.py": "\n" * 400},
        ["directory.py has 301 lines; 300 is the most."],
    ),
    "a file is unfinished": (
        {"directory.py": "x = 1  # TODO: two\ny = 2  # pragma: no cover\n"},
        ["directory.py:1 is unfinished: x = 1  # TODO: two", "directory.py:2 is unfinished: y = 2  # pragma: no cover"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "told"), PLANTED.values(), ids=PLANTED)
def test_a_planted_breach_is_noticed(tmp_path: Path, files: dict[str, str], told: list[str]) -> None:
    """Our choice: a rule counts only once it has been seen to fail."""
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert broken_rules(tmp_path) == told


def test_imports_to_the_left_are_fine(tmp_path: Path) -> None:
    """Our choice: the checker does not cry out at what is allowed."""
    (tmp_path / "server").mkdir()
    (tmp_path / "directory.py").write_text("from harvest_mcp import __version__\n", encoding="utf-8")
    (tmp_path / "server" / "tools.py").write_text("import mcp\nfrom harvest_mcp import directory\n", encoding="utf-8")
    assert broken_rules(tmp_path) == []


LIGHT = """
import sys
import harvest_mcp
heavy = {"mcp", "httpx", "httpx2", "ipywidgets", "pydantic", "rich"}
print(*sorted({name.partition(".")[0] for name in sys.modules} & heavy))
"""


def test_importing_the_package_loads_nothing_heavy() -> None:
    """Our choice: the public names come when they are asked for."""
    told = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
