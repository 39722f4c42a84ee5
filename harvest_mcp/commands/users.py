"""The verb `users`: people, with their access level, extra permissions and job roles."""

from typing import Annotated, get_args

import typer

from harvest_mcp.answers import people
from harvest_mcp.answers.grids.people import grids
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.shapes import Person
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.asking import ask
from harvest_mcp.commands.options import FILTERS, AccountName, At, Csv, Json, Limit, Sandbox, form_of
from harvest_mcp.commands.output import first, show

HOLDABLE = ", ".join(get_args(people.Access)[1:])
Query = Annotated[str, typer.Option(help="Part of a name or e-mail.", rich_help_panel=FILTERS)]
Status = Annotated[people.Status, typer.Option(help="Active people or not.", rich_help_panel=FILTERS)]
Access = Annotated[
    people.Access, typer.Option(metavar="LEVEL", help=f"Holders of one of: {HOLDABLE}.", rich_help_panel=FILTERS)
]
Role = Annotated[str, typer.Option(help="People with this job role.", rich_help_panel=FILTERS)]
OnProject = Annotated[
    str, typer.Option(help="People on this project: id, name or unique part.", rich_help_panel=FILTERS)
]
Contractor = Annotated[people.YesNo, typer.Option(help="Contractors or not.", rich_help_panel=FILTERS)]
Full = Annotated[bool, typer.Option("--full", metavar="", help="Add e-mail, and how much they are on and manage.")]


def users(
    *,
    query: Query = "",
    status: Status = "active",
    access: Access = "any",
    role: Role = "",
    project: OnProject = "",
    contractor: Contractor = "any",
    full: Full = False,
    limit: Limit = None,
    as_json: Json = False,
    as_csv: Csv = False,
    at: At = "",
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """List people with their access and job roles.

    Filters narrow the list together. Job roles are labels and grant nothing; the access column does.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    answer = ask(
        lambda account: people.list_users(
            account,
            query=query,
            status=status,
            access=access,
            role=role,
            project=project,
            contractor=contractor,
            detail="full" if full else "concise",
            turn=Turn(limit=None),
        ),
        sandbox=sandbox,
        account=account_name,
        at=at,
    )
    show(first(limit, answer, "users"), form, grids=grids, rows=_rows)


def _rows(answer: people.Users) -> Sheet:
    columns = tuple(Person.model_fields)
    return Sheet(columns, ([getattr(who, column) for column in columns] for who in answer.users))
