"""The link page over loopback: each step, whoever is not let in, and that the token is nowhere but where it is kept."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import httpx
import keyring
import pytest
from keyring.backends.fail import Keyring as NoBackend

from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.connecting import Hosts
from harvest_mcp.connection.link.page import LinkPage
from harvest_mcp.sandbox import Sandbox
from tests.connection.pages import Visitor, visiting
from tests.harvest.stand_ins import ME, answer, listening
from tests.stage import ADMINISTRATOR, MEMBER, served

pytestmark = pytest.mark.anyio
WRONG = "1234567.pt.not-a-token-that-opens-anything"


@pytest.fixture(scope="module")
def hosts() -> Iterator[Hosts]:
    """The sandbox behind a socket."""
    with served(Sandbox()) as credentials:
        yield Hosts(credentials.api_url, credentials.id_url)


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    """Nothing is connected yet."""
    return Accounts(tmp_path)


@asynccontextmanager
async def opened(accounts: Accounts, hosts: Hosts, *, minutes: float = 10) -> AsyncIterator[tuple[LinkPage, Visitor]]:
    """The page, and somebody who has it open; tokens go into files."""
    async with LinkPage(accounts, hosts, kept_in="file", minutes=minutes) as page, visiting(page.url) as visitor:
        yield page, visitor


async def test_a_token_of_one_account_is_connected_at_once(accounts: Accounts, hosts: Hosts) -> None:
    """Documented: company, person, level and what it sees; then the page is closed."""
    async with opened(accounts, hosts) as (page, visitor):
        assert visitor.heading == "Link your Harvest account"
        assert "id.getharvest.com/developers" in visitor.words
        assert "administrator" in visitor.words
        assert "only ever reads" in visitor.words
        await visitor.send("check", token=ADMINISTRATOR)
        assert visitor.heading == "Connected"
        for fact in ("Tamberlane & Osk (id 1000001)", "Ingrid Solheim", "Access administrator", "Can see"):
            assert fact in visitor.words
        account = await page.finished()
        assert account is not None
        assert accounts.default() == account
    with pytest.raises(httpx.ConnectError):
        await httpx.AsyncClient().get(page.url)


async def test_what_a_lesser_token_cannot_see_is_said(accounts: Accounts, hosts: Hosts) -> None:
    """Documented: the level and what it therefore cannot see."""
    async with opened(accounts, hosts) as (_, visitor):
        await visitor.send("check", token=MEMBER)
        assert "Cannot see, or not all of it" in visitor.words
        assert "For the whole picture" in visitor.words


async def test_of_several_accounts_one_is_chosen(accounts: Accounts) -> None:
    """Documented: the accounts that the token opens as a choice, Harvest's only, or an id typed by hand."""
    several = (
        b'{"user": {"id": 1}, "accounts": [{"id": 7, "name": "<b>Seven</b>", "product": "harvest"},'
        b' {"id": 8, "name": "Eight", "product": "harvest"}, {"id": 9, "name": "Plans", "product": "forecast"}]}'
    )
    reply = answer(200, several, "Content-Type: application/json")
    async with listening(reply) as port:
        hosts = Hosts(f"http://127.0.0.1:{port}/v2", f"http://127.0.0.1:{port}/api/v2")
        async with opened(accounts, hosts) as (_, visitor):
            await visitor.send("check", token=WRONG)
            assert visitor.heading == "Choose the account"
            assert "&lt;b&gt;Seven" in visitor.seen.text
            assert "Plans" not in visitor.words
            await visitor.send("connect")
            assert visitor.trouble.startswith("No account is chosen.")
            await visitor.send("connect", account="9")
            assert visitor.trouble.startswith("No account is chosen.")
            await visitor.send("again")
            assert visitor.heading == "Link your Harvest account"
            await visitor.send("check", token=WRONG, account_id="5")
            assert visitor.trouble.startswith("This token does not open the account of that id.")
            await visitor.send("cancel")
            assert visitor.heading == "This page is closed"
    assert accounts.all() == []


PASTED = {
    "nothing": ("", "There is no token yet."),
    "two words": ("two words", "The token holds characters that no Harvest token has."),
    "ten thousand characters": ("x" * 10_000, "That is no token: it has 10,000 characters."),
    "an address with a token": (f"https://api.harvestapp.com/v2/users?access_token={WRONG}", "That is an address"),
    "a wrong token": (WRONG, "Harvest does not accept this token."),
    "markup": ("<script>alert(1)</script>", "Harvest does not accept this token."),
}


@pytest.mark.parametrize("case", PASTED)
async def test_what_is_no_token_is_told_beside_the_field(
    accounts: Accounts, hosts: Hosts, case: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Documented: a clear message, nothing stored, nothing logged, and nothing sent back."""
    caplog.set_level(logging.DEBUG)
    pasted, told = PASTED[case]
    async with opened(accounts, hosts) as (_, visitor):
        await visitor.send("check", token=pasted)
        assert visitor.trouble.startswith(told)
        assert 'aria-describedby="token-trouble token-hint"' in visitor.seen.text
        assert not pasted or pasted not in visitor.seen.text
        await visitor.send("check", token=MEMBER)  # and mending it works
        assert visitor.heading == "Connected"
    written = caplog.text + "".join(capfd.readouterr())
    assert not pasted or pasted not in written
    assert MEMBER not in written


async def test_a_token_of_forecast_only_is_told(accounts: Accounts) -> None:
    """Documented: Harvest accounts only."""
    forecast = b'{"user": {"id": 1}, "accounts": [{"id": 9, "name": "Plans", "product": "forecast"}]}'
    async with listening(answer(200, forecast, "Content-Type: application/json")) as port:
        hosts = Hosts(f"http://127.0.0.1:{port}/v2", f"http://127.0.0.1:{port}/api/v2")
        async with opened(accounts, hosts) as (_, visitor):
            await visitor.send("check", token=WRONG)
            assert visitor.trouble.startswith("This token opens Forecast only, and no Harvest account.")


async def test_a_token_that_is_revoked_between_the_steps_is_told(accounts: Accounts, hosts: Hosts) -> None:
    """Documented: accepted by the id host, refused by the API."""
    async with listening(answer(401, ME)) as port:
        revoked = Hosts(f"http://127.0.0.1:{port}/v2", hosts.id_url)
        async with opened(accounts, revoked) as (_, visitor):
            await visitor.send("check", token=ADMINISTRATOR)
            assert "it was revoked" in visitor.trouble
            assert visitor.heading == "Link your Harvest account"
    assert accounts.all() == []


async def test_no_network_is_told_as_that(accounts: Accounts) -> None:
    """Documented: not the token's fault."""
    hosts = Hosts("http://127.0.0.1:9/v2", "http://127.0.0.1:9/api/v2")
    async with opened(accounts, hosts) as (_, visitor):
        await visitor.send("check", token=WRONG)
        assert visitor.trouble
        assert "token-trouble" not in visitor.seen.text


async def test_without_a_keyring_a_file_is_offered(accounts: Accounts, hosts: Hosts) -> None:
    """Documented: it says so; nothing is kept before the person agrees."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoBackend())  # type: ignore[no-untyped-call]  # keyring's has no types
    try:
        async with LinkPage(accounts, hosts) as page, visiting(page.url) as visitor:
            assert "no keyring" in visitor.words
            await visitor.send("check", token=MEMBER)
            assert visitor.trouble.startswith("There is nowhere to keep the token yet.")
            await visitor.send("check", token=MEMBER, in_file="yes")
            assert "a file that only you can read" in visitor.words
            assert visitor.heading == "Connected"
    finally:
        keyring.set_keyring(before)
    assert [account.kept_in for account in accounts.all()] == ["file"]


async def test_every_answer_forbids_what_a_page_of_secrets_must(accounts: Accounts, hosts: Hosts) -> None:
    """Documented: strict CSP, no caching, no other host, errors too."""
    async with opened(accounts, hosts) as (page, visitor):
        lost = await visitor.client.get(page.url + "elsewhere")
        for reply in (visitor.seen, lost, await visitor.client.put(page.url)):
            policy = reply.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert reply.headers["cache-control"] == "no-store"
            assert reply.headers["x-content-type-options"] == "nosniff"
            assert "server" not in reply.headers
        assert "HttpOnly" in visitor.seen.headers["set-cookie"]
        assert "SameSite=strict" in visitor.seen.headers["set-cookie"]


REFUSED = {
    "another host": ({"Host": "harvest.example.com"}, 421),
    "this machine by another name": ({"Host": "localhost"}, 421),
    "another origin": ({"Origin": "https://harvest.example.com"}, 403),
    "no origin that is one": ({"Origin": "null"}, 403),
    "another site's form": ({"Sec-Fetch-Site": "cross-site"}, 403),
    "JSON": ({"Content-Type": "application/json"}, 415),
}


@pytest.mark.parametrize(("headers", "status"), REFUSED.values(), ids=REFUSED)
async def test_a_form_from_elsewhere_is_refused(
    accounts: Accounts, hosts: Hosts, headers: dict[str, str], status: int
) -> None:
    """Documented: wrong Host or Origin, a form of another site."""
    async with opened(accounts, hosts) as (page, visitor):
        form = {"proof": visitor.proof, "do": "check", "token": MEMBER}
        refused = await visitor.client.post(page.url, data=form, headers=headers)
        assert refused.status_code == status
        assert MEMBER not in refused.text
        assert accounts.all() == []
        await visitor.send("check", token=MEMBER)  # the true one still works
        assert visitor.heading == "Connected"


async def test_a_forged_form_and_a_second_browser_are_refused(accounts: Accounts, hosts: Hosts) -> None:
    """Documented: anti-forgery token, page opened twice; the first browser goes on."""
    async with opened(accounts, hosts) as (page, visitor):
        forged = await visitor.client.post(page.url, data={"proof": "x", "do": "check", "token": MEMBER})
        assert forged.status_code == 403
        async with visiting(page.url) as second:
            assert (second.seen.status_code, second.heading) == (403, "This link was opened elsewhere")
            stolen = {"proof": visitor.proof, "do": "check", "token": MEMBER}
            assert (await second.client.post(page.url, data=stolen)).status_code == 403
        assert (await visitor.open()).status_code == 200
        assert accounts.all() == []
        await visitor.send("check", token=MEMBER)
        assert visitor.heading == "Connected"


async def test_more_than_a_form_may_have_is_refused(accounts: Accounts, hosts: Hosts) -> None:
    """Our choice: a page that reads for ever is a page that can be filled up."""
    async with opened(accounts, hosts) as (page, visitor):
        flood = {"proof": visitor.proof, "do": "check", "token": "x" * 100_000}
        refused = await visitor.client.post(page.url, data=flood)
        assert (refused.status_code, "too much for a token" in refused.text) == (413, True)
        many = {f"field{number}": "x" for number in range(1_000)}
        assert (await visitor.client.post(page.url, data=many)).status_code == 413


async def test_the_page_closes_when_its_time_is_over(accounts: Accounts, hosts: Hosts) -> None:
    """Documented: after ten minutes; here after less."""
    async with opened(accounts, hosts, minutes=0.02) as (page, _):
        assert await page.finished() is None
    assert accounts.all() == []


async def test_whoever_opened_it_may_close_it_at_any_time(accounts: Accounts, hosts: Hosts) -> None:
    """Our choice: a server that ends takes its page with it."""
    with anyio.fail_after(10):
        async with opened(accounts, hosts) as (page, _):
            pass
    with pytest.raises(httpx.ConnectError):
        await httpx.AsyncClient().get(page.url)


async def test_an_error_of_whoever_opened_it_comes_through_as_it_is(accounts: Accounts, hosts: Hosts) -> None:
    """Our choice: not wrapped in a group."""
    with pytest.raises(KeyError):
        async with opened(accounts, hosts):
            raise KeyError
