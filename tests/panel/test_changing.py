"""Changes in the panel: of the picture that it shows, which may be older than the last snapshot."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from harvest_mcp.history import History
from harvest_mcp.panel.changing import since_the_last
from tests.history.test_span import DAY, ago
from tests.questions.histories import file_in


def test_the_picture_that_is_shown_is_compared_with_the_last_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our choice: a snapshot that was taken while the panel was open is no fault of a clock."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    history = History.open(file_in(tmp_path))
    shown = ago(timedelta(minutes=20), ben=("administrator",))
    history.take(ago(timedelta(minutes=5)))
    (words,) = since_the_last(shown, sandbox=True)
    assert words["title"] == "No earlier picture to compare with"
    assert "Read the account anew" in json.dumps(words)
    history.take(ago(DAY))
    drawn = json.dumps(since_the_last(shown, sandbox=True))
    assert ("(snapshot 2, as " in drawn, "administrator" in drawn) == (True, True)
