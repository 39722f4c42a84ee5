"""The panel in a real kernel: what a notebook shows of what goes wrong beside its cells."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvest_mcp.sandbox import Sandbox, made_up_company
from tests.interactive.kernel import kernel
from tests.stage import ADMINISTRATOR, served

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
ENDED = """
import threading, time
until = time.monotonic() + 20
while any(thread.name == "AnyIO worker thread" for thread in threading.enumerate()) and time.monotonic() < until:
    time.sleep(0.01)
print("grants" not in vars(panel._picture()))
"""
"""No thread goes on, and there are no rows that one would have made."""


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


@pytest.fixture(scope="module")
def large() -> Iterator[dict[str, str]]:
    """Variables of an account whose grants take their time."""
    company = made_up_company(people=6000, projects=600, assignments=24_000)
    with served(Sandbox(company, base_url=None)) as opens:
        yield {
            "HARVEST_API_URL": opens.api_url,
            "HARVEST_ID_URL": opens.id_url,
            "HARVEST_ACCESS_TOKEN": ADMINISTRATOR,
        }


def test_long_rows_say_how_far_they_are_and_can_be_interrupted(tmp_path: Path, large: dict[str, str]) -> None:
    """Documented: `panel.grants` of many people tells under its cell that it works, and the stop button ends it."""
    with kernel({**large, "XDG_CONFIG_HOME": str(tmp_path)}, tmp_path) as notebook:
        assert notebook.run("import harvest_mcp; panel = harvest_mcp.AccessPanel(); panel.wait(60)").status == "ok"
        started = notebook.start("print('begun', flush=True); panel.grants")
        time.sleep(1)
        notebook.interrupt()
        ran = notebook.wait(started)
        assert ran.error
        assert "KeyboardInterrupt" in ran.error[-1]
        assert re.fullmatch(r"Grants of people: [\d,]+ of 6,000", ran.shown[0]["text/plain"])
        assert notebook.run(ENDED).stdout == "True\n"
