"""What has changed between two pictures, grouped by person or by project; of one person, since when they hold it."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, Literal

from harvest_mcp.answers.changes import ChangeRow, ChangesAnswer, PersonChanges
from harvest_mcp.answers.grids.grid import Column, Grid

By = Literal["person", "project"]
WHAT: Final = (Column("what", key=True), Column("before", coloured=True), Column("after", coloured=True))
BETWEEN: Final = Column("between")
HOLDS: Final = (Column("holds", coloured=True), Column("since"))
ELSEWHERE: Final = {"person": "Projects themselves", "project": "On no project"}


def grids(answer: ChangesAnswer, *, by: By = "person") -> Iterable[Grid]:
    """Draw it up."""
    yield Grid((Column(""),), [(line,) for line in (*answer.sums(), *answer.rest())], title=answer.span(), head=False)
    if isinstance(answer, PersonChanges):
        yield Grid(HOLDS, [(held.access, held.words()) for held in answer.holds], title=answer.user.words())
    other = "project" if by == "person" else "person"
    dated = any(row.between for row in answer.changes)
    columns = (*WHAT, Column(other), *((BETWEEN,) if dated else ()))
    for name, rows in _grouped(answer.changes, by):
        cells = [
            (row.what, row.before, row.after, getattr(row, other).words(), *((row.when(),) if dated else ()))
            for row in rows
        ]
        yield Grid(columns, cells, title=name or ELSEWHERE[by])


def _grouped(rows: Sequence[ChangeRow], by: By) -> Iterable[tuple[str, list[ChangeRow]]]:
    """Put together what is about one person or project, in order of their ids."""

    def key(row: ChangeRow) -> tuple[int, str]:
        of = row.person if by == "person" else row.project
        return of.id or 0, of.words()

    return ((name, list(of)) for (_, name), of in groupby(sorted(rows, key=key), key))
