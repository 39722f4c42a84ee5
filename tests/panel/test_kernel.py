"""The panel in a real kernel: what a notebook shows of what goes wrong beside its cells."""

import re
from pathlib import Path

import pytest

from tests.interactive.kernel import kernel

pytest.importorskip("ipykernel", reason="a kernel")
COLOUR = re.compile(r"\x1b\[[\d;]*m")
OBSERVED = """
import harvest_mcp
panel = harvest_mcp.AccessPanel(sandbox=True)
def hear(change):
    print(len(change.new), "people")
    raise LookupError("of my own")
panel.people_table.observe(hear, "view")
panel.wait(60)
"""


def test_an_observers_error_is_shown_as_those_of_callbacks_are(tmp_path: Path) -> None:
    """Documented: with its own words and lines, and everything is shown."""
    with kernel({}, tmp_path) as notebook:
        ran = notebook.run(OBSERVED)
        assert ran.status == "ok"
        assert ran.stdout == "140 people\n"
        told = COLOUR.sub("", "\n".join(ran.error))
        assert 'raise LookupError("of my own")' in told
        assert ran.stderr == ""
        assert notebook.run("print(panel, len(panel.projects_table.ids))").stdout.endswith("60 projects 60\n")
