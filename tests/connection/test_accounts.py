"""The connected accounts: how they are kept, named, chosen and forgotten, and which file alone holds a token."""

import os
from datetime import UTC, datetime
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from pydantic import SecretStr
from typing_extensions import override

from harvest_mcp.connection.accounts import Accounts, ConnectedAccount
from harvest_mcp.connection.finding import find
from harvest_mcp.connection.tokens import Keyring, Kind, NoKeyring, TokenFiles
from harvest_mcp.harvest.credentials import API_URL
from harvest_mcp.harvest.errors import NotConnected, Unconnected

SECRET = SecretStr("1234567.pt.not-a-token-that-opens-anything")


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    """Nothing is connected yet."""
    return Accounts(tmp_path / "ours")


def account(name: str, account_id: int = 77, *, kept_in: Kind = "file", user_id: int = 5) -> ConnectedAccount:
    """A connected account."""
    return ConnectedAccount(
        name=name,
        account_id=account_id,
        account=f"{name.title()} & Co.",
        user_id=user_id,
        user="Ann Lee",
        level="administrator",
        kept_in=kept_in,
        connected_at=datetime(2026, 11, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize("kind", ["file", "keyring"])
def test_what_is_kept_is_found_and_forgotten(accounts: Accounts, kind: Kind) -> None:
    """Documented: in the keyring, or in a file; the account's own file never holds the token."""
    ours = account("ours", kept_in=kind)
    accounts.keep(ours, SECRET)
    assert accounts.all() == [ours]
    assert accounts.credentials(ours).token == SECRET
    assert (accounts.credentials(ours).account_id, accounts.credentials(ours).api_url) == (77, API_URL)
    holders = [file.name for file in accounts.folder.rglob("*") if file.is_file() and _holds_token(file)]
    assert holders == (["ours.token"] if kind == "file" else [])
    accounts.forget(ours)
    assert accounts.all() == []
    with pytest.raises(Unconnected) as lost:
        accounts.credentials(ours)
    assert lost.value.name == "ours"


def _holds_token(file: Path) -> bool:
    return SECRET.get_secret_value() in file.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name != "posix", reason="only POSIX files have modes")
def test_files_are_private(accounts: Accounts) -> None:
    """Documented: mode 0600, in a folder that others cannot enter; a token that others can read is not used."""
    accounts.keep(account("ours"), SECRET)
    for file in accounts.folder.rglob("*"):
        assert file.stat().st_mode & 0o077 == 0, file
    token = next(accounts.folder.rglob("*.token"))
    token.chmod(0o644)
    with pytest.raises(NotConnected, match="Others on this machine can read the token"):
        accounts.credentials(account("ours"))


def test_the_first_is_the_default_until_another_is_chosen_or_it_is_forgotten(accounts: Accounts) -> None:
    """Our choice: nothing is asked of an account that nobody chose while there are several."""
    one, two, three = account("one", 1), account("two", 2), account("three", 3)
    for each in (one, two, three):
        accounts.keep(each, SECRET)
    assert accounts.default() == one
    accounts.choose(two)
    assert accounts.default() == two
    accounts.forget(two)
    assert accounts.default() is None
    with pytest.raises(NotConnected, match="2 accounts are connected and none is the default: one, three"):
        find({}, accounts=accounts)
    accounts.forget(one)
    assert accounts.default() == three


def test_an_account_is_named_by_its_name_its_id_or_its_name_in_harvest(accounts: Accounts) -> None:
    """Our choice: in this order; what fits several or none is told with what there is."""
    one, two, again = account("one", 1), account("two", 2), account("two-ann", 2, user_id=6)
    with pytest.raises(Unconnected, match="No account is connected"):
        accounts.named("one")
    for each in (one, two, again):
        accounts.keep(each, SECRET)
    assert [accounts.named(said) for said in ("one", " ONE ", "1", "one & co.")] == [one] * 4
    with pytest.raises(NotConnected, match="Several connected accounts fit: two, two-ann"):
        accounts.named("2")
    with pytest.raises(NotConnected, match="There are: one, two, two-ann"):
        accounts.named("three")


def test_a_free_name_is_made_of_plain_letters(accounts: Accounts) -> None:
    """Our choice: of the account, then with the person's first name, then numbered; a connection keeps its own."""
    assert accounts.name_for("Tømberlane & Ösk GmbH", "Ann Lee", account_id=1, user_id=1) == "tomberlane-osk-gmbh"
    assert accounts.name_for("株式会社", "Ann Lee", account_id=1, user_id=1) == "account-1"
    accounts.keep(account("ours", 1, user_id=1), SECRET)
    assert accounts.name_for("Ours", "Ann Lee", account_id=1, user_id=1) == "ours"
    assert accounts.name_for("Ours", "Bo Ek", account_id=1, user_id=2) == "ours-bo"
    accounts.keep(account("ours-bo", 1, user_id=2), SECRET)
    assert accounts.name_for("Ours", "Bo Em", account_id=1, user_id=3) == "ours-2"


def test_the_order_in_which_an_account_is_found(accounts: Accounts) -> None:
    """Documented: sandbox, name, token in the environment, default."""
    accounts.keep(account("one", 1), SECRET)
    accounts.keep(account("two", 2), SECRET)
    token = {"HARVEST_ACCESS_TOKEN": "x", "HARVEST_ACCOUNT_ID": "9"}
    named = {**token, "HARVEST_ACCOUNT": "two"}

    def found(environment: dict[str, str], *, sandbox: bool = False, name: str = "") -> int | None:
        return find(environment, sandbox=sandbox, account=name, accounts=accounts).credentials.account_id

    assert found(named, sandbox=True, name="one") == 1000001
    assert found(named, name="one") == 1
    assert found(named) == 2
    assert found(token) == 9
    assert found({}) == 1
    assert found({"HARVEST_ACCOUNT_ID": "2"}) == 2
    assert find({}, accounts=accounts).source == "the connected account one (the default), its token from a file"


def test_no_environment_sends_a_kept_token_elsewhere(accounts: Accounts) -> None:
    """Our choice: a project's own configuration file may set variables, and must not be able to fetch a token."""
    accounts.keep(account("one"), SECRET)
    assert find({"HARVEST_API_URL": f"{API_URL}/"}, accounts=accounts).name == "one"
    for name in ("HARVEST_API_URL", "HARVEST_ID_URL"):
        with pytest.raises(NotConnected, match="names another host") as refused:
            find({name: "https://elsewhere.example.com"}, accounts=accounts)
        assert SECRET.get_secret_value() not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"{}", b'{"name": "../up"}'])
def test_a_file_that_is_not_ours_is_told_and_left_alone(accounts: Accounts, content: bytes) -> None:
    """Our choice: nothing is lost by a guess."""
    accounts.keep(account("one"), SECRET)
    file = accounts.folder / "accounts" / "one.json"
    file.write_bytes(content)
    with pytest.raises(NotConnected, match="is not a connected account as this version writes it"):
        accounts.all()
    assert file.read_bytes() == content


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Our choice: before anything is said to be connected."""
    (tmp_path / "ours").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(NotConnected, match="cannot be written") as refused:
        Accounts(tmp_path / "ours").keep(account("one"), SECRET)
    assert SECRET.get_secret_value() not in str(refused.value)


def test_a_name_leads_nowhere_else(accounts: Accounts) -> None:
    """Our choice: names become names of files."""
    for name in ("../up", "a/b", "", "A", "-", "x" * 41, ".hidden"):
        with pytest.raises(ValueError, match="name"):
            account(name)
    assert accounts.all() == []


class _Broken(KeyringBackend):
    """A keyring that fails as services do."""

    priority = 9.0

    def __init__(self, problem: Exception) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's has no types
        self.problem = problem

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise self.problem

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.problem


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (keyring.errors.KeyringLocked(), "The keyring is locked."),
        (keyring.errors.NoKeyringError(), "This machine has no keyring"),
        (OSError("D-Bus is gone"), r"The keyring does not answer \(OSError\)"),
    ],
)
def test_a_keyring_that_fails_is_told_in_words(problem: Exception, told: str) -> None:
    """Documented: a locked keyring; nothing of what was to be kept is in the error or its causes."""
    before = keyring.get_keyring()
    keyring.set_keyring(_Broken(problem))
    try:
        for question in (lambda: Keyring().keep("one", SECRET), lambda: Keyring().find("one")):
            with pytest.raises(NoKeyring, match=told) as refused:
                question()
            assert refused.value.__cause__ is None
            assert refused.value.__context__ is None
    finally:
        keyring.set_keyring(before)


def test_forgetting_what_is_not_kept_is_no_error(tmp_path: Path) -> None:
    """Our choice: whoever wants it gone has what they want."""
    Keyring().forget("nobody")
    TokenFiles(tmp_path).forget("nobody")
