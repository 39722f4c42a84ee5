"""What each of two people has beyond the other."""

from collections.abc import Iterable

from harvest_mcp.answers.comparison import Compared
from harvest_mcp.answers.grids.cells import joined, notes
from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.people import access_words

PEOPLE = (Column("", key=True), Column("access", coloured=True), Column("only theirs"), Column("notes", coloured=True))
MAY = (Column("permission"), Column("reach"), Column("what the other does not reach"), Column("notes"))


def grids(answer: Compared) -> Iterable[Grid]:
    """Draw it up."""
    sides = (answer.first, answer.second)
    yield Grid(
        PEOPLE,
        [
            (side.user.words(), access_words(side.user), joined(side.only_holds or ()), notes(side.user))
            for side in sides
        ],
    )
    for side in sides:
        rows = [
            (
                joined(row.permissions),
                row.reach,
                row.extent.words() if row.extent else "",
                "uncertain" if row.uncertain else "",
            )
            for row in side.only_may
        ]
        only = "Only" if rows else "Nothing is only for"
        yield Grid(MAY, rows, title=f"{only} {side.user.name}")
    if answer.caveats:
        yield Grid((Column(""),), [(caveat,) for caveat in answer.caveats], title="Notes", head=False)
