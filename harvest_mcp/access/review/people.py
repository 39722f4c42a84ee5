"""Rules about people and where they are assigned: what has outlived its use, or opens more than today's projects."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from harvest_mcp.access.review.rule import Case, Looked, Rule
from harvest_mcp.access.review.scene import Activity, Scene, sees_all_time
from harvest_mcp.access.screens import ARCHIVE, PERMISSIONS_TAB, PROJECTS_TAB
from harvest_mcp.access.standing import UNKNOWN_LEVEL, Standing
from harvest_mcp.harvest.models import User

FUTURE: Final = "Switch off access to all future projects"


def _archived_assigned(scene: Scene) -> Looked:
    archived = [user for user in scene.account.users if user.is_active is False]
    return Looked([case for user in archived for case in _still_assigned(scene, user)], len(archived))


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


def _unassigned(scene: Scene) -> Looked:
    people = [user for user in scene.people if _needs_a_project(scene.standing(user))]
    account = scene.account
    own = account.people_by_own_projects
    placed = own.get(("assigned", True), frozenset()) | own.get(("assigned", None), frozenset())
    found = [
        Case(
            person=user.id,
            note="no longer on any project" if user.id in account.assignments_of_user else "never on a project",
        )
        for user in people
        if user.id not in placed
    ]
    return Looked(found, len(people))


def _needs_a_project(held: Standing) -> bool:
    """Whether somebody has nothing in Harvest without a project: managers and administrators have other things."""
    return held.level in {"member", UNKNOWN_LEVEL} and not held.is_lossy and not held.unknown


def _inactive(scene: Scene) -> Looked:
    activity = scene.activity
    if not sees_all_time(scene.account):
        return Looked(short="Only an administrator's token sees everybody's time.")
    if activity is None:
        return Looked(short="Time entries are asked for only where this check is named.")
    people = scene.beyond_members
    silent = [user for user in people if user.id in activity.asked and user.id not in activity.tracked]
    cases, unknown = [], sum(user.id not in activity.asked for user in people)
    for user in silent:
        last = activity.last.get(user.id)
        if last is None and user.created_at is None:
            unknown += 1
        elif last is not None or (user.created_at and user.created_at.date() < activity.since):
            cases.append(Case(person=user.id, note=_silence(activity, last)))
    note = f"The last time entry is the only activity that Harvest shows. Asked: {activity.how}."
    return Looked(cases, len(people), unknown, note)


def _silence(activity: Activity, last: date | None) -> str:
    if last is not None:
        return f"last on {last}"
    return "never" if activity.is_exact else f"none since {activity.since}"


def _future_contractors(scene: Scene) -> Looked:
    contractors = [user for user in scene.people if user.is_contractor is True]
    cases = [Case(person=user.id) for user in contractors if user.has_access_to_all_future_projects is True]
    return Looked(cases, len(contractors), sum(user.is_contractor is None for user in scene.people))


def _future_members(scene: Scene) -> Looked:
    people = [user for user in scene.people if user.has_access_to_all_future_projects is True]
    unknown = sum(user.has_access_to_all_future_projects is None for user in scene.people)
    members = (user for user in people if (held := scene.standing(user)).level == "member" and not held.is_lossy)
    return Looked([Case(person=user.id) for user in members], len(people), unknown)


def _exempt(scene: Scene) -> Looked:
    """Harvest tells of exemptions only where SAML sign-in is required."""
    company = scene.account.company
    if company is not None and company.saml_sign_in_required is False:
        return Looked()
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
    ),
    Rule(
        id="unassigned-person",
        title="Active people on no project",
        severity="low",
        why="A sign-in without work behind it is often one that was forgotten, and a paid seat.",
        remedy=f"Archive them, or assign them: {ARCHIVE.short}",
        controls=("A.5.18", "CC6.2"),
        among="people who are neither manager nor administrator",
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
