"""What is asked in the panel: the tools' questions, their answers drawn up, and how the same is asked elsewhere."""

import json
import shlex
from collections.abc import Callable, Mapping
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import PERMISSIONS
from harvest_mcp.answers import suggesting
from harvest_mcp.answers.comparison import compare_access
from harvest_mcp.answers.explanation import explain_access
from harvest_mcp.answers.grids import comparison, explanation, holders
from harvest_mcp.answers.holders import who_can
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.shapes import Answer
from harvest_mcp.answers.text import clean, fold
from harvest_mcp.harvest.errors import BadQuestion
from harvest_mcp.panel.blocks import Json, blocks
from harvest_mcp.panel.coding import Question, of_question
from harvest_mcp.panel.opening import Opening

ANY: Final = "any"
MOST: Final = 30
"""Suggestions shown at once."""


def answered(account: Account, question: Question, *, opening: Opening) -> Json:
    """Answer a question: its tables, what the answer says of itself, and how the same is asked. Raises HarvestError."""
    kind = question.get("kind", "")
    if kind not in ASKED:
        raise BadQuestion("There is no such question.", f"The questions are {', '.join(ASKED)}.")
    answer, drawn = ASKED[kind](account, question)
    command = [{"title": opening.terminal, "code": of_command(opening, question)}] if opening.terminal else []
    return {
        "trouble": None,
        "blocks": drawn,
        "foot": answer.foot(),
        "ways": [
            {"title": "In Python", "code": of_question(opening, question)},
            {"title": "As a tool", "code": of_tool(question)},
            *command,
        ],
    }


def completions(account: Account, of: str, typed: str) -> list[str]:
    """Offer what goes on from the letters that are there."""
    if of == "person":
        return suggesting.people(account, typed).values[:MOST]
    if of == "project":
        return suggesting.projects(account, typed).values[:MOST]
    if of == "client":
        folded = fold(typed)
        return [name for client in account.clients if folded in fold(name := clean(client.name))][:MOST]
    return suggesting.permission_ids(typed).values[:MOST]


def _who_can(account: Account, question: Question) -> tuple[Answer, list[Json]]:
    permission = _permission(question.get("permission") or ANY, *PERMISSIONS, ANY)
    answer = who_can(account, permission=permission, **_things(question), turn=Turn(limit=None))  # type: ignore[arg-type]  # it was checked
    return answer, blocks(holders.grids(answer))


def _explain(account: Account, question: Question) -> tuple[Answer, list[Json]]:
    permission = _permission(question.get("permission", ""), *PERMISSIONS)
    answer = explain_access(account, _needed(question, "user"), permission, **_things(question))  # type: ignore[arg-type]  # the same
    return answer, blocks(explanation.grids(answer))


def _compare(account: Account, question: Question) -> tuple[Answer, list[Json]]:
    answer = compare_access(account, _needed(question, "first"), _needed(question, "second"))
    return answer, blocks(comparison.grids(answer))


ASKED: Final[Mapping[str, Callable[[Account, Question], tuple[Answer, list[Json]]]]] = {
    "who_can": _who_can,
    "explain_access": _explain,
    "compare_access": _compare,
}


def of_tool(question: Question) -> str:
    """Write the call of the tool."""
    given = {name: value for name, value in question.items() if value and name != "kind"}
    return f"{question['kind']} {json.dumps(given, ensure_ascii=False)}"


def of_command(opening: Opening, question: Question) -> str:
    """Write the line for a terminal, which asks the same account."""
    verb = {"who_can": "can", "explain_access": "explain", "compare_access": "compare"}[question["kind"]]
    places = [question[name] for name in ("user", "first", "second", "permission") if question.get(name)]
    options = [
        part for name in ("project", "person", "client") if question.get(name) for part in (f"--{name}", question[name])
    ]
    return shlex.join([*opening.variables, "harvest-mcp", verb, *places, *options, *opening.options])


def _things(question: Question) -> dict[str, str]:
    return {name: question.get(name, "") for name in ("project", "person", "client")}


def _needed(question: Question, name: str) -> str:
    if not question.get(name, "").strip():
        raise BadQuestion("The question lacks a person.", "Type a name, an e-mail or an id.")
    return question[name]


def _permission(typed: str, *known: str) -> str:
    if typed not in known:
        raise BadQuestion("There is no such permission.", "Choose one of those that are offered.")
    return typed
