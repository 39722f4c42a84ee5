"""Harvest, asked in Python: every question of the tools, with the same parameters and the same answers.

Each question gives a `Call` at once: `await harvest.users()`, or `harvest.users().result()` where nothing is awaited.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final

from harvest_mcp.access.permissions import RULES
from harvest_mcp.access.reasons import Severity
from harvest_mcp.answers import comparison, explanation, holders, people, person, projects, roles
from harvest_mcp.answers.changes import ChangesAnswer
from harvest_mcp.answers.connection import VerifiedConnection, verified
from harvest_mcp.answers.review import ReviewAnswer
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.directory import Directory
from harvest_mcp.harvest.progress import Listener, listening
from harvest_mcp.interactive import drawing  # noqa: F401  (whoever asks here is shown the answer)
from harvest_mcp.interactive.calls import Call
from harvest_mcp.interactive.changing import Since, changed
from harvest_mcp.interactive.checking import ANY, Word, any_permission, chosen, one_permission, text, turn
from harvest_mcp.interactive.columns import Kind
from harvest_mcp.interactive.connected import Connected
from harvest_mcp.interactive.picture import Picture
from harvest_mcp.interactive.rows import Rows
from harvest_mcp.interactive.wording import in_python

PERMISSIONS: Final[Mapping[str, Kind]] = {"permission": "text", "lets": "text", "applies_to": "text"}


class Harvest(Connected):
    """One Harvest account, asked from any thread and any event loop. `harvest_mcp.connect` makes one.

    Nothing is asked until a question is put. All questions share one picture of the account, at most a minute old, or
    read anew where `refresh`; `latest` is the one that was answered from last. A `progress` hears how far reading is.
    """

    def verify_connection(self, *, progress: Listener | None = None) -> Call[VerifiedConnection]:
        """Check the connection: the account, whose token it is, its level, what it can and cannot see."""
        is_sandbox = self.connection.sandbox

        async def look(directory: Directory) -> VerifiedConnection:
            return verified(await directory.look(), sandbox=is_sandbox)

        return self.reach(look, of="verify_connection", progress=progress)

    def users(
        self,
        query: Word = "",
        *,
        status: people.Status = "active",
        access: people.Access = "any",
        role: Word = "",
        project: Word = "",
        contractor: people.YesNo = "any",
        detail: people.Detail = "concise",
        limit: int | None = None,
        cursor: str = "",
        refresh: bool = False,
        progress: Listener | None = None,
    ) -> Call[people.Users]:
        """List the people who fit every filter, with access level, extra permissions and job roles."""
        chosen("status", status, people.Status)
        chosen("access", access, people.Access)
        chosen("contractor", contractor, people.YesNo)
        chosen("detail", detail, people.Detail)
        question = partial(
            people.list_users,
            query=text(query),
            status=status,
            access=access,
            role=text(role),
            project=text(project),
            contractor=contractor,
            detail=detail,
            turn=turn(limit, cursor),
        )
        return self.ask(question, of="users", refresh=refresh, progress=progress)

    def user(
        self,
        user: Word,
        *,
        limit: int | None = None,
        cursor: str = "",
        refresh: bool = False,
        progress: Listener | None = None,
    ) -> Call[person.UserDetail]:
        """Show one person: everything they can do and reach and why, their projects, whom they manage."""
        question = partial(person.get_user, who=text(user), turn=turn(limit, cursor))
        return self.ask(question, of="user", refresh=refresh, progress=progress)

    def roles(
        self,
        kind: roles.Kind = "all",
        *,
        limit: int | None = None,
        cursor: str = "",
        refresh: bool = False,
        progress: Listener | None = None,
    ) -> Call[roles.Roles]:
        """List access levels and extra permissions with their holders, and job roles (which grant nothing)."""
        chosen("kind", kind, roles.Kind)
        question = partial(roles.list_roles, kind=kind, turn=turn(limit, cursor))
        return self.ask(question, of="roles", refresh=refresh, progress=progress)

    def projects(
        self,
        query: Word = "",
        *,
        client: Word = "",
        status: people.Status = "active",
        limit: int | None = None,
        cursor: str = "",
        refresh: bool = False,
        progress: Listener | None = None,
    ) -> Call[projects.Projects]:
        """List the projects that fit every filter, with client, project managers and head counts."""
        chosen("status", status, people.Status)
        question = partial(
            projects.list_projects, query=text(query), client=text(client), status=status, turn=turn(limit, cursor)
        )
        return self.ask(question, of="projects", refresh=refresh, progress=progress)

    def who_can(
        self,
        permission: str = ANY,
        *,
        project: Word = "",
        person: Word = "",
        client: Word = "",
        limit: int | None = None,
        cursor: str = "",
        refresh: bool = False,
        progress: Listener | None = None,
    ) -> Call[holders.WhoCan]:
        """List everyone who may do something and why: anywhere, on a project, for a person's things or a client."""
        question = partial(
            holders.who_can,
            permission=any_permission(permission),
            project=text(project),
            person=text(person),
            client=text(client),
            turn=turn(limit, cursor),
        )
        return self.ask(question, of="who_can", refresh=refresh, progress=progress)

    def explain(
        self,
        user: Word,
        permission: str,
        *,
        project: Word = "",
        person: Word = "",
        client: Word = "",
        refresh: bool = False,
        progress: Listener | None = None,
    ) -> Call[explanation.Explained]:
        """Decide whether this user may do something: yes, no or unknown, with every reason and its source."""
        question = partial(
            explanation.explain_access,
            user=text(user),
            permission=one_permission(permission),
            project=text(project),
            person=text(person),
            client=text(client),
        )
        return self.ask(question, of="explain", refresh=refresh, progress=progress)

    def compare(
        self, first: Word, second: Word, *, refresh: bool = False, progress: Listener | None = None
    ) -> Call[comparison.Compared]:
        """Compare two people: what each can do or reach that the other cannot."""
        question = partial(comparison.compare_access, first=text(first), second=text(second))
        return self.ask(question, of="compare", refresh=refresh, progress=progress)

    def review(
        self,
        check: str = "all",
        *,
        severity: Severity = "low",
        policy: str = "",
        limit: int | None = None,
        cursor: str = "",
        refresh: bool = False,
        progress: Listener | None = None,
    ) -> Call[ReviewAnswer]:
        """Review who has access they should not have; `policy` is a file, or else the one that is set, or none."""
        from harvest_mcp.answers.reviewing import ASKS_FOR_ACTIVITY, review_access  # noqa: PLC0415  (its rules take long)
        from harvest_mcp.connection.policy import find_policy  # noqa: PLC0415

        chosen("severity", severity, Severity)
        measures, page = find_policy(surroundings(), path=policy), turn(limit, cursor)

        async def answer(tell: Listener) -> ReviewAnswer:
            with in_python():
                account = await self._account(tell, refresh=refresh)
            with in_python(), listening(tell):
                directory = await self._directory()
                tracked = await directory.activity(account, measures) if check == ASKS_FOR_ACTIVITY else None
            return review_access(account, check=check, severity=severity, policy=measures, activity=tracked, turn=page)

        return Call(answer, of="review", listener=progress)

    def changes(
        self,
        person: Word = "",
        *,
        since: Since = "",
        until: Word | date = "now",
        limit: int | None = None,
        cursor: str = "",
        refresh: bool = False,
        progress: Listener | None = None,
    ) -> Call[ChangesAnswer]:
        """Tell who gained and who lost what since the last snapshot, or between two moments, snapshots or both.

        Of one person each step that was ever kept, and since when they hold what they hold. `since` may also be the
        folder of an earlier review.
        """
        page = turn(limit, cursor)

        async def answer(tell: Listener) -> ChangesAnswer:
            with in_python():
                return await changed(
                    partial(self._account, tell),
                    person=text(person),
                    since=since,
                    until=str(until),
                    refresh=refresh,
                    sandbox=self.connection.sandbox,
                    turn=page,
                )

        return Call(answer, of="changes", listener=progress)

    def permissions(self) -> Rows:
        """List the permissions that `who_can` and `explain` know, and what each lets people do; nobody is asked."""
        return Rows.of(PERMISSIONS, [(rule.id, rule.lets, rule.of) for rule in RULES.values()], title="Permissions")

    def picture(self, *, refresh: bool = False, progress: Listener | None = None) -> Call[Picture]:
        """Give the picture of the account in rows: people, projects, assignments and grants of one moment."""
        return self.ask(Picture, of="picture", refresh=refresh, progress=progress)

    def refresh(self, *, progress: Listener | None = None) -> Call[Picture]:
        """Read the account anew, for all questions that follow."""
        return self.ask(Picture, of="refresh", refresh=True, progress=progress)

    def people(self, *, refresh: bool = False, progress: Listener | None = None) -> Call[Rows]:
        """Give a row for each person, archived ones too, with the columns of `Picture.people`."""
        return self.ask(lambda account: Picture(account).people, of="people", refresh=refresh, progress=progress)

    def assignments(self, *, refresh: bool = False, progress: Listener | None = None) -> Call[Rows]:
        """Give a row for each person on each project, with the columns of `Picture.assignments`."""
        return self.ask(
            lambda account: Picture(account).assignments, of="assignments", refresh=refresh, progress=progress
        )

    def grants(self, *, refresh: bool = False, progress: Listener | None = None) -> Call[Rows]:
        """Give a row for each thing that each person may do, and why, with the columns of `Picture.grants`."""
        return self.ask(lambda account: Picture(account).grants, of="grants", refresh=refresh, progress=progress)
