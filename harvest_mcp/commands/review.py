"""The verb `review`: findings of an access review, the gravest first; of one check, every case."""

from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer

from harvest_mcp.access.reasons import SEVERITIES, Severity
from harvest_mcp.answers.grids.review import grids
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.review import FindingRow, ReviewAnswer
from harvest_mcp.answers.reviewing import ALL, ASKS_FOR_ACTIVITY, refuse_unknown, review_access
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.answers.suggesting import check_ids
from harvest_mcp.answers.text import count
from harvest_mcp.commands.asking import reach
from harvest_mcp.commands.evidencing import Activity, PolicyPath, Since, evidence, policy_at, with_changes_if_any
from harvest_mcp.commands.options import FILTERS, AccountName, Csv, Json, Sandbox, form_of
from harvest_mcp.commands.output import show
from harvest_mcp.commands.words import explained, say
from harvest_mcp.connection.opening import Connection
from harvest_mcp.directory import Directory
from harvest_mcp.evidence.basis import Evidence
from harvest_mcp.evidence.earlier import review_in
from harvest_mcp.evidence.folder import files, refuse_taken, write

FOUND: Final = 1
COLUMNS: Final = (
    "severity", "finding", "title", "count", "of", "among", "suppressed", "people", "projects", "job_roles",
    "not_shown", "remedy", "why", "controls", "note",
)  # fmt: skip
COLUMNS_OF_CASES: Final = ("kind", "id", "name", "email", "note", "people", "projects", "assignments", "not_shown")
FIELDS: Final = {"finding": "id"}
"""What a column of the sheet is called in the answer, where that differs."""


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
        Severity | None,
        typer.Option(
            help="Exit with status 1 where a finding is at least as grave as this, or a check so grave saw too little."
        ),
    ] = None,
    allow_unchecked: Annotated[
        bool,
        typer.Option(
            "--allow-unchecked",
            metavar="",
            help="Let pass what --fail-on could not check, or not wholly: findings only.",
        ),
    ] = False,
    policy: PolicyPath = "",
    activity: Activity = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Also write the evidence into a new folder: report, lists, findings and their manifest.",
        ),
    ] = None,
    since: Since = "",
    as_json: Json = False,
    as_csv: Csv = False,
    sandbox: Sandbox = False,
    account_name: AccountName = "",
) -> None:
    """Review access: findings, how grave, and what to do.

    What could not be checked is told apart: it is unknown, not fine. For example: harvest-mcp review --fail-on high
    """
    form = form_of(as_json=as_json, as_csv=as_csv)
    if allow_unchecked and fail_on is None:
        raise typer.BadParameter("--allow-unchecked is for --fail-on: say how grave a finding must be.")
    if since and out is None:
        raise typer.BadParameter(
            "--since is for the evidence: name its folder with --out, or ask `harvest-mcp changes`."
        )
    is_asked = activity or check == ASKS_FOR_ACTIVITY
    with explained():
        refuse_unknown(check)
        refuse_taken(out)
        measures = policy_at(policy)
        review_in(since)  # what is no folder of a review is said before Harvest is asked

    async def read(connection: Connection, directory: Directory) -> Evidence:
        return await evidence(connection, directory, measures, activity=is_asked)

    of = reach(read, sandbox=sandbox, account=account_name)
    with explained():
        tell = partial(
            review_access, of.account, check=check, policy=measures, activity=of.activity, turn=Turn(limit=None)
        )
        answer, whole = tell(severity=severity), tell()
        if out is not None:
            made = files(with_changes_if_any(of, since))
            write(made, out)
            say(f"Wrote {', '.join(made)} into {out}.")
    show(answer, form, grids=grids, rows=partial(_rows, check=check))
    if form != "json":
        for remark in answer.remarks():
            say((remark, "dim"))
    if fail_on is None:
        return
    unchecked = [] if allow_unchecked else _unchecked(of, check, fail_on, with_activity=is_asked)
    if unchecked:
        say((f"Failed: {_in_words(unchecked, fail_on)} --allow-unchecked lets that pass.", "yellow"))
    if unchecked or any(_is_as_grave(row, fail_on) for row in whole.findings):
        raise typer.Exit(FOUND)


def _unchecked(of: Evidence, check: str, least: Severity, *, with_activity: bool) -> list[str]:
    """Name the checks so grave that saw less than they could; not one that nobody asked for."""
    rules = dict.fromkeys(row.rule for row in of.review.not_checked if not row.is_told_to_nobody)
    return [
        rule.id
        for rule in rules
        if _is_grave(rule.severity, least)
        and check in {ALL, rule.id}
        and (with_activity or rule.id != ASKS_FOR_ACTIVITY)
    ]


def _in_words(unchecked: list[str], least: Severity) -> str:
    checks = f"{count(len(unchecked), 'check')} of severity {least}{'' if least == SEVERITIES[-1] else ' or graver'}"
    return f"{checks} could not look, or not at everything, and unknown is not fine: {', '.join(unchecked)}."


def _is_as_grave(row: FindingRow, least: Severity) -> bool:
    return row.count > 0 and _is_grave(row.severity, least)


def _is_grave(severity: Severity, least: Severity) -> bool:
    return SEVERITIES.index(severity) >= SEVERITIES.index(least)


def _rows(answer: ReviewAnswer, *, check: str) -> Sheet:
    if check == ALL:
        return Sheet(COLUMNS, ([getattr(row, FIELDS.get(name, name)) for name in COLUMNS] for row in answer.findings))
    cases = ([check, *(getattr(case, name) for name in COLUMNS_OF_CASES)] for case in answer.cases or ())
    return Sheet(("finding", *COLUMNS_OF_CASES), cases)
