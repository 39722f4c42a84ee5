"""Rules about people and where they are assigned: what has outlived its use, or opens more than today's projects."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from harvest_mcp.access.review.rule import Case, Looked, Rule
from harvest_mcp.access.review.scene import Activity, Scene, sees_all_time
from harvest_mcp.access.screens import ARCHIVE, PERMISSIONS_TAB, PROJECTS_TAB
from harvest_mcp.harvest.models import User

FUTURE: Final = "Switch off access to all future projects"
NO_LONGER: Final = "on no active project any more"
NO_RECORD: Final = "no assignment on record; one that was removed leaves none"


def _archived_assigned(scene: Scene) -> Looked:
    archived = [user for user in scene.account.users if user.is_active is False]
    perhaps = [user for user in scene.account.users if user.is_active is None]
    cases = [case for user in archived for case in _still_assigned(scene, user)]
    found = {case.person for case in cases}
    unknown = sum(user.id not in found and _may_be_assigned(scene, user) for user in (*archived, *perhaps))
    return Looked(cases, len(archived), unknown, may=len(perhaps))


def _still_assigned(scene: Scene, user: User) -> Iterator[Case]:
    account = scene.account
    left = [
        on
        for on in account.assignments_of_user.get(user.id, ())
        if on.is_active is True and account.project_is_active(on.project.id) is True
    ]
    if left:
        projects = tuple(dict.fromkeys(on.project.id for on in left))
        yield Case(person=user.id, projects=projects, assignments=tuple(on.id for on in left))


def _may_be_assigned(scene: Scene, user: User) -> bool:
    account = scene.account
    rows = account.assignments_of_user.get(user.id, ())
    return any(on.is_active is not False and account.is_active_project(on.project.id) for on in rows)


def _unassigned(scene: Scene) -> Looked:
    """Whoever holds more than a member has things to do without a project."""
    people, perhaps = scene.no_more_than_members, scene.perhaps_beyond_members
    own, recorded = scene.account.people_by_own_projects, scene.account.assignments_of_user
    surely, maybe = (own.get(("assigned", is_sure), frozenset()) for is_sure in (True, None))
    found = [
        Case(person=user.id, note=NO_LONGER if user.id in recorded else NO_RECORD)
        for user in people
        if user.id not in surely and user.id not in maybe
    ]
    unknown = sum(user.id in maybe and user.id not in surely for user in people)
    unknown += sum(user.id not in surely for user in perhaps)
    return Looked(found, len(people), unknown, may=len(perhaps))


def _inactive(scene: Scene) -> Looked:
    activity = scene.activity
    if not sees_all_time(scene.account):
        return Looked(short="Only an administrator's token sees everybody's time.")
    if activity is None:
        return Looked(short="Time entries are asked for only where this check is named, or activity asked for.")
    people, perhaps = scene.beyond_members, scene.perhaps_beyond_members
    cases, unknown = [], 0
    for user in people:
        is_silent = _is_silent(activity, user)
        unknown += is_silent is None
        if is_silent:
            cases.append(Case(person=user.id, note=_silence(activity, activity.last.get(user.id))))
    unknown += sum(_is_silent(activity, user) is not False for user in perhaps)
    note = f"The last time entry is the only activity that Harvest shows. Asked: {activity.how}."
    return Looked(cases, len(people), unknown, may=len(perhaps), note=note)


def _is_silent(activity: Activity, user: User) -> bool | None:
    """Whether somebody has tracked no time lately, and is there for longer than that; None where it is not told."""
    if user.id not in activity.asked:
        return None
    if user.id in activity.tracked or user.id in activity.last:
        return user.id not in activity.tracked
    return None if user.created_at is None else user.created_at.date() < activity.since


def _silence(activity: Activity, last: date | None) -> str:
    if last is not None:
        return f"last on {last}"
    return "never" if activity.is_exact else f"none since {activity.since}"


def _future_contractors(scene: Scene) -> Looked:
    contractors = [user for user in scene.people if user.is_contractor is True]
    perhaps = [user for user in scene.people if user.is_contractor is None]
    cases = [Case(person=user.id) for user in contractors if user.has_access_to_all_future_projects is True]
    unknown = sum(user.has_access_to_all_future_projects is None for user in contractors)
    unknown += sum(user.has_access_to_all_future_projects is not False for user in perhaps)
    return Looked(cases, len(contractors), unknown, may=len(perhaps))


def _future_members(scene: Scene) -> Looked:
    sure, maybe = {user.id for user in scene.members}, {user.id for user in scene.perhaps_members}
    people = [user for user in scene.people if user.has_access_to_all_future_projects is True]
    perhaps = [user for user in scene.people if user.has_access_to_all_future_projects is None]
    cases = [Case(person=user.id) for user in people if user.id in sure]
    unknown = sum(user.id in maybe for user in people) + sum(user.id in sure | maybe for user in perhaps)
    return Looked(cases, len(people), unknown, may=len(perhaps))


def _exempt(scene: Scene) -> Looked:
    """Harvest tells of exemptions only where SAML sign-in is required."""
    company = scene.account.company
    if company is not None and company.saml_sign_in_required is False:
        return Looked(note="Out of use: sign-in by SAML is not required here.")
    cases = [Case(person=user.id) for user in scene.people if user.saml_exempt is True]
    return Looked(cases, len(scene.people), sum(user.saml_exempt is None for user in scene.people))


RULES: Final = (
    Rule(
        id="archived-assigned",
        title="Archived people with active assignments",
        severity="medium",
        why="Whoever is restored has their projects back at once, without anybody deciding so.",
        remedy=f"Take them off their projects: {PROJECTS_TAB.short}",
        controls=("A.5.18", "CC6.2", "CC6.3"),
        among="archived people",
        look=_archived_assigned,
        needs=("users", "projects", "user_assignments"),
        leaves_out_untold=False,
    ),
    Rule(
        id="unassigned-person",
        title="Active people on no project",
        severity="low",
        why="A sign-in without work behind it is often one that was forgotten, and a paid seat.",
        remedy=f"Archive them, or assign them: {ARCHIVE.short}",
        controls=("A.5.18", "CC6.2"),
        among="people who hold no more than a member",
        look=_unassigned,
        needs=("users", "user_assignments"),
        is_of_absence=True,
    ),
    Rule(
        id="inactive",
        title="No time tracked lately, and more than a member's access",
        severity="medium",
        why="Access that nobody seems to use is access that nobody misses when it is misused.",
        remedy=f"Ask whether they still need it; lower the level or archive: {PERMISSIONS_TAB.short}",
        controls=("A.5.18", "A.8.2", "CC6.2"),
        among="people who hold more than a member",
        look=_inactive,
    ),
    Rule(
        id="future-projects-contractor",
        title="Contractors with access to all future projects",
        severity="medium",
        why="They are put on every project to come, whoever its client is.",
        remedy=f"{FUTURE}: {PROJECTS_TAB.short}",
        controls=("A.5.15", "A.5.18", "CC6.1", "CC6.3"),
        among="contractors",
        look=_future_contractors,
    ),
    Rule(
        id="future-projects-member",
        title="Members with access to all future projects",
        severity="low",
        why="Without a manager's level few have work on every project to come.",
        remedy=f"{FUTURE}: {PROJECTS_TAB.short}",
        controls=("A.5.15", "CC6.3"),
        among="people with access to all future projects",
        look=_future_members,
    ),
    Rule(
        id="saml-exempt",
        title="People exempt from SAML sign-in",
        severity="medium",
        why="They sign in past the company's directory, and leaving that does not lock them out here.",
        remedy="End the exemption, in the account's sign-in settings",
        controls=("A.5.15", "CC6.1"),
        among="people",
        look=_exempt,
    ),
)
