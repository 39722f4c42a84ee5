"""Levels, extra permissions and job roles, with who holds each."""

from collections.abc import Iterable

from harvest_mcp.answers import roles as answers
from harvest_mcp.answers.grids.cells import names
from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.text import count

ACCESS = (
    Column("access", style="bold"),
    Column("kind", key=True),
    Column("held by"),
    Column("lets them"),
)
JOBS = (Column("job role", style="bold"), Column("held by"))
NAMED = 3
"""Holders named in a cell; the rest is counted, and `--json` and `--csv` name them."""

Row = answers.AccessRow | answers.JobRow


def grids(answer: answers.Roles) -> Iterable[Grid]:
    """Draw it up."""
    if answer.access:
        yield Grid(ACCESS, [(row.id, row.kind, _holders(row), row.lets or "") for row in answer.access])
    if answer.jobs:
        yield Grid(JOBS, [(row.name, _holders(row)) for row in answer.jobs])


def _holders(row: Row) -> str:
    named = names(row.people[:NAMED], row.count)
    archived = f" (and {row.archived} archived)" if row.archived else ""
    return f"{count(row.count, 'person', 'people')}{': ' if named else ''}{named}{archived}"
