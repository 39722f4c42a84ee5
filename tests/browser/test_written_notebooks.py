"""The notebooks of `notebooks/`: they run, what is stored in them is what comes of a run, and they are light."""

import re
from pathlib import Path

import pytest

from tests import notebooks

pytestmark = pytest.mark.browser
HEAVIEST = 80_000
"""Bytes of a notebook; of a picture."""


@pytest.mark.parametrize("name", notebooks.names())
def test_a_notebook_runs_and_gives_what_is_stored(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documented: executed by tests; readable on a code host without running."""
    monkeypatch.setenv("HARVEST_SANDBOX", "1")  # and put back what the run sets
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    run = notebooks.executed(name, tmp_path)
    assert list(notebooks.outputs(run)) == list(notebooks.outputs(notebooks.stored(name)))


@pytest.mark.parametrize("name", notebooks.names())
def test_a_notebook_is_light_and_holds_no_widget(name: str) -> None:
    """Documented: light outputs and a static preview; no state of a widget, and no place of this machine."""
    text = (notebooks.FOLDER / name).read_text(encoding="utf-8")
    assert len(text) < HEAVIEST
    assert "application/vnd.jupyter" not in text
    assert not re.search(r"/(home|root|tmp|work)/", text)


def test_every_picture_is_small_and_shown() -> None:
    """Documented: kept small; each is in a notebook or in README."""
    written = "".join((notebooks.FOLDER / name).read_text(encoding="utf-8") for name in notebooks.names())
    written += (notebooks.FOLDER.parent / "README.md").read_text(encoding="utf-8")
    for picture in (notebooks.FOLDER / "images").iterdir():
        assert picture.stat().st_size < HEAVIEST, picture.name
        assert picture.name in written
