"""People, one a row."""

from collections.abc import Iterable

from harvest_mcp.answers import people
from harvest_mcp.answers.grids.cells import notes
from harvest_mcp.answers.grids.grid import Column, Grid

COLUMNS = (
    Column("id", key=True, number=True, style="dim"),
    Column("name", style="bold"),
    Column("access", coloured=True),
    Column("job roles"),
    Column("notes", coloured=True),
)
E_MAIL = Column("e-mail")


def grids(answer: people.Users) -> Iterable[Grid]:
    """Draw it up."""
    full = any(who.email for who in answer.users)
    rows = [
        (
            str(who.id),
            who.name,
            *([who.email or ""] if full else []),
            people.access_words(who),
            ", ".join(who.job_roles or ()),
            notes(who),
        )
        for who in answer.users
    ]
    yield Grid((*COLUMNS[:2], *([E_MAIL] if full else []), *COLUMNS[2:]), rows)
