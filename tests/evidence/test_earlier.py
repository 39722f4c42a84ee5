"""An earlier review is compared with as it was sealed; what is no folder of one is refused."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.access.account import Account
from harvest_mcp.access.changes import changes
from harvest_mcp.answers import changing
from harvest_mcp.answers.changing import Pictures
from harvest_mcp.evidence.basis import Evidence
from harvest_mcp.evidence.earlier import review_in
from harvest_mcp.evidence.folder import files, write
from harvest_mcp.evidence.picture import picture, read
from harvest_mcp.harvest.errors import BadQuestion
from tests.access.worlds import accounts, seen_less
from tests.accounts import AS_OF
from tests.history.test_history import on_day

some = st.one_of(accounts(), accounts().flatmap(seen_less))
LATER = on_day(30, ben=("administrator",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a review of the small account."""
    folder = tmp_path / "review-2026-Q4"
    write(files(Evidence(account=on_day(0))), folder)
    return folder


@given(before=some, after=some)
def test_a_picture_that_was_written_tells_the_same_changes(before: Account, after: Account) -> None:
    """Our choice: what it holds is all that changes of access rest on."""
    again = read(json.loads(json.dumps(picture(before))))
    assert changes(again, after) == changes(before, after)


def test_changes_since_a_review_are_those_since_its_picture(folder: Path) -> None:
    """Documented: `--since` with the folder of an earlier review; the answer says since which."""
    review = review_in(str(folder))
    assert review is not None
    assert (review.account, review.as_of) == (1, AS_OF)
    told = review.changes(LATER)
    assert told.since.words() == "2026-11-24T09:30:00Z (the review review-2026-Q4, as Ann Admin (11) sees it)"
    assert told.structured()["since"]["review"] == "review-2026-Q4"
    same = changing.access_changes(Pictures(on_day(0), LATER, None, None))
    assert (told.changes, told.counts, told.complete) == (same.changes, {"level": 1}, True)


@pytest.mark.parametrize("said", ["", " ", "last", "#1", "7", 8, "2026-03-01", "2026-03-01T09:30", date(2026, 3, 1)])
def test_a_moment_is_no_folder_though_one_lie_beside(
    folder: Path, monkeypatch: pytest.MonkeyPatch, said: str | int | date
) -> None:
    """Our choice: what a word means does not change with what lies in this folder."""
    monkeypatch.chdir(folder.parent)
    if str(said).strip():
        folder.rename(folder.parent / str(said))
        assert review_in(Path(str(said))) is not None
    assert review_in(said) is None


def test_another_accounts_review_and_one_of_the_future_are_refused(folder: Path) -> None:
    """Our choice: what is compared is one account, from earlier to later."""
    review = review_in(folder)
    assert review is not None
    with pytest.raises(BadQuestion, match=r"is a review of another account \(id 1\)\."):
        review.changes(replace(LATER, id=2))
    with pytest.raises(BadQuestion, match="That ends before it begins"):
        review.changes(replace(LATER, as_of=AS_OF - timedelta(days=1)))


def test_what_is_no_folder_of_a_review_is_refused(folder: Path, tmp_path: Path) -> None:
    """Our choice: each with what to name instead."""
    with pytest.raises(BadQuestion, match=r"no moment of the history\. .* or the folder of an earlier review"):
        review_in("review-2026-Q3")
    with pytest.raises(BadQuestion, match=r"holds no manifest\.json"):
        review_in(str(tmp_path))
    manifest = folder / "manifest.json"
    told = json.loads(manifest.read_bytes())
    for content in ("{", "[]", "{}", json.dumps({**told, "what": "a poem"}), json.dumps({**told, "files": {}})):
        manifest.write_text(content, encoding="utf-8")
        with pytest.raises(BadQuestion, match="is no manifest of a review"):
            review_in(folder)


def test_a_picture_that_was_changed_is_not_compared_with(folder: Path) -> None:
    """Our choice: the manifest seals it."""
    review = review_in(folder)
    assert review is not None
    account = folder / "account.json"
    account.write_bytes(account.read_bytes().replace(b"Ben", b"Bea"))
    with pytest.raises(BadQuestion, match=r"account\.json is not what the manifest seals"):
        review.changes(LATER)
    account.unlink()
    with pytest.raises(BadQuestion, match=r"account\.json cannot be read"):
        review.changes(LATER)
