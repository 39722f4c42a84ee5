"""The verb `can`: everyone who may do something, to a thing or anywhere, and why; who possibly may, apart."""

from collections.abc import Iterable
from typing import Annotated, Final

import typer

from harvest_mcp.access.holders import AnyPermission
from harvest_mcp.answers.holders import Holder, Possible, WhoCan, who_can
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.text import count
from harvest_mcp.commands.asking import ask
from harvest_mcp.commands.cells import extent_cells, joined, names
from harvest_mcp.commands.grid import Column, Grid
from harvest_mcp.commands.naming import offered, permission_of
from harvest_mcp.commands.options import (
    AccountName,
    At,
    Csv,
    Json,
    Limit,
    OfClient,
    OfPerson,
    OnProject,
    Sandbox,
    form_of,
)
from harvest_mcp.commands.output import first, show
from harvest_mcp.commands.sheet import Sheet

ANY: Final = "any"
ANYTHING = "`harvest-mcp permissions` says what each permission lets people do."
WHO = (
    Column("id", key=True, number=True, style="dim"),
    Column("name", style="bold"),
    Column("level", coloured=True),
    Column("reaches"),
    Column("why"),
)
MAY = Column("may")
POSSIBLY = (Column("possibly", number=True), Column("who"), Column("because"))
NOTES = (Column(""), Column(""))


def can(
    *,
    permission: Annotated[
        str,
        typer.Argument(
            metavar="[PERMISSION]",
            help="As `harvest-mcp permissions` names them; without one, whatever anybody may do there.",
            autocompletion=offered,
        ),
    ] = ANY,
    project: OnProject = "",
    person: OfPerson = "",
    client: OfClient = "",
    limit: Limit = None,
    as_json: Json = False,
    as_csv: Csv = False,
    at: At = "",
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """List everyone who may do something, and why.

    For example: harvest-mcp can time.approve --project Apollo. Who only possibly may stands apart, with what is not
    known of them; nobody is left out because the token does not see enough.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    wanted: AnyPermission = ANY if permission == ANY else permission_of(permission)
    answer = ask(
        lambda account: who_can(
            account, permission=wanted, project=project, person=person, client=client, turn=Turn(limit=None)
        ),
        sandbox=sandbox,
        account=account_name,
        at=at,
    )
    show(first(limit, answer, "people"), form, grids=_grids, rows=_rows)


def _grids(answer: WhoCan) -> Iterable[Grid]:
    is_any = answer.permission == ANY
    people = [
        (str(who.id), who.name, who.level, who.extent.words(), *([_may(who)] if is_any else []), _why(who))
        for who in answer.people
    ]
    columns = (*WHO[:-1], *([MAY] if is_any else []), WHO[-1])
    title = f"{answer.permission} {answer.where()}: {ANYTHING if is_any else answer.lets}"
    yield Grid(columns, people, title=title)
    if answer.possibly:
        yield Grid(POSSIBLY, [(f"{row.count:,}", _named(row), row.because) for row in answer.possibly])
    notes = list(_notes(answer))
    if notes:
        yield Grid(NOTES, notes, head=False)


def _notes(answer: WhoCan) -> Iterable[tuple[str, str]]:
    if not answer.people:
        yield "nobody", "that this token sees may."
    if answer.own:
        yield count(answer.own.count, "other"), answer.own.because
    for rule in answer.rules or ():
        yield "rule", f"{rule.because} ({rule.source})"
    for caveat in answer.caveats or ():
        yield "note", caveat


def _may(who: Holder) -> str:
    return joined(who.permissions or ())


def _why(who: Holder) -> str:
    return " ".join([*(reason.because for reason in who.reasons), *(f"Note: {said}" for said in who.caveats or ())])


def _named(row: Possible) -> str:
    return joined((names(row.people, row.count, ids=True), "maybe others out of sight" if row.open else ""))


def _rows(answer: WhoCan) -> Sheet:
    columns = ("answer", "id", "name", "level", "extent", "projects", "people", "permissions", "because", "source")
    sure = (
        (
            "yes",
            who.id,
            who.name,
            who.level,
            *extent_cells(who.extent),
            who.permissions or [answer.permission],
            [reason.because for reason in who.reasons],
            [reason.source for reason in who.reasons],
        )
        for who in answer.people
    )
    possibly = (
        ("unknown", None, _named(row), None, None, None, None, [answer.permission], row.because, row.source)
        for row in answer.possibly
    )
    return Sheet(columns, (*sure, *possibly))
