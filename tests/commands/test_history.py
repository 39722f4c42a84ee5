"""The verbs `snapshot` and `changes`, and any asking verb at a past moment."""

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from harvest_mcp.connection.history import find_history
from harvest_mcp.history import History
from harvest_mcp.sandbox import Sandbox
from tests.accounts import AS_OF
from tests.commands.conftest import Typed, clean
from tests.history.test_history import on_day
from tests.stage import ACCOUNT, served


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for data that nobody has written to."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def url(folder: Path) -> str:
    """The history of the small account: Ben becomes an administrator on the second day."""
    url = f"sqlite:///{folder / 'kept.sqlite'}"
    history = History.open(url)
    history.take(on_day(0))
    history.take(on_day(1, ben=("administrator",)))
    return url


def _json(typed: Typed, *line: str, **environment: str) -> dict[str, Any]:
    told = typed(*line, "--json", **environment)
    assert told.status == 0, told.err
    answer: dict[str, Any] = json.loads(told.out)
    return answer


def test_a_snapshot_is_kept_listed_and_asked(typed: Typed, folder: Path) -> None:
    """Documented: `snapshot` keeps one; with `--at` any asking verb answers from it."""
    taken = _json(typed, "snapshot", "--sandbox")
    assert (taken["id"], taken["complete"], taken["with_rates"]) == (1, True, False)
    assert [path.name for path in (folder / "harvest-access-mcp").iterdir()] == ["sandbox-history.sqlite"]
    assert _json(typed, "snapshot", "--list", "--sandbox")["snapshots"] == [taken]
    again = typed("snapshot", "--with-rates", "--sandbox")
    assert again.out.splitlines()[1].split()[0] == "2"
    assert "with rates" in again.out
    assert [row["id"] for row in _json(typed, "snapshot", "--list", "--sandbox")["snapshots"]] == [1, 2]
    for line in (["users"], ["user", "me"], ["roles"], ["projects"], ["can", "time.approve"],
                 ["explain", "me", "time.approve"], ["compare", "ruth", "samuel"]):  # fmt: skip
        then, now = (_json(typed, *line, *at, "--sandbox") for at in (["--at", "last"], []))
        assert {**then, "as_of": ""} == {**now, "as_of": ""}
    with (folder / "harvest-access-mcp" / "sandbox-history.sqlite").open("rb") as file:
        assert b"sandbox-administrator" not in file.read()


@pytest.mark.usefixtures("folder")
def test_only_so_many_are_kept_and_it_is_said_which_went(typed: Typed) -> None:
    """Our choice: a token that sees less drops nothing that another saw; what goes is told, in words or as data."""
    for _ in range(3):
        typed("snapshot", "--sandbox")
    less = typed("snapshot", "--keep", "1", "--sandbox", HARVEST_ACCESS_TOKEN="sandbox-member")
    assert (less.status, less.err) == (0, "")
    two = typed("snapshot", "--keep", "2", "--sandbox")
    assert (two.status, two.err) == (0, "Dropped 2 snapshots: 1, 2.\n")
    assert _json(typed, "snapshot", "--keep", "1", "--sandbox")["dropped"] == [3, 5]
    assert [row["id"] for row in _json(typed, "snapshot", "--list", "--sandbox")["snapshots"]] == [4, 6]


def test_a_list_of_snapshots_is_a_sheet_too(typed: Typed, url: str) -> None:
    """Documented: `--csv` everywhere; without a connection every account is listed."""
    told = typed("snapshot", "--list", "--csv", HARVEST_HISTORY_URL=url)
    rows = list(csv.DictReader(io.StringIO(told.out, newline="")))
    assert [(row["id"], row["account"], row["complete"], len(row["hash"])) for row in rows] == [
        ("1", "Acme Ltd", "yes", 64),
        ("2", "Acme Ltd", "yes", 64),
    ]


def test_a_snapshot_that_a_clock_has_put_into_the_future_is_told_and_dropped(typed: Typed, folder: Path) -> None:
    """Our choice: with the command that mends it."""
    sandbox = History.open(folder / "harvest-access-mcp" / "sandbox-history.sqlite")
    first = typed("snapshot", "--sandbox")
    assert (first.status, first.err) == (0, "")
    sandbox.take(replace(sandbox.at("last"), as_of=datetime(2999, 1, 1, tzinfo=UTC)))
    told = typed("snapshot", "--sandbox")
    assert (told.status, "Snapshot 2 is of 2999-01-01 00:00 UTC, which is still to come" in told.err) == (0, True)
    assert "snapshot --drop 2" in typed("changes", "--sandbox").err
    dropped = typed("snapshot", "--drop", "2", "--sandbox")
    assert [line.split()[0] for line in dropped.out.splitlines()[1:]] == ["1", "3"]
    assert typed("changes", "--sandbox").status == 0
    assert typed("snapshot", "--drop", "2", "--sandbox").status == 2
    assert typed("snapshot", "--drop", "last", "--sandbox").status == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("--list", "--keep", "1"), "--keep is for a snapshot that is taken, and --list takes none."),
        (("--list", "--with-rates"), "--with-rates is for a snapshot that is taken, and --list takes none."),
        (("--drop", "1", "--keep", "1"), "--keep is for a snapshot that is taken, and --drop takes none."),
    ],
    ids=" ".join,
)
def test_an_option_for_taking_is_refused_where_none_is_taken(
    typed: Typed, url: str, line: tuple[str, ...], words: str
) -> None:
    """Our choice: nothing that was typed is passed over in silence, and nothing is dropped before that is said."""
    told = typed("snapshot", *line, HARVEST_HISTORY_URL=url, COLUMNS="200")
    assert (told.status, told.out, words in told.err) == (2, "", True)
    assert len(_json(typed, "snapshot", "--list", HARVEST_HISTORY_URL=url)["snapshots"]) == 2


class Meanwhile(Sandbox):
    """The invented company, of which somebody else takes a snapshot while its people are read."""

    def __init__(self, history: History) -> None:
        super().__init__(base_url=None)
        self.history = history

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/v2/users":
            self.history.take(replace(on_day(0), id=ACCOUNT, as_of=datetime.now(UTC)))
        await super().__call__(scope, receive, send)


def test_a_snapshot_that_is_taken_meanwhile_is_no_fault_of_a_clock(typed: Typed, folder: Path) -> None:
    """Our choice: a load takes its time, and a daily job beside it makes nobody drop a good snapshot."""
    url = f"sqlite:///{folder / 'kept.sqlite'}"
    history = History.open(url)
    history.take(replace(on_day(0), id=ACCOUNT, as_of=datetime.now(UTC) - timedelta(days=1)))
    with served(Meanwhile(history)) as opens:
        here = {
            "HARVEST_ACCESS_TOKEN": opens.token.get_secret_value(),
            "HARVEST_ACCOUNT_ID": str(ACCOUNT),
            "HARVEST_API_URL": opens.api_url,
            "HARVEST_ID_URL": opens.id_url,
            "HARVEST_HISTORY_URL": url,
        }
        reviewed = typed("review", "--out", str(folder / "review"), **here)
        assert (reviewed.status, "Without changes: " in reviewed.err) == (0, False)
        taken = typed("snapshot", **here)
    assert (taken.status, taken.err) == (0, "")
    assert sorted(of.id for of in history.snapshots()) == [1, 2, 3, 4]
    assert "(snapshot 1, as " in json.loads((folder / "review" / "manifest.json").read_bytes())["changes"]["since"]


def test_a_past_moment_needs_no_connection(typed: Typed, url: str) -> None:
    """Documented: what did they hold then; who holds the history may ask it."""
    then = _json(typed, "users", "--access", "administrator", "--at", "2026-11-24", HARVEST_HISTORY_URL=url)
    later = _json(typed, "users", "--access", "administrator", "--at", "2026-11-25", HARVEST_HISTORY_URL=url)
    assert [[who["name"] for who in of["users"]] for of in (then, later)] == [["Ann Admin"], ["Ann Admin", "Ben"]]
    assert then["as_of"] == "2026-11-24T09:30:00Z"
    early = typed("users", "--at", "2026-01-01", HARVEST_HISTORY_URL=url)
    assert (early.status, early.out) == (2, "")
    assert "The first snapshot of this account is of 2026-11-24 09:30 UTC." in early.err


def test_a_token_that_does_not_say_which_account_is_asked(typed: Typed, url: str, harvest: dict[str, str]) -> None:
    """Our choice: the account is never guessed from what the history happens to hold."""
    told = {name: value for name, value in harvest.items() if name != "HARVEST_ACCOUNT_ID"}
    here = {**told, "HARVEST_HISTORY_URL": url}
    other = typed("users", "--at", "last", **here)
    assert (other.status, other.out) == (2, "")
    assert "No snapshot of this account has been taken yet." in other.err
    history = History.open(url)
    history.take(replace(on_day(2), id=1000001, name="Own"))
    assert _json(typed, "users", "--at", "last", **here)["account"]["name"] == "Own"
    assert [row["id"] for row in _json(typed, "snapshot", "--list", **here)["snapshots"]] == [3]


def test_of_several_accounts_the_one_that_is_meant_can_be_said(typed: Typed, url: str) -> None:
    """Our choice: without a connection too, in the way that the hint says."""
    History.open(url).take(replace(on_day(2), id=2, name="Other"))
    told = typed("users", "--at", "last", HARVEST_HISTORY_URL=url)
    assert (told.status, told.out) == (2, "")
    assert "Set HARVEST_ACCOUNT_ID to the one that is meant, or name a connected one with --account" in told.err
    said = {"HARVEST_HISTORY_URL": url, "HARVEST_ACCOUNT_ID": "2"}
    assert _json(typed, "users", "--at", "last", **said)["account"]["name"] == "Other"


def test_changes_between_snapshots_are_shown_by_person_and_by_project(typed: Typed, url: str) -> None:
    """Documented: grouped by person or by project, in words and as data."""
    line = ("changes", "--since", "1", "--until", "2")
    answer = _json(typed, *line, HARVEST_HISTORY_URL=url)
    assert answer["counts"] == {"level": 1}
    told = typed(*line, HARVEST_HISTORY_URL=url)
    assert told.out.splitlines()[1:] == [
        "1 level; about 1 person.",
        "",
        "Ben (13)",
        "what   before  after          project",
        "level  member  administrator",
    ]
    assert "On no project" in typed(*line, "--by", "project", HARVEST_HISTORY_URL=url).out
    rows = typed(*line, "--csv", HARVEST_HISTORY_URL=url).out.splitlines()
    assert rows[1] == "level,13,Ben,,,member,administrator,2026-11-24T09:30:00+00:00,2026-11-25T09:30:00+00:00"


def test_one_person_is_followed(typed: Typed, url: str) -> None:
    """Documented: since when is this person an administrator."""
    told = typed("changes", "--person", "ben", "--until", "last", HARVEST_HISTORY_URL=url)
    lines = [" ".join(line.split()) for line in told.out.splitlines()]
    assert "administrator since 2026-11-24T09:30:00Z to 2026-11-25T09:30:00Z" in lines
    assert "level member administrator 2026-11-24T09:30:00Z to 2026-11-25T09:30:00Z" in lines
    dated = _json(typed, "changes", "--person", "ben", "--until", "last", HARVEST_HISTORY_URL=url)["changes"]
    assert [row["between"] for row in dated] == [["2026-11-24T09:30:00Z", "2026-11-25T09:30:00Z"]]


@pytest.mark.usefixtures("folder")
def test_changes_until_now_ask_harvest(typed: Typed) -> None:
    """Documented: live against the last one."""
    assert typed("snapshot", "--sandbox").status == 0
    told = typed("changes", "--sandbox")
    assert "(live, as " in told.out
    assert "Nothing has changed that both pictures tell." in told.out
    assert typed("changes", "--person", "ruth", "--sandbox").out.count("at least since") > 2


def test_what_is_amiss_is_said_before_harvest_is_asked(typed: Typed, url: str) -> None:
    """Our choice: a slip in a date costs no load of an account."""
    none = typed("changes", "--sandbox")
    assert (none.status, none.err.splitlines()[0]) == (2, "error: No snapshot of this account has been taken yet.")
    assert typed("changes", "--since", "1", HARVEST_HISTORY_URL=url).status == 3
    assert "No Harvest account is connected" in typed("changes", "--since", "1", HARVEST_HISTORY_URL=url).err
    assert typed("changes", "--since", "soon", HARVEST_HISTORY_URL=url).status == 2
    told = typed("users", "--at", "last", "--account", "nobody", HARVEST_HISTORY_URL=url)
    assert told.status == 3


def test_a_history_that_cannot_be_read_is_told(typed: Typed, folder: Path) -> None:
    """Our choice: status 3, since neither the question nor Harvest is to blame."""
    (folder / "no.sqlite").write_bytes(b"not a database at all" * 300)
    told = typed("snapshot", "--list", HARVEST_HISTORY_URL=f"sqlite:///{folder / 'no.sqlite'}")
    assert told.status == 3
    assert "is damaged, or is no history." in told.err


WITHOUT = """
import sys
sys.modules["sqlalchemy"] = None
from harvest_mcp.commands import run
run(["snapshot", "--sandbox"], serve=None)
"""


def test_without_the_extra_it_says_what_to_install(folder: Path) -> None:
    """Documented: clear words; here the import fails as it does where SQLAlchemy is not installed."""
    told = subprocess.run(
        (sys.executable, "-c", WITHOUT), env=clean(), capture_output=True, text=True, check=False, cwd=folder
    )
    assert told.returncode == 3
    assert told.stderr.splitlines() == [
        "error: Snapshots need SQLAlchemy, which is not installed.",
        "hint: Run `pip install 'harvest-access-mcp[history]'`.",
    ]


def test_the_history_lies_in_the_platforms_folder_for_data(folder: Path) -> None:
    """Documented: SQLite in the platform's data directory by default."""
    history = find_history({})
    assert list(folder.iterdir()) == []
    history.take(on_day(0))
    assert (folder / "harvest-access-mcp" / "history.sqlite").is_file()
    assert history.snapshot("last").as_of == AS_OF
