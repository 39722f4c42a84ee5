"""What may happen to a history: killed, full, damaged, in use, read-only, of another version; nothing is lost."""

import os
import shutil
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, text

from harvest_mcp.harvest.errors import HistoryFailed, NoSuchThing
from harvest_mcp.history import History
from harvest_mcp.history.database import Database
from harvest_mcp.history.records import digest, records
from harvest_mcp.history.tables import MIGRATIONS, Migration
from tests.accounts import account
from tests.history.pictures import picture_of
from tests.history.test_records import in_order

VERSION_1 = Path(__file__).with_name("version_1.sql")
AS_IT_WAS = "What was kept before is as it was."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with the snapshots of two days."""
    file = tmp_path / "history.sqlite"
    history = History.open(file)
    for day in range(2):
        history.take(picture_of(day))
    return file


def writer(checkout: Path, *arguments: object, before: tuple[str, ...] = ()) -> "subprocess.Popen[str]":
    """Start a process that takes snapshots."""
    command = (*before, sys.executable, "-m", "tests.history.writing", *map(str, arguments))
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    return subprocess.Popen(
        command, cwd=checkout, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def assert_whole(file: Path, *days: int) -> None:
    """Exactly these days are kept, each as it was."""
    history = History.open(file)
    kept = [history.at(of) for of in history.snapshots()]
    assert [digest(records(of)) for of in kept] == [digest(records(picture_of(day))) for day in days]
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def refused(file: Path, day: int = 9, *, patience: float = 30.0) -> str:
    """Why a snapshot cannot be taken."""
    with pytest.raises(HistoryFailed) as failed:
        History.open(file, patience=patience).take(picture_of(day))
    return str(failed.value)


def test_killed_at_any_moment_it_loses_nothing(checkout: Path) -> None:
    """Documented: killed at any instruction; `.ci/run` does so 200 times."""
    told = subprocess.run(
        (sys.executable, ".ci/kills.py", "4"),
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stderr == ""
    assert told.stdout.startswith("killed 4 times")


def test_two_who_write_at_once_take_turns(checkout: Path, tmp_path: Path) -> None:
    """Documented: concurrent writers are safe; the first of them makes the tables."""
    file = tmp_path / "history.sqlite"
    with writer(checkout, file, 0, 8) as one, writer(checkout, file, 100, 8) as other:
        told = [process.communicate(timeout=50) for process in (one, other)]
    assert [err for _, err in told] == ["", ""]
    numbers = [int(line) for out, _ in told for line in out.split()]
    assert sorted(numbers) == list(range(1, 17))
    assert_whole(file, *range(8), *range(100, 108))


def test_who_reads_meanwhile_gets_one_whole_picture(checkout: Path, file: Path) -> None:
    """Our choice: a picture is read as of one moment."""
    with writer(checkout, file, 2, 12) as process:
        while process.poll() is None:
            history = History.open(file)
            last = history.snapshot("last")
            assert digest(records(history.at(last))) == last.hash
    assert_whole(file, *range(14))


def test_a_file_that_may_not_grow_keeps_what_it_holds(checkout: Path, file: Path) -> None:
    """Documented: a full disk; here no file of the process may grow beyond what it is."""
    with writer(checkout, file, 2, 50, file.stat().st_size + 8192) as process:
        out, err = process.communicate(timeout=50)
    taken = len(out.split())
    assert taken < 50
    assert err.strip() == (
        f"The history in {file} could not be written or read: its disk failed, or has no room. "
        f"See to the disk. {AS_IT_WAS}"
    )
    assert_whole(file, *range(2 + taken))


SMALL_DISK = """
set -e
mount -t tmpfs -o size=300k tmpfs "$1"
cp "$2" "$1/history.sqlite"
disk=$1
shift 2
status=0
"$@" || status=$?
cp "$disk/history.sqlite" "$0"
exit $status
"""


def test_a_full_disk_keeps_what_it_holds(checkout: Path, file: Path, tmp_path: Path) -> None:
    """Documented: a full disk, a real one of 300 kB."""
    unshare = ("unshare", "--user", "--map-root-user", "--mount")
    if not shutil.which("unshare") or subprocess.run((*unshare, "true"), check=False, capture_output=True).returncode:
        pytest.skip("needs unshare(1) and the right to mount in a namespace of one's own")
    disk, back = tmp_path / "disk", tmp_path / "back.sqlite"
    disk.mkdir()
    before = (*unshare, "sh", "-c", SMALL_DISK, str(back), str(disk), str(file))
    with writer(checkout, disk / "history.sqlite", 2, 50, before=before) as process:
        out, err = process.communicate(timeout=50)
    taken = len(out.split())
    assert taken < 50
    assert err.strip() == (
        f"The history in {disk / 'history.sqlite'} has no room left on its disk. Make room and try again. {AS_IT_WAS}"
    )
    assert_whole(back, *range(2 + taken))


@pytest.mark.parametrize("start", [0, 16, 4096, 20_000])
def test_a_damaged_file_is_told(file: Path, start: int) -> None:
    """Documented: a corrupted file; no picture comes of it."""
    content = bytearray(file.read_bytes())
    content[start : start + 9000] = b"\xff" * len(content[start : start + 9000])
    file.write_bytes(content)
    with pytest.raises(HistoryFailed) as failed:
        all(map(History.open(file).at, "12"))
    assert " is damaged, or is no history. Put back a copy; " in str(failed.value)


def test_a_picture_that_something_else_changed_is_not_given(file: Path) -> None:
    """Our choice: the hash is compared with what is read."""
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE harvest_facts SET body = replace(body, 'member', 'manager') WHERE number = 7")
    connection.close()
    with pytest.raises(HistoryFailed, match="Snapshot 1 is not what was kept: its hash differs"):
        History.open(file).at("1")


def test_a_file_in_use_is_waited_for_and_then_told(file: Path) -> None:
    """Documented: locked; the same question may succeed later."""
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryFailed) as failed:
            History.open(file, patience=0.05).take(picture_of(2))
        assert len(History.open(file, patience=0.05).snapshots()) == 2
    other.close()
    assert failed.value.passing
    assert failed.value.what == f"The history in {file} has been in use by another program for 0.05 s."
    assert_whole(file, 0, 1)


def test_what_may_not_be_written_is_told_and_can_be_read(file: Path) -> None:
    """Documented: read-only."""
    read_only = History.open(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert len(read_only.snapshots()) == 2
    with pytest.raises(HistoryFailed, match=r"may not be written\. Let this program write it and its folder\."):
        read_only.take(picture_of(2))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Our choice: what the system says, and where."""
    (tmp_path / "file").touch()
    told = refused(tmp_path / "file" / "folder" / "history.sqlite")
    assert told.endswith("cannot be made: Not a directory. See to the folder or name another.")


def test_a_folder_is_no_history(tmp_path: Path) -> None:
    """Our choice: the same words as for any file that cannot be opened."""
    assert " cannot be opened. See that its folder is there" in refused(tmp_path)


def test_a_newer_history_is_refused_and_left_alone(file: Path) -> None:
    """Documented: schema migrations from the first version on; an older program changes nothing."""
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE harvest_schema SET version = 7")
    connection.close()
    before = file.read_bytes()
    told = refused(file)
    assert told == (
        "The history was written by a newer version of this program (its tables are of version 7; this one knows 1). "
        "Update harvest-access-mcp; nothing was changed."
    )
    with pytest.raises(HistoryFailed):
        History.open(file).snapshots()
    assert file.read_bytes() == before


def second(connection: Connection) -> None:
    """A second version, which there is not yet: a snapshot may have a note."""
    connection.execute(text("ALTER TABLE harvest_snapshots ADD COLUMN note TEXT"))


def broken(connection: Connection) -> None:
    """A migration that fails after it has changed something."""
    second(connection)
    connection.execute(text("ALTER TABLE there_is_none ADD COLUMN note TEXT"))


def test_an_older_history_is_brought_up_to_date(file: Path) -> None:
    """Documented: with all that it holds, by whoever opens it first."""
    newer: tuple[Migration, ...] = (*MIGRATIONS, second)
    history = History(Database(file, migrations=newer))
    assert len(history.snapshots()) == 2
    history.take(picture_of(2))
    assert len(History(Database(file, migrations=newer)).snapshots()) == 3
    assert "knows 1" in refused(file)


def test_a_migration_that_fails_changes_nothing(file: Path) -> None:
    """Documented: one transaction."""
    with pytest.raises(HistoryFailed, match=r"The history in .* failed: OperationalError"):
        History(Database(file, migrations=(*MIGRATIONS, broken))).snapshots()
    assert_whole(file, 0, 1)


def _tables(file: Path) -> Iterator[tuple[str, str]]:
    with sqlite3.connect(file) as connection:
        yield from connection.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL ORDER BY name")
    connection.close()


def test_a_history_as_the_first_version_wrote_it_can_be_read(tmp_path: Path, file: Path) -> None:
    """Recorded: the tables and two snapshots as version 1 kept them; every later version brings these up to date."""
    old = tmp_path / "old.sqlite"
    with sqlite3.connect(old) as connection:
        connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    connection.close()
    assert list(_tables(old)) == list(_tables(file))
    history = History.open(old)
    assert [of.viewer for of in history.snapshots()] == ["Ann Admin", "Ben"]
    assert history.at("1").users == in_order(account()).users
    assert [len(history.at(number).users) for number in "12"] == [5, 1]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("my secret", "HARVEST_HISTORY_URL is not the URL of a database. For example sqlite:////var/lib/"),
        (
            "nothing+known://me:hunter2@host/x",
            "Nothing here speaks nothing+known. Install the driver that the URL names.",
        ),
        ("postgresql+nodriver://me:hunter2@host/x", "Nothing here speaks postgresql+nodriver. "),
    ],
)
def test_a_url_that_leads_nowhere_is_told_without_what_it_holds(url: str, told: str) -> None:
    """Our choice: a URL may hold a password."""
    with pytest.raises(HistoryFailed) as failed:
        History.open(SecretStr(url))
    assert str(failed.value).startswith(told)
    frames = traceback.TracebackException.from_exception(failed.value, capture_locals=True).stack
    ours = [frame for frame in frames if frame.filename != __file__]
    assert ours
    assert not any("hunter2" in value or "my secret" in value for of in ours for value in (of.locals or {}).values())
    assert "my secret" not in str(failed.value)


def test_a_url_of_a_file_is_that_file(file: Path) -> None:
    """Documented: another database is a URL."""
    assert len(History.open(f"sqlite:///{file}").snapshots()) == 2
    with pytest.raises(NoSuchThing):
        History.open(f"sqlite:///{file}.none").at("last")
    assert not file.with_name("history.sqlite.none").exists()
