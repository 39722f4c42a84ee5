"""An answer as it is shown under a cell, and what may be made of it."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from typing_extensions import override

from harvest_mcp.answers import showing
from harvest_mcp.answers.connection import VerifiedConnection
from harvest_mcp.answers.grids import connection
from harvest_mcp.answers.grids.grid import Grid
from harvest_mcp.answers.shapes import Answer
from harvest_mcp.interactive.answered import rows
from harvest_mcp.interactive.rows import Rows


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
        return showing.as_text(self._grids(), self._notes())

    @override
    def __repr__(self) -> str:
        return f"<{type(self.answer).__name__}: it has an .answer, and .rows>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, FBT001  (IPython's protocol)
        printer.text(repr(self) if cycle else str(self))

    def _repr_html_(self) -> str:
        return showing.as_html(self._grids(), self._notes())

    def _grids(self) -> Iterable[Grid]:
        if isinstance(self.answer, VerifiedConnection):
            return connection.grids(self.answer, self._source)
        return showing.drawn(self.answer)

    def _notes(self) -> Sequence[str]:
        return (*self.answer.remarks(), *self.answer.foot())
