"""An answer as it is shown under a cell, and what may be made of it."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from typing_extensions import override

from harvest_mcp.answers.changes import ChangesAnswer, PersonChanges
from harvest_mcp.answers.comparison import Compared
from harvest_mcp.answers.connection import VerifiedConnection
from harvest_mcp.answers.explanation import Explained
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
from harvest_mcp.answers.grids.grid import Grid
from harvest_mcp.answers.holders import WhoCan
from harvest_mcp.answers.people import Users
from harvest_mcp.answers.person import UserDetail
from harvest_mcp.answers.projects import Projects
from harvest_mcp.answers.review import ReviewAnswer
from harvest_mcp.answers.roles import Roles
from harvest_mcp.answers.shapes import Answer
from harvest_mcp.interactive import printing
from harvest_mcp.interactive.answered import rows
from harvest_mcp.interactive.rows import Rows

GRIDS: dict[type[Answer], Any] = {
    ChangesAnswer: changes.grids,
    PersonChanges: changes.grids,
    Compared: comparison.grids,
    Explained: explanation.grids,
    Projects: projects.grids,
    ReviewAnswer: review.grids,
    Roles: roles.grids,
    UserDetail: person.grids,
    Users: people.grids,
    WhoCan: holders.grids,
}
"""How each answer is drawn up."""


class Shown:
    """An answer, shown as the tables that a terminal draws; `answer` is what the tools give, `rows` what it lists."""

    def __init__(self, answer: Answer, *, source: str) -> None:
        self.answer = answer
        self._source = source

    @cached_property
    def rows(self) -> Rows:
        """What it lists, with typed columns."""
        return rows(self.answer)

    @override
    def __str__(self) -> str:
        return printing.as_text(self._grids(), self.answer.foot())

    @override
    def __repr__(self) -> str:
        return f"<{type(self.answer).__name__}: it has an .answer, and .rows>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, FBT001  (IPython's protocol)
        printer.text(repr(self) if cycle else str(self))

    def _repr_html_(self) -> str:
        return printing.as_html(self._grids(), self.answer.foot())

    def _grids(self) -> Iterable[Grid]:
        if isinstance(self.answer, VerifiedConnection):
            return connection.grids(self.answer, self._source)
        drawn: Iterable[Grid] = GRIDS[type(self.answer)](self.answer)
        return drawn
