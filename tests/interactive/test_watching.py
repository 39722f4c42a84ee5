"""Who waits long is told how far it is: on a terminal, and nowhere else."""

import os
import pty
import subprocess
import sys

import pytest

from harvest_mcp.harvest.progress import Progress
from harvest_mcp.sandbox import Fault, Sandbox
from tests.interactive.held import harvest_at, variables
from tests.stage import served

WAITING = "import harvest_mcp; print(harvest_mcp.connect().users({}).result().total)"


def slow() -> Sandbox:
    """A sandbox whose people are long in coming."""
    return Sandbox(base_url=None, faults=[Fault("slow", path="/users", seconds=1.5, times=1)])


def on_a_terminal(program: str) -> str:
    """What a program writes on its stderr, where that is a terminal."""
    ours, theirs = pty.openpty()
    with served(slow()) as opens:
        ended = subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | variables(opens),
            stdout=subprocess.PIPE,
            stderr=theirs,
            check=True,
        )
    os.close(theirs)
    os.set_blocking(ours, False)
    try:
        written = os.read(ours, 100_000)
    except OSError:
        written = b""
    os.close(ours)
    assert ended.stdout == b"128\n"
    return written.decode()


def test_a_terminal_has_a_line_that_is_gone_in_the_end() -> None:
    """Documented: a text line on stderr in a terminal."""
    lines = on_a_terminal(WAITING.format("")).split("\r\x1b[K")
    assert lines[0] == lines[-1] == ""
    assert len(lines) > 2
    assert all(line and len(line) < 80 for line in lines[1:-1])


def test_whoever_listens_is_shown_nothing_else() -> None:
    """Our choice: a listener shows it in its own way."""
    assert on_a_terminal(WAITING.format("progress=lambda _: None")) == ""


def test_where_nobody_reads_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    """Documented: nothing in pytest, nor in a pipe; a listener hears it anyway."""
    heard: list[Progress] = []
    with harvest_at(slow()) as harvest:
        assert harvest.users().result().total == 128
        assert harvest.users(refresh=True, progress=heard.append).result().total == 128
    assert heard
    assert capsys.readouterr() == ("", "")
