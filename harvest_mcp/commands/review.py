"""The verb `review`: findings of an access review, the gravest first; of one check, every case."""

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer

from harvest_mcp.access.reasons import SEVERITIES, Severity
from harvest_mcp.access.review.reading import FILE_NAME
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.review import FindingRow, ReviewAnswer
from harvest_mcp.answers.reviewing import ALL, ASKS_FOR_ACTIVITY, review_access
from harvest_mcp.answers.suggesting import check_ids
from harvest_mcp.commands.asking import reach
from harvest_mcp.commands.cells import joined
from harvest_mcp.commands.grid import Column, Grid
from harvest_mcp.commands.options import FILTERS, AccountName, Csv, Json, Sandbox, form_of
from harvest_mcp.commands.output import show
from harvest_mcp.commands.sheet import Sheet
from harvest_mcp.commands.words import explained, say
from harvest_mcp.connection.opening import Connection
from harvest_mcp.connection.policy import find_policy
from harvest_mcp.directory import Directory

FOUND: Final = 1
FINDINGS: Final = (
    Column("severity", key=True),
    Column("finding", style="bold"),
    Column("found"),
    Column("who and where"),
    Column("what to do"),
)
CASES: Final = (
    Column("id", key=True, number=True, style="dim"),
    Column("name", style="bold"),
    Column("kind", key=True),
    Column("e-mail"),
    Column("note"),
    Column("with"),
)
COLUMNS: Final = (
    "severity", "finding", "title", "count", "of", "among", "suppressed", "people", "projects", "job_roles",
    "not_shown", "remedy", "why", "controls", "note",
)  # fmt: skip
COLUMNS_OF_CASES: Final = ("kind", "id", "name", "email", "note", "people", "projects", "assignments", "not_shown")
FIELDS: Final = {"finding": "id"}
"""What a column of the sheet is called in the answer, where that differs."""
FACTS: Final = (Column("", key=True), Column(""))


def review(
    *,
    check: Annotated[
        str,
        typer.Option(
            metavar="ID",
            help="One check with all its cases.",
            rich_help_panel=FILTERS,
            autocompletion=lambda incomplete: check_ids(incomplete).values,
        ),
    ] = ALL,
    severity: Annotated[
        Severity, typer.Option(help="Findings at least as grave as this.", rich_help_panel=FILTERS)
    ] = "low",
    fail_on: Annotated[
        Severity | None, typer.Option(help="Exit with status 1 where a finding is at least as grave as this.")
    ] = None,
    policy: Annotated[
        str,
        typer.Option(
            metavar="PATH", help=f"Thresholds and accepted findings; without it, ./{FILE_NAME} if there is one."
        ),
    ] = "",
    activity: Annotated[
        bool, typer.Option("--activity", metavar="", help="Also ask Harvest when people last tracked time.")
    ] = False,
    as_json: Json = False,
    as_csv: Csv = False,
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """Review access: findings, how grave, and what to do.

    What could not be checked is told apart: it is unknown, not fine. For example: harvest-mcp review --fail-on high
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    with explained():
        measures = find_policy(os.environ, path=policy, beside=Path(FILE_NAME))

    async def read(_: Connection, directory: Directory) -> tuple[ReviewAnswer, ReviewAnswer]:
        account = await directory.account()
        is_asked = activity or check == ASKS_FOR_ACTIVITY
        tracked = await directory.activity(account, measures) if is_asked else None
        tell = partial(review_access, account, check=check, policy=measures, activity=tracked, turn=Turn(limit=None))
        return tell(severity=severity), tell()

    answer, whole = reach(read, sandbox=sandbox, account=account_name)
    show(answer, form, grids=_grids, rows=_rows)
    if form != "json":
        for remark in answer.remarks():
            say((remark, "dim"))
    if fail_on is not None and any(_is_as_grave(row, fail_on) for row in whole.findings):
        raise typer.Exit(FOUND)


def _is_as_grave(row: FindingRow, least: Severity) -> bool:
    return row.count > 0 and SEVERITIES.index(row.severity) >= SEVERITIES.index(least)


def _grids(answer: ReviewAnswer) -> Iterable[Grid]:
    title = answer.counts.words() if answer.counts else ""
    if answer.cases is None:
        rows = [(row.severity, row.title, row.found(), row.evidence(), row.remedy) for row in answer.findings]
        yield Grid(FINDINGS, rows, title=title)
        return
    for row in answer.findings:
        yield Grid(FACTS, [fact for fact in _facts(row) if fact[1]], title=f"{row.title} ({row.severity})", head=False)
    yield Grid(CASES, [case.cells() for case in answer.cases])


def _facts(row: FindingRow) -> Iterable[tuple[str, str]]:
    yield "found", row.found()
    yield "why", row.why or ""
    yield "what to do", row.remedy
    yield "controls", joined(row.controls or ())
    yield "note", row.note or ""


def _rows(answer: ReviewAnswer) -> Sheet:
    if answer.cases is None:
        return Sheet(COLUMNS, ([getattr(row, FIELDS.get(name, name)) for name in COLUMNS] for row in answer.findings))
    finding = answer.findings[0].id
    cases = ([finding, *(getattr(case, name) for name in COLUMNS_OF_CASES)] for case in answer.cases)
    return Sheet(("finding", *COLUMNS_OF_CASES), cases)
