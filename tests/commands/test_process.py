"""The command as a process: on a terminal, in a pipe, interrupted."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.commands.conftest import COMMAND, Typed, clean

pytest.importorskip("termios", reason="there are no pseudo-terminals here")

import fcntl
import pty
import struct
import termios

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOURS = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-7]|9[0-7]|38;)[\d;]*m")
FULL = Path("/dev/full")


def on_terminal(arguments: Sequence[str], *, columns: int, **environment: str) -> str:
    """What a terminal of this width is sent on stdout by the real command."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    with subprocess.Popen(
        (*COMMAND, *arguments),
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=clean(TERM="xterm-256color", **environment),
    ) as process:
        os.close(theirs)
        sent = b""
        with suppress(OSError):  # which is how a terminal says that nobody is at the other end any more
            while chunk := os.read(ours, 65_536):
                sent += chunk
        os.close(ours)
        assert process.wait() == 0
    return sent.decode().replace("\r\n", "\n")


def test_on_a_narrow_terminal_everything_is_there_and_nothing_is_too_wide(typed: Typed) -> None:
    """Our choice: at 60 columns a table wraps in its cells; it is seen on a real terminal, in colour."""
    sent = on_terminal(["users", "--access", "manager", "--sandbox"], columns=60)
    assert COLOURS.search(sent)
    shown = ESCAPES.sub("", sent)
    assert max(map(len, shown.splitlines())) <= 60
    assert "…" not in shown
    whole = typed("users", "--access", "manager", "--csv", "--sandbox").out.splitlines()[1:]
    assert [line.split(",")[0] for line in whole] == re.findall(r"^ *(\d{3,})", shown, re.MULTILINE)


def test_without_colour_a_terminal_shows_the_same(typed: Typed) -> None:
    """Documented (no-color.org): NO_COLOR asks for none; and the words alone say everything."""
    sent = on_terminal(["projects", "--sandbox"], columns=400, NO_COLOR="1")
    assert not COLOURS.search(sent)
    piped = typed("projects", "--sandbox").out
    rows = [line.split() for line in ESCAPES.sub("", sent).splitlines() if not line.startswith("─")]
    assert rows == [line.split() for line in piped.splitlines()]


def test_json_on_a_terminal_is_written_for_the_eye() -> None:
    """Our choice: indented where a person reads it."""
    assert on_terminal(["check", "--json", "--sandbox"], columns=80).startswith('{\n  "account": {\n')


def test_a_reader_who_has_had_enough_is_no_error() -> None:
    """Our choice: `harvest-mcp users | head` ends quietly, with status 0."""
    with subprocess.Popen(
        (*COMMAND, "users", "--sandbox"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean()
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full here")
def test_an_answer_that_cannot_be_written_is_an_error() -> None:
    """Our choice: half a list on a full disk does not look like a whole one."""
    with FULL.open("w") as full:
        told = subprocess.run(
            (*COMMAND, "users", "--sandbox"), stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=clean()
        )
    assert told.returncode == 2
    assert told.stderr.startswith("error: The answer could not be written: No space left on device.\nhint: ")


@pytest.mark.parametrize(
    "line", ["snapshot --list", "review --fail-on low", "export users", "config cursor", "demo"], ids=str
)
def test_where_stdout_is_closed_an_answer_is_an_error(line: str, tmp_path: Path) -> None:
    """Our choice: as on a full disk; status 1, which a review has for bad news, would tell of findings."""
    here = clean(HARVEST_SANDBOX="1", XDG_DATA_HOME=str(tmp_path), XDG_CONFIG_HOME=str(tmp_path))
    closed = ("sh", "-c", 'exec "$@" >&-', "sh")
    told = subprocess.run(
        (*closed, *COMMAND, *line.split()), stderr=subprocess.PIPE, text=True, check=False, env=here, cwd=tmp_path
    )
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)
    assert "error: The answer could not be written: stdout is closed.\nhint: " in told.stderr


def test_an_interrupted_verb_ends_at_once_and_quietly() -> None:
    """Documented (POSIX): 130 is what SIGINT leaves; Harvest is listening here, and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        environment = clean(
            HARVEST_ACCESS_TOKEN="t",
            HARVEST_ACCOUNT_ID="1",
            HARVEST_API_URL=f"{address}/v2",
            HARVEST_ID_URL=f"{address}/api/v2",
        )
        with (
            subprocess.Popen(
                (*COMMAND, "users"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
            ) as process,
            silent.accept()[0],
        ):  # a question is on its way
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_ctrl_c_ends_the_sandbox_at_once_though_somebody_is_connected() -> None:
    """Our choice: it is how the sandbox is meant to end, so the status is 0."""
    with subprocess.Popen(
        (*COMMAND, "sandbox", "--people", "20", "--generation", "profiles"), stderr=subprocess.PIPE, env=clean()
    ) as process:
        assert process.stderr is not None
        words = process.stderr.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", words)
        assert found
        with socket.create_connection(("127.0.0.1", int(found[1]))) as connected:
            connected.sendall(b"GET /v2/company HTTP/1.1\r\n")
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=5) == 0
            assert b"Traceback" not in process.stderr.read()


def test_the_sandbox_fails_where_it_is_asked_to() -> None:
    """Documented: faults on request, for other programs too."""
    with subprocess.Popen(
        (*COMMAND, "sandbox", "--fault", "wrong_shape:/company", "--fault", "server_error:/users/me"),
        stderr=subprocess.PIPE,
        env=clean(),
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            found = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
            assert found
            headers = {"Authorization": "Bearer sandbox-member", "Harvest-Account-Id": "1000001"}
            with httpx.Client(base_url=f"{found[0]}/v2", headers=headers) as client:
                assert client.get("/users/me").status_code == 503
                assert "name" not in client.get("/company").json()
                assert client.get("/time_entries").status_code == 200
        finally:
            process.kill()


def test_the_demo_asks_every_tool_and_says_how_long_each_took() -> None:
    """Documented: question and answer, readably, with the time each took; it runs without a terminal too."""
    told = subprocess.run((*COMMAND, "demo"), capture_output=True, text=True, check=False, env=clean(), timeout=60)
    assert (told.returncode, told.stderr) == (0, "")
    assert re.findall(r"^(\w+)\(.*\)  [\d,]+ ms$", told.stdout, re.MULTILINE) == [
        "verify_connection", "list_users", "get_user", "list_roles", "list_projects", "who_can", "explain_access",
        "compare_access",
    ]  # fmt: skip
    assert re.search(r"started in \d+\.\d\d s", told.stdout)
    assert re.search(r"… \d+ more lines", told.stdout)
    assert told.stdout.splitlines()[-1] == "Your account: run harvest-mcp connect."


NO_SERVER = """
import sys
sys.executable = "/no/such/program"
from harvest_mcp.commands import run
run(["demo"], serve=print)
"""


def test_a_demo_without_a_server_is_an_error() -> None:
    """Documented: exit status 3, and what failed."""
    told = subprocess.run(
        [sys.executable, "-c", NO_SERVER], capture_output=True, text=True, check=False, env=clean(), timeout=60
    )
    assert told.returncode == 3
    assert told.stderr.startswith("error: The demo's server failed: ")
    assert "\nhint: " in told.stderr
