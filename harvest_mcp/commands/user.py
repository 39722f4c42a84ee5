"""The verb `user`: one person, what they may do and why, their projects, whom they manage and who manages them."""

from collections.abc import Iterable
from typing import Annotated

import typer

from harvest_mcp.answers import people, person
from harvest_mcp.answers.paging import Turn
from harvest_mcp.commands.asking import ask
from harvest_mcp.commands.cells import client, names, notes, place
from harvest_mcp.commands.grid import Column, Grid
from harvest_mcp.commands.options import AccountName, At, Csv, Json, Limit, Sandbox, form_of
from harvest_mcp.commands.output import first, show
from harvest_mcp.commands.sheet import Sheet

FACTS = (Column("", key=True), Column("", coloured=True))
MAY = (Column("may"), Column("what they reach"), Column("because"))
PROJECTS = (
    Column("id", key=True, number=True, style="dim"),
    Column("project", style="bold"),
    Column("client"),
    Column("notes", coloured=True),
)


def user(
    *,
    who: Annotated[
        list[str],
        typer.Argument(metavar="WHO", help="An id, an e-mail, a name or a unique part of it; `me`: whose token it is."),
    ],
    limit: Limit = None,
    as_json: Json = False,
    as_csv: Csv = False,
    at: At = "",
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """Show one person: what they may do and why, and their projects.

    A name that fits several people is not guessed at: they are listed with their ids.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    wanted = " ".join(who)  # a name of several words needs no quotes
    answer = ask(
        lambda account: person.get_user(account, wanted, turn=Turn(limit=None)),
        sandbox=sandbox,
        account=account_name,
        at=at,
    )
    show(first(limit, answer, "projects"), form, grids=_grids, rows=_rows)


def _grids(answer: person.UserDetail) -> Iterable[Grid]:
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


def _rows(answer: person.UserDetail) -> Sheet:
    columns = ("user_id", "user", "id", "name", "client_id", "client", "code", "archived", "manages", "since", "ended")
    who = answer.user
    rows = (
        (
            who.id,
            who.name,
            on.id,
            on.name,
            on.client and on.client.id,
            on.client and on.client.name,
            on.code,
            on.archived,
            on.manages,
            on.since,
            on.ended,
        )
        for on in answer.projects
    )
    return Sheet(columns, rows)
