"""Rules about records that do not hold together: doubles, extras without effect, job roles without people."""

from collections import Counter
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Final

from harvest_mcp.access.account import grouped
from harvest_mcp.access.review.rule import Case, Looked, Rule
from harvest_mcp.access.review.scene import Scene
from harvest_mcp.access.screens import ARCHIVE, PERMISSIONS_TAB
from harvest_mcp.access.standing import UNKNOWN_LEVEL, Standing
from harvest_mcp.harvest.models import User

JOB_ROLES_SCREEN: Final = "Team > Roles"


def _same_email(scene: Scene) -> Looked:
    return _doubles(scene, scene.account.users, lambda user: user.email)


def _same_name(scene: Scene) -> Looked:
    return _doubles(scene, scene.people, lambda user: user.name)


def _doubles(scene: Scene, users: Sequence[User], key: Callable[[User], str | None]) -> Looked:
    """Find active people who share a key with others among these."""
    keyed = [(" ".join((key(user) or "").casefold().split()), user) for user in users]
    times = Counter(name for name, _ in keyed)
    groups = grouped(((name, user) for name, user in keyed if name and times[name] > 1), itemgetter(0))
    cases = [
        Case(person=user.id, people=tuple(other.id for _, other in group if other is not user))
        for group in groups.values()
        for _, user in group
        if user.is_active is True
    ]
    return Looked(cases, len(scene.people), sum(not name and user.is_active is True for name, user in keyed))


def _void_extras(scene: Scene) -> Looked:
    """An administrator's extras are as void as a member's: the level holds all of it already."""
    holding = [user for user in scene.people if set(scene.standing(user).extras) - {"people_manager"}]
    cases = [Case(person=user.id, note=note) for user in holding if (note := _void(scene.standing(user)))]
    return Looked(cases, len(holding), sum(scene.standing(user).level == UNKNOWN_LEVEL for user in holding))


def _void(held: Standing) -> str:
    redundant = f"{', '.join(held.redundant)}: held by the level administrator" if held.redundant else ""
    return redundant or ", ".join(held.void)


def _unused_job_roles(scene: Scene) -> Looked:
    account = scene.account
    used = {name for names in account.job_roles_of_user.values() for name in names}
    return Looked([Case(job_role=of.id) for of in account.roles if of.name not in used], len(account.roles))


def _without_job_role(scene: Scene) -> Looked:
    known = scene.account.job_roles_of_user
    if not scene.account.roles and not known:
        return Looked(note="Out of use: the account has no job roles.")
    return Looked([Case(person=user.id) for user in scene.people if user.id not in known], len(scene.people))


RULES: Final = (
    Rule(
        id="same-email",
        title="People with the same e-mail",
        severity="medium",
        why="One person with two records has the access of both, and only one of them is reviewed.",
        remedy=f"Keep one and archive the other: {ARCHIVE.short}",
        controls=("A.5.18", "CC6.2"),
        among="people",
        look=_same_email,
    ),
    Rule(
        id="same-name",
        title="People with the same name",
        severity="low",
        why="It may be one person twice; if it is not, somebody will be given what the other should have.",
        remedy=f"Archive a double, or tell the names apart: {ARCHIVE.short}",
        controls=("A.5.18", "CC6.2"),
        among="people",
        look=_same_name,
    ),
    Rule(
        id="void-extras",
        title="Extra permissions that the level makes void",
        severity="low",
        why="They add nothing to a member or an administrator today, and may the day the level changes.",
        remedy=f"Take the extras away: {PERMISSIONS_TAB.short}",
        controls=("A.5.18", "CC6.3"),
        among="people with extra permissions",
        look=_void_extras,
    ),
    Rule(
        id="unused-job-role",
        title="Job roles that nobody has",
        severity="low",
        why="Job roles grant nothing, but reports by role mislead where the list is stale.",
        remedy=f"Delete the role, or give it to people: {JOB_ROLES_SCREEN}",
        controls=("A.5.15",),
        among="job roles",
        look=_unused_job_roles,
        finds="job role",
        needs=("roles", "users"),
        is_of_absence=True,
        leaves_out_untold=False,
    ),
    Rule(
        id="no-job-role",
        title="People without a job role",
        severity="low",
        why="A review by job role leaves them out; what they need for their work is written nowhere.",
        remedy=f"Give them a role: {JOB_ROLES_SCREEN}",
        controls=("A.5.15",),
        among="people",
        look=_without_job_role,
        needs=("roles", "users"),
        is_of_absence=True,
    ),
)
