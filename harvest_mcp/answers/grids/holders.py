"""Who may, how far and why; who possibly may, apart."""

from collections.abc import Iterable
from typing import Final

from harvest_mcp.answers.grids.cells import joined, names
from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.holders import Holder, Possible, WhoCan
from harvest_mcp.answers.text import count

ANY: Final = "any"
ANYTHING = "`harvest-mcp permissions` says what each permission lets people do."
WHO = (
    Column("id", key=True, number=True, style="dim"),
    Column("name", style="bold"),
    Column("level", coloured=True),
    Column("reaches"),
    Column("why"),
)
MAY = Column("may")
POSSIBLY = (Column("possibly", number=True), Column("who"), Column("because"))
NOTES = (Column(""), Column(""))


def grids(answer: WhoCan) -> Iterable[Grid]:
    """Draw it up."""
    is_any = answer.permission == ANY
    people = [
        (str(who.id), who.name, who.level, who.extent.words(), *([_may(who)] if is_any else []), _why(who))
        for who in answer.people
    ]
    columns = (*WHO[:-1], *([MAY] if is_any else []), WHO[-1])
    title = f"{answer.permission} {answer.where()}: {ANYTHING if is_any else answer.lets}"
    yield Grid(columns, people, title=title)
    if answer.possibly:
        yield Grid(POSSIBLY, [(f"{row.count:,}", who_possibly(row), row.because) for row in answer.possibly])
    notes = list(_notes(answer))
    if notes:
        yield Grid(NOTES, notes, head=False)


def _notes(answer: WhoCan) -> Iterable[tuple[str, str]]:
    if not answer.people:
        yield "nobody", "that this token sees may."
    if answer.own:
        yield count(answer.own.count, "other"), answer.own.because
    for rule in answer.rules or ():
        yield "rule", f"{rule.because} ({rule.source})"
    for caveat in answer.caveats or ():
        yield "note", caveat


def _may(who: Holder) -> str:
    return joined(who.permissions or ())


def _why(who: Holder) -> str:
    return " ".join([*(reason.because for reason in who.reasons), *(f"Note: {said}" for said in who.caveats or ())])


def who_possibly(row: Possible) -> str:
    """Name those who possibly may for one cause, and say how many more."""
    return joined((names(row.people, row.count, ids=True), "maybe others out of sight" if row.open else ""))
