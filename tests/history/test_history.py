"""The history: any picture that was kept, back as it was; spans, people over time, and how many are kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.access.account import Account
from harvest_mcp.access.changes import Moment, Since, changes
from harvest_mcp.access.facts import Slot
from harvest_mcp.access.holders import who_can
from harvest_mcp.access.permissions import PERMISSIONS
from harvest_mcp.harvest.errors import BadQuestion, NoSuchThing
from harvest_mcp.history import History, Snapshot, take_snapshot
from harvest_mcp.sandbox import Sandbox
from tests.access.worlds import accounts, seen_less
from tests.accounts import ANN, AS_OF, ASSIGNMENTS, BEN, LOOSE, MAX, NEW, OLD, account, assigned
from tests.history.pictures import picture_of
from tests.history.test_records import in_order, told
from tests.stage import directory_on

DAY = timedelta(days=1)


@pytest.fixture
def history(tmp_path: Path) -> History:
    """An empty history."""
    return History.open(tmp_path / "folder" / "history.sqlite")


def on_day(day: float, *, ben: tuple[str, ...] = ("member",), **parts: Any) -> Account:  # noqa: ANN401  (any part)
    """The small account some days later, with Ben's access."""
    changed = BEN.model_copy(update={"access_roles": ben})
    return account(as_of=AS_OF + day * DAY, **({"users": (ANN, MAX, changed, OLD, NEW)} | parts))


def as_ben_sees(**parts: Any) -> Account:  # noqa: ANN401  (any part)
    """The small account as Ben's token sees it."""
    own = tuple(on for on in ASSIGNMENTS if on.user.id == BEN.id)
    return account(BEN, **({"user_assignments": own, "teammates": {}, "roles": (), "projects": ()} | parts))


def test_a_history_without_a_snapshot_is_empty_and_makes_no_file(history: History, tmp_path: Path) -> None:
    """Our choice: who only reads leaves nothing behind."""
    assert history.snapshots() == ()
    assert history.steps(BEN.id) == ()
    with pytest.raises(NoSuchThing, match=r"No snapshot of this account .* Take the first: `harvest-mcp snapshot`\."):
        history.at("last")
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_says_whose_when_and_how_much(history: History, tmp_path: Path) -> None:
    """Documented: with hash, as_of, completeness and viewer."""
    whole, less = history.take(account()), history.take(replace(as_ben_sees(users=(BEN,)), as_of=AS_OF + DAY))
    assert whole == Snapshot(
        id=1,
        account=1,
        account_name="Acme Ltd",
        as_of=AS_OF,
        complete=True,
        viewer_id=11,
        viewer="Ann Admin",
        with_rates=False,
        hash="3adbefcbf9c95c4000090f6805cb38c7d27bfbaf5f4f1d0317245d9014b486ca",
        eyes="whole",
    )
    assert (less.id, less.viewer, less.complete) == (2, "Ben", False)
    assert history.snapshots() == (whole, less)
    assert (tmp_path / "folder" / "history.sqlite").stat().st_mode & 0o777 == 0o600


@given(
    series=st.lists(st.one_of(accounts(), accounts().flatmap(seen_less)), min_size=1, max_size=5),
    with_rates=st.booleans(),
)
def test_every_picture_that_was_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, series: list[Account], *, with_rates: bool
) -> None:
    """Documented: any past moment can be asked for; tokens that see less come between and change nothing."""
    history = History.open(tmp_path_factory.mktemp("history") / "history.sqlite")
    taken = [
        (history.take(replace(of, as_of=AS_OF + day * DAY), with_rates=with_rates), of) for day, of in enumerate(series)
    ]
    for snapshot, of in taken:
        again = history.at(str(snapshot.id))
        assert told(replace(again, as_of=of.as_of)) == told(in_order(of))
        for permission in PERMISSIONS[:6]:
            assert who_can(again, permission) == who_can(in_order(of), permission)


def test_what_stays_the_same_is_kept_once(history: History, tmp_path: Path) -> None:
    """Documented: facts are stored once with the interval in which they held."""
    file = tmp_path / "folder" / "history.sqlite"
    first = history.take(picture_of(0, people=2_000))
    size = file.stat().st_size
    for day in range(1, 30):
        assert history.take(replace(picture_of(0, people=2_000), as_of=AS_OF + day * DAY)).hash == first.hash
    assert file.stat().st_size < size * 1.05


def test_differences_are_those_of_the_pictures(history: History) -> None:
    """Documented: between any two moments or snapshots."""
    for day in range(4):
        history.take(picture_of(day))
    assert history.between("1", "4") == changes(picture_of(0), picture_of(3))
    assert history.between("2", "last").certain
    assert history.between(history.snapshot("1"), history.snapshot("1")).certain == ()


MOMENTS = {
    "last": 3,
    " LAST ": 3,
    "2": 2,
    "#2": 2,
    "2026-11-24": 1,
    "2026-11-25": 2,
    "2027-01-01": 3,
    "2026-11-25T09:29:59": 1,
    "2026-11-25T09:30": 2,
    "2026-11-25T10:29:59+01:00": 1,
    "2026-11-25 09:30Z": 2,
}


@pytest.mark.parametrize(("word", "number"), MOMENTS.items())
def test_a_moment_is_shown_by_the_last_snapshot_taken_by_then(history: History, word: str, number: int) -> None:
    """Our choice: a day is the whole day, UTC; what has no zone is UTC."""
    for day in range(3):
        history.take(on_day(day))
    assert history.snapshot(word).id == number
    assert history.at(word).as_of == AS_OF + (number - 1) * DAY


@pytest.mark.parametrize(("word", "number"), {"2026-11-25": 1, "2026-11-26": 2, "2020-01-01": 1, "last": 3}.items())
def test_a_span_starts_with_what_was_before_its_first_day(history: History, word: str, number: int) -> None:
    """Our choice: changes since a day hold those of that day; before the first snapshot nothing is known."""
    for day in range(3):
        history.take(on_day(day))
    assert history.snapshot(word, starting=True).id == number


def test_a_moment_may_be_a_date_time(history: History) -> None:
    """Our choice: in Python there are better words than words."""
    history.take(on_day(0))
    history.take(on_day(1))
    for moment in (
        datetime(2026, 12, 1, tzinfo=UTC),
        datetime(2026, 11, 25, 9, 30),  # noqa: DTZ001  (without a zone it is UTC, as in words)
        date(2026, 11, 25),
    ):
        assert history.at(moment).as_of == AS_OF + DAY
    assert history.at(datetime(2026, 11, 25, 9, 29, tzinfo=UTC)).as_of == AS_OF
    assert history.at(date(2026, 11, 24)).as_of == AS_OF


@pytest.mark.parametrize(
    ("word", "told"),
    {
        "tomorrow": "This is no moment of the history. Say a date (2026-03-01), a date and time (2026-03-01T09:30, ",
        "9999-12-31T23:59-10:00": "This is no moment of the history. Say a date (2026-03-01), a date and time ",
        "0001-01-01T00:00+14:00": "This is no moment of the history. Say a date (2026-03-01), a date and time ",
        "7": "There is no snapshot 7 of this account. `harvest-mcp snapshot --list` lists them.",
        "2020-01-01": "The first snapshot of this account is of 2026-11-24 09:30 UTC. ",
    }.items(),
)
def test_what_is_no_moment_is_said(history: History, word: str, told: str) -> None:
    """Our choice: a word that is none is not repeated, since anything may have been typed."""
    history.take(account())
    with pytest.raises(BadQuestion) as refused:
        history.at(word)
    assert str(refused.value).startswith(told)


def test_several_accounts_lie_side_by_side(history: History) -> None:
    """Our choice: one database serves them all, and which one is meant must be said."""
    history.take(account())
    history.take(account(id=2, name="Other", users=(ANN,)))
    assert [of.account for of in history.snapshots()] == [1, 2]
    assert history.at("last", 2).name == "Other"
    assert history.at("last", 1).name == "Acme Ltd"
    for ask in (history.at, lambda _: history.steps(ANN.id), lambda _: history.since(ANN.id, "administrator")):
        with pytest.raises(BadQuestion, match="several accounts"):
            ask("last")
    with pytest.raises(NoSuchThing, match="There is no snapshot 2 of this account"):
        history.at("2", 1)


def test_a_token_that_sees_less_closes_nothing(history: History) -> None:
    """Documented: what it could not see is carried as unknown for that span, and never shown as gone."""
    history.take(on_day(0))
    history.take(replace(as_ben_sees(users=(BEN,)), as_of=AS_OF + DAY))
    history.take(on_day(2))
    assert history.between("1", "2").certain == ()
    assert history.between("2", "3").certain == ()
    assert history.between("1", "3").certain == ()
    assert history.at("2026-11-25").users == (BEN,)
    assert not history.at("2026-11-25").complete
    assert len(history.at("last").users) == 5


def test_rates_are_kept_only_where_they_are_asked_for(history: History, tmp_path: Path) -> None:
    """Documented: rates are never in it unless asked for; both may take turns."""
    rich = account(users=(ANN.model_copy(update={"cost_rate": 7312.5}),))
    assert not history.take(rich).with_rates
    assert b"7312" not in (tmp_path / "folder" / "history.sqlite").read_bytes()
    assert history.take(rich, with_rates=True).with_rates
    assert [history.at(number).users[0].cost_rate for number in "12"] == [None, 7312.5]


def test_only_so_many_are_kept(history: History) -> None:
    """Our choice: `keep` counts snapshots of the account; whatever they hold is untouched."""
    for day in range(6):
        history.take(picture_of(day), with_rates=True)
    history.take(account(id=2, name="Other", as_of=AS_OF - DAY, users=(ANN,)))
    last = history.take(picture_of(6), with_rates=True, keep=3)
    assert last.dropped == (1, 2, 3, 4)
    assert [of.id for of in history.snapshots(1)] == [5, 6, 8]
    for number, day in ((5, 4), (6, 5), (8, 6)):
        assert told(history.at(str(number), 1)) == told(in_order(picture_of(day)))
    assert history.at("last", 2).name == "Other"
    assert history.take(picture_of(9), with_rates=True, keep=1).id == 9
    with pytest.raises(NoSuchThing, match="Snapshot 8 is no longer kept"):
        history.at(last)
    assert [of.id for of in history.snapshots()] == [7, 9]


def test_what_tells_less_drops_nothing_that_tells_more(history: History) -> None:
    """Our choice: equal eyes are counted by themselves, with rates and without; only what tells as much drops any."""
    for day in range(3):
        history.take(on_day(day))
    less = [replace(as_ben_sees(users=(BEN,)), as_of=AS_OF + day * DAY) for day in (3, 4, 5)]
    assert [history.take(of, keep=1).dropped for of in less] == [(), (4,), (5,)]
    assert history.take(on_day(6), with_rates=True).dropped == ()
    assert history.take(on_day(7), keep=2).dropped == (1, 2)
    assert [of.id for of in history.snapshots()] == [3, 6, 7, 8]
    assert history.take(on_day(8), with_rates=True, keep=1).dropped == (3, 7)
    assert [of.id for of in history.snapshots()] == [6, 8, 9]


def test_the_latest_stays_whatever_a_clock_has_said(history: History) -> None:
    """Our choice: a snapshot that a clock has put into the future drops no other, and can be dropped."""
    wrong = history.take(on_day(300))
    taken = history.take(on_day(1), keep=1)
    assert history.snapshots() == (taken,)
    assert history.at("last").as_of == AS_OF + DAY
    history.drop(history.take(on_day(300, ben=("administrator",))))
    assert history.snapshots() == (taken,)
    assert history.take(on_day(2)).id not in {taken.id, wrong.id}
    assert [told(history.at(of)) for of in history.snapshots()] == [told(in_order(on_day(day))) for day in (1, 2)]


def test_at_least_one_is_kept(history: History) -> None:
    """Our choice: a history is not emptied by a slip."""
    with pytest.raises(BadQuestion, match="Fewer than one"):
        history.take(account(), keep=0)
    assert history.snapshots() == ()


def test_a_person_is_followed_through_time(history: History) -> None:
    """Documented: since when is this person an administrator; each change lies between two snapshots."""
    history.take(on_day(0))
    history.take(on_day(1, user_assignments=(*ASSIGNMENTS, assigned(57, LOOSE, BEN))))
    history.take(account(NEW, as_of=AS_OF + 2 * DAY, users=(NEW,), user_assignments=(), teammates={}, roles=()))
    history.take(on_day(3, ben=("administrator",)))
    history.take(on_day(4, ben=("administrator",)))
    live = on_day(5, ben=("manager", "estimates_manager"))
    steps = history.steps(BEN.id, live=live)
    assert [(of.change.what, of.change.after, of.last.snapshot, of.first.snapshot) for of in steps] == [
        ("project_gained", True, 1, 2),
        ("level", "administrator", 2, 4),
        ("project_lost", False, 2, 4),
        ("level", "manager", 5, None),
        ("extra_gained", True, 5, None),
    ]
    day = [Moment(AS_OF + number * DAY, number + 1) for number in range(5)]
    assert history.since(BEN.id, "administrator") == Since("administrator", day[3], day[1])
    assert history.since(BEN.id, "manager") is None
    assert history.since(MAX.id, "people_manager") == Since(value=True, first=day[0], last_other=None)
    assert history.since(BEN.id, Slot("level", BEN.id)) == Since("administrator", day[3], day[1])
    assert history.since(99, "administrator") is None


def test_a_word_for_what_a_person_holds_is_known_or_refused(history: History) -> None:
    """Our choice: null means that it does not hold, and so no slip of the pen may give it."""
    history.take(on_day(0))
    first = Moment(AS_OF, 1)
    assert history.since(BEN.id, "contractor") == Since(value=True, first=first, last_other=None)
    assert history.since(BEN.id, "all_future_projects") == Since(value=True, first=first, last_other=None)
    assert history.since(ANN.id, "contractor") is None
    for word in ("adminstrator", "", "assigned", "workforce_planner"):
        with pytest.raises(BadQuestion, match=r"administrator, .*people_manager, .*contractor, .*saml_exempt"):
            history.since(BEN.id, word)
    held = history.since(NEW.id, Slot("extra", NEW.id, "workforce_planner"))
    assert held == Since(value=True, first=first, last_other=None)


def test_since_tells_when_it_began_anew(history: History) -> None:
    """Our choice: what was lost and gained again holds since the second time."""
    for day, access in enumerate((("administrator",), ("member",), ("administrator",))):
        history.take(on_day(day, ben=access))
    since = history.since(BEN.id, "administrator")
    assert since == Since("administrator", Moment(AS_OF + 2 * DAY, 3), Moment(AS_OF + DAY, 2))


def test_names_are_known_of_what_is_gone(history: History) -> None:
    """Our choice: whoever was deleted is still called by name."""
    history.take(account())
    history.take(on_day(1, users=(ANN,), projects=(), user_assignments=ASSIGNMENTS[:1], teammates={}, roles=()))
    names = history.names({BEN.id, MAX.id, 99}, {21, 22, 99})
    assert names.people == {BEN.id: "Ben", MAX.id: "Max Müller"}
    assert names.projects == {21: "Site", 22: "App"}


@pytest.mark.anyio
async def test_a_snapshot_is_taken_of_a_directory(history: History) -> None:
    """Documented: `take_snapshot` in Python; it reads the account anew."""
    async with directory_on(Sandbox()) as directory:
        before = await directory.account()
        taken = await take_snapshot(directory, history, with_rates=True, keep=2)
        account = await directory.account()
    assert account is not before
    assert taken.as_of == account.as_of
    assert told(history.at("last")) == told(in_order(account))
