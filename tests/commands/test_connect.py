"""Connecting at the terminal, as its user would: a pseudo-terminal, a pipe, a real keyring, the sandbox's two hosts.

Whatever happens, the token is in no output and in no file but the one that keeps it.
"""

import json
import os
import pty
import select
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harvest_mcp.sandbox import Sandbox
from tests.commands.conftest import COMMAND, Said, Typed, clean
from tests.stage import ADMINISTRATOR, MEMBER, served

NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
Environment = dict[str, str]


@pytest.fixture
def here(harvest: Environment, tmp_path: Path) -> Environment:
    """An environment with a home of its own and the sandbox's hosts, and no token."""
    hosts = {name: value for name, value in harvest.items() if name.endswith("_URL")}
    home = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path / "data"), "COLUMNS": "100"}
    return clean(**hosts, **home)


Run = Callable[..., Said]


@pytest.fixture
def run(typed: Typed) -> Run:
    """Type a line in an environment; what is `piped` is its standard input."""

    def run(here: Environment, *arguments: str, piped: str = "") -> Said:
        return typed(*arguments, piped=piped, **here)

    return run


def started(here: Environment, *arguments: str, piped: str = "") -> Said:
    """Run the command as a process: which keyring there is shows only when one starts."""
    ran = subprocess.run((*COMMAND, *arguments), input=piped, env=here, capture_output=True, text=True, check=False)
    return Said(ran.returncode, ran.stdout, ran.stderr)


def at_a_terminal(here: Environment, *arguments: str, answers: dict[str, str]) -> tuple[int, str]:
    """Run the command at a pseudo-terminal and answer each prompt; give its status and all that the terminal showed."""
    ours, theirs = pty.openpty()
    shown, waiting = "", dict(answers)
    with subprocess.Popen((*COMMAND, *arguments), stdin=theirs, stdout=theirs, stderr=theirs, env=here) as process:
        os.close(theirs)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    shown += os.read(ours, 65_536).decode()
                except OSError:  # the other end is closed
                    break
            elif process.poll() is not None:
                break
            if (prompt := next(iter(waiting), None)) is not None and prompt in shown:
                os.write(ours, f"{waiting.pop(prompt)}\n".encode())
        process.kill()
    os.close(ours)
    assert not waiting, shown
    return process.returncode, shown


def kept_in(tmp_path: Path, token: str) -> list[str]:
    """The names of the files that hold the token, in any form that a reader would find."""
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    return [file.name for file in files if token.encode() in file.read_bytes()]


def test_at_a_terminal(run: Run, here: Environment, tmp_path: Path) -> None:
    """Documented: where to make a token, no echo, who and what it sees; it lies in the keyring and works at once."""
    status, shown = at_a_terminal(here, "connect", answers={"Token (what you paste is not shown)": ADMINISTRATOR})
    assert status == 0, shown
    assert ADMINISTRATOR not in shown
    assert "https://id.getharvest.com/developers" in shown
    assert "could write; this program only reads" in shown
    assert "Connected" in shown
    assert "Ingrid Solheim" in shown
    assert kept_in(tmp_path, ADMINISTRATOR) == []  # the test's keyring writes it in base64
    (account,) = json.loads(run(here, "accounts", "--json").out)["accounts"]
    assert (account["user"], account["level"], account["default"]) == ("Ingrid Solheim", "administrator", True)
    checked = run(here, "check")
    assert checked.status == 0, checked.err
    assert f"the connected account {account['name']} (the default), its token from the keyring" in checked.out


def test_from_a_pipe_into_a_file(here: Environment, tmp_path: Path) -> None:
    """Documented: a token from standard input, kept in a file with mode 0600 where that is asked for."""
    told = started({**here, **NO_KEYRING}, "connect", "--file", "--name", "ours", piped=f"{ADMINISTRATOR}\n")
    assert told.status == 0, told.err
    assert ADMINISTRATOR not in told.out + told.err
    (file,) = tmp_path.rglob("*.token")
    assert file.stat().st_mode & 0o777 == 0o600
    assert kept_in(tmp_path, ADMINISTRATOR) == ["ours.token"]
    assert started({**here, **NO_KEYRING}, "users", "--account", "ours").status == 0


def test_without_a_keyring_nothing_is_kept_unless_somebody_agrees(here: Environment, tmp_path: Path) -> None:
    """Documented: it says so and offers a file."""
    bare = {**here, **NO_KEYRING}
    told = started(bare, "connect", piped=ADMINISTRATOR)
    assert (told.status, "connect --file" in told.err) == (3, True)
    status, shown = at_a_terminal(bare, "connect", answers={"only you can read?": "n"})
    assert status == 3, shown
    assert not list(tmp_path.rglob("*.json"))
    agreed = {"only you can read?": "y", "Token (what": ADMINISTRATOR}
    status, shown = at_a_terminal(bare, "connect", answers=agreed)
    assert status == 0, shown
    assert len(list(tmp_path.rglob("*.token"))) == 1


def test_several_side_by_side(run: Run, here: Environment) -> None:
    """Documented: accounts lists them, --check verifies each, every verb and the server take --account."""
    for name, token in (("boss", ADMINISTRATOR), ("lena", MEMBER)):
        assert run(here, "connect", "--name", name, piped=token).status == 0
    listed = run(here, "accounts", "--check")
    assert (listed.status, listed.out.count("works")) == (0, 2)
    asked = json.loads(run(here, "check", "--account", "lena", "--json").out)
    assert asked["level"] == "member"
    assert json.loads(run({**here, "HARVEST_ACCOUNT": "lena"}, "check", "--json").out)["level"] == "member"
    assert json.loads(run(here, "check", "--json").out)["level"] == "administrator"
    assert run(here, "accounts", "--default", "lena").status == 0
    assert json.loads(run(here, "check", "--json").out)["level"] == "member"
    assert run(here, "disconnect", "lena").status == 0
    assert "There are: boss" in run(here, "check", "--account", "lena").err
    assert run(here, "disconnect", "boss").status == 0
    assert "No account is connected" in run(here, "accounts").err


PASTED = {
    "nothing": ("", "The token is empty"),
    "two words": ("two words", "The token holds characters that no Harvest token has"),
    "ten thousand characters": ("x" * 10_000, "That is no token: it has 10,000 characters."),
    "an address": ("https://api.harvestapp.com/v2/users/me?access_token=1234567.pt.SECRET", "That is an address"),
    "a wrong token": ("1234567.pt.SECRET", "Harvest refused the token"),
}


@pytest.mark.parametrize(("pasted", "told"), PASTED.values(), ids=PASTED)
def test_what_is_no_token_is_told_and_kept_nowhere(
    run: Run, here: Environment, tmp_path: Path, pasted: str, told: str
) -> None:
    """Documented: a clear message, nothing stored, nothing of it repeated."""
    answer = run(here, "connect", piped=pasted)
    assert answer.status == 3
    assert f"error: {told}" in answer.err
    assert "SECRET" not in answer.err + answer.out
    assert "Traceback" not in answer.err
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_a_header_is_read_as_the_token_in_it(run: Run, here: Environment) -> None:
    """Our choice: people copy what an example shows."""
    assert run(here, "connect", piped=f"Authorization: Bearer {ADMINISTRATOR}").status == 0


def test_a_foreign_account_a_closed_port_and_a_bad_name(run: Run, here: Environment, tmp_path: Path) -> None:
    """Documented: a foreign account id, no network; nothing is kept."""
    foreign = run(here, "connect", "--account-id", "5", piped=ADMINISTRATOR)
    assert (foreign.status, "This token does not open account 5." in foreign.err) == (3, True)
    closed = {"HARVEST_API_URL": "http://127.0.0.1:9/v2", "HARVEST_ID_URL": "http://127.0.0.1:9/api/v2"}
    unreachable = run({**here, **closed}, "connect", piped=ADMINISTRATOR)
    assert unreachable.status == 3
    assert ADMINISTRATOR not in unreachable.err
    assert run(here, "connect", "--name", "../up", piped=ADMINISTRATOR).status == 2
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_a_token_that_is_revoked_is_told_by_every_verb(run: Run, here: Environment) -> None:
    """Documented: accounts --check says which does not work, with status 1 and what to do."""
    with served(Sandbox()) as credentials:
        there = {**here, "HARVEST_API_URL": credentials.api_url, "HARVEST_ID_URL": credentials.id_url}
        assert run(there, "connect", "--name", "ours", piped=ADMINISTRATOR).status == 0
    gone = clean(**{name: here[name] for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")})
    listed = run(gone, "accounts", "--check", "--json")
    assert listed.status == 1
    assert json.loads(listed.out)["accounts"][0]["state"] != "works"
    assert ADMINISTRATOR not in listed.out + listed.err


@pytest.mark.parametrize("verb", ["connect", "disconnect", "accounts", "users", "serve"])
def test_no_option_takes_a_token(run: Run, here: Environment, verb: str) -> None:
    """Documented: process lists are public."""
    assert "--token" not in run(here, verb, "--help").out
    assert run(here, verb, "--token", "x").status == 2
