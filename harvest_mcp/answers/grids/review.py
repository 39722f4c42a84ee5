"""Findings of a review, or the cases of one check."""

from collections.abc import Iterable
from typing import Final

from harvest_mcp.answers.grids.cells import joined
from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.review import FindingRow, ReviewAnswer

FINDINGS: Final = (
    Column("severity", key=True),
    Column("finding", style="bold"),
    Column("found"),
    Column("who and where"),
    Column("what to do"),
)
CASES: Final = (
    Column("id", key=True, number=True, style="dim"),
    Column("name", style="bold"),
    Column("kind", key=True),
    Column("e-mail"),
    Column("note"),
    Column("with"),
)
FACTS: Final = (Column("", key=True), Column(""))


def grids(answer: ReviewAnswer) -> Iterable[Grid]:
    """Draw it up."""
    title = answer.counts.words() if answer.counts else ""
    if answer.cases is None:
        rows = [(row.severity, row.title, row.found(), row.evidence(), row.remedy) for row in answer.findings]
        yield Grid(FINDINGS, rows, title=title)
        return
    for row in answer.findings:
        yield Grid(FACTS, [fact for fact in _facts(row) if fact[1]], title=f"{row.title} ({row.severity})", head=False)
    yield Grid(CASES, [case.cells() for case in answer.cases])


def _facts(row: FindingRow) -> Iterable[tuple[str, str]]:
    yield "found", row.found()
    yield "why", row.why or ""
    yield "what to do", row.remedy
    yield "controls", joined(row.controls or ())
    yield "note", row.note or ""
