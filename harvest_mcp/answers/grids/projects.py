"""Projects, one a row."""

from collections.abc import Iterable

from harvest_mcp.answers import projects as answers
from harvest_mcp.answers.grids.cells import client as client_of
from harvest_mcp.answers.grids.cells import names, project_notes
from harvest_mcp.answers.grids.grid import Column, Grid

COLUMNS = (
    Column("id", key=True, number=True, style="dim"),
    Column("project", style="bold"),
    Column("client"),
    Column("managers", coloured=True),
    Column("people", number=True),
    Column("notes", coloured=True),
)


def grids(answer: answers.Projects) -> Iterable[Grid]:
    """Draw it up."""
    rows = [
        (
            str(on.id),
            on.name,
            client_of(on),
            names(on.managers, on.manager_count) or "nobody",
            f"{on.people:,}",
            project_notes(on),
        )
        for on in answer.projects
    ]
    yield Grid(COLUMNS, rows)
