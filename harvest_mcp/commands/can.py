"""The verb `can`: everyone who may do something, to a thing or anywhere, and why; who possibly may, apart."""

from typing import Annotated

import typer

from harvest_mcp.access.holders import AnyPermission
from harvest_mcp.answers.grids.cells import extent_cells
from harvest_mcp.answers.grids.holders import ANY, grids, who_possibly
from harvest_mcp.answers.holders import WhoCan, who_can
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.asking import ask
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
    show(first(limit, answer, "people"), form, grids=grids, rows=_rows)


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
        ("unknown", None, who_possibly(row), None, None, None, None, [answer.permission], row.because, row.source)
        for row in answer.possibly
    )
    return Sheet(columns, (*sure, *possibly))
