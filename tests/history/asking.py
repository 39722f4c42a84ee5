"""Puts the catalogue's questions on the past in Python: to the history, and to any picture that was kept."""

import json
from typing import Any, Final

from harvest_mcp.access.account import Account
from harvest_mcp.answers.explanation import explain_access
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.people import list_users
from harvest_mcp.answers.person import get_user
from harvest_mcp.answers.projects import list_projects
from harvest_mcp.answers.shapes import Answer
from harvest_mcp.history import History
from harvest_mcp.history.answering import access_changes, person_changes
from tests.questions.catalogue import Question
from tests.stage import ACCOUNT

AS_IT_WAS: Final[dict[str, Any]] = {
    "list_users": list_users,
    "get_user": lambda account, *, user: get_user(account, user),
    "list_projects": list_projects,
    "explain_access": explain_access,
}
OVER_TIME: Final[dict[str, Any]] = {"access_changes": access_changes, "person_changes": person_changes}


def asked(question: Question, history: History, live: Account, *, limit: int | None = None) -> Answer:
    """Ask; so many rows, or all. Raises HarvestError."""
    answer: Answer
    if question.at:
        answer = AS_IT_WAS[question.tool](history.at(question.at, ACCOUNT), **question.arguments)
    else:
        given = {{"since": "first"}.get(name, name): str(value) for name, value in question.arguments.items()}
        answer = OVER_TIME[question.tool](history, ACCOUNT, **given, live=live, turn=Turn(limit))
    return answer


def timeless(structured: dict[str, Any]) -> str:
    """An answer as JSON, but for when the live picture was made."""
    return json.dumps(structured).replace(structured["as_of"], "now")
