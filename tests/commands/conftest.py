"""What tests of the command line share: a way to type a line, and a sandbox on a port.

Most lines run in this process, where starting costs nothing; what a process alone can show is started as one.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO

import pytest

from harvest_mcp.__main__ import serve
from harvest_mcp.commands import run

OURS = ("HARVEST_", "_HARVEST_", "NO_COLOR", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "COLUMNS")
COMMAND = (sys.executable, "-m", "harvest_mcp")


@dataclass(frozen=True)
class Said:
    """How a line ended, what it wrote, and its words."""

    status: int
    out: str
    err: str


Typed = Callable[..., Said]


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Type a line after `harvest-mcp`, with these variables and no other of ours; `piped` is the standard input."""

    def typed(*arguments: str, piped: str | None = None, **environment: str) -> Said:
        with monkeypatch.context() as patch:
            if piped is not None:
                patch.setattr(sys, "stdin", StringIO(piped))
            for name in os.environ.keys() - clean().keys():
                patch.delenv(name)
            for name, value in {"COLUMNS": "100", "NO_COLOR": "1", **environment}.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                run(arguments, serve=serve)
        told = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Said(ended.value.code, told.out, told.err)

    return typed


def clean(**environment: str) -> dict[str, str]:
    """The environment of a started command: nothing of ours or of colours but this."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | environment


@pytest.fixture(scope="session")
def harvest() -> Iterator[dict[str, str]]:
    """The variables that `harvest-mcp sandbox` tells to set, while it runs."""
    with subprocess.Popen((*COMMAND, "sandbox"), stderr=subprocess.PIPE, env=clean(), text=True) as process:
        try:
            assert process.stderr is not None
            told = {}
            for line in process.stderr:
                if line.startswith("  export "):
                    name, _, value = line.removeprefix("  export ").strip().partition("=")
                    told[name] = value
                if line.startswith("  sandbox-member"):
                    break
            yield told
        finally:
            process.kill()
