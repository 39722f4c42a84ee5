"""Changes in Python: since the folder of an earlier review, with a history and without."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from harvest_mcp.evidence.basis import Evidence
from harvest_mcp.evidence.folder import files, write
from harvest_mcp.harvest.errors import BadQuestion
from harvest_mcp.history import History
from harvest_mcp.sandbox import Sandbox
from tests.accounts import account
from tests.interactive.held import harvest_on
from tests.questions.histories import file_in
from tests.sandbox.companies import small_company


def test_changes_are_told_since_an_earlier_review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documented: `since` may be a folder; a person's steps are between snapshots, and so since its moment."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    company, folder = small_company(), tmp_path / "Q3"
    with harvest_on(Sandbox(company), "ann") as harvest:
        before = harvest.picture().result().account
        before = replace(before, as_of=before.as_of - timedelta(days=1))
        write(files(Evidence(account=before)), folder)
        company.users[0].access_roles = ("administrator",)
        for since in (folder, str(folder)):
            told = harvest.changes(since=since, refresh=True).result()
            assert ([row.person.name for row in told.changes], told.counts) == (["Dan Lee"], {"level": 1})
            assert "the review Q3" in told.text()
        History.open(file_in(tmp_path)).take(before)
        assert harvest.changes(since=folder, until="last").result().until.snapshot == 1
        assert [row.what for row in harvest.changes("Dan Lee", since=folder).result().changes] == ["level"]
        write(files(Evidence(account=account())), tmp_path / "other")
        for person in ("", "Dan Lee"):
            with pytest.raises(BadQuestion, match="is a review of another account"):
                harvest.changes(person, since=tmp_path / "other").result()
