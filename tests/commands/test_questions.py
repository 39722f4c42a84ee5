"""The catalogue's questions on the past, asked of the command: each has the answer that Python gives."""

import json
from typing import Final

import anyio
import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.history import History
from tests.commands.conftest import Typed
from tests.history.asking import asked, timeless
from tests.interactive.held import variables
from tests.questions.catalogue import Question, questions
from tests.questions.histories import file_in, kept
from tests.questions.marking import expected, told
from tests.stage import directory_on, served

PAST: Final = [question for question in questions() if question.is_past]
VERBS: Final = {
    "access_changes": ("changes",),
    "person_changes": ("changes",),
    "list_users": ("users",),
    "get_user": ("user", "user"),
    "list_projects": ("projects",),
    "explain_access": ("explain", "user", "permission"),
}
"""Which verb answers what a tool does, and which arguments it takes without naming them."""
OPTIONS: Final = {"who": "person"}
"""What the command calls otherwise."""


def line(question: Question) -> list[str]:
    """What to type for a question."""
    verb, *bare = VERBS[question.tool]
    given = question.arguments | ({"at": question.at} if question.at else {})
    options = (
        word
        for name, value in given.items()
        if name not in bare
        for word in (f"--{OPTIONS.get(name, name)}", str(value))
    )
    return [verb, *(given[name] for name in bare), *options, "--json"]


async def live(question: Question) -> Account:
    """The account as it is."""
    async with directory_on(question.sandbox(), question.token) as directory:
        return await directory.account()


@pytest.mark.parametrize("question", PAST, ids=[question.question for question in PAST])
def test_the_command_answers_as_the_history_does(typed: Typed, question: Question) -> None:
    """Documented: the three faces are doors to the same answers, and say the same where there is none."""
    file = file_in(anyio.run(kept, question.history))
    with served(question.sandbox(), question.token) as opens:
        said = typed(*line(question), **variables(opens), HARVEST_HISTORY_URL=f"sqlite:///{file}")
    if question.expect.error is not None:
        wanted = expected(question.expect)
        assert (said.status, said.out) == (2, "")
        assert told(None, " ".join(said.err.split()), wanted) == wanted
        return
    assert said.status == 0, said.err
    answer = json.loads(said.out)
    python = asked(question, History.open(file), anyio.run(live, question)).structured()
    assert timeless(answer) == timeless(python)
