"""Whose account is meant: who wins, what is refused, and that no error repeats a secret."""

import pytest

from harvest_mcp.connection.finding import SANDBOX_ACCOUNT, SANDBOX_TOKEN, find
from harvest_mcp.harvest.credentials import API_URL, ID_URL
from harvest_mcp.harvest.errors import NotConnected

SECRET = "1234567.pt.not-a-token-that-opens-anything"
LIVE = {"HARVEST_ACCESS_TOKEN": SECRET, "HARVEST_ACCOUNT_ID": "77"}


def refused(environment: dict[str, str], *, sandbox: bool = False) -> str:
    """What is said where nothing can be found."""
    with pytest.raises(NotConnected) as raised:
        find(environment, sandbox=sandbox)
    assert raised.value.what
    assert raised.value.hint
    return str(raised.value)


def test_a_token_in_the_environment_opens_its_account() -> None:
    """Documented: HARVEST_ACCESS_TOKEN and HARVEST_ACCOUNT_ID; Harvest's own addresses unless others are set."""
    found = find(LIVE)
    assert found.credentials.token.get_secret_value() == SECRET
    assert (found.credentials.account_id, found.sandbox) == (77, False)
    assert (found.credentials.api_url, found.credentials.id_url) == (API_URL, ID_URL)
    assert found.source == "HARVEST_ACCESS_TOKEN in the environment"


def test_the_account_may_be_left_out() -> None:
    """Documented: where the token opens one Harvest account."""
    assert find({"HARVEST_ACCESS_TOKEN": f"  {SECRET}\n"}).credentials.account_id is None
    assert find({"HARVEST_ACCESS_TOKEN": SECRET, "HARVEST_ACCOUNT_ID": " "}).credentials.account_id is None


@pytest.mark.parametrize("on", ["1", "true", "TRUE", " yes ", "on"])
def test_the_sandbox_wins_over_a_token(on: str) -> None:
    """Documented: first match wins, the sandbox before the environment's token, which never reaches it."""
    found = find({**LIVE, "HARVEST_SANDBOX": on})
    assert (found.sandbox, found.credentials.account_id) == (True, SANDBOX_ACCOUNT)
    assert found.credentials.token.get_secret_value() == SANDBOX_TOKEN
    assert found == find(LIVE, sandbox=True)


@pytest.mark.parametrize("off", ["", "0", "false", "No", "off", "  "])
def test_a_sandbox_that_is_off_is_none(off: str) -> None:
    """Documented: HARVEST_SANDBOX=1 is the same as --sandbox; the usual words for no mean no."""
    assert not find({**LIVE, "HARVEST_SANDBOX": off}).sandbox
    assert find({**LIVE, "HARVEST_SANDBOX": off}, sandbox=True).sandbox


@pytest.mark.parametrize("odd", ["2", "maybe", "sandbox", SECRET])
def test_a_sandbox_that_is_neither_on_nor_off_is_refused(odd: str) -> None:
    """Our choice: a guess either way could show the wrong account."""
    told = refused({**LIVE, "HARVEST_SANDBOX": odd})
    assert told.startswith("HARVEST_SANDBOX is neither on nor off. Set HARVEST_SANDBOX=1")
    assert SECRET not in told


@pytest.mark.parametrize(
    "token", ["sandbox-administrator", "sandbox-people-manager", "sandbox-project-manager", "sandbox-member"]
)
def test_a_token_of_the_sandbox_shows_it_as_that_person_sees_it(token: str) -> None:
    """Documented: the sandbox knows four tokens."""
    found = find({"HARVEST_ACCESS_TOKEN": token, "HARVEST_SANDBOX": "1"})
    assert found.credentials.token.get_secret_value() == token


def test_the_sandbox_needs_nothing_else() -> None:
    """Our choice: what is not needed is not looked at, though it be a placeholder or no number."""
    odd = {
        "HARVEST_ACCESS_TOKEN": "${HARVEST_ACCESS_TOKEN}",
        "HARVEST_ACCOUNT_ID": "mine",
        "HARVEST_API_URL": "ftp://x",
    }
    assert find(odd, sandbox=True) == find({}, sandbox=True)


def test_without_anything_the_error_says_how_to_connect() -> None:
    """Documented: what happened and what to do."""
    assert refused({}) == (
        "No Harvest account is connected. Run `harvest-mcp connect` with an administrator's token, made at "
        "https://id.getharvest.com/developers; or set HARVEST_ACCESS_TOKEN (and HARVEST_ACCOUNT_ID) where this program "
        "is started. Or set HARVEST_SANDBOX=1 to try an invented company."
    )
    assert refused({"HARVEST_ACCESS_TOKEN": "  "}) == refused({})
    assert refused({"HARVEST_ACCOUNT_ID": "77"}).startswith("No account is connected, and so none of that name.")


@pytest.mark.parametrize(
    "placeholder",
    [
        "${HARVEST_ACCESS_TOKEN}",
        "${env:HARVEST_ACCESS_TOKEN}",
        "${input:token}",
        "$HARVEST_ACCESS_TOKEN",
        "$harvest_token2",
        "%HARVEST_ACCESS_TOKEN%",
        "{{ token }}",
        "<your token>",
        "<TOKEN>",
    ],
)
@pytest.mark.parametrize(
    "name", ["HARVEST_ACCESS_TOKEN", "HARVEST_ACCOUNT_ID", "HARVEST_API_URL", "HARVEST_ID_URL", "HARVEST_SANDBOX"]
)
def test_a_value_that_nobody_filled_in_is_told_as_such(name: str, placeholder: str) -> None:
    """Known gap of hosts: some pass `${NAME}` on as it stands."""
    told = refused({**LIVE, name: placeholder})
    assert told.startswith(f"{name} holds a placeholder")


@pytest.mark.parametrize("said", ["mine", "1.5", "-1", "1e3", "٣", "²", "77 78", "0x10", "7" * 5_000])
def test_an_account_that_is_no_number_is_refused(said: str) -> None:
    """Our choice: Harvest would answer with the 401 of a bad token."""
    told = refused({**LIVE, "HARVEST_ACCOUNT_ID": said})
    assert told.startswith("HARVEST_ACCOUNT_ID is not the number of an account. It stands beside each account at")
    assert refused({**LIVE, "HARVEST_ACCOUNT_ID": "0"}).startswith("The account id is not a positive number.")


@pytest.mark.parametrize(
    "url",
    [
        "https://api.harvestapp.com/v2",
        "https://proxy.example.com:8443/harvest/v2",
        "http://127.0.0.1:8000/v2",
        "http://localhost:8000/v2",
        "http://[::1]:8000/v2",
        "HTTPS://API.HARVESTAPP.COM/v2",
    ],
)
def test_an_address_may_be_https_or_this_machine(url: str) -> None:
    """Documented: https, or http to this machine, and nothing else; a slash at the end changes nothing."""
    found = find({**LIVE, "HARVEST_API_URL": f"{url}/", "HARVEST_ID_URL": url})
    assert (found.credentials.api_url, found.credentials.id_url) == (url, url)


@pytest.mark.parametrize(
    "url",
    [
        "http://api.harvestapp.com/v2",
        "http://127.0.0.1.example.com/v2",
        "http://localhost.example.com",
        "http://10.0.0.1/v2",
        "http://0.0.0.0:8000",
        "ftp://127.0.0.1/v2",
        "file:///etc/passwd",
        "api.harvestapp.com/v2",
        "https://",
        "https://user:s3cr3t@api.harvestapp.com/v2",
        "https://api.harvestapp.com/v2?access_token=s3cr3t",
        "https://api.harvestapp.com/v2#s3cr3t",
        "https://api.harvestapp.com:port/v2",
        "https://[::1/v2",
        "https://api.harvestapp.com/v2 x",
    ],
)
@pytest.mark.parametrize("name", ["HARVEST_API_URL", "HARVEST_ID_URL"])
def test_any_other_address_is_refused_and_not_repeated(name: str, url: str) -> None:
    """Documented: a token is sent to nothing else; a wrong address may hold a password."""
    told = refused({**LIVE, name: url})
    assert told.endswith(
        "It must be https, or http to this machine itself, with no user name, password or query in it."
    )
    assert "s3cr3t" not in told
    assert SECRET not in told


@pytest.mark.parametrize("token", ["two words", "tôken", "a\x00b", "a\nb", "\u200b"])
def test_a_token_with_characters_that_no_token_has_is_refused_and_not_repeated(token: str) -> None:
    """Our choice: pasted with what stood around it; it could not even be sent."""
    told = refused({"HARVEST_ACCESS_TOKEN": token})
    assert told.startswith("The token holds characters that no Harvest token has. Copy it again")
    assert token not in told


def test_nothing_that_is_found_shows_the_token() -> None:
    """Documented: never in a repr; addresses stay out too."""
    found = find({**LIVE, "HARVEST_API_URL": "https://proxy.example.com/v2"})
    for shown in (repr(found), str(found), repr(found.credentials), f"{found.credentials.token}"):
        assert SECRET not in shown
        assert "proxy.example.com" not in shown
