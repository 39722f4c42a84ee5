"""The verb `user`: one person, what they may do and why, their projects, whom they manage and who manages them."""

from typing import Annotated

import typer

from harvest_mcp.answers import person
from harvest_mcp.answers.grids.person import grids
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.asking import ask
from harvest_mcp.commands.options import AccountName, At, Csv, Json, Limit, Sandbox, form_of
from harvest_mcp.commands.output import first, show


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
    show(first(limit, answer, "projects"), form, grids=grids, rows=_rows)


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
