"""Whether somebody may, and the chain of reasons."""

from collections.abc import Iterable

from harvest_mcp.answers.explanation import Explained
from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.people import access_words

FACTS = (Column("", key=True), Column("", coloured=True))
REASONS = (Column("because"), Column("source"))
MISSING = {"no": "missing", "unknown": "not known", "yes": "besides"}


def grids(answer: Explained) -> Iterable[Grid]:
    """Draw it up."""
    yield Grid(FACTS, [(name, words) for name, words in _facts(answer) if words], title=answer.sentence, head=False)
    yield Grid(REASONS, [(reason.because, reason.source) for reason in answer.reasons])


def _facts(answer: Explained) -> Iterable[tuple[str, str]]:
    yield "answer", answer.answer
    yield "who", f"{answer.user.words()}, {access_words(answer.user)}"
    yield "permission", answer.permission
    yield "reaches", answer.extent.words() if answer.extent else ""
    yield MISSING[answer.answer], answer.missing.because if answer.missing else ""
    for caveat in answer.caveats or ():
        yield "note", caveat
