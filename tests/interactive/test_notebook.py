"""Harvest in a real kernel: what a notebook is sent of an answer, and of an error."""

import re
from collections.abc import Iterator

import pytest

from harvest_mcp.sandbox import Fault, Sandbox
from tests.interactive.held import variables
from tests.interactive.kernel import CONNECT, Kernel, kernel, on_the_example
from tests.stage import served

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


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


@pytest.fixture(scope="module", name="notebook")
def _notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    with on_the_example(tmp_path_factory.mktemp("kernel")) as notebook:
        assert notebook.run(CONNECT).status == "ok"
        yield notebook


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("users()", "users"),
        ("user('ruth')", "user ruth"),
        ("roles()", "roles"),
        ("projects()", "projects"),
        ("who_can('time.approve', project='Apollo')", "who can time.approve --project Apollo"),
        ("explain('ruth', 'time.approve')", "explain ruth time.approve"),
        ("compare('ruth', 'samuel')", "compare ruth with samuel"),
        ("review()", "review"),
        ("changes()", "changes"),
        ("changes('ruth')", "changes ruth"),
    ],
)
def test_an_answer_is_shown_as_the_line_that_asks_the_same_shows_it(notebook: Kernel, question: str, line: str) -> None:
    """Our choice: an answer that ends a cell is read by a person, as tables and never as the members of a model."""
    notebook.run("_ = %harvest users --refresh")
    told = notebook.run(f"await harvest.{question}").result
    assert told["text/html"].startswith("<table>")
    assert timeless(told) == timeless(notebook.run(f"%harvest {line}").result)


def timeless(told: dict[str, str]) -> dict[str, str]:
    """What was shown, but for the moment of each of the two pictures."""
    return {kind: MOMENT.sub("", text) for kind, text in told.items()}


def test_a_connection_and_a_review_say_all_that_is_known(notebook: Kernel) -> None:
    """Documented: what could not be checked is told apart: it is unknown, not fine."""
    connection = notebook.run("harvest.verify_connection().result()").result["text/html"]
    assert "Ingrid Solheim" in connection
    assert "connected by" not in connection
    for cell in ("harvest.review().result()", "%harvest review"):
        review = notebook.run(cell).result
        assert all("Not checked: inactive." in text and "Found nothing, 0 of" in text for text in review.values())
