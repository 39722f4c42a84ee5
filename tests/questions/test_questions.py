"""The catalogue, asked through the reference client of our server: each question takes one call."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from itertools import product

import pytest
from mcp import Client

from harvest_mcp.access.permissions import PERMISSIONS
from tests.questions.asking import Opened, clients
from tests.questions.catalogue import Expect, Question, questions
from tests.questions.histories import kept
from tests.questions.marking import READERS, expected, told
from tests.stage import said

MOST, LONGEST = 4_000, 8_000
"""Bytes of an answer by default in either form, and of one with many rows."""
QUESTIONS = list(questions())
FOR_TOOLS = [question for question in QUESTIONS if question.is_for_tools]


@pytest.fixture(scope="module")
async def opened() -> AsyncIterator[Opened[Client]]:
    """A host for each account."""
    async with clients() as opened:
        yield opened


@pytest.mark.anyio
@pytest.mark.parametrize("question", FOR_TOOLS, ids=[question.question for question in FOR_TOOLS])
async def test_a_question_is_answered_as_the_story_has_it(
    opened: Opened[Client], question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our choice: every answer was worked out by hand from the story and Harvest's documented rules."""
    monkeypatch.setenv("XDG_DATA_HOME", str(await kept(question.history)))
    client = await opened.of(question)
    result = await client.call_tool(question.tool, question.arguments)
    wanted, text = expected(question.expect), said(result)
    assert result.is_error is ("error" in wanted), text
    assert told(result.structured_content, text, wanted) == wanted
    compact = json.dumps(result.structured_content, ensure_ascii=False, separators=(",", ":"))
    assert max(len(compact.encode()), len(text.encode())) < (LONGEST if question.long else MOST)


def test_no_question_is_asked_twice() -> None:
    """Our choice: one row a question, however it is worded."""
    calls = Counter(question.model_dump_json(exclude={"question", "why", "expect"}) for question in QUESTIONS)
    words = Counter(question.question for question in QUESTIONS)
    assert {call: times for call, times in (calls + words).items() if times > 1} == {}


def test_every_permission_is_asked_about() -> None:
    """Documented: the catalogue covers the table."""
    asked = {question.arguments.get("permission") for question in QUESTIONS}
    assert set(PERMISSIONS) - asked == set()


def test_every_answer_is_asked_for() -> None:
    """Documented: yes, no and unknown, in each of the three generations of permissions."""
    answers = {(question.generation, question.expect.answer) for question in QUESTIONS}
    wanted = set(product(("access_roles", "legacy", "profiles"), ("yes", "no", "unknown")))
    assert wanted - answers == set()


def test_each_question_expects_something_that_can_be_read() -> None:
    """Our choice: a question that expects nothing would prove nothing."""
    assert set(Expect.model_fields) == set(READERS)
    assert [question.question for question in QUESTIONS if not expected(question.expect)] == []
