"""The verb `explain`: whether somebody may do something, and the chain of reasons, each with its source."""

from typing import Annotated

import typer

from harvest_mcp.answers.explanation import Explained, explain_access
from harvest_mcp.answers.grids.explanation import grids
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.asking import ask
from harvest_mcp.commands.naming import offered, permission_of
from harvest_mcp.commands.options import AccountName, At, Csv, Json, OfClient, OfPerson, OnProject, Sandbox, form_of
from harvest_mcp.commands.output import show


def explain(
    *,
    who: Annotated[
        list[str],
        typer.Argument(
            metavar="WHO",
            help="An id, an e-mail, a name or a unique part of it; `me`: whose token it is.",
            autocompletion=offered,  # a shell takes every word for one of WHO's, and the last is the permission
        ),
    ],
    permission: Annotated[str, typer.Argument(metavar="PERMISSION", help="As `harvest-mcp permissions` names them.")],
    project: OnProject = "",
    person: OfPerson = "",
    client: OfClient = "",
    as_json: Json = False,
    as_csv: Csv = False,
    at: At = "",
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """Say whether somebody may do something, and why.

    For example: harvest-mcp explain Priya Raman time.approve --project Apollo. The answer is yes, no or unknown; a no
    names the nearest step that is missing.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    wanted = permission_of(permission)
    answer = ask(
        lambda account: explain_access(account, " ".join(who), wanted, project=project, person=person, client=client),
        sandbox=sandbox,
        account=account_name,
        at=at,
    )
    show(answer, form, grids=grids, rows=_rows)


def _rows(answer: Explained) -> Sheet:
    columns = ("user_id", "user", "permission", "answer", "step", "because", "source", "missing")
    who = answer.user
    rows = (
        (
            who.id,
            who.name,
            answer.permission,
            answer.answer,
            step,
            reason.because,
            reason.source,
            _is_missing(answer, step),
        )
        for step, reason in enumerate(answer.reasons, 1)
    )
    return Sheet(columns, rows)


def _is_missing(answer: Explained, step: int) -> bool | None:
    return answer.reasons[step - 1] == answer.missing or None
