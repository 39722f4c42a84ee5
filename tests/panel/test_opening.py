"""The lines to copy lead to the account that the panel shows: each is evaluated, or run, and its account compared."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

import harvest_mcp
from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.connecting import Hosts
from harvest_mcp.connection.opening import Connection
from harvest_mcp.harvest.credentials import Credentials
from harvest_mcp.interactive.asking import Harvest
from harvest_mcp.panel.panel import AccessPanel
from harvest_mcp.sandbox import Sandbox
from tests.panel.wire import Wire, tell
from tests.stage import ADMINISTRATOR, MEMBER, PEOPLE_MANAGER, served

ASKED = {"kind": "explain_access", "user": "me", "permission": "time.approve"}
ELSEWHERE = "At a terminal where `harvest-mcp connect` has connected the same token"


@pytest.fixture
def hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hosts]:
    """The sandbox on a port, as if it were Harvest."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with served(Sandbox()) as credentials:
        monkeypatch.setenv("HARVEST_API_URL", credentials.api_url)
        monkeypatch.setenv("HARVEST_ID_URL", credentials.id_url)
        yield Hosts(credentials.api_url, credentials.id_url)


def told(panel: AccessPanel, **content: Any) -> None:  # noqa: ANN401  (JSON)
    """Tell the panel something, as a screen does, and wait for what comes of it."""
    tell(panel, {"view": "screen", **content})
    panel.wait(30)


def opened(panel: AccessPanel) -> Harvest:
    """What the line of `panel.code()` that opens the account gives."""
    line = next(line for line in panel.code().splitlines() if line.startswith("harvest = "))
    scope: dict[str, Any] = {"harvest_mcp": harvest_mcp, "panel": panel}
    exec(line, scope)  # noqa: S102  (it is to be run)
    harvest: Harvest = scope["harvest"]
    return harvest


def ways(panel: AccessPanel, wire: Wire) -> dict[str, str]:
    """How a question is asked elsewhere, by title."""
    panel.wait(30)
    told(panel, op="ask", question=ASKED)
    return {way["title"]: way["code"] for way in wire.custom("answer")[-1].content["ways"]}


def ran(command: str) -> str:
    """What a command prints, with our program on the path."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {name: value for name, value in os.environ.items() if name != "HARVEST_ACCESS_TOKEN"} | {"PATH": path}
    return subprocess.run(("sh", "-c", command), check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout


@pytest.mark.parametrize("token", [ADMINISTRATOR, MEMBER, PEOPLE_MANAGER])
@pytest.mark.parametrize("of_environment", ["", MEMBER])
def test_lines_lead_to_the_same_person_of_the_sandbox(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, token: str, of_environment: str
) -> None:
    """Documented: the lines give the same; a token of the invented company is no secret."""
    monkeypatch.setenv("HARVEST_ACCESS_TOKEN", of_environment)
    with harvest_mcp.connect(token, sandbox=True) as harvest:
        panel = AccessPanel(harvest)
        asked = ways(panel, wire)
        me = harvest.verify_connection().result().user.name
    assert opened(panel).connection == harvest.connection
    assert "panel.harvest" not in panel.code()
    if not of_environment:
        assert me in ran(asked["At a terminal"])
    assert asked["At a terminal"].endswith(" --sandbox")


def test_a_token_that_was_typed_is_in_no_line(wire: Wire, hosts: Hosts) -> None:
    """Documented: the panel's own connection, in its notebook; at a terminal what has to be done there first."""
    panel = AccessPanel()
    assert "whatever account is by then" in panel.code()
    told(panel, op="connect", token=MEMBER, account_id="", keep=False)
    assert opened(panel) is panel.harvest
    assert ways(panel, wire)[ELSEWHERE] == "harvest-mcp explain me time.approve --account 1000001"
    other = AccessPanel(harvest_mcp.connect(ADMINISTRATOR))
    assert ways(other, wire)[ELSEWHERE].endswith(" --account 1000001")
    assert opened(other) is other.harvest
    assert not re.search(r"sandbox-\w+", panel.code() + other.code() + wire.text())
    assert hosts.api_url


def test_a_token_of_the_environment_is_found_there(wire: Wire, hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documented: `connect()` where it finds the same token, with the account's id where that was chosen."""
    monkeypatch.setenv("HARVEST_ACCESS_TOKEN", MEMBER)
    for panel, line in (
        (AccessPanel(), "harvest-mcp explain me time.approve"),
        (AccessPanel(harvest_mcp.connect(MEMBER, 1000001)), "HARVEST_ACCOUNT_ID=1000001 harvest-mcp explain me time."),
    ):
        assert ways(panel, wire)["At a terminal where HARVEST_ACCESS_TOKEN is the same as here"].startswith(line)
        assert panel.harvest
        assert opened(panel).connection.credentials == panel.harvest.connection.credentials
        assert opened(panel) is not panel.harvest
    monkeypatch.setenv("HARVEST_ACCESS_TOKEN", ADMINISTRATOR)
    assert opened(panel) is panel.harvest
    assert hosts.api_url


def test_a_kept_account_is_named(wire: Wire, hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documented: `connect(account=...)` and `--account`, as long as that leads there."""
    panel = AccessPanel()
    told(panel, op="connect", token=MEMBER, account_id="1000001", keep=True)
    (kept,) = Accounts().all()
    line = ways(panel, wire)["At a terminal"]
    assert line == f"harvest-mcp explain me time.approve --account {kept.name}"
    assert "No: Lena Fischer" in ran(line)
    assert panel.harvest
    assert opened(panel).connection.credentials == panel.harvest.connection.credentials
    monkeypatch.setenv("HARVEST_SANDBOX", "1")
    assert opened(panel) is panel.harvest
    monkeypatch.delenv("HARVEST_SANDBOX")
    Accounts().forget(kept)
    assert opened(panel) is panel.harvest
    assert hosts.api_url


def test_no_command_is_made_up(wire: Wire) -> None:
    """Our choice: where no command leads to the account, none is shown."""
    transport = httpx.ASGITransport(Sandbox())
    panel = AccessPanel(
        Harvest(Connection(Credentials(SecretStr(ADMINISTRATOR)), sandbox=True, source="here", transport=transport))
    )
    assert [*ways(panel, wire)] == ["In Python", "As a tool"]
    assert opened(panel) is panel.harvest
