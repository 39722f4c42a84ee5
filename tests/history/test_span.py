"""A span: which two pictures it is between, and what is said where it begins elsewhere than was asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.harvest.errors import BadQuestion, NoSuchThing
from harvest_mcp.history import History
from harvest_mcp.history.answering import access_changes, person_changes
from harvest_mcp.history.span import is_overtaken, span
from tests.accounts import BEN
from tests.history.test_history import as_ben_sees, on_day

DAY: Final = timedelta(days=1)
MINUTE: Final = timedelta(minutes=1)
NOW: Final = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def empty(tmp_path: Path) -> History:
    """A history without a snapshot."""
    return History.open(tmp_path / "history.sqlite")


@pytest.fixture
def history(empty: History) -> History:
    """Three days."""
    for day in range(3):
        empty.take(on_day(day))
    return empty


def ago(past: timedelta, *, ben: tuple[str, ...] = ("member",)) -> Account:
    """The small account so long before now."""
    return replace(on_day(0, ben=ben), as_of=NOW - past)


def less(past: timedelta) -> Account:
    """What a member saw of it."""
    return replace(as_ben_sees(users=(BEN,)), as_of=NOW - past)


ENDS = {
    ("last", "now"): (3, None),
    ("2", " Now"): (2, None),
    ("", "now"): (1, None),
    ("last", "last"): (2, 3),
    ("last", "2"): (1, 2),
    ("1", "3"): (1, 3),
    ("2026-11-25", "2026-11-25"): (1, 2),
    ("2020-01-01", "last"): (1, 3),
}


@pytest.mark.parametrize(("words", "numbers"), ENDS.items())
def test_a_span_has_two_ends(history: History, words: tuple[str, str], numbers: tuple[int, int | None]) -> None:
    """Documented: a date, a date-time, a snapshot's id, `last` or `now`; `last` is the last before the end."""
    found = span(history, 1, first=words[0], until=words[1])
    assert (found.first.id, found.until.id if found.until else None) == numbers


def test_a_span_that_ends_before_it_begins_is_refused(history: History) -> None:
    """Our choice: who turns the two round would read gained for lost."""
    with pytest.raises(BadQuestion, match="That ends before it begins"):
        span(history, 1, first="3", until="1")


def test_a_span_from_before_the_first_snapshot_is_refused(history: History) -> None:
    """Our choice: a picture compared with itself would read as if nothing had changed."""
    with pytest.raises(NoSuchThing, match="no snapshot of this account before snapshot 1"):
        span(history, 1, first="last", until="1")


def test_a_snapshot_that_is_newer_than_the_live_picture_is_no_fault_of_a_clock(empty: History) -> None:
    """Our choice: a picture is kept for a while, and a load takes one; the last snapshot is the last before it."""
    empty.take(ago(DAY))
    empty.take(ago(5 * MINUTE, ben=("administrator",)))
    live = ago(20 * MINUTE, ben=("manager",))
    told = access_changes(empty, 1, live=live)
    assert (told.since.snapshot, [(row.before, row.after) for row in told.changes]) == (1, [("member", "manager")])
    with pytest.raises(
        BadQuestion, match=r"Snapshot 2, of .*, is newer than the live picture, .*\. Read the account anew"
    ):
        access_changes(empty, 1, first="2", live=live)
    for first, until, overtaken in (("last", "now", True), ("2", "now", True), ("1", "now", False), ("1", "2", False)):
        assert is_overtaken(empty, live, first=first, until=until) is overtaken
    assert not is_overtaken(empty, ago(0 * MINUTE), first="last", until="now")
    empty.drop(empty.snapshot("1"))
    with pytest.raises(BadQuestion, match=r"Snapshot 2, of .*, is newer than the live picture"):
        access_changes(empty, 1, live=live)


def test_a_snapshot_of_what_is_still_to_come_is_refused(empty: History) -> None:
    """Our choice: a clock was ahead, and backwards in time gained would read as lost."""
    empty.take(ago(DAY))
    empty.take(ago(-DAY))
    for first in ("last", "2"):
        with pytest.raises(BadQuestion, match=r"Snapshot 2 .* still to come: a clock was ahead.*--drop 2"):
            access_changes(empty, 1, first=first, live=ago(MINUTE))
        assert not is_overtaken(empty, ago(MINUTE), first=first, until="now")
    assert access_changes(empty, 1, first="1", live=ago(MINUTE)).changes == []
    followed = person_changes(empty, 1, "max", live=ago(MINUTE))
    assert (followed.changes, followed.until.snapshot) == ([], None)


def test_the_last_snapshot_is_the_last_that_saw_as_much_as_the_end(empty: History) -> None:
    """Our choice: one by a token that sees less would else read as if nothing had changed."""
    empty.take(ago(3 * DAY))
    empty.take(less(2 * DAY))
    live = ago(MINUTE, ben=("administrator",))
    told = access_changes(empty, 1, live=live)
    assert (told.since.snapshot, [row.after for row in told.changes]) == (1, ["administrator"])
    assert (told.complete, told.not_compared, told.caveats) == (True, None, None)
    assert span(empty, 1, live=less(MINUTE)).first.id == 2
    empty.take(ago(DAY))
    assert span(empty, 1, until="3").first.id == 1
    empty.drop(empty.snapshot("1"))
    assert span(empty, 1, until="3").first.id == 2


def test_where_another_snapshot_saw_more_it_is_named(empty: History) -> None:
    """Our choice: whoever cannot list the snapshots, as an assistant cannot, is told since which to ask."""
    empty.take(less(4 * DAY))
    assert span(empty, 1, first="1", live=ago(MINUTE)).caveats == ()
    empty.take(ago(3 * DAY))
    empty.take(less(2 * DAY))
    for first, named in (("3", 2), ((NOW - DAY).isoformat(), 2), ("1", 2)):
        told = access_changes(empty, 1, first=first, live=ago(MINUTE))
        assert told.caveats is not None
        (caveat,) = told.caveats
        assert caveat.startswith(f"Snapshot {named}, of ")
        assert f"since {named} compares it." in caveat
        assert caveat in told.text()
    assert span(empty, 1, first="3", live=less(MINUTE)).caveats == ()
    assert span(empty, 1, first="1", until="3").caveats == ()
    assert span(empty, 1, first="1", until="2").caveats == ()


def test_a_span_that_begins_before_the_history_says_so(history: History) -> None:
    """Our choice: what changed before the first snapshot is unknown, and no answer is complete without it."""
    told = access_changes(history, 1, first="2020-01-01", until="3")
    begins = "The history of this account begins with snapshot 1, of 2026-11-24 09:30 UTC"
    assert told.caveats == [f"{begins}: what changed before that is unknown."]
    assert (told.since.snapshot, told.complete) == (1, False)
    assert person_changes(history, 1, "max", first="2020-01-01", until="3").caveats == told.caveats
    assert person_changes(history, 1, "max", until="3").caveats is None
    for first in ("1", "last", "2026-11-25", "2026-11-24T09:30"):
        assert access_changes(history, 1, first=first, until="3").caveats is None


def test_a_span_that_begins_in_the_future_is_refused(history: History) -> None:
    """Our choice: nothing is known of it, and the last snapshot is not what was asked for."""
    for first in ("2999-01-01", "2999-01-01T00:00+01:00"):
        with pytest.raises(BadQuestion, match=r"^That is still to come: it is .* UTC\. Say a date"):
            span(history, 1, first=first)
    assert span(history, 1, first="1", until="2999-01-01").until == history.snapshot("3")
