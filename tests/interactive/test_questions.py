"""The catalogue, asked in Python: each question has the answer that the tool gives, member for member."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import pytest
from mcp import Client
from mcp.types import CallToolResult

from harvest_mcp import Harvest, rows
from harvest_mcp.answers.shapes import Answer, Listing
from harvest_mcp.harvest.errors import HarvestError
from harvest_mcp.interactive.calls import Call
from tests.history.asking import timeless
from tests.interactive.held import harvest_on
from tests.questions.asking import Opened, clients
from tests.questions.catalogue import Question, questions
from tests.questions.histories import kept
from tests.questions.marking import expected, told
from tests.stage import said

METHODS: Final = {
    "verify_connection": "verify_connection",
    "list_users": "users",
    "get_user": "user",
    "list_roles": "roles",
    "list_projects": "projects",
    "who_can": "who_can",
    "explain_access": "explain",
    "compare_access": "compare",
    "review_access": "review",
    "access_changes": "changes",
}
"""Which method asks what a tool does."""
WITHOUT_PAGES: Final = ("verify_connection", "explain_access", "compare_access")
QUESTIONS: Final = [question for question in questions() if question.is_for_tools]
ANSWERED: Final = [question for question in QUESTIONS if question.expect.error is None]
REFUSED: Final = [question for question in QUESTIONS if question.expect.error is not None]


Faces = tuple[Opened[Client], Opened[Harvest]]


@pytest.fixture(scope="module")
async def faces() -> AsyncIterator[Faces]:
    """The tools and Python, on the account of each question."""
    async with clients() as tools, Opened(in_python) as python:
        yield tools, python


@pytest.mark.anyio
@pytest.mark.parametrize("question", ANSWERED, ids=[question.question for question in ANSWERED])
async def test_python_answers_as_the_tool_does(
    faces: Faces, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documented: all faces are doors to the same answers: asked for as many rows, the very same; else all of them."""
    result, harvest = await asked(faces, question, monkeypatch)
    pages = {} if question.tool in WITHOUT_PAGES or "limit" in question.arguments else {"limit": 50}
    page: Answer = await put(harvest, question, **pages)
    whole: Answer = await put(harvest, question)
    given = result.structured_content or {}
    assert timeless(page.structured()) == timeless(given)
    assert page.text().replace(_moment(page.structured()), "") == said(result).replace(_moment(given), "")
    wanted = expected(question.expect)
    assert told(whole.structured(), whole.text(), wanted) == wanted
    listed = whole.structured().get("people")
    assert not isinstance(listed, list) or len(rows(whole)) >= len(listed)
    if isinstance(whole, Listing) and pages:
        assert (whole.returned, whole.next_cursor) == (whole.total, None)


@pytest.mark.anyio
@pytest.mark.parametrize("question", REFUSED, ids=[question.question for question in REFUSED])
async def test_python_refuses_what_the_tool_refuses(
    faces: Faces, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documented: the same error, whose hint speaks of methods where the tool's speaks of tools."""
    result, harvest = await asked(faces, question, monkeypatch)
    with pytest.raises(HarvestError) as caught:
        await put(harvest, question)
    assert said(result).startswith(caught.value.what)
    wanted = expected(question.expect)
    assert told(None, str(caught.value), wanted) == wanted


async def asked(faces: Faces, question: Question, monkeypatch: pytest.MonkeyPatch) -> tuple[CallToolResult, Harvest]:
    """What the tool says after the question's history, and where Python asks the same."""
    monkeypatch.setenv("XDG_DATA_HOME", str(await kept(question.history)))
    tools, python = faces
    client = await tools.of(question)
    return await client.call_tool(question.tool, question.arguments), await python.of(question)


@asynccontextmanager
async def in_python(question: Question) -> AsyncIterator[Harvest]:
    """Harvest on the sandbox that a question needs."""
    with harvest_on(question.sandbox(), question.token) as harvest:
        yield harvest


def put(harvest: Harvest, question: Question, **more: int) -> Call[Any]:
    """Put a question of the catalogue."""
    call: Call[Any] = getattr(harvest, METHODS[question.tool])(**{**question.arguments, **more})
    return call


def _moment(structured: dict[str, Any]) -> str:
    moment: str = structured["as_of"]
    return moment
