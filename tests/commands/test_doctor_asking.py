"""What `doctor` finds of the network, of the clock and of each account, made so for real."""

import socket
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
from harvest_mcp.commands.health import network
from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.connecting import Hosts, kept, tried
from harvest_mcp.connection.tokens import TokenFiles
from harvest_mcp.sandbox import Sandbox
from tests.commands.test_doctor import SECRET, of
from tests.harvest.stand_ins import answer, drip, listening
from tests.stage import ACCOUNT, ADMINISTRATOR, MEMBER, served

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


ANSWERED = {
    "Harvest": (401, "ok", "it answers"),
    "a sign-in page": (302, "warning", "it answers"),
    "a page for anything": (200, "warning", "it answers"),
    "a proxy that asks": (407, "failed", "the proxy refuses us"),
    "trouble": (503, "warning", "it answers"),
}


@pytest.mark.anyio
@pytest.mark.parametrize("case", ANSWERED)
async def test_who_answers(case: str) -> None:
    """Documented: 401 is how Harvest answers without a token; whatever else comes is somebody in between."""
    status, standing, told = ANSWERED[case]
    async with listening(answer(status, b"<html>")) as port:
        environment = dict.fromkeys(("HARVEST_API_URL", "HARVEST_ID_URL"), f"http://127.0.0.1:{port}/v2")
        check = of(await network.checks(environment), "Harvest ID")
    assert (check.status, told in check.found) == (standing, True)


@pytest.mark.anyio
async def test_a_host_that_never_comes_to_an_end_costs_seconds() -> None:
    """Documented: all is bounded in time."""
    async with listening(drip) as port:
        environment = dict.fromkeys(("HARVEST_API_URL", "HARVEST_ID_URL"), f"http://127.0.0.1:{port}/v2")
        check = of(await network.checks(environment), "Harvest ID")
    assert (check.status, check.found) == ("failed", "It was silent for too long.")


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
async def test_what_speaks_no_tls() -> None:
    """Documented: no certificate is blamed where there was none."""
    async with listening(answer(400)) as port:
        url = f"https://127.0.0.1:{port}/v2"
        check = of(await network.checks({"HARVEST_API_URL": url, "HARVEST_ID_URL": url}), "Harvest's API")
    assert check.found == "It does not speak TLS as it should."


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
