"""Answers from the history: which two moments are compared, and one person's way through time."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from harvest_mcp.answers.paging import Turn
from harvest_mcp.harvest.errors import BadQuestion, HistoryFailed, NoSuchThing
from harvest_mcp.history import History
from harvest_mcp.history.answering import access_changes, person_changes, row_of
from harvest_mcp.history.span import span
from tests.accounts import ANN, AS_OF, BEN, MAX, NEW, OLD, SITE, account, assigned, mates, person
from tests.history.test_history import on_day

DAY = timedelta(days=1)


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Three days, on the second of which Ben becomes an administrator and on the third Old Hand is deleted."""
    history = History.open(tmp_path / "history.sqlite")
    history.take(on_day(0))
    history.take(on_day(1, ben=("administrator",)))
    admin = BEN.model_copy(update={"access_roles": ("administrator",)})
    history.take(on_day(2, users=(ANN, MAX, admin, NEW), teammates={12: mates(BEN)}))
    return history


def test_without_a_snapshot_there_is_nothing_to_compare_with(history: History) -> None:
    """Our choice: it says how to take the first."""
    for first in ("last", ""):
        with pytest.raises(NoSuchThing, match="Take the first"):
            span(history, 2, first=first)


def test_changes_until_now_need_the_live_picture(history: History) -> None:
    """Documented: live against the last one."""
    live = on_day(3, ben=("manager",))
    told = access_changes(history, 1, live=live)
    assert [(row.what, row.person.name, row.before, row.after) for row in told.changes] == [
        ("teammate_gained", "Max Müller", "none", "Old Hand (14)"),
        ("level", "Ben", "administrator", "manager"),
        ("joined", "Old Hand", "none", "archived"),
        ("level", "Old Hand", "none", "manager"),
    ]
    assert (told.since.snapshot, told.until.snapshot, told.as_of) == (3, None, live.as_of)
    with pytest.raises(BadQuestion, match="There is no live picture here"):
        access_changes(history, 1)


def test_changes_between_two_snapshots_need_no_network(history: History) -> None:
    """Documented: between any two snapshots."""
    told = access_changes(history, 1, first="1", until="3", turn=Turn(limit=None))
    assert (told.counts, told.people) == ({"level": 2, "teammate_lost": 1, "left": 1}, 3)


def test_a_person_is_followed_up_to_a_moment(history: History) -> None:
    """Documented: since when, and what they held then."""
    until_first = person_changes(history, 1, "ben", until="1")
    assert (until_first.changes, [held.access for held in until_first.holds][:2]) == ([], ["active", "member"])
    told = person_changes(history, 1, "ben", until="3")
    assert [(row.what, row.between) for row in told.changes] == [("level", [AS_OF, AS_OF + DAY])]
    admin = next(held for held in told.holds if held.access == "administrator")
    assert (admin.since, admin.not_before) == (AS_OF + DAY, AS_OF)
    assert person_changes(history, 1, "ben", first="2", until="3").changes == []
    live = person_changes(history, 1, "ben", live=on_day(3))
    assert [(row.before, row.after) for row in live.changes] == [
        ("member", "administrator"),
        ("administrator", "member"),
    ]


def test_who_is_gone_can_be_followed(history: History) -> None:
    """Our choice: a deleted person is found by the name in the earlier picture, and what is named keeps its name."""
    told = person_changes(history, 1, "old hand", until="last")
    assert [(row.what, row.after) for row in told.changes] == [("left", "none"), ("level", "none")]
    assert {row.person.words() for row in told.changes} == {"Old Hand (14)"}
    assert told.holds == []
    of_max = person_changes(history, 1, "max", until="last")
    assert [row.before for row in of_max.changes] == ["Old Hand (14)"]
    with pytest.raises(NoSuchThing, match="'nobody'"):
        person_changes(history, 1, "nobody", until="last")
    history.take(on_day(3, users=(ANN, MAX, BEN, NEW), user_assignments=(), teammates={}))
    gone = person_changes(history, 1, "old hand", until="last")
    assert {row.person.words() for row in gone.changes} == {"Old Hand (14)"}


def test_who_came_and_went_between_can_be_followed(history: History) -> None:
    """Our choice: somebody whom neither end shows is found by the last name that was kept."""
    ida = person(16, "Ida Lind", "administrator")
    history.take(on_day(3, users=(ANN, MAX, BEN, ida)))
    history.take(on_day(4, users=(ANN, MAX, BEN, ida.model_copy(update={"last_name": "Berg"}))))
    history.take(on_day(5))
    for who in ("16", "ida berg"):
        told = person_changes(history, 1, who, live=on_day(6))
        assert [(row.what, row.before, row.after) for row in told.changes] == [
            ("joined", "none", "active"),
            ("level", "none", "administrator"),
            ("renamed", "Ida Lind", "Ida Berg"),
            ("left", "active", "none"),
            ("level", "administrator", "none"),
        ]
        assert (told.user.name, told.holds) == ("Ida Berg", [])
    with pytest.raises(NoSuchThing):
        person_changes(history, 1, "16", until="2")


def test_a_teammate_without_a_record_keeps_the_name_in_the_list(tmp_path: Path) -> None:
    """Our choice: only the list of Max's teammates ever named Old Hand, and no longer does."""
    history = History.open(tmp_path / "history.sqlite")
    seen = account(MAX, users=(MAX, BEN), user_assignments=(), roles=(), teammates={12: mates(BEN, OLD)})
    history.take(seen)
    history.take(replace(seen, teammates={12: mates(BEN)}, as_of=AS_OF + DAY))
    told = person_changes(history, 1, "max", until="last")
    assert [(row.what, row.before) for row in told.changes] == [("teammate_lost", "Old Hand (14)")]


def test_a_name_is_the_one_of_then(tmp_path: Path) -> None:
    """Our choice: what was renamed after the span is called as it was."""
    history = History.open(tmp_path / "history.sqlite")
    for day, (on, name) in enumerate(((False, "Site"), (True, "Site"), (True, "Palace"))):
        renamed = SITE.model_copy(update={"name": name})
        rows = (assigned(51, renamed, BEN, is_active=on),)
        history.take(on_day(day, projects=(renamed,), user_assignments=rows, teammates={}))
    told = [person_changes(history, 1, "ben", until=until) for until in ("2", "3")]
    assert [of.changes[0].project.name for of in told] == ["Site", "Palace"]


def test_what_something_else_changed_is_not_compared(history: History, tmp_path: Path) -> None:
    """Our choice: though only what differs is told, the hashes of both whole pictures are looked at."""
    with sqlite3.connect(tmp_path / "history.sqlite") as connection:
        connection.execute("UPDATE harvest_facts SET body = replace(body, 'S-1', 'S-2') WHERE kind = 'project'")
    connection.close()
    with pytest.raises(HistoryFailed, match="Snapshot 1 is not what was kept: its hash differs"):
        access_changes(history, 1, first="1", until="2")


def test_a_snapshot_is_told(history: History) -> None:
    """Documented: hash, as_of, completeness and viewer."""
    snapshot = history.snapshot("1")
    assert row_of(snapshot).structured() == {
        "id": 1,
        "account": {"id": 1, "name": "Acme Ltd"},
        "as_of": "2026-11-24T09:30:00Z",
        "viewer": {"id": 11, "name": "Ann Admin"},
        "complete": True,
        "with_rates": False,
        "hash": snapshot.hash,
    }
    assert account().as_of == AS_OF
    assert OLD.id == 14
