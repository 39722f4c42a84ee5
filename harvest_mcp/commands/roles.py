"""The verb `roles`: access levels, extra permissions and job roles, with who holds each."""

from typing import Annotated

import typer

from harvest_mcp.answers import roles as answers
from harvest_mcp.answers.grids.roles import Row, grids
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.asking import ask
from harvest_mcp.commands.options import FILTERS, AccountName, At, Csv, Json, Sandbox, form_of
from harvest_mcp.commands.output import show
from harvest_mcp.commands.words import say


def roles(
    *,
    kind: Annotated[
        answers.Kind, typer.Option(help="access: levels and extras; job: job roles.", rich_help_panel=FILTERS)
    ] = "all",
    as_json: Json = False,
    as_csv: Csv = False,
    at: At = "",
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """List access levels and job roles, with who holds each.

    Levels and extra permissions decide what a person can do. Job roles are labels for reports and grant nothing.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    answer = ask(
        lambda account: answers.list_roles(account, kind=kind, turn=Turn(limit=None)),
        sandbox=sandbox,
        account=account_name,
        at=at,
    )
    show(answer, form, grids=grids, rows=_rows)
    if form == "table":
        say((answer.note, "dim"))


def _rows(answer: answers.Roles) -> Sheet:
    columns = ("kind", "id", "name", "count", "archived", "people", "lets", "source")
    access = ((row.kind, None, row.id, *_held(row), row.lets, row.source) for row in answer.access)
    jobs = (("job role", row.id, row.name, *_held(row), None, None) for row in answer.jobs)
    return Sheet(columns, (*access, *jobs))


def _held(row: Row) -> tuple[int, int | None, list[object]]:
    more = row.count - len(row.people)
    return row.count, row.archived, [*row.people, *([f"and {more} more"] if more else [])]
