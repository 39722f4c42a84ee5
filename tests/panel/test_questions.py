"""The panel says what the tools say: every question of the catalogue that it can be asked."""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import pytest

from harvest_mcp.answers.comparison import compare_access
from harvest_mcp.answers.explanation import explain_access
from harvest_mcp.answers.grids import comparison, explanation, holders
from harvest_mcp.answers.holders import who_can
from harvest_mcp.answers.paging import Turn
from harvest_mcp.directory import Directory
from harvest_mcp.harvest.errors import HarvestError
from harvest_mcp.panel.asking import ASKED, answered
from harvest_mcp.panel.blocks import blocks
from harvest_mcp.panel.opening import Opening
from tests.questions.asking import Opened
from tests.questions.catalogue import Question, questions
from tests.stage import directory_on

ASKABLE: Final = [question for question in questions() if question.tool in ASKED and not question.is_past]
TOOLS: Final[Mapping[str, Any]] = {
    "who_can": (lambda account, **given: who_can(account, turn=Turn(limit=None), **given), holders.grids),
    "explain_access": (explain_access, explanation.grids),
    "compare_access": (compare_access, comparison.grids),
}
OF_THE_TOOL: Final = {"limit", "cursor", "refresh"}
"""What a tool takes and the panel has no use for: it shows all rows of a picture."""


@pytest.fixture(scope="module")
async def opened() -> AsyncIterator[Opened[Directory]]:
    """Keeps the picture of each account."""
    async with Opened(lambda question: directory_on(question.sandbox(), question.token)) as opened:
        yield opened


@pytest.mark.anyio
@pytest.mark.parametrize("question", ASKABLE, ids=[question.question for question in ASKABLE])
async def test_the_panel_answers_what_the_tool_answers(opened: Opened[Directory], question: Question) -> None:
    """Documented: the same answer from panel, tool and command, or the same refusal."""
    account = await (await opened.of(question)).account()
    given = {name: str(value) for name, value in question.arguments.items() if name not in OF_THE_TOOL}
    ask, drawn = TOOLS[question.tool]
    asked = {"kind": question.tool, **given}
    if question.expect.error is not None:
        with pytest.raises(HarvestError) as refused:
            ask(account, **given)
        with pytest.raises(HarvestError, match=re.escape(refused.value.what)):
            answered(account, asked, opening=Opening("harvest_mcp.connect()"))
        return
    answer = ask(account, **given)
    told = answered(account, asked, opening=Opening("harvest_mcp.connect()"))
    assert told["blocks"] == blocks(drawn(answer))
    assert told["foot"] == answer.foot()
    assert all(value in way["code"] for way in told["ways"] for value in given.values() if value.isalnum())


def test_most_of_the_catalogue_can_be_asked() -> None:
    """Our choice: the panel's form asks about people and things; lists have views of their own."""
    assert len(ASKABLE) > 100
