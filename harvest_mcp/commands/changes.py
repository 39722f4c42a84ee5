"""The verb `changes`: who gained and who lost what between two moments; of one person, since when they hold it."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Annotated, Final, Literal

import typer

from harvest_mcp.access.account import Account
from harvest_mcp.answers.changes import ChangeRow, ChangesAnswer, PersonChanges
from harvest_mcp.answers.grids.grid import Column, Grid
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.asking import ask, remembered
from harvest_mcp.commands.options import FILTERS, AccountName, Csv, Json, Limit, Sandbox, form_of
from harvest_mcp.commands.output import first, show
from harvest_mcp.commands.words import explained

By = Literal["person", "project"]
WHAT: Final = (Column("what", key=True), Column("before", coloured=True), Column("after", coloured=True))
BETWEEN: Final = Column("between")
HOLDS: Final = (Column("holds", coloured=True), Column("since"))
ELSEWHERE: Final = {"person": "Projects themselves", "project": "On no project"}


def changes(
    *,
    since: Annotated[
        str,
        typer.Option(
            metavar="WHEN",
            help="A date, a date and time (UTC), a snapshot's id, or last; of one person, without it, ever.",
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
        history, account_id = remembered(sandbox=sandbox, account=account_name)
        from harvest_mcp.history.answering import access_changes, is_now, person_changes, span

        start = since or ("" if person else "last")
        meant = account_id or history.snapshot("last").account
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
    show(first(limit, answer, "changes"), form, grids=lambda answer: _grids(answer, by), rows=_rows)


def _grids(answer: ChangesAnswer, by: By) -> Iterable[Grid]:
    yield Grid((Column(""),), [(line,) for line in (*answer.sums(), *answer.rest())], title=answer.span(), head=False)
    if isinstance(answer, PersonChanges):
        yield Grid(HOLDS, [(held.access, held.words()) for held in answer.holds], title=answer.user.words())
    other = "project" if by == "person" else "person"
    dated = any(row.between for row in answer.changes)
    columns = (*WHAT, Column(other), *((BETWEEN,) if dated else ()))
    for name, rows in _grouped(answer.changes, by):
        cells = [
            (row.what, row.before, row.after, getattr(row, other).words(), *((row.when(),) if dated else ()))
            for row in rows
        ]
        yield Grid(columns, cells, title=name or ELSEWHERE[by])


def _grouped(rows: Sequence[ChangeRow], by: By) -> Iterable[tuple[str, list[ChangeRow]]]:
    """Put together what is about one person or project, in order of their ids."""

    def key(row: ChangeRow) -> tuple[int, str]:
        of = row.person if by == "person" else row.project
        return of.id or 0, of.words()

    return ((name, list(of)) for (_, name), of in groupby(sorted(rows, key=key), key))


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
