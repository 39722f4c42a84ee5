"""Rules about what Harvest writes of somebody's access that contradicts itself, or that nobody can read."""

from collections.abc import Iterator
from typing import Final

from harvest_mcp.access.account import Alike
from harvest_mcp.access.holding import Bearer
from harvest_mcp.access.review.rule import Case, Looked, Rule
from harvest_mcp.access.review.scene import Scene
from harvest_mcp.access.screens import PERMISSIONS_TAB
from harvest_mcp.access.standing import UNKNOWN_LEVEL

SETTLE: Final = f"Save the permissions anew: {PERMISSIONS_TAB.short}"
COMPARE: Final = f"Compare with what Harvest shows: {PERMISSIONS_TAB.short}"


def _claims_disagree(scene: Scene) -> Looked:
    stating = [of for of in _active(scene) if _states_more_than_claims(of.bearer)]
    claiming = [of for of in stating if of.bearer.claims is not None]
    told, people = (sum(len(of.users) for of in groups) for groups in (claiming, stating))
    doubt = f"The list tells the claims of {told:,} of {people:,} people whose level or profile is known."
    cases = [Case(person=user.id, note=note) for of in claiming if (note := _disagreement(of)) for user in of.users]
    return Looked(cases, told, people - told, may=people - told, doubt=doubt)


def _states_more_than_claims(bearer: Bearer) -> bool:
    """Whether there is anything that the claims could disagree with."""
    return not bearer.has_custom_profile and bearer.standing.level != UNKNOWN_LEVEL


def _disagreement(alike: Alike) -> str:
    """Name the permissions of which the claims say more or less than the access roles or the profile."""
    found: dict[str, list[str]] = {}
    for permission, held in alike.holds.items():
        if held.claims_grant is not None:
            found.setdefault(held.claims_grant, []).append(permission)
    return "; ".join(f"the claims grant {way}: {', '.join(of)}" for way, of in sorted(found.items(), reverse=True))


def _unreadable_profiles(scene: Scene) -> Looked:
    profiled = [of for of in _active(scene) if of.bearer.standing.profile is not None]
    custom = [of for of in profiled if of.bearer.has_custom_profile and of.bearer.claims is None]
    return _named(profiled, custom)


def _adjusted_profiles(scene: Scene) -> Looked:
    profiled = [of for of in _active(scene) if of.bearer.standing.profile is not None]
    return _named(profiled, [of for of in profiled if not of.bearer.has_custom_profile])


def _named(profiled: list[Alike], found: list[Alike]) -> Looked:
    cases = [Case(person=user.id, note=of.bearer.standing.profile or "") for of in found for user in of.users]
    return Looked(cases, sum(len(of.users) for of in profiled))


def _unknown_roles(scene: Scene) -> Looked:
    cases = [
        Case(person=user.id, note=", ".join(of.bearer.standing.unknown))
        for of in _active(scene)
        if of.bearer.standing.unknown
        for user in of.users
    ]
    return Looked(cases, len(scene.people))


def _no_level(scene: Scene) -> Looked:
    cases = [
        Case(person=user.id)
        for of in _active(scene)
        if of.bearer.standing.level == UNKNOWN_LEVEL and of.bearer.standing.profile is None
        for user in of.users
    ]
    return Looked(cases, len(scene.people))


def _active(scene: Scene) -> Iterator[Alike]:
    return (of for of in scene.account.alike if of.bearer.is_active is True)


RULES: Final = (
    Rule(
        id="claims-disagree",
        title="Permission claims that disagree with the level, extras or profile",
        severity="medium",
        why="What Harvest lets them do is not what its permissions page says that they may.",
        remedy=SETTLE,
        controls=("A.5.15", "A.5.18", "CC6.3"),
        among="people with claims and a known level or profile",
        look=_claims_disagree,
    ),
    Rule(
        id="unknown-access-role",
        title="Access roles that nobody knows",
        severity="medium",
        why="What they grant is not documented, so nobody can say that it is needed.",
        remedy=COMPARE,
        controls=("A.5.15", "A.5.18", "CC6.3"),
        among="people",
        look=_unknown_roles,
    ),
    Rule(
        id="no-known-level",
        title="People without a level that is known",
        severity="medium",
        why="Whether they may do little or everything is not told.",
        remedy=COMPARE,
        controls=("A.5.15", "A.5.18", "CC6.3"),
        among="people",
        look=_no_level,
    ),
    Rule(
        id="unreadable-profile",
        title="Custom profiles whose permissions are not told",
        severity="medium",
        why="The API names the profile and not what it grants: it is reviewed on Harvest's screens or not at all.",
        remedy=COMPARE,
        controls=("A.5.15", "A.5.18", "CC6.3"),
        among="people with a profile",
        look=_unreadable_profiles,
    ),
    Rule(
        id="profile-adjustments",
        title="Profiles whose individual adjustments cannot be seen",
        severity="low",
        why="A profile may be adjusted for one person, and the API does not tell.",
        remedy=COMPARE,
        controls=("A.5.18", "CC6.3"),
        among="people with a profile",
        look=_adjusted_profiles,
    ),
)
