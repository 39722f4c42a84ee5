"""Reads the story's tables: rows of cells, and the times and people in the cells."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """When something began, and when it was archived, if it was."""

    since: date
    until: date | None = None

    @property
    def goes_on(self) -> bool:
        """Whether it is not archived."""
        return self.until is None

    @property
    def archived_at(self) -> str:
        """When it was archived, as Harvest writes it; nothing while it goes on."""
        return f"{self.until}T17:00:00Z" if self.until else ""

    def meets(self, other: "Span") -> bool:
        """Whether there was a day that both have seen."""
        return self.since <= (other.until or date.max) and other.since <= (self.until or date.max)


def rows(table: str) -> Iterator[list[str]]:
    """Read a table's rows, each a list of cells; remarks, which begin with #, are left out."""
    for line in table.strip().splitlines():
        if not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]


def span(cell: str) -> Span:
    """Read `2016-02` or `2016-02..2019-12`: from the first of a month, to the 28th."""
    since, _, until = cell.partition("..")
    return Span(date.fromisoformat(f"{since}-01"), last_day(until) if until else None)


def last_day(month: str) -> date:
    """Say on which day of a month something ends."""
    return date.fromisoformat(f"{month}-28")


def marked(cell: str) -> Iterator[tuple[str, bool]]:
    """Read the people of a cell, each with whether the assignment is active: a `-` ends an archived one."""
    for word in cell.split():
        yield word.removesuffix("-"), not word.endswith("-")
