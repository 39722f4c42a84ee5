"""What a connection is, and what its token sees."""

from collections.abc import Iterable
from typing import Final

from harvest_mcp.answers.connection import VerifiedConnection
from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.people import access_words

FACTS: Final = (Column("", key=True), Column("", coloured=True))


def grids(answer: VerifiedConnection, source: str = "") -> Iterable[Grid]:
    """Draw it up; `source` is where the connection was found."""
    facts = [(name, words) for name, words in _facts(answer, source) if words]
    yield Grid(FACTS, facts, title=f"Connected to {answer.account.name} (id {answer.account.id})", head=False)


def _facts(answer: VerifiedConnection, source: str) -> Iterable[tuple[str, str]]:
    who = answer.user
    yield "company", answer.company if answer.company and answer.company != answer.account.name else ""
    yield "live", "no: an invented company" if answer.sandbox else "yes"
    yield "connected by", source
    yield "token of", ", ".join(word for word in (f"{who.name} (id {who.id})", who.email or "") if word)
    yield "access", access_words(who)
    yield "can see", ", ".join(answer.can_see) or "only its owner"
    yield "cannot see", f"{', '.join(answer.cannot_see)} (or not all of it)" if answer.cannot_see else ""
    yield "advice", answer.advice or ""
