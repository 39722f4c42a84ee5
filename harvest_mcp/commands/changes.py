"""The verb `changes`: who gained and who lost what between two moments; of one person, since when they hold it."""

from typing import Annotated

import typer

from harvest_mcp.access.account import Account
from harvest_mcp.answers.changes import ChangesAnswer
from harvest_mcp.answers.grids.changes import By, grids
from harvest_mcp.answers.moments import is_now
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.asking import ask, remembered
from harvest_mcp.commands.options import FILTERS, AccountName, Csv, Json, Limit, Sandbox, form_of
from harvest_mcp.commands.output import first, show
from harvest_mcp.commands.words import explained
from harvest_mcp.evidence.earlier import Earlier, review_in


def changes(
    *,
    since: Annotated[
        str,
        typer.Option(
            metavar="WHEN",
            help="A date, a date and time (UTC), a snapshot's id, last, or an earlier review's folder; of one person, "
            "without it, ever.",
            rich_help_panel=FILTERS,
        ),
    ] = "",
    until: Annotated[str, typer.Option(metavar="WHEN", help="The same, or now.", rich_help_panel=FILTERS)] = "now",
    person: Annotated[
        str,
        typer.Option(
            metavar="WHO",
            help="Each change of this person's access, and since when they hold what they hold.",
            rich_help_panel=FILTERS,
        ),
    ] = "",
    by: Annotated[By, typer.Option(help="How the table is grouped.")] = "person",
    limit: Limit = None,
    as_json: Json = False,
    as_csv: Csv = False,
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """Show who gained and who lost what since a snapshot.

    For example: harvest-mcp changes --since 2026-03-01, or harvest-mcp changes --person ruth. What a token could not
    see is unknown, and never shown as lost.
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    with explained():
        review = review_in(since)
    if review is not None and not person:
        answer = _since(review, until, sandbox=sandbox, account=account_name)
        show(first(limit, answer, "changes"), form, grids=lambda answer: grids(answer, by=by), rows=_rows)
        return
    with explained():
        history, account_id = remembered(sandbox=sandbox, account=account_name)
        from harvest_mcp.history.answering import access_changes, person_changes
        from harvest_mcp.history.span import span

        start = review.as_of.isoformat() if review else since or ("" if person else "last")
        meant = account_id or history.snapshot("last").account
        if review is not None:
            review.refuse_others(meant)
        span(history, meant, first=start, until=until)  # what is amiss with it is said before Harvest is asked

    def told(live: Account | None) -> ChangesAnswer:
        of, turn = meant if live is None else live.id, Turn(limit=None)
        if person:
            return person_changes(history, of, person, first=start, until=until, live=live, turn=turn)
        return access_changes(history, of, first=start, until=until, live=live, turn=turn)

    if is_now(until):
        answer = ask(told, sandbox=sandbox, account=account_name)
    else:
        with explained():
            answer = told(None)
    show(first(limit, answer, "changes"), form, grids=lambda answer: grids(answer, by=by), rows=_rows)


def _since(review: Earlier, until: str, *, sandbox: bool, account: str) -> ChangesAnswer:
    if is_now(until):
        return ask(lambda live: review.changes(live, turn=Turn(limit=None)), sandbox=sandbox, account=account)
    with explained():
        history, account_id = remembered(sandbox=sandbox, account=account)
        end = history.snapshot(until, account_id)
        return review.changes(history.at(end), until=end.id, turn=Turn(limit=None))


def _rows(answer: ChangesAnswer) -> Sheet:
    columns = ("what", "person_id", "person", "project_id", "project", "before", "after", "after_moment", "by_moment")
    rows = (
        (
            row.what,
            row.person.id,
            row.person.name,
            row.project.id,
            row.project.name,
            row.before,
            row.after,
            *(moment.isoformat() for moment in row.between or (answer.since.as_of, answer.until.as_of)),
        )
        for row in answer.changes
    )
    return Sheet(columns, rows)
