"""Whose account is asked: what is named in Python first, or else what any other door would find."""

import asyncio
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

import harvest_mcp
from harvest_mcp import connect
from harvest_mcp.connection.accounts import Accounts, ConnectedAccount
from harvest_mcp.harvest.errors import AccountChoice, BadQuestion, HarvestError, NotConnected, Unconnected
from harvest_mcp.interactive.wording import in_python
from harvest_mcp.sandbox import Sandbox
from tests.stage import ACCOUNT, ADMINISTRATOR, MEMBER, served

SECRET = "1234567.pt.never-to-be-seen"


@pytest.fixture(autouse=True)
def _nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HARVEST_ACCESS_TOKEN", "HARVEST_ACCOUNT_ID", "HARVEST_ACCOUNT", "HARVEST_SANDBOX"):
        monkeypatch.delenv(name, raising=False)


def test_a_token_is_asked_with_and_out_of_sight() -> None:
    """Documented: a token given as plain text is a secret at once."""
    for token in (SECRET, SecretStr(SECRET), f"  Bearer {SECRET} "):
        harvest = connect(token, 7)
        assert harvest.connection.credentials.token == SecretStr(SECRET)
        assert harvest.connection.credentials.account_id == 7
        assert SECRET not in repr(harvest) + repr(vars(harvest))


@pytest.mark.parametrize("account_id", [1000001, "1000001", " 1000001 "], ids=repr)
def test_an_id_may_be_text(account_id: int | str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our choice: it is read from a file or a form as often as it is typed."""
    assert connect(SECRET, account_id).connection.credentials.account_id == 1000001
    monkeypatch.setenv("HARVEST_ACCESS_TOKEN", SECRET)
    assert connect(account_id=account_id).connection.credentials.account_id == 1000001


@pytest.mark.parametrize("wrong", ["osk", "", "-7", -7, 7.5, "9" * 50, SECRET], ids=repr)
def test_what_is_no_id_is_refused_and_not_told(wrong: Any) -> None:  # noqa: ANN401  (whatever somebody gives)
    """Our choice: whoever gives a token for an id does not see it in the error."""
    with pytest.raises(BadQuestion, match="account_id is not the number of an account") as caught:
        connect("1.pt.another", wrong)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("wrong", [f"https://id.getharvest.com/?access_token={SECRET}", SECRET * 50, f"{SECRET} ü"])
def test_no_traceback_of_ours_shows_a_token(wrong: str) -> None:
    """Documented: not in any frame's locals of ours."""
    with pytest.raises(HarvestError) as caught:
        connect(wrong)
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [str(frame.locals) for frame in shown.stack if "harvest_mcp/" in frame.filename.replace("\\", "/")]
    ours = [frame for frame, of in zip(ours, shown.stack, strict=False) if "tests" not in of.filename]
    assert ours
    assert SECRET not in "".join(ours) + str(caught.value)


def test_the_token_goes_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documented: HARVEST_API_URL and HARVEST_ID_URL hold for a token given in Python, too."""
    with served(Sandbox(base_url=None)) as opens:
        monkeypatch.setenv("HARVEST_API_URL", opens.api_url)
        monkeypatch.setenv("HARVEST_ID_URL", opens.id_url)
        with connect(ADMINISTRATOR) as harvest:
            assert harvest.verify_connection().result().account.id == ACCOUNT
        with connect("sandbox-nobody") as harvest, pytest.raises(HarvestError, match="401"):
            harvest.verify_connection().result()


def test_arguments_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documented: first match wins, arguments in Python first."""
    monkeypatch.setenv("HARVEST_SANDBOX", "1")
    monkeypatch.setenv("HARVEST_ACCESS_TOKEN", "1.pt.environment")
    assert not connect(SECRET).connection.sandbox
    assert connect().connection.sandbox
    monkeypatch.setenv("HARVEST_SANDBOX", "0")
    credentials = connect(account_id=7).connection.credentials
    assert (credentials.token, credentials.account_id) == (SecretStr("1.pt.environment"), 7)
    assert connect(sandbox=True).connection.sandbox


def test_the_sandbox_is_seen_as_by_one_of_its_people() -> None:
    """Documented: sandbox=True needs no token; one of its own shows it as another person sees it."""
    with connect(sandbox=True) as harvest:
        assert harvest.verify_connection().result().level == "administrator"
    with connect(MEMBER, sandbox=True) as harvest:
        assert harvest.verify_connection().result().level == "member"


@pytest.fixture(name="kept")
def _kept() -> Iterator[ConnectedAccount]:
    account = ConnectedAccount(
        name="osk", account_id=7, account="Osk", user_id=1, user="Ann", level="administrator", kept_in="file",
        connected_at=datetime.now(UTC),
    )  # fmt: skip
    Accounts().keep(account, SecretStr(SECRET))
    yield account
    Accounts().forget(account)


def test_a_connected_account_is_named(kept: ConnectedAccount) -> None:
    """Documented: by its name, by its id, or none where it is the default."""
    for harvest in (connect(account=kept.name), connect(account_id=7), connect()):
        assert harvest.connection.name == "osk"
        assert harvest.connection.credentials.token == SecretStr(SECRET)
    with pytest.raises(NotConnected, match="There are: osk"):
        connect(account="another")


def test_what_cannot_go_together_is_refused_at_once() -> None:
    """Our choice: nothing that was said is passed over."""
    for more in ({"token": SECRET}, {"account_id": 7}):
        with pytest.raises(BadQuestion, match="without a token"):
            connect(**more, account="osk")
    with pytest.raises(Unconnected):
        connect()


def test_a_choice_of_accounts_is_told_as_it_is_made_here() -> None:
    """Our choice: the hint names the argument, not the variable."""
    error = AccountChoice("Two.", "Choose one by its id, in HARVEST_ACCOUNT_ID.")
    with pytest.raises(AccountChoice, match=r"by its id: connect\(account_id=\.\.\.\)"), in_python():
        raise error


def test_what_is_asked_wrongly_is_told_before_anybody_is_asked() -> None:
    """Our choice: a word that is none of a parameter's is refused with those that are."""
    sandbox = connect(sandbox=True)
    for ask in (
        lambda: sandbox.users(status="gone"),  # type: ignore[arg-type]
        lambda: sandbox.users(access="boss"),  # type: ignore[arg-type]
        lambda: sandbox.projects(limit=0),
        lambda: sandbox.roles("jobs"),  # type: ignore[arg-type]
        lambda: sandbox.review(severity="grave"),  # type: ignore[arg-type]
        lambda: sandbox.who_can("fly"),
        lambda: sandbox.explain("me", "fly"),
    ):
        with pytest.raises(BadQuestion) as caught:
            ask()
        assert "harvest://" not in str(caught.value)
    assert sandbox.latest is None


def test_ids_may_be_numbers() -> None:
    """Documented: a parameter takes an integer id too."""
    with connect(sandbox=True) as harvest:
        who = harvest.users("Priya Raman").result().users[0]
        assert harvest.user(who.id).result() == harvest.user(str(who.id)).result()


def test_the_package_offers_its_names() -> None:
    """Our choice: what is public is listed, and nothing else is there by accident."""
    assert dir(harvest_mcp) == sorted(harvest_mcp.__all__)
    assert all(getattr(harvest_mcp, name) is not None for name in harvest_mcp.__all__)
    with pytest.raises(AttributeError, match="no attribute 'panel_of_mine'"):
        _ = harvest_mcp.panel_of_mine


def test_an_account_is_open_for_as_long_as_its_block() -> None:
    """Documented: a context manager, in `with` and in `async with`; closing twice is closing."""

    async def ask() -> str:
        async with connect(sandbox=True) as harvest:
            await harvest.users()
        return repr(harvest)

    assert asyncio.run(ask()).endswith(", closed>")
    with connect(sandbox=True) as harvest:
        harvest.close()
    with pytest.raises(NotConnected, match="has been closed"):
        harvest.users().result()
