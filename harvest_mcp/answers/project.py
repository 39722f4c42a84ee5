"""One project: who manages it, who is on it, and who may do what there."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access.account import Account
from harvest_mcp.answers import naming
from harvest_mcp.answers.holders import WhoCan, who_can
from harvest_mcp.answers.paging import Turn, fitting
from harvest_mcp.answers.shapes import Named, Text
from harvest_mcp.answers.text import line

TEAM_ROOM: Final = 6_000
"""Bytes for the people on a project; all of them are counted."""


class Placed(Named):
    """A person on the project."""

    manages: bool | None = Field(None, description="is marked as a project manager of it")
    since: date | None = None
    archived: bool | None = Field(None, description="the person is archived, the assignment is not")


class ProjectDetail(WhoCan):
    """A project with its team, and everyone who may do something there."""

    archived: bool | None = Field(None, description="the project is archived")
    code: Text | None = None
    team: list[Placed] = Field(description="the first who are assigned, managers first; the assignment is active")
    team_count: int

    @override
    def lines(self) -> list[str]:
        """Write the team, then who may do what."""
        return [*self._team(), *super().lines()]

    def _team(self) -> Iterator[str]:
        code, archived = f"code {self.code}" if self.code else "", "archived" if self.archived else ""
        more = self.team_count - len(self.team)
        shown = f", of whom {more:,} are not shown" if more else ""
        head = f"{self.project.words() if self.project else ''}: {self.team_count:,} assigned{shown}"
        yield line(word for word in (head, code, archived) if word)
        for who in self.team:
            notes = (
                "manages it" if who.manages else "",
                f"since {who.since}" if who.since else "",
                "archived" if who.archived else "",
            )
            yield line(word for word in (who.words(), *notes) if word)


def get_project(account: Account, which: str, *, turn: Turn | None = None) -> ProjectDetail:
    """Describe one project. Raises Ambiguous, NoSuchThing or BadCursor."""
    project = naming.project(account, which)
    on = (one for one in account.assignments_of_project.get(project.id, ()) if one.is_active is not False)
    team = [
        Placed(
            id=one.user.id,
            name=account.name_of_person(one.user.id),
            manages=one.is_project_manager or None,
            since=one.created_at.date() if one.created_at else None,
            archived=not account.is_active_person(one.user.id) or None,
        )
        for one in sorted(on, key=lambda one: (not one.is_project_manager, one.user.id))
    ]
    return ProjectDetail(
        **dict(who_can(account, project=which, turn=turn)),
        archived=project.is_active is False or None,
        code=project.code or None,
        team=fitting(team, TEAM_ROOM),
        team_count=len(team),
    )
