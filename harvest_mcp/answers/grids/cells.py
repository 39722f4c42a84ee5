"""What stands in a cell: names with a count of those that are not named, and notes in a few words."""

from collections.abc import Iterable, Sequence

from harvest_mcp.answers import people
from harvest_mcp.answers.person import Assignment
from harvest_mcp.answers.projects import ProjectRow
from harvest_mcp.answers.reach import Extent
from harvest_mcp.answers.shapes import Named, Person


def joined(words: Iterable[str]) -> str:
    """Put the words that there are side by side."""
    return ", ".join(word for word in words if word)


def names(named: Sequence[Named], total: int, *, ids: bool = False) -> str:
    """Name these, and count those of `total` that are not among them."""
    more = total - len(named)
    return joined(
        [*(f"{who.name} ({who.id})" if ids else who.name for who in named), f"{more:,} more" if more > 0 else ""]
    )


def notes(who: Person) -> str:
    """Write what else is to be known of a person, but for the e-mail, which stands elsewhere."""
    return people.notes(who.model_copy(update={"email": None}))


def client(on: ProjectRow | Assignment) -> str:
    """Name the client of a project."""
    return on.client.name if on.client else ""


def project_notes(on: ProjectRow) -> str:
    """Write what else is to be known of a project."""
    return joined((f"code {on.code}" if on.code else "", "archived" if on.archived else ""))


def place(on: Assignment) -> str:
    """Write a person's place on a project."""
    return joined(
        (
            "manages it" if on.manages else "",
            f"since {on.since}" if on.since else "",
            "assignment archived" if on.ended else "",
            "project archived" if on.archived else "",
        )
    )


def extent_cells(extent: Extent | None) -> tuple[str, list[object], list[object]]:
    """Write how far a yes goes for a spreadsheet: its kind, the projects and the people; of a long list the first."""
    if extent is None:
        return "", [], []
    return (
        extent.kind,
        _with_more(extent.projects or (), extent.more_projects),
        _with_more(extent.people or (), extent.more_people),
    )


def _with_more(named: Sequence[Named], more: int | None) -> list[object]:
    return [*named, *([f"and {more} more"] if more else [])]
