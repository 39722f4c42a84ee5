"""Changes of access as they are told: who gained and lost what between two pictures, and what only one of them tells.

Nothing here compares: a server that starts reads only these shapes.
"""

from collections.abc import Iterable
from datetime import datetime

from pydantic import Field, SerializeAsAny
from typing_extensions import override

from harvest_mcp.answers.shapes import Listing, Named, Sentence, Shape, Text
from harvest_mcp.answers.text import count, line, table

SECONDS = "%Y-%m-%dT%H:%M:%SZ"


class Whose(Shape):
    """A person or a project by id and name; empty where a change is about none."""

    id: int | None = None
    name: Text | None = None

    def words(self) -> str:
        """Write the name, and the id behind it."""
        return "" if self.id is None else f"{self.name} ({self.id})"


class ChangeRow(Shape):
    """One change."""

    what: str
    person: Whose
    project: Whose
    before: Text
    after: Text
    between: list[datetime] | None = Field(None, description="the last picture before it and the first after, UTC")

    def words(self) -> str:
        """Write from what to what."""
        return f"{self.before} -> {self.after}"

    def when(self) -> str:
        """Write between which moments it came."""
        return " to ".join(moment.strftime(SECONDS) for moment in self.between or ())


class Picture(Shape):
    """One of the two pictures: of when, as which snapshot, and through whose eyes."""

    as_of: datetime
    snapshot: int | None = Field(None, description="absent: live")
    viewer: Named
    complete: bool

    def words(self) -> str:
        """Write which picture it is."""
        seen = "" if self.complete else ", which does not show everything"
        return f"{self.as_of.strftime(SECONDS)} ({self.which()}, as {self.viewer.words()} sees it{seen})"

    def which(self) -> str:
        """Name it."""
        return f"snapshot {self.snapshot}" if self.snapshot else "live"


class Reviewed(Picture):
    """The picture of an earlier review."""

    review: Text = Field(description="its folder's name")

    @override
    def which(self) -> str:
        """Name it."""
        return f"the review {self.review}"


class ChangesAnswer(Listing):
    """What has changed between two pictures, in order of people; what is about projects themselves comes first."""

    since: SerializeAsAny[Picture]
    until: Picture
    counts: dict[str, int] = Field(description="of all changes, by what")
    people: int = Field(description="how many")
    changes: list[ChangeRow]
    not_compared: int | None = Field(None, description="facts that one picture does not tell: unknown")
    caveats: list[Sentence] | None = None

    @override
    def lines(self) -> list[str]:
        """Write the span, the sums, then a change a line."""
        return [self.span(), *self.sums(), *self.rows(), *self.rest()]

    def span(self) -> str:
        """Write from when to when."""
        return f"Changes from {self.since.words()} to {self.until.words()}"

    def sums(self) -> list[str]:
        """Write how many changes of each kind there are."""
        if not self.counts:
            return ["Nothing has changed that both pictures tell."]
        told = ", ".join(f"{number:,} {what}" for what, number in self.counts.items())
        return [f"{told}; about {count(self.people, 'person', 'people')}."]

    def rows(self) -> list[str]:
        """Write a change a line."""
        dated = any(row.between for row in self.changes)
        head = ("person", "what", "before -> after", "project", *(("between",) if dated else ()))
        cells = (
            (row.person.words(), row.what, row.words(), row.project.words(), *((row.when(),) if dated else ()))
            for row in self.changes
        )
        return table(head, cells) if self.changes else []

    def rest(self) -> Iterable[str]:
        """Write what could not be compared."""
        if self.not_compared:
            facts = count(self.not_compared, "fact")
            yield f"Not compared: {facts} that only one picture tells; unknown, neither gained nor lost."
        yield from self.caveats or ()


class Holding(Shape):
    """Something that a person holds, and since when the pictures tell so."""

    access: Text
    since: datetime = Field(description="the first picture that shows it, UTC")
    not_before: datetime | None = Field(
        None, description="the last picture that shows otherwise; absent: there is none"
    )
    last_shown: datetime | None = Field(
        None, description="the last picture that shows it, where later ones do not tell: unknown since; absent: they do"
    )

    def words(self) -> str:
        """Write since when it is held."""
        earliest = f"since {self.not_before.strftime(SECONDS)} to" if self.not_before else "at least since"
        began = f"{earliest} {self.since.strftime(SECONDS)}"
        return f"{began}; last shown {self.last_shown.strftime(SECONDS)}, unknown since" if self.last_shown else began


class PersonChanges(ChangesAnswer):
    """Everything that has changed for one person, and since when they hold what they hold."""

    user: Named
    holds: list[Holding]

    @override
    def lines(self) -> list[str]:
        """Write the person, what they hold and since when, then the changes."""
        holds = (line((held.access, held.words())) for held in self.holds)
        return [f"{self.user.words()} holds:", *holds, *super().lines()]
