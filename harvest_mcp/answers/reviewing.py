"""Fills the answer to a review: every finding as fully as there is room for, or all the cases of one."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.reasons import SEVERITIES, Severity
from harvest_mcp.access.review import RULES, Activity, Finding, Policy, Review, review
from harvest_mcp.access.review.reviewing import DEFAULT, Applied
from harvest_mcp.access.review.rule import Case, Rule
from harvest_mcp.answers.paging import Turn, fitting, page, size
from harvest_mcp.answers.review import Accepted, CaseRow, ClearRow, Counts, FindingRow, NotCheckedRow, ReviewAnswer
from harvest_mcp.answers.shapes import Named, about
from harvest_mcp.harvest.errors import NoSuchThing

ALL: Final = "all"
ASKS_FOR_ACTIVITY: Final = "inactive"
"""The check that needs more than the picture of the account."""
FULLNESS: Final = ((10, True), (3, True), (3, False), (1, False))
"""How many to name of each finding, and whether to say why it matters: tried from the fullest until all fit."""
NAMED: Final = 3
"""How many to name of a finding whose cases are listed."""
NAMES_ROOM: Final = 600
SUPPRESSIONS_ROOM: Final = 1_000
TOTALS: Final = 200
"""Bytes for what belongs to a case, for suppressions and for expired ones, and for totals and a cursor."""
KEPT: Final = 8
"""How many reviews to keep with a picture: of one check people read page after page."""


def review_access(
    account: Account,
    *,
    check: str = ALL,
    severity: Severity = "low",
    policy: Policy = DEFAULT,
    activity: Activity | None = None,
    turn: Turn | None = None,
) -> ReviewAnswer:
    """Tell the findings of at least this severity, or all the cases of one check. Raises NoSuchThing or BadCursor."""
    turn = turn or Turn()
    told = _Told(account, reviewed(account, policy, activity), tuple(_considered(check, severity)))
    return _of_one(told, turn) if check != ALL else _of_all(told, turn, severity)


def reviewed(account: Account, policy: Policy = DEFAULT, activity: Activity | None = None) -> Review:
    """Review a picture of an account once for each policy."""
    kept, asked = account.derive(_kept), (policy, activity)
    found = kept.get(asked)
    if found is None:
        found = review(account, policy, activity)
        if len(kept) >= KEPT:
            kept.clear()
        kept[asked] = found
    return found


def _kept(_account: Account) -> dict[tuple[Policy, Activity | None], Review]:
    """The reviews of a picture; they never change."""
    return {}


def refuse_unknown(check: str) -> None:
    """See, before an account is read for it, that there is such a check. Raises NoSuchThing."""
    if check not in {ALL, *RULES}:
        raise NoSuchThing("There is no such check.", f"The checks are {', '.join(RULES)}; or all.")


def _considered(check: str, severity: Severity) -> Iterator[Rule]:
    refuse_unknown(check)
    for rule in RULES.values():
        if check == rule.id or (check == ALL and SEVERITIES.index(rule.severity) >= SEVERITIES.index(severity)):
            yield rule


@dataclass(frozen=True, slots=True)
class _Told:
    """A review, and the rules that are to be told of."""

    account: Account
    review: Review
    rules: tuple[Rule, ...]

    def findings(self) -> Sequence[Finding]:
        """The findings of these rules; those that are wholly suppressed only where one rule is asked for."""
        is_one = len(self.rules) == 1
        return [of for of in self.review.findings if of.rule in self.rules and (of.cases or is_one)]

    def alone(self) -> ReviewAnswer:
        """Everything but findings and cases."""
        parts = dict.fromkeys(part for rule in self.rules for part in rule.needs)
        clear = list(self._clear())
        not_checked = list(self._not_checked())
        suppressed, expired = (self._accepted(of) for of in (self.review.suppressed, self.review.expired))
        shown = [fitting(rows, SUPPRESSIONS_ROOM) for rows in (suppressed, expired)]
        standing = Counter(of.severity for of in self.review.findings if of.rule in self.rules and of.cases)
        counts = Counts(
            checks=len(self.rules),
            **{severity: standing[severity] for severity in SEVERITIES},
            clear=sum(len(row.checks) for row in clear),
            not_checked=len({check for row in not_checked for check in row.checks}),
            suppressed=sum(len(of.suppressed) for of in self.review.findings if of.rule in self.rules),
        )
        return ReviewAnswer(
            **about(self.account, *parts),
            counts=counts,
            findings=[],
            clear=clear or None,
            not_checked=not_checked or None,
            suppressed=shown[0] or None,
            expired=shown[1] or None,
            not_shown=len(suppressed) + len(expired) - len(shown[0]) - len(shown[1]) or None,
            total=0,
            returned=0,
        )

    def _clear(self) -> Iterator[ClearRow]:
        groups: dict[tuple[int, str, str], list[str]] = {}
        for of in self.review.clear:
            if of.rule in self.rules:
                groups.setdefault((of.of, of.rule.among, of.note), []).append(of.id)
        for (number, among, note), checks in groups.items():
            yield ClearRow(checks=checks, of=number, among=among, note=note or None)

    def _not_checked(self) -> Iterator[NotCheckedRow]:
        groups: dict[tuple[str, bool], list[str]] = {}
        for of in self.review.not_checked:
            if of.rule in self.rules:
                groups.setdefault((of.because, of.is_partly), []).append(of.rule.id)
        for (because, is_partly), checks in groups.items():
            yield NotCheckedRow(checks=checks, because=because, partly=is_partly or None)

    def _accepted(self, applied: Iterable[Applied]) -> list[Accepted]:
        ids = {rule.id for rule in self.rules}
        return [
            Accepted(
                finding=of.finding,
                person=str(of.person) if of.person is not None else None,
                project=of.project,
                count=row.cases,
                reason=of.reason,
                owner=of.owner,
                expires=of.expires,
            )
            for row in applied
            if (of := row.suppression).finding in ids
        ]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A finding and its place in the list, which is what a cursor points at: rules never change places."""

    id: int
    finding: Finding


def _of_all(told: _Told, turn: Turn, severity: Severity) -> ReviewAnswer:
    alone = told.alone()
    order = sorted(RULES.values(), key=lambda rule: -SEVERITIES.index(rule.severity))
    placed = [_Placed(order.index(of.rule) + 1, of) for of in told.findings()]
    take = partial(page, placed, turn, question=("review", told.account.id, severity), beside=size(alone) + TOTALS)
    pages = (take(row=_filling(told.account, *fullness)) for fullness in FULLNESS)
    whole = (found for found in pages if found.next_cursor is None or len(found.rows) == turn.limit)
    found = next(whole, None) or take(row=_filling(told.account, *FULLNESS[-1]))
    return alone.model_copy(
        update={
            "findings": found.rows,
            "total": found.total,
            "returned": len(found.rows),
            "next_cursor": found.next_cursor,
        }
    )


def _filling(account: Account, sample: int, is_full: bool) -> Callable[[_Placed], FindingRow]:  # noqa: FBT001  (one of FULLNESS)
    return lambda placed: _finding(account, placed.finding, sample=sample, is_full=is_full)


def _of_one(told: _Told, turn: Turn) -> ReviewAnswer:
    findings = [_finding(told.account, of, sample=NAMED, is_full=True) for of in told.findings()]
    alone = told.alone().model_copy(update={"findings": findings})
    found = page(
        [case for of in told.findings() for case in of.cases],
        turn,
        question=("review", told.account.id, told.rules[0].id),
        row=partial(_case, told.account),
        beside=size(alone) + TOTALS,
    )
    return alone.model_copy(
        update={
            "cases": found.rows or None,
            "total": found.total,
            "returned": len(found.rows),
            "next_cursor": found.next_cursor,
        }
    )


def _finding(account: Account, of: Finding, *, sample: int, is_full: bool) -> FindingRow:
    """Tell a finding; what belongs to its cases stands in for what they are not: the managers of a project found."""
    rule, cases = of.rule, of.cases
    people = _subjects(case.person for case in cases) or _related(case.people for case in cases)
    projects = _subjects(case.project for case in cases) or _related(case.projects for case in cases)
    job_roles = _subjects(case.job_role for case in cases)
    shown = [
        fitting(map(name, ids[:sample]), NAMES_ROOM)
        for ids, name in zip((people, projects, job_roles), _names(account), strict=True)
    ]
    return FindingRow(
        id=rule.id,
        title=rule.title,
        severity=rule.severity,
        count=len(cases),
        of=of.of,
        among=rule.among,
        people=shown[0],
        projects=shown[1],
        job_roles=shown[2] or None,
        not_shown=len(people) + len(projects) + len(job_roles) - sum(map(len, shown)) or None,
        remedy=rule.remedy,
        why=rule.why if is_full else None,
        controls=list(rule.controls) if is_full else None,
        note=of.note or None,
        suppressed=len(of.suppressed) or None,
    )


def _subjects(ids: Iterable[int | None]) -> Sequence[int]:
    return [of for of in ids if of is not None]


def _related(groups: Iterable[tuple[int, ...]]) -> Sequence[int]:
    return list(dict.fromkeys(of for group in groups for of in group))


def _case(account: Account, case: Case) -> CaseRow:
    person, project, job_role = _names(account)
    people = fitting(map(person, case.people), NAMES_ROOM)
    projects = fitting(map(project, case.projects), NAMES_ROOM)
    rows = case.assignments[: len(projects) or len(people)]
    user = account.users_by_id.get(case.person) if case.person is not None else None
    hidden = sum(map(len, (case.people, case.projects, case.assignments))) - len(people) - len(projects) - len(rows)
    subject = person if case.person is not None else project if case.project is not None else job_role
    return CaseRow(
        **dict(subject(case.id)),
        kind="person" if case.person is not None else "project" if case.project is not None else "job role",
        email=(user.email or None) if user is not None else None,
        note=case.note or None,
        people=people or None,
        projects=projects or None,
        assignments=list(rows) or None,
        not_shown=hidden or None,
    )


def _names(account: Account) -> tuple[Callable[[int], Named], ...]:
    """How people, projects and job roles are called."""
    job_roles = {role.id: role.name for role in account.roles}
    return (
        lambda of: Named(id=of, name=account.name_of_person(of)),
        lambda of: Named(id=of, name=account.name_of_project(of)),
        lambda of: Named(id=of, name=job_roles[of]),
    )
