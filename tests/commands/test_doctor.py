"""What `doctor` finds: each thing well and amiss, made so for real, and never a token or a password in what it says."""

import json
import os
import subprocess
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import anyio
import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked
from pydantic import SecretStr
from typing_extensions import override

from harvest_mcp.commands.health import accounts, network, program, serving, settings
from harvest_mcp.commands.health.checks import Check
from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.connecting import Hosts, kept, tried
from harvest_mcp.sandbox import Sandbox
from harvest_mcp.server.tools import TOOLS
from tests.commands.conftest import COMMAND, Typed, clean
from tests.stage import ACCOUNT, ADMINISTRATOR, served

SECRET = "1234567.pt.not-a-token-that-opens-anything"


def of(checks: list[Check], name: str) -> Check:
    """The check of this name; whatever is not ok says what to do."""
    (check,) = [check for check in checks if check.name == name]
    assert check.status == "ok" or check.advice
    return check


def test_in_the_sandbox_all_is_well(tmp_path: Path) -> None:
    """Documented: exit status 0, each part there, the server answers in both eras."""
    here = clean(XDG_CONFIG_HOME=str(tmp_path), COLUMNS="120")
    told = subprocess.run((*COMMAND, "doctor", "--sandbox"), env=here, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    for title in ("This program", "Settings", "Accounts", "The server, started as a host does"):
        assert title in told.stdout
    assert f"2025-11-25: {len(TOOLS)} tools and an answer" in told.stdout
    assert f"2026-07-28: {len(TOOLS)} tools and an answer" in told.stdout
    assert "Network" not in told.stdout


def test_what_fails_is_the_bad_news_that_it_exists_to_find(tmp_path: Path) -> None:
    """Documented: exit status 1; structured as JSON; neither the token nor a proxy's password is shown."""
    here = clean(
        XDG_CONFIG_HOME=str(tmp_path),
        HARVEST_ACCESS_TOKEN=SECRET,
        HARVEST_API_URL="http://127.0.0.1:9/v2",
        HARVEST_ID_URL="http://127.0.0.1:9/api/v2",
        HTTP_PROXY="http://me:s3cr3t@127.0.0.1:9",
        NO_PROXY="127.0.0.1",
    )
    told = subprocess.run((*COMMAND, "doctor", "--json"), env=here, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    found = {check["name"]: check for check in json.loads(told.stdout)["checks"]}
    assert found["Harvest ID"]["found"] == "It refused the connection."
    assert found["HARVEST_ACCESS_TOKEN"]["status"] == "failed"
    assert found["variables"]["found"] == "HARVEST_ACCESS_TOKEN, HARVEST_API_URL, HARVEST_ID_URL: set"
    assert found["proxy"]["found"] == "HTTP_PROXY: 127.0.0.1:9, but not for 127.0.0.1"
    assert all(check["advice"] for check in found.values() if check["status"] != "ok")
    assert SECRET not in told.stdout + told.stderr
    assert "s3cr3t" not in told.stdout + told.stderr


def test_the_program(tmp_path: Path) -> None:
    """Documented: version, Python, where things are kept; a file that others can read is a failure."""
    kept_here = Accounts(tmp_path / "ours")
    checks = list(program.checks(kept_here))
    assert [check.status for check in checks] == ["ok"] * 4
    assert "not there yet" in of(checks, "configuration").found
    (tmp_path / "ours").mkdir(mode=0o700)
    assert of(list(program.checks(kept_here)), "configuration").status == "ok"
    (tmp_path / "ours" / "default").touch(0o644)
    opened = of(list(program.checks(kept_here)), "configuration")
    assert (opened.status, "default" in opened.found) == ("warning", True)
    (tmp_path / "ours" / "x.token").touch(0o644)
    opened = of(list(program.checks(kept_here)), "configuration")
    assert (opened.status, "x.token" in opened.found) == ("failed", True)
    assert sorted(file.name for file in (tmp_path / "ours").iterdir()) == ["default", "x.token"]


@pytest.mark.parametrize("below", ["", "ours", "not/yet/there"])
def test_a_file_where_the_folder_should_be(tmp_path: Path, below: str) -> None:
    """Documented: a place where nothing can be kept is a failure."""
    (tmp_path / "file").touch()
    check = of(list(program.checks(Accounts(tmp_path / "file" / below))), "configuration")
    assert check.status == "failed"


def test_what_connect_keeps_is_well(tmp_path: Path) -> None:
    """Documented: folders 0700 and files 0600, whatever the umask is; nothing of it is complained of."""
    before = os.umask(0o022)
    try:
        kept_here = Accounts(tmp_path / "not" / "yet" / "ours")
        with served(Sandbox()) as credentials:
            hosts = Hosts(credentials.api_url, credentials.id_url)
            trial = anyio.run(tried, SecretStr(ADMINISTRATOR), ACCOUNT, hosts)
            kept(trial, kept_here, name="boss", kept_in="file")
    finally:
        os.umask(before)
    assert of(list(program.checks(kept_here)), "configuration").status == "ok"


class Locked(KeyringBackend):
    """A keyring whose owner does not unlock it."""

    priority = 1.0

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked


KEYRINGS: dict[str, tuple[type[KeyringBackend], str, str]] = {
    "a locked one": (Locked, "failed", "The keyring is locked. (test doctor Locked)"),
    "none": (fail.Keyring, "warning", "none on this machine"),
}


@pytest.mark.parametrize("case", KEYRINGS)
def test_keyrings_that_are_of_no_use(case: str) -> None:
    """Documented: a locked one is a failure, found by asking it for what nobody has kept; a file does instead."""
    useless, status, told = KEYRINGS[case]
    before = keyring.get_keyring()
    keyring.set_keyring(useless())
    try:
        check = of(list(program.checks(Accounts())), "keyring")
    finally:
        keyring.set_keyring(before)
    assert (check.status, check.found) == (status, told)
    assert check.advice is not None
    assert "--file" in check.advice


MISUSED = {
    "a file without certificates": ({"SSL_CERT_FILE": "junk.pem"}, "The certificates of this machine"),
    "a proxy of another kind": ({"ALL_PROXY": "foo://127.0.0.1:9"}, "The address of the proxy cannot be right."),
}


@pytest.mark.parametrize("case", MISUSED)
def test_a_setting_of_the_machine_that_stops_every_request(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    """Documented: what to do, of doctor and of any other verb; never a traceback."""
    settings_, told = MISUSED[case]
    (tmp_path / "junk.pem").write_text("none\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    hosts = dict.fromkeys(("HARVEST_API_URL", "HARVEST_ID_URL"), "https://127.0.0.1:9/v2")
    here = {"HARVEST_ACCESS_TOKEN": SECRET, "HARVEST_ACCOUNT_ID": "1", **hosts, **settings_}
    users = typed("users", **here)
    assert (users.status, users.err.startswith(f"error: {told}")) == (3, True)
    for name, value in here.items():
        monkeypatch.setenv(name, value)
    hosts_found = anyio.run(network.checks, here)
    assert told in of(hosts_found, "Harvest's API").found
    account = of(anyio.run(partial(accounts.checks, here, Accounts(tmp_path), sandbox=False)), "HARVEST_ACCESS_TOKEN")
    assert (account.status, told in account.found) == ("failed", True)


@pytest.mark.skipif(find_spec("socksio") is not None, reason="what a SOCKS proxy needs is here: socksio")
def test_a_socks_proxy_without_what_it_needs(tmp_path: Path) -> None:
    """Our choice: SOCKS is for who installs it; who does not is told so, by every verb."""
    here = clean(XDG_CONFIG_HOME=str(tmp_path), HARVEST_ACCESS_TOKEN=SECRET, ALL_PROXY="socks5://127.0.0.1:9")
    users = subprocess.run((*COMMAND, "users"), env=here, capture_output=True, text=True, check=False)
    assert (users.returncode, "socksio" in users.stderr, "Traceback" in users.stderr) == (3, True, False)
    check = of(list(settings.checks(here, sandbox=False, account="")), "proxy")
    assert (check.status, "socksio" in check.found) == ("failed", True)


@pytest.mark.parametrize("name", ["HARVEST_ACCOUNT_ID", "HARVEST_TOKEN", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_DIR"])
def test_a_token_in_the_wrong_variable_is_not_shown(tmp_path: Path, name: str) -> None:
    """Documented: a token in any variable never appears."""
    environment = {"HTTP_PROXY": "http://proxy.example.com", "SSL_CERT_DIR": str(tmp_path)} | {name: SECRET}
    (tmp_path / "0123abcd.0").touch()
    checks = list(settings.checks(environment, sandbox=False, account=""))
    assert SECRET not in repr(checks)


def test_the_sandbox_by_its_variable_is_the_sandbox(typed: Typed) -> None:
    """Documented: HARVEST_SANDBOX=1 is the same as --sandbox."""
    told = typed("doctor", "--json", HARVEST_SANDBOX="1", HARVEST_API_URL="http://127.0.0.1:9/v2")
    assert told.status == 0, told.out
    assert not [check for check in json.loads(told.out)["checks"] if check["part"] == "network"]


SETTINGS = {
    "nothing": ({}, "account", "warning", "No Harvest account is connected."),
    "a token": ({"HARVEST_ACCESS_TOKEN": SECRET}, "account", "ok", "HARVEST_ACCESS_TOKEN in the environment"),
    "a placeholder": (
        {"HARVEST_ACCESS_TOKEN": "${X}"},
        "variables",
        "failed",
        "HARVEST_ACCESS_TOKEN holds a placeholder",
    ),
    "a bad account": (
        {"HARVEST_ACCESS_TOKEN": SECRET, "HARVEST_ACCOUNT_ID": "x"},
        "account",
        "failed",
        "is not the number",
    ),
    "no proxy": ({}, "proxy", "ok", "none"),
    "a proxy": ({"https_proxy": "proxy.example.com:8080"}, "proxy", "ok", "https_proxy: proxy.example.com:8080"),
    "a proxy with a password": ({"HTTPS_PROXY": "http://me:s3cr3t@proxy:1"}, "proxy", "ok", "HTTPS_PROXY: proxy:1"),
    "a proxy of another kind": ({"ALL_PROXY": "foo://x"}, "proxy", "failed", "ALL_PROXY is no address"),
    "another's variable": ({"HARVEST_TOKEN": "x"}, "variables", "warning", "HARVEST_TOKEN: set, but not read"),
    "neither on nor off": ({"HARVEST_SANDBOX": "perhaps"}, "variables", "failed", "neither on nor off"),
    "a lost folder of certificates": ({"SSL_CERT_DIR": "/nowhere"}, "certificates", "failed", "SSL_CERT_DIR holds no"),
    "a broken proxy": ({"ALL_PROXY": "http://[::1"}, "proxy", "failed", "ALL_PROXY is no address"),
    "lost certificates": ({"SSL_CERT_FILE": "/nowhere.pem"}, "certificates", "failed", "SSL_CERT_FILE holds no"),
    "others' certificates": ({"REQUESTS_CA_BUNDLE": "/x.pem"}, "certificates", "warning", "is not read here"),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_the_settings(case: str) -> None:
    """Documented: variables, whose account, proxy and certificates."""
    environment, name, status, told = SETTINGS[case]
    checks = list(settings.checks(environment, sandbox=False, account=""))
    check = of(checks, name)
    assert (check.status, told in check.found) == (status, True), check
    assert SECRET not in repr(checks)
    assert "s3cr3t" not in repr(checks)


@pytest.mark.anyio
async def test_the_server_is_asked_in_both_eras() -> None:
    """Documented: a self-test over stdio."""
    checks = await serving.checks()
    assert [(check.status, check.found[:10]) for check in checks] == [("ok", "2025-11-25"), ("ok", "2026-07-28")]
