"""The catalogue's questions on the past, asked in Python: each has the answer that the tool gives, where one does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
from mcp import Client

from harvest_mcp.access.account import Account
from harvest_mcp.directory import Directory
from harvest_mcp.harvest.errors import HarvestError
from harvest_mcp.history import History
from tests.history.asking import asked, timeless
from tests.questions.asking import Opened
from tests.questions.catalogue import Question, questions
from tests.questions.histories import file_in, kept
from tests.questions.marking import expected, told
from tests.stage import client_on, directory_on

PAST: Final = [question for question in questions() if question.is_past]
ANSWERED: Final = [question for question in PAST if question.expect.error is None]
REFUSED: Final = [question for question in PAST if question.expect.error is not None]
COMPARED: Final = [question for question in ANSWERED if question.is_for_tools]

Doors = Opened[tuple[Client, Directory]]

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def doors(question: Question) -> AsyncIterator[tuple[Client, Directory]]:
    """A host and a directory on the account of a question."""
    async with (
        client_on(question.sandbox(), question.token) as client,
        directory_on(question.sandbox(), question.token) as directory,
    ):
        yield client, directory


@pytest.fixture(scope="module")
async def opened() -> AsyncIterator[Doors]:
    """Both for each account."""
    async with Opened(doors) as opened:
        yield opened


async def at_hand(directory: Directory, question: Question) -> tuple[History, Account]:
    """The history that a question needs, and the live picture."""
    return History.open(file_in(await kept(question.history))), await directory.account()


@pytest.mark.parametrize("question", ANSWERED, ids=[question.question for question in ANSWERED])
async def test_the_history_answers_as_the_story_has_it(opened: Doors, question: Question) -> None:
    """Our choice: worked out by hand from what happens in each history."""
    _, directory = await opened.of(question)
    answer = asked(question, *await at_hand(directory, question))
    wanted = expected(question.expect)
    assert told(answer.structured(), answer.text(), wanted) == wanted


@pytest.mark.parametrize("question", COMPARED, ids=[question.question for question in COMPARED])
async def test_the_history_answers_as_the_tool_does(
    opened: Doors, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documented: all faces are doors to the same answers."""
    monkeypatch.setenv("XDG_DATA_HOME", str(await kept(question.history)))
    client, directory = await opened.of(question)
    result = await client.call_tool(question.tool, question.arguments)
    answer = asked(question, *await at_hand(directory, question), limit=50)
    assert timeless(answer.structured()) == timeless(result.structured_content or {})


@pytest.mark.parametrize("question", REFUSED, ids=[question.question for question in REFUSED])
async def test_the_history_refuses_what_cannot_be_answered(opened: Doors, question: Question) -> None:
    """Documented: with the same words as the tool."""
    _, directory = await opened.of(question)
    given = await at_hand(directory, question)
    with pytest.raises(HarvestError) as refused:
        asked(question, *given)
    wanted = expected(question.expect)
    assert told(None, str(refused.value), wanted) == wanted
