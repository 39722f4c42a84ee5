"""Credentials that cannot be right are refused before anything is sent; a token is shown nowhere."""

from traceback import TracebackException

import pytest
from pydantic import SecretStr

from harvest_mcp.harvest.credentials import API_URL, Credentials
from harvest_mcp.harvest.errors import NotConnected
from tests.harvest.stand_ins import TOKEN


def test_credentials_do_not_show_their_token() -> None:
    """Documented: a token is never in a repr."""
    assert repr(Credentials(SecretStr(TOKEN), 7)) == "Credentials(token=SecretStr('**********'), account_id=7)"


@pytest.mark.parametrize(
    "url",
    [
        "https://api.harvestapp.com/v2",
        "https://gateway.example.com:8443/harvest/v2/",
        "http://127.0.0.1:8000/v2",
        "http://localhost/v2",
        "http://[::1]:9/v2",
    ],
)
def test_a_token_goes_to_https_or_to_this_machine(url: str) -> None:
    """Documented: an https URL or a loopback http URL."""
    assert Credentials(SecretStr(TOKEN), api_url=url, id_url=url).api_url == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.harvestapp.com/v2",
        "http://api.harvestapp.com/v2",
        "http://127.0.0.1.example.com/v2",
        "http://localhost.example.com/v2",
        "ftp://127.0.0.1/v2",
        "https:///v2",
        "https://api.harvestapp.com:port/v2",
        "https://[::1/v2",
        "https://someone:secret@api.harvestapp.com/v2",
        "https://api.harvestapp.com/v2?access_token=secret",
        "https://api.harvestapp.com/v2#secret",
        "https://api.harvestapp.com/v2\nsecret",
        "https://api.harvestäpp.com/v2",
    ],
)
def test_a_token_goes_nowhere_else_and_the_address_is_not_repeated(url: str) -> None:
    """Documented: nothing else; what was given may hold a password."""
    with pytest.raises(NotConnected, match="Harvest's API") as raised:
        Credentials(SecretStr(TOKEN), api_url=url)
    assert "secret" not in shown(raised.value)
    with pytest.raises(NotConnected, match="Harvest ID") as raised:
        Credentials(SecretStr(TOKEN), id_url=url)
    assert "secret" not in shown(raised.value)


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "tökén", "a\x00b"])
def test_a_token_that_no_header_can_hold_is_refused_without_being_shown(token: str) -> None:
    """Our choice: what cannot be in a header is no token."""
    with pytest.raises(NotConnected) as raised:
        Credentials(SecretStr(token))
    assert "https://id.getharvest.com/developers" in raised.value.hint
    assert not token or token not in shown(raised.value)


@pytest.mark.parametrize("account_id", [0, -5])
def test_an_account_id_is_a_positive_number(account_id: int) -> None:
    """Recorded: every id is."""
    with pytest.raises(NotConnected):
        Credentials(SecretStr(TOKEN), account_id)


def test_credentials_without_addresses_are_for_harvest_itself() -> None:
    """Documented: the defaults."""
    assert Credentials(SecretStr(TOKEN)).api_url == API_URL == "https://api.harvestapp.com/v2"


def shown(error: BaseException) -> str:
    """Everything that a traceback with local variables shows of our own frames."""
    told = TracebackException.from_exception(error, capture_locals=True)
    ours = [frame for frame in told.stack if "harvest_mcp" in frame.filename]
    assert ours
    return str(error) + repr(error) + "".join(str(frame.locals) for frame in ours)
