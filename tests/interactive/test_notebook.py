"""Harvest in a real kernel: what a notebook is sent of an answer, and of an error."""

from collections.abc import Iterator

import pytest

from harvest_mcp.sandbox import Fault, Sandbox
from tests.interactive.held import variables
from tests.interactive.kernel import Kernel, kernel
from tests.stage import served

CONNECT = "import harvest_mcp; harvest = harvest_mcp.connect()"


@pytest.fixture(scope="module", name="refused")
def _refused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel on a Harvest that refuses the token as soon as it is asked for people."""
    sandbox = Sandbox(base_url=None, faults=[Fault("revoked", path="/users")])
    with served(sandbox) as opens, kernel(variables(opens), tmp_path_factory.mktemp("kernel")) as notebook:
        assert notebook.run(CONNECT).status == "ok"
        yield notebook


@pytest.mark.parametrize("cell", ["harvest.users().result()", "await harvest.users()"])
def test_an_error_while_reading_is_an_error_of_the_cell(refused: Kernel, cell: str) -> None:
    """Documented by Jupyter: an error is a message of its own, which a notebook keeps and nbclient raises."""
    ran = refused.run(cell)
    assert (ran.status, ran.stdout, ran.stderr) == ("error", "", "")
    assert "BadToken" in ran.error[-1]
    assert "Harvest refused the token" in ran.error[-1]
    assert all("task_group" not in part for part in ran.error)
