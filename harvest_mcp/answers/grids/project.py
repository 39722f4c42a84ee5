"""One project: its team, managers first, and who may do what there."""

from collections.abc import Iterable

from harvest_mcp.answers.grids import holders
from harvest_mcp.answers.grids.cells import joined
from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.project import Placed, ProjectDetail

FACTS = (Column("", key=True), Column("", coloured=True))
TEAM = (
    Column("id", key=True, number=True, style="dim"),
    Column("name", style="bold"),
    Column("notes", coloured=True),
)


def grids(answer: ProjectDetail) -> Iterable[Grid]:
    """Draw it up."""
    name = answer.project.name if answer.project else ""
    yield Grid(FACTS, [(fact, words) for fact, words in _facts(answer) if words], title=name, head=False)
    more = answer.team_count - len(answer.team)
    title = f"Team ({answer.team_count:,}{f', {more:,} of them not shown' if more else ''})"
    yield Grid(TEAM, [(str(who.id), who.name, _notes(who)) for who in answer.team], title=title)
    yield from holders.grids(answer)


def _facts(answer: ProjectDetail) -> Iterable[tuple[str, str]]:
    yield "id", str(answer.project.id) if answer.project else ""
    yield "client", answer.project.of() if answer.project else ""
    yield "code", answer.code or ""
    yield "notes", "archived" if answer.archived else ""


def _notes(who: Placed) -> str:
    return joined(
        (
            "manages it" if who.manages else "",
            f"since {who.since}" if who.since else "",
            "archived" if who.archived else "",
        )
    )
