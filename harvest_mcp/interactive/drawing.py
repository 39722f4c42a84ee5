"""How each answer is shown in Python: as the tables that a terminal draws. Importing this says so to the answers."""

from typing import Any, Final

from harvest_mcp.answers.grids import (
    changes,
    comparison,
    connection,
    explanation,
    holders,
    people,
    person,
    projects,
    review,
    roles,
)
from harvest_mcp.answers.showing import drawn

GRIDS: Final[tuple[Any, ...]] = (
    changes.grids,
    comparison.grids,
    connection.grids,
    explanation.grids,
    holders.grids,
    people.grids,
    person.grids,
    projects.grids,
    review.grids,
    roles.grids,
)
"""Each draws the answer that its parameter names."""

for grids in GRIDS:
    drawn.register(grids)
