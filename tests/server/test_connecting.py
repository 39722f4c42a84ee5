"""An account that is connected, or connected anew, while the server runs: the next call finds it, without a restart."""

from functools import partial
from pathlib import Path

import anyio
import pytest
from mcp import Client
from pydantic import SecretStr

from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.connecting import Hosts, kept, tried
from harvest_mcp.connection.finding import find
from harvest_mcp.sandbox import Sandbox
from harvest_mcp.server.app import open_app
from harvest_mcp.server.building import build
from tests.stage import ACCOUNT, ADMINISTRATOR, MEMBER, refused, served, told

pytestmark = pytest.mark.anyio


async def test_connecting_needs_no_restart(tmp_path: Path) -> None:
    """Documented: without an account each call looks again."""
    accounts = Accounts(tmp_path)
    with served(Sandbox()) as credentials:
        hosts = Hosts(credentials.api_url, credentials.id_url)
        async with Client(build(lambda: open_app(partial(find, {}, accounts=accounts)))) as client:
            assert (await refused(client, "list_users")).startswith("No Harvest account is connected.")
            trial = await tried(SecretStr(ADMINISTRATOR), ACCOUNT, hosts)
            kept(trial, accounts, kept_in="file")
            assert (await told(client, "verify_connection"))["level"] == "administrator"


async def test_a_refused_token_is_looked_for_again(tmp_path: Path) -> None:
    """Our choice: whoever connects the account anew after a revoked token needs no restart either."""
    accounts = Accounts(tmp_path)
    company = Sandbox()
    with served(company) as credentials:
        hosts = Hosts(credentials.api_url, credentials.id_url)
        account = kept(await tried(SecretStr(MEMBER), ACCOUNT, hosts), accounts, name="ours", kept_in="file")
        accounts.keep(account, SecretStr("sandbox-revoked"))
        async with Client(build(lambda: open_app(partial(find, {}, account="ours", accounts=accounts)))) as client:
            assert "refused the token" in await refused(client, "verify_connection")
            accounts.keep(account, SecretStr(MEMBER))
            assert (await told(client, "verify_connection"))["level"] == "member"


async def test_two_calls_at_once_open_the_account_once(tmp_path: Path) -> None:
    """Our choice: a keyring is asked once."""
    found = 0

    def seek() -> object:
        nonlocal found
        found += 1
        return find({}, sandbox=True, accounts=Accounts(tmp_path))

    async with Client(build(lambda: open_app(seek))) as client, anyio.create_task_group() as tasks:  # type: ignore[arg-type]  # it gives what find gives
        for _ in range(3):
            tasks.start_soon(partial(told, client, "verify_connection"))
    assert found == 1
