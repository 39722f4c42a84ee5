"""The verb `projects`: projects, with who manages each and how many people are on it."""

from typing import Annotated

import typer

from harvest_mcp.answers import people
from harvest_mcp.answers import projects as answers
from harvest_mcp.answers.grids.projects import grids
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.asking import ask
from harvest_mcp.commands.options import FILTERS, AccountName, At, Csv, Json, Limit, Sandbox, form_of
from harvest_mcp.commands.output import first, show


def projects(
    *,
    query: Annotated[str, typer.Option(help="Part of a name or code.", rich_help_panel=FILTERS)] = "",
    client: Annotated[str, typer.Option(help="This client's: id, name or unique part.", rich_help_panel=FILTERS)] = "",
    status: Annotated[people.Status, typer.Option(help="Active projects or not.", rich_help_panel=FILTERS)] = "active",
    limit: Limit = None,
    as_json: Json = False,
    as_csv: Csv = False,
    at: At = "",
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """List projects with their managers and head counts.

    Where no active person manages a project, its managers are `nobody`.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    answer = ask(
        lambda account: answers.list_projects(
            account, query=query, client=client, status=status, turn=Turn(limit=None)
        ),
        sandbox=sandbox,
        account=account_name,
        at=at,
    )
    show(first(limit, answer, "projects"), form, grids=grids, rows=_rows)


def _rows(answer: answers.Projects) -> Sheet:
    columns = ("id", "name", "client_id", "client", "code", "archived", "managers", "manager_count", "people")
    rows = (
        (
            on.id,
            on.name,
            on.client and on.client.id,
            on.client and on.client.name,
            on.code,
            on.archived,
            on.managers,
            on.manager_count,
            on.people,
        )
        for on in answer.projects
    )
    return Sheet(columns, rows)
