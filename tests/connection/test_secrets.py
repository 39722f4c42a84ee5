"""The token on every path by which connecting fails: in no error, no traceback with its locals, no log and no file."""

import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoBackend
from pydantic import SecretStr

from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.connecting import Hosts, accounts_of, kept, token_in, tried
from harvest_mcp.connection.environment import Surroundings
from harvest_mcp.connection.finding import find
from harvest_mcp.harvest.errors import HarvestError
from harvest_mcp.sandbox import Sandbox
from tests.stage import ACCOUNT, ADMINISTRATOR, served

pytestmark = pytest.mark.anyio
NOWHERE = Hosts("http://127.0.0.1:9/v2", "http://127.0.0.1:9/api/v2")
SECRET = "1234567.pt.S3CR3T"  # only ever read by way of `pasted`, so that no frame of a test holds it


def pasted(before: str = "", after: str = "") -> SecretStr:
    """What somebody pasted."""
    return SecretStr(f"{before}{SECRET}{after}")


async def wrong_token(hosts: Hosts, _accounts: Accounts) -> None:
    """Harvest ID refuses it."""
    await accounts_of(pasted(), hosts)


async def foreign_account(hosts: Hosts, _accounts: Accounts) -> None:
    """The API refuses it."""
    await tried(pasted(), ACCOUNT, hosts)


async def no_network(_hosts: Hosts, _accounts: Accounts) -> None:
    """Nobody answers."""
    await tried(pasted(), ACCOUNT, NOWHERE)


async def in_an_address(_hosts: Hosts, _accounts: Accounts) -> None:
    """A whole address was pasted."""
    token_in(pasted("https://api.harvestapp.com/v2/users?access_token="))


async def too_long(_hosts: Hosts, _accounts: Accounts) -> None:
    """Ten thousand characters were pasted."""
    token_in(pasted(after="x" * 10_000))


async def two_words(hosts: Hosts, _accounts: Accounts) -> None:
    """What stood around it was pasted too."""
    await accounts_of(token_in(pasted("my token is ")), hosts)


async def no_keyring(hosts: Hosts, accounts: Accounts) -> None:
    """There is no keyring to keep it in."""
    trial = await tried(SecretStr(ADMINISTRATOR), ACCOUNT, hosts)
    account = kept(trial, accounts, kept_in="file")
    before = keyring.get_keyring()
    keyring.set_keyring(NoBackend())  # type: ignore[no-untyped-call]  # keyring's has no types
    try:
        accounts.keep(account.model_copy(update={"kept_in": "keyring"}), pasted())
    finally:
        keyring.set_keyring(before)


async def no_room(hosts: Hosts, accounts: Accounts) -> None:
    """The folder cannot be written."""
    trial = await tried(SecretStr(ADMINISTRATOR), ACCOUNT, hosts)
    account = kept(trial, accounts, kept_in="file")
    Accounts(accounts.folder / "default").keep(account, pasted())


async def in_the_environment(_hosts: Hosts, _accounts: Accounts) -> None:
    """The account beside it is no number."""
    find(Surroundings(HARVEST_ACCESS_TOKEN=pasted().get_secret_value(), HARVEST_ACCOUNT_ID="mine"))


FAILURES = (
    wrong_token, foreign_account, no_network, in_an_address, too_long, two_words, no_keyring, no_room,
    in_the_environment,
)  # fmt: skip


@pytest.mark.parametrize("failing", FAILURES, ids=lambda failing: failing.__name__)
async def test_a_traceback_with_its_locals_holds_no_token(
    failing: Callable[[Hosts, Accounts], Awaitable[None]],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Documented: stdout, stderr, logs, files and tracebacks with locals are searched for the token."""
    caplog.set_level(logging.DEBUG)
    with served(Sandbox()) as credentials:
        hosts = Hosts(credentials.api_url, credentials.id_url)
        with pytest.raises(HarvestError) as raised:
            await failing(hosts, Accounts(tmp_path))
    told = "".join(traceback.TracebackException.from_exception(raised.value, capture_locals=True).format())
    assert "S3CR3T" not in told.replace("SECRET = ", "")
    assert "S3CR3T" not in caplog.text + "".join(capfd.readouterr())
    assert _holding(tmp_path) == []


def _holding(folder: Path) -> list[Path]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file for file in files if "S3CR3T" in file.read_text(encoding="utf-8")]
