"""What a review found, a case a row; what the policy accepts is there too, with why, by whom and until when."""

from collections.abc import Iterator
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.review import Finding, Review, Suppression
from harvest_mcp.access.review.rule import Case
from harvest_mcp.answers.sheet import Sheet, Value
from harvest_mcp.answers.text import clean

COLUMNS: Final = (
    "finding", "title", "severity", "accepted", "reason", "owner", "expires", "kind", "id", "name", "email", "note",
    "people", "projects", "assignments", "count", "of", "among", "why", "remedy", "controls",
)  # fmt: skip
MOST: Final = 2_000
"""Bytes that a note or a reason may take."""


def findings(account: Account, review: Review) -> Sheet:
    """Give a row for each case of each finding, the gravest first."""
    return Sheet(COLUMNS, [row for finding in review.findings for row in _rows(account, finding)])


def subject(account: Account, case: Case) -> tuple[str, str, str]:
    """What kind of thing a case is, its name, and the e-mail where it is a person."""
    if case.person is not None:
        user = account.users_by_id.get(case.person)
        return "person", clean(account.name_of_person(case.person)), clean((user.email if user else "") or "")
    if case.project is not None:
        return "project", clean(account.name_of_project(case.project)), ""
    names = {role.id: role.name for role in account.roles}
    return "job role", clean(names.get(case.id, "")), ""


def people_of(account: Account, case: Case) -> list[str]:
    """The people who belong to a case, with their ids."""
    return [f"{clean(account.name_of_person(of))} ({of})" for of in case.people]


def projects_of(account: Account, case: Case) -> list[str]:
    """The projects that belong to a case, with their ids."""
    return [f"{clean(account.name_of_project(of))} ({of})" for of in case.projects]


def _accepted(by: Suppression | None) -> list[Value]:
    """Say why a case is accepted, by whom, and which is the last day of it."""
    return [None] * 3 if by is None else [clean(by.reason, most=MOST), clean(by.owner), by.expires.isoformat()]


def _rows(account: Account, finding: Finding) -> Iterator[list[Value]]:
    rule = finding.rule
    standing = ((case, None) for case in finding.cases)
    for case, by in (*standing, *zip(finding.suppressed, finding.accepted_by, strict=True)):
        kind, name, email = subject(account, case)
        yield [
            rule.id,
            rule.title,
            rule.severity,
            by is not None,
            *_accepted(by),
            kind,
            case.id,
            name,
            email,
            clean(case.note, most=MOST),
            people_of(account, case),
            projects_of(account, case),
            [str(of) for of in case.assignments],
            len(finding.cases),
            finding.of,
            rule.among,
            rule.why,
            rule.remedy,
            list(rule.controls),
        ]
