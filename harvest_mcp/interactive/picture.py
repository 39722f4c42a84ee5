"""The account of one moment in rows: people, projects, assignments, and everything that everybody may do.

It shows what Harvest states and what `access/` concludes, and concludes nothing itself. The tables go together by
`person_id`, `project_id` and `client_id`; what is out of the token's sight is empty, never no.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, cached_property
from typing import Final

from typing_extensions import override

from harvest_mcp.access.account import Account
from harvest_mcp.access.grants import Grant, grants_of
from harvest_mcp.access.reasons import Extent
from harvest_mcp.answers.shapes import LONGEST_SENTENCE, about
from harvest_mcp.answers.text import clean
from harvest_mcp.harvest.models import Project, User
from harvest_mcp.harvest.progress import Progress, tell
from harvest_mcp.interactive.columns import Kind, Value
from harvest_mcp.interactive.rows import Rows

PEOPLE: Final[Mapping[str, Kind]] = {
    "person_id": "id",
    "person": "text",
    "email": "text",
    "level": "text",
    "extras": "texts",
    "unknown_access_roles": "texts",
    "profile": "text",
    "job_roles": "texts",
    "active": "flag",
    "contractor": "flag",
    "all_future_projects": "flag",
    "projects": "number",
    "manages_projects": "number",
    "manages_people": "number",
    "since": "date",
}
PROJECTS: Final[Mapping[str, Kind]] = {
    "project_id": "id",
    "project": "text",
    "code": "text",
    "client_id": "number",
    "client": "text",
    "active": "flag",
    "report_shared": "flag",
    "managers": "texts",
    "people": "number",
    "since": "date",
}
ASSIGNMENTS: Final[Mapping[str, Kind]] = {
    "assignment_id": "id",
    "person_id": "id",
    "person": "text",
    "project_id": "id",
    "project": "text",
    "client_id": "number",
    "client": "text",
    "manages": "flag",
    "active": "flag",
    "person_active": "flag",
    "project_active": "flag",
    "since": "date",
}
GRANTS: Final[Mapping[str, Kind]] = {
    "person_id": "id",
    "person": "text",
    "permission": "text",
    "answer": "text",
    "reach": "text",
    "extent": "text",
    "projects": "texts",
    "project_ids": "ids",
    "people": "texts",
    "people_ids": "ids",
    "because": "texts",
    "source": "texts",
    "caveats": "texts",
}

OFTEN: Final = 50
"""People after whose grants it is told how far one is: some hundredths of a second."""


class Picture:
    """An account in rows, each table made when it is first looked at; `notes` says what is not in sight."""

    def __init__(self, account: Account) -> None:
        self.account = account

    @property
    def as_of(self) -> datetime:
        """When it was read, in UTC."""
        return self.account.as_of

    @property
    def complete(self) -> bool:
        """Whether the token sees every part of the account."""
        return self.account.complete

    @property
    def notes(self) -> tuple[str, ...]:
        """What is out of sight, why, and who could see it, a sentence each."""
        gaps = about(self.account, *self.account.sight)["gaps"] or ()
        return tuple(f"Not in sight: {gap.what}. {gap.why} Who could see it: {gap.who_could}." for gap in gaps)

    @cached_property
    def people(self) -> Rows:
        """A row for each person in sight, archived ones too; counts are of what is active."""
        return self._rows("People", PEOPLE, (_person(self.account, user) for user in self.account.users))

    @cached_property
    def projects(self) -> Rows:
        """A row for each project in sight, archived ones too; `people` and `managers` are those actively assigned."""
        return self._rows("Projects", PROJECTS, (_project(self.account, project) for project in self.account.projects))

    @cached_property
    def assignments(self) -> Rows:
        """A row for each person on each project; it counts where assignment, person and project are all active."""
        return self._rows("Assignments", ASSIGNMENTS, _assignments(self.account))

    @cached_property
    def grants(self) -> Rows:
        """A row for each thing that a person may do, or possibly may (`answer` is then unknown and `extent` empty).

        `because` and `source` go together: the reasons in their order, each with the page or fact that says it.
        """
        return self._rows("Grants", GRANTS, _grants(self.account))

    @override
    def __repr__(self) -> str:
        sight = "complete" if self.complete else "incomplete: what is not shown may exist"
        return f"<Picture of {clean(self.account.name)}, as of {self.as_of:%Y-%m-%dT%H:%M:%SZ}, {sight}>"

    def _rows(self, title: str, kinds: Mapping[str, Kind], rows: Iterable[tuple[Value, ...]]) -> Rows:
        return Rows.of(kinds, list(rows), title=title, notes=self.notes)


def _person(account: Account, user: User) -> tuple[Value, ...]:
    held = account.standings[user.id]
    on = [one for one in account.assignments_of_user.get(user.id, ()) if account.is_effective(one)]
    return (
        user.id,
        clean(user.name),
        clean(user.email) if user.email else None,
        held.level,
        tuple(held.extras),
        tuple(map(clean, held.unknown)),
        clean(held.profile) if held.profile else None,
        tuple(map(clean, account.job_roles_of_user.get(user.id, ()))),
        user.is_active,
        user.is_contractor,
        user.has_access_to_all_future_projects,
        len(on),
        sum(one.is_project_manager is True for one in on),
        len(account.teammates.get(user.id, ())),
        _day(user.created_at),
    )


def _project(account: Account, project: Project) -> tuple[Value, ...]:
    on = [
        one
        for one in account.assignments_of_project.get(project.id, ())
        if one.is_active is not False and account.is_active_person(one.user.id)
    ]
    return (
        project.id,
        clean(project.name),
        clean(project.code) if project.code else None,
        *_client(project),
        project.is_active,
        project.show_budget_to_all,
        tuple(clean(one.user.name) for one in on if one.is_project_manager),
        len(on),
        _day(project.created_at),
    )


def _assignments(account: Account) -> Iterator[tuple[Value, ...]]:
    for on in account.user_assignments:
        person, project = on.user.id, on.project.id
        yield (
            on.id,
            person,
            clean(account.name_of_person(person)),
            project,
            clean(account.name_of_project(project)),
            *_client(account.projects_by_id.get(project)),
            on.is_project_manager,
            on.is_active,
            account.person_is_active(person),
            account.project_is_active(project),
            _day(on.created_at),
        )


def _grants(account: Account) -> Iterator[tuple[Value, ...]]:
    @cache
    def reached(extent: Extent | None) -> tuple[Value, ...]:
        if extent is None:
            return None, (), (), (), ()
        projects = tuple(clean(account.name_of_project(of)) for of in extent.projects)
        people = tuple(clean(account.name_of_person(of)) for of in extent.people)
        return extent.kind, projects, extent.projects, people, extent.people

    for number, user in enumerate(account.users):
        if number % OFTEN == 0:
            tell(Progress("Grants of people", number, len(account.users)))
        name = clean(user.name)
        for grant in grants_of(account, user):
            yield (user.id, name, grant.permission, grant.answer, grant.reach, *reached(grant.extent), *_why(grant))


def _why(grant: Grant) -> tuple[tuple[str, ...], ...]:
    because = tuple(clean(reason.because, most=LONGEST_SENTENCE) for reason in grant.reasons)
    return because, tuple(reason.source for reason in grant.reasons), grant.caveats


def _client(project: Project | None) -> tuple[int | None, str | None]:
    client = project.client if project is not None else None
    return (client.id, clean(client.name or "")) if client is not None else (None, None)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None
