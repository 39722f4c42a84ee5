"""Answers as rows: what a list tells, a thing a row, under columns with types."""

from collections.abc import Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Final

from harvest_mcp.answers.changes import ChangesAnswer
from harvest_mcp.answers.comparison import Compared
from harvest_mcp.answers.connection import VerifiedConnection
from harvest_mcp.answers.explanation import Explained
from harvest_mcp.answers.holders import WhoCan
from harvest_mcp.answers.people import Users
from harvest_mcp.answers.person import UserDetail
from harvest_mcp.answers.projects import Projects
from harvest_mcp.answers.reach import Extent
from harvest_mcp.answers.review import ReviewAnswer
from harvest_mcp.answers.roles import Roles
from harvest_mcp.answers.shapes import Answer, Named
from harvest_mcp.interactive.columns import Kind, Value
from harvest_mcp.interactive.rows import Rows

Kinds = Mapping[str, Kind]
Told = Iterator[tuple[Value, ...]]

REACHED: Final[Kinds] = {
    "extent": "text",
    "projects": "texts",
    "more_projects": "number",
    "people": "texts",
    "more_people": "number",
}
USERS: Final[Kinds] = {
    "person_id": "id",
    "person": "text",
    "email": "text",
    "level": "text",
    "extras": "texts",
    "unknown_access_roles": "texts",
    "profile": "text",
    "job_roles": "texts",
    "archived": "flag",
    "contractor": "flag",
    "all_future_projects": "flag",
    "project_manager": "flag",
    "projects": "number",
    "manages_projects": "number",
    "manages_people": "number",
}
PROJECTS: Final[Kinds] = {
    "project_id": "id",
    "project": "text",
    "code": "text",
    "client_id": "number",
    "client": "text",
    "archived": "flag",
    "managers": "texts",
    "manager_count": "number",
    "people": "number",
}
ROLES: Final[Kinds] = {
    "kind": "text",
    "role": "text",
    "role_id": "number",
    "held_by": "number",
    "archived": "number",
    "people": "texts",
    "lets": "text",
    "source": "text",
}
WHO_CAN: Final[Kinds] = {
    "answer": "text",
    "count": "number",
    "person_id": "number",
    "person": "text",
    "level": "text",
    **REACHED,
    "permissions": "texts",
    "because": "texts",
    "source": "texts",
    "caveats": "texts",
}
USER: Final[Kinds] = {
    "permission": "text",
    "answer": "text",
    "reach": "text",
    **REACHED,
    "because": "texts",
    "source": "texts",
    "caveats": "texts",
}
EXPLAINED: Final[Kinds] = {"step": "number", "because": "text", "source": "text", "missing": "flag"}
COMPARED: Final[Kinds] = {
    "person_id": "id",
    "person": "text",
    "permission": "text",
    "reach": "text",
    **REACHED,
    "uncertain": "flag",
}
CONNECTION: Final[Kinds] = {"part": "text", "seen": "flag", "why": "text", "who_could": "text"}
FINDINGS: Final[Kinds] = {
    "finding": "text",
    "severity": "text",
    "title": "text",
    "count": "number",
    "of": "number",
    "among": "text",
    "people": "texts",
    "projects": "texts",
    "remedy": "text",
}
CASES: Final[Kinds] = {"kind": "text", "id": "id", "name": "text", "email": "text", "note": "text"}

CHANGES: Final[Kinds] = {
    "what": "text",
    "person_id": "number",
    "person": "text",
    "project_id": "number",
    "project": "text",
    "before": "text",
    "after": "text",
    "after_moment": "moment",
    "by_moment": "moment",
}


@singledispatch
def rows(answer: Answer) -> Rows:
    """Give an answer as rows; who possibly may is one row for each cause. Raises TypeError for what has none.

    The columns are those of the question, be there rows or none: of a review findings, of one of its checks cases.
    """
    raise TypeError(f"{type(answer).__name__} has no rows.")


def _rows(answer: Answer, title: str, kinds: Kinds, told: Told) -> Rows:
    return Rows.of(kinds, list(told), title=title, notes=[*answer.remarks(), *answer.foot()])


@rows.register
def _of_users(answer: Users) -> Rows:
    return _rows(answer, "People", USERS, _users(answer))


def _users(answer: Users) -> Told:
    for who in answer.users:
        yield (
            who.id,
            who.name,
            who.email,
            who.level,
            tuple(who.extras or ()),
            tuple(who.unknown_access_roles or ()),
            who.profile,
            tuple(who.job_roles or ()),
            who.archived,
            who.contractor,
            who.all_future_projects,
            who.project_manager,
            who.projects,
            who.manages_projects,
            who.manages_people,
        )


@rows.register
def _of_projects(answer: Projects) -> Rows:
    return _rows(answer, "Projects", PROJECTS, _projects(answer))


def _projects(answer: Projects) -> Told:
    for on in answer.projects:
        client = (on.client.id, on.client.name) if on.client else (None, None)
        yield (on.id, on.name, on.code, *client, on.archived, _words(on.managers), on.manager_count, on.people)


@rows.register
def _of_roles(answer: Roles) -> Rows:
    return _rows(answer, "Roles", ROLES, _roles(answer))


def _roles(answer: Roles) -> Told:
    for row in answer.access:
        yield (row.kind, row.id, None, row.count, row.archived, _words(row.people), row.lets, row.source)
    for job in answer.jobs:
        yield ("job", job.name, job.id, job.count, job.archived, _words(job.people), None, None)


@rows.register
def _of_who_can(answer: WhoCan) -> Rows:
    return _rows(answer, f"{answer.permission} {answer.where()}", WHO_CAN, _who_can(answer))


def _who_can(answer: WhoCan) -> Told:
    alone = () if answer.permission == "any" else (answer.permission,)
    for who in answer.people:
        because = tuple(reason.because for reason in who.reasons), tuple(reason.source for reason in who.reasons)
        permissions = tuple(who.permissions or alone)
        reached = _reached(who.extent)
        yield ("yes", 1, who.id, who.name, who.level, *reached, permissions, *because, tuple(who.caveats or ()))
    for group in answer.possibly:
        names = ", ".join(_words(group.people))
        because = (group.because,), (group.source,)
        yield ("unknown", group.count, None, names or None, None, *_reached(None), alone, *because, ())


@rows.register
def _of_user(answer: UserDetail) -> Rows:
    return _rows(answer, answer.user.words(), USER, _user(answer))


def _user(answer: UserDetail) -> Told:
    for row in answer.grants:
        for why in row.by:
            reasons = (why, *(row.reasons or ()))
            because = tuple(reason.because for reason in reasons), tuple(reason.source for reason in reasons)
            for permission in why.permissions:
                yield (permission, "yes", row.reach, *_reached(row.extent), *because, tuple(why.caveats or ()))
    for why in answer.possibly:
        for permission in why.permissions:
            because = (why.because,), (why.source,)
            yield (permission, "unknown", None, *_reached(None), *because, tuple(why.caveats or ()))


@rows.register
def _of_explained(answer: Explained) -> Rows:
    return _rows(answer, answer.sentence, EXPLAINED, _explained(answer))


def _explained(answer: Explained) -> Told:
    for step, reason in enumerate(answer.reasons, 1):
        yield (step, reason.because, reason.source, reason == answer.missing)


@rows.register
def _of_compared(answer: Compared) -> Rows:
    return _rows(answer, f"{answer.first.user.words()} and {answer.second.user.words()}", COMPARED, _compared(answer))


def _compared(answer: Compared) -> Told:
    for side in (answer.first, answer.second):
        for row in side.only_may:
            for permission in row.permissions:
                yield (side.user.id, side.user.name, permission, row.reach, *_reached(row.extent), row.uncertain)


@rows.register
def _of_connection(answer: VerifiedConnection) -> Rows:
    return _rows(answer, answer.account.words(), CONNECTION, _connection(answer))


def _connection(answer: VerifiedConnection) -> Told:
    gaps = {gap.what: gap for gap in answer.gaps or ()}
    for part in (*answer.can_see, *answer.cannot_see):
        gap = gaps.get(part)
        yield (part, part in answer.can_see, gap.why if gap else None, gap.who_could if gap else None)


@rows.register
def _of_review(answer: ReviewAnswer) -> Rows:
    if answer.is_of_one_check:
        return _rows(answer, "Cases", CASES, _cases(answer))
    return _rows(answer, "Findings", FINDINGS, _findings(answer))


def _findings(answer: ReviewAnswer) -> Told:
    for row in answer.findings:
        named = _words(row.people), _words(row.projects)
        yield (row.id, row.severity, row.title, row.count, row.of, row.among, *named, row.remedy)


def _cases(answer: ReviewAnswer) -> Told:
    return ((case.kind, case.id, case.name, case.email, case.note) for case in answer.cases or ())


@rows.register
def _of_changes(answer: ChangesAnswer) -> Rows:
    whole = (answer.since.as_of, answer.until.as_of)
    told = (
        (of.what, of.person.id, of.person.name, of.project.id, of.project.name, of.before, of.after, *between)
        for of in answer.changes
        for between in [of.between or whole]
    )
    return _rows(answer, answer.span(), CHANGES, told)


def _reached(extent: Extent | None) -> tuple[Value, ...]:
    if extent is None:
        return None, (), None, (), None
    projects, people = _words(extent.projects or ()), _words(extent.people or ())
    return extent.kind, projects, extent.more_projects, people, extent.more_people


def _words(named: Sequence[Named]) -> tuple[str, ...]:
    return tuple(thing.words() for thing in named)
