"""What `doctor` finds: each thing well and amiss, made so for real, and never a token or a password in what it says."""

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pydantic import SecretStr

from harvest_mcp.commands.health import accounts as accounts_
from harvest_mcp.commands.health import network, program, serving, settings
from harvest_mcp.commands.health.checks import Check
from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.connecting import Hosts, kept, tried
from harvest_mcp.connection.tokens import TokenFiles
from harvest_mcp.sandbox import Sandbox
from tests.commands.conftest import COMMAND, clean
from tests.harvest.stand_ins import answer, listening
from tests.stage import ACCOUNT, ADMINISTRATOR, MEMBER, served

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
    assert "2025-11-25: 8 tools and an answer" in told.stdout
    assert "2026-07-28: 8 tools and an answer" in told.stdout
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
    assert found["variables"]["found"].startswith("HARVEST_ACCESS_TOKEN (set)")
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
    (tmp_path / "ours" / "x.token").touch(0o644)
    opened = of(list(program.checks(kept_here)), "configuration")
    assert (opened.status, "x.token" in opened.found) == ("failed", True)


def test_without_a_keyring(tmp_path: Path) -> None:
    """Documented: a warning that says what to do instead."""
    here = clean(XDG_CONFIG_HOME=str(tmp_path), PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    told = subprocess.run(
        (*COMMAND, "doctor", "--sandbox", "--json"), env=here, capture_output=True, text=True, check=False
    )
    keyring = next(check for check in json.loads(told.stdout)["checks"] if check["name"] == "keyring")
    assert (told.returncode, keyring["status"], "--file" in keyring["advice"]) == (0, "warning", True)


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


CLOCKS = {
    "right": (0, "ok", "agrees"),
    "two minutes behind": (120, "warning", "behind"),
    "an hour ahead": (-3_600, "failed", "ahead of"),
}


@pytest.mark.anyio
@pytest.mark.parametrize("case", CLOCKS)
async def test_the_clock(case: str) -> None:
    """Documented: clock skew, by the Date of Harvest's answer; 401 means that the host is there."""
    seconds, status, told = CLOCKS[case]
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
    async with listening(answer(401, b"{}", f"Date: {date}")) as port:
        environment = dict.fromkeys(("HARVEST_API_URL", "HARVEST_ID_URL"), f"http://127.0.0.1:{port}/v2")
        checks = await network.checks(environment)
    assert of(checks, "Harvest's API").found.startswith("it answers (status 401")
    clock = of(checks, "clock")
    assert (clock.status, told in clock.found) == (status, True)


HOSTS = {
    "refused": ("http://127.0.0.1:9/v2", "It refused the connection."),
    "no such name": ("https://no-such-host.invalid/v2", "Its name is not found."),
    "not a host for tokens": ("http://api.harvestapp.com/v2", "is not one that a token may be sent to"),
    "a placeholder": ("${URL}", "holds a placeholder"),
}


@pytest.mark.anyio
@pytest.mark.parametrize("case", HOSTS)
async def test_hosts_that_cannot_be_reached(case: str) -> None:
    """Documented: what is between here and there is told apart."""
    url, told = HOSTS[case]
    checks = await network.checks({"HARVEST_API_URL": url, "HARVEST_ID_URL": url})
    assert all(check.status == "failed" and check.advice and told in check.found for check in checks), checks


@pytest.mark.anyio
async def test_a_certificate_that_nobody_trusts(untrusted: int) -> None:
    """Documented: TLS told apart from the network."""
    url = f"https://127.0.0.1:{untrusted}/v2"
    check = of(await network.checks({"HARVEST_API_URL": url, "HARVEST_ID_URL": url}), "Harvest's API")
    assert check.found == "Its certificate is not trusted here."
    assert "SSL_CERT_FILE" in (check.advice or "")


@pytest.mark.anyio
async def test_each_account(tmp_path: Path) -> None:
    """Documented: each account's state: well, seeing a part only, its token gone or refused."""
    kept_here = Accounts(tmp_path)
    nobody = await accounts_.checks({}, kept_here, sandbox=False)
    assert of(nobody, "accounts").status == "warning"
    with served(Sandbox()) as credentials:
        hosts = Hosts(credentials.api_url, credentials.id_url)
        for name, token in (("boss", ADMINISTRATOR), ("lena", MEMBER), ("gone", MEMBER), ("refused", MEMBER)):
            kept(await tried(SecretStr(token), ACCOUNT, hosts), kept_here, name=name, kept_in="file")
        kept_here.keep(kept_here.named("refused"), SecretStr(SECRET))
        TokenFiles(tmp_path / "accounts").forget("gone")
        checks = await accounts_.checks({}, kept_here, sandbox=False)
    assert {check.name: check.status for check in checks} == {
        "boss": "ok",
        "gone": "failed",
        "lena": "warning",
        "refused": "failed",
    }
    assert SECRET not in repr(checks)


@pytest.mark.anyio
async def test_the_server_is_asked_in_both_eras() -> None:
    """Documented: a self-test over stdio."""
    checks = await serving.checks()
    assert [(check.status, check.found[:10]) for check in checks] == [("ok", "2025-11-25"), ("ok", "2026-07-28")]


@pytest.fixture
def untrusted(tmp_path: Path) -> Iterator[int]:
    """The port of a server whose certificate no one has signed."""
    _write_certificate(tmp_path)
    config = uvicorn.Config(
        Sandbox(),
        port=0,
        log_level="critical",
        lifespan="off",
        ssl_keyfile=str(tmp_path / "key.pem"),
        ssl_certfile=str(tmp_path / "cert.pem"),
        timeout_graceful_shutdown=0,
    )
    with _running(config) as port:
        yield port


def _write_certificate(folder: Path) -> None:
    """Write a key, and a certificate of this machine that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))


@contextmanager
def _running(config: uvicorn.Config) -> Iterator[int]:
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()
