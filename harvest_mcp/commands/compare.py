"""The verb `compare`: what each of two people may do or reach and the other may not."""

from typing import Annotated

import typer

from harvest_mcp.answers.comparison import Compared, compare_access
from harvest_mcp.answers.grids.cells import extent_cells
from harvest_mcp.answers.grids.comparison import grids
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.asking import ask
from harvest_mcp.commands.options import AccountName, At, Csv, Json, Sandbox, form_of
from harvest_mcp.commands.output import show

Who = Annotated[
    str, typer.Argument(metavar="WHO", help="An id, an e-mail, a name (in quotes, if of several words), or `me`.")
]


def compare(
    *,
    first: Who,
    second: Who,
    as_json: Json = False,
    as_csv: Csv = False,
    at: At = "",
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """Compare what two people may do and reach.

    For example: harvest-mcp compare "Priya Raman" "Ruth Adeyemi". What both may alike is not listed.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    answer = ask(lambda account: compare_access(account, first, second), sandbox=sandbox, account=account_name, at=at)
    show(answer, form, grids=grids, rows=_rows)


def _rows(answer: Compared) -> Sheet:
    columns = ("id", "name", "permission", "reach", "extent", "projects", "people", "uncertain")
    rows = (
        (side.user.id, side.user.name, permission, row.reach, *extent_cells(row.extent), row.uncertain)
        for side in (answer.first, answer.second)
        for row in side.only_may
        for permission in row.permissions
    )
    return Sheet(columns, rows)
