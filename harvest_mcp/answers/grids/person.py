"""One person: facts, what they may do and why, their projects."""

from collections.abc import Iterable

from harvest_mcp.answers import people, person
from harvest_mcp.answers.grids.cells import client, names, notes, place
from harvest_mcp.answers.grids.grid import Column, Grid

FACTS = (Column("", key=True), Column("", coloured=True))
MAY = (Column("may"), Column("what they reach"), Column("because"))
PROJECTS = (
    Column("id", key=True, number=True, style="dim"),
    Column("project", style="bold"),
    Column("client"),
    Column("notes", coloured=True),
)


def grids(answer: person.UserDetail) -> Iterable[Grid]:
    """Draw it up."""
    yield Grid(FACTS, [(name, words) for name, words in _facts(answer) if words], title=answer.user.name, head=False)
    yield Grid(MAY, list(_may(answer)), title="What they may do")
    projects = [(str(on.id), on.name, client(on), place(on)) for on in answer.projects]
    yield Grid(PROJECTS, projects, title=f"Projects ({answer.total})")


def _facts(answer: person.UserDetail) -> Iterable[tuple[str, str]]:
    who = answer.user
    yield "id", str(who.id)
    yield "e-mail", who.email or ""
    yield "access", people.access_words(who)
    yield "job roles", ", ".join(who.job_roles or ())
    yield "notes", notes(who)
    yield "manages", names(answer.teammates or (), who.manages_people or 0, ids=True)
    yield "managed by", names(answer.managed_by or (), answer.managed_by_people or 0, ids=True)
    yield "caveats", " ".join(answer.caveats or ())


def _may(answer: person.UserDetail) -> Iterable[tuple[str, str, str]]:
    for row in answer.grants:
        for why in row.by:
            caveats = "".join(f" Note: {caveat}" for caveat in why.caveats or ())
            yield ", ".join(why.permissions), row.extent.words(), f"{why.because}{caveats}"
    for why in answer.possibly:
        yield ", ".join(why.permissions), "possibly", why.because
