"""Rules about managers: whether they manage anything, and whether those assigned to them are still there."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from harvest_mcp.access.review.rule import Case, Looked, Rule
from harvest_mcp.access.review.scene import Scene, every, some
from harvest_mcp.access.screens import MARKS_COLUMN, PEOPLE_TAB, PERMISSIONS_TAB
from harvest_mcp.harvest.models import User


def _idle(scene: Scene) -> Looked:
    """Whoever reaches something for the whole account needs the level for that, and is not idle."""
    managing = {user.id: _manages(scene, user) for user in scene.managers}
    without = [user for user in scene.managers if not managing[user.id]]
    idle = [user for user in without if not scene.reaches_all(user)]
    sure = [user for user in idle if managing[user.id] is False and not scene.standing(user).unknown]
    perhaps = [user for user in scene.perhaps_managers if not scene.reaches_all(user)]
    unknown = len(idle) - len(sure) + sum(_manages(scene, user) is not True for user in perhaps)
    needed = len(without) - len(idle)
    return Looked(
        [Case(person=user.id, note=_extras(scene, user)) for user in sure],
        len(scene.managers),
        unknown,
        may=len(perhaps),
        note=f"Not counted as idle, since something that they hold reaches the whole account: {needed:,}."
        if needed
        else "",
    )


def _manages(scene: Scene, user: User) -> bool | None:
    """Whether somebody manages an active project or leads an active person; None where that is not told."""
    account = scene.account
    marked = (
        every(mark.is_project_manager, mark.is_active, account.project_is_active(mark.project.id))
        for mark in account.marks_of_user.get(user.id, ())
    )
    return some(chain(marked, map(account.person_is_active, account.mates.get(user.id, ()))))


def _extras(scene: Scene, user: User) -> str:
    extras = scene.standing(user).extras
    return f"with {', '.join(extras)}" if extras else ""


def _archived_teammates(scene: Scene) -> Looked:
    leading = [user for user in scene.people if scene.account.teammates.get(user.id)]
    cases = [case for user in leading for case in _with_archived(scene, user)]
    found = {case.person for case in cases}
    unknown = sum(_leads_untold(scene, user) for user in leading if user.id not in found)
    return Looked(cases, len(leading), unknown)


def _with_archived(scene: Scene, user: User) -> Iterator[Case]:
    mates = scene.account.teammates[user.id]
    gone = tuple(mate.id for mate in mates if scene.account.person_is_active(mate.id) is False)
    if gone:
        yield Case(person=user.id, people=gone, note=f"{len(gone)} of {len(mates)} assigned people")


def _leads_untold(scene: Scene, user: User) -> bool:
    return any(scene.account.person_is_active(mate.id) is None for mate in scene.account.teammates[user.id])


def _marked_members(scene: Scene) -> Looked:
    marked = scene.account.marks_of_user
    cases = [case for user in scene.members if user.id in marked for case in _marked(scene, user)]
    found, perhaps = {case.person for case in cases}, scene.perhaps_members
    unknown = sum(user.id not in found and _may_be_marked(scene, user) for user in (*scene.members, *perhaps))
    return Looked(cases, len(scene.members), unknown, may=len(perhaps))


def _marked(scene: Scene, user: User) -> Iterator[Case]:
    marks = [
        mark
        for mark in scene.account.marks_of_user[user.id]
        if mark.is_project_manager and mark.is_active and scene.account.project_is_active(mark.project.id)
    ]
    if marks:
        projects = tuple(dict.fromkeys(mark.project.id for mark in marks))
        yield Case(person=user.id, projects=projects, assignments=tuple(mark.id for mark in marks))


def _may_be_marked(scene: Scene, user: User) -> bool:
    marks = scene.account.marks_of_user.get(user.id, ())
    return any(scene.account.is_active_project(mark.project.id) for mark in marks)


RULES: Final = (
    Rule(
        id="idle-manager",
        title="Managers who manage nothing and nobody",
        severity="medium",
        why="The level is not used today, and opens whatever they are put in charge of tomorrow.",
        remedy=f"Make them a member, or put them in charge: {PERMISSIONS_TAB.short}",
        controls=("A.5.18", "A.8.2", "CC6.3"),
        among="managers",
        look=_idle,
        needs=("users", "projects", "user_assignments", "teammates"),
        is_of_absence=True,
    ),
    Rule(
        id="archived-teammates",
        title="People managers with archived people assigned",
        severity="low",
        why="It hides who is really led, and comes back to life when the person does.",
        remedy=f"Take archived people off: {PEOPLE_TAB.short}",
        controls=("A.5.18", "CC6.2"),
        among="people managers",
        look=_archived_teammates,
        needs=("users", "teammates"),
    ),
    Rule(
        id="member-marked-manager",
        title="Members marked as project manager",
        severity="low",
        why="What the mark grants without the level manager is not documented; with the level it grants the project.",
        remedy=f"Take the mark off, or give the level: {MARKS_COLUMN.short}",
        controls=("A.5.15", "CC6.3"),
        among="members",
        look=_marked_members,
        needs=("users", "projects", "user_assignments"),
    ),
)
