"""Rules about administrators, whose level reaches everything."""

from collections.abc import Sequence
from typing import Final

from harvest_mcp.access.review.domains import company_domains
from harvest_mcp.access.review.rule import Case, Looked, Rule
from harvest_mcp.access.review.scene import Scene, untold_activity
from harvest_mcp.access.screens import PERMISSIONS_TAB
from harvest_mcp.harvest.models import User

PRIVILEGED: Final = ("A.5.18", "A.8.2", "CC6.1", "CC6.3")
NO_ADMINISTRATOR: Final = "Harvest tells of no administrator, and every account has one: its owner."
NO_DOMAIN: Final = (
    "The company's e-mail domain cannot be guessed from active people's addresses: name it as `domains` in the policy."
)


def _contractors(scene: Scene) -> Looked:
    surely, perhaps = scene.administrators, scene.perhaps_administrators
    found = [Case(person=user.id) for user in surely if user.is_contractor is True]
    unknown = sum(user.is_contractor is None for user in surely)
    unknown += sum(user.is_contractor is not False for user in perhaps)
    return Looked(found, len(surely), unknown, may=len(perhaps))


def _too_few(scene: Scene) -> Looked:
    """Whoever may be one counts as one: only a sure lack is a finding."""
    fewest, many, at_most = scene.policy.fewest_administrators, len(scene.administrators), len(scene.derive(_may_be))
    if not at_most:
        return Looked(short=NO_ADMINISTRATOR)
    return _counted(
        scene,
        is_sure=0 < many <= at_most < fewest,
        is_possible=many < fewest,
        note=f"At least {fewest} are wanted; known to be there: {many:,}.",
    )


def _too_many(scene: Scene) -> Looked:
    """Whoever may be active counts towards all: only a sure excess is a finding."""
    share, fewest = scene.policy.administrators_share, scene.policy.fewest_administrators
    many, may_be = len(scene.administrators), scene.derive(_may_be)
    fewest_people = len(scene.people) + sum(user.is_active is None for user in may_be)
    return _counted(
        scene,
        is_sure=_is_excess(scene, many, len(scene.derive(_in_sight))),
        is_possible=_is_excess(scene, len(may_be), fewest_people),
        note=f"At most {share:.0%} are wanted, or {fewest} where that is more; known to be there: {many:,}.",
    )


def _is_excess(scene: Scene, many: int, people: int) -> bool:
    return many > scene.policy.fewest_administrators and many > scene.policy.administrators_share * people


def _counted(scene: Scene, *, is_sure: bool, is_possible: bool, note: str) -> Looked:
    """Tell that there are too few or too many administrators, or that there may be: some are only perhaps ones."""
    people, surely = len(scene.people), scene.administrators
    untold = len(scene.derive(_in_sight)) - people
    perhaps = len(scene.derive(_may_be)) - len(surely)
    return Looked(
        [Case(person=user.id) for user in surely] if is_sure else [],
        people,
        unknown=(perhaps or untold) if is_possible and not is_sure else 0,
        may=untold,
        note=note,
        doubt=f"{perhaps:,} of {people + untold:,} people may be administrators."
        if perhaps
        else untold_activity(scene.account),
    )


def _in_sight(scene: Scene) -> Sequence[User]:
    """Whoever is active, or may be."""
    return [user for user in scene.account.users if user.is_active is not False]


def _may_be(scene: Scene) -> Sequence[User]:
    """Whoever is an active administrator, or may be."""
    return [user for user in scene.derive(_in_sight) if scene.may_administer(user)]


def _outside(scene: Scene) -> Looked:
    domains = company_domains(scene.account, scene.policy)
    if domains is None:
        return Looked(short=NO_DOMAIN)
    surely, perhaps = scene.administrators, scene.perhaps_administrators
    outside = [user for user in surely if user.email and not domains.has(user.email)]
    unknown = [user for user in surely if not user.email]
    unknown += [user for user in perhaps if not user.email or not domains.has(user.email)]
    return Looked(
        [Case(person=user.id, note=user.email or "") for user in outside],
        len(surely),
        len(unknown),
        may=len(perhaps),
        note=f"The company's: {domains.words()}.",
    )


RULES: Final = (
    Rule(
        id="contractor-administrator",
        title="Administrators who are contractors",
        severity="high",
        why="Whoever is not an employee holds everything in the account, billing and others' access among it.",
        remedy=f"Lower the level, or correct the contractor mark: {PERMISSIONS_TAB.short}",
        controls=PRIVILEGED,
        among="administrators",
        look=_contractors,
    ),
    Rule(
        id="few-administrators",
        title="Too few administrators",
        severity="high",
        why="Where the only administrator is away or leaves, nobody can give or take access.",
        remedy=f"Make another trusted person administrator: {PERMISSIONS_TAB.short}",
        controls=("A.5.18", "A.8.2", "CC6.3"),
        among="people",
        look=_too_few,
        is_of_absence=True,
        leaves_out_untold=False,
    ),
    Rule(
        id="many-administrators",
        title="Too many administrators",
        severity="medium",
        why="Each administrator sees all rates and may change everything; few people need that.",
        remedy=f"Make managers of those who need less: {PERMISSIONS_TAB.short}",
        controls=PRIVILEGED,
        among="people",
        look=_too_many,
        is_of_absence=True,
        leaves_out_untold=False,
    ),
    Rule(
        id="administrator-outside-domain",
        title="Administrators outside the company's e-mail domains",
        severity="high",
        why="An address that the company does not run outlives the employment and its sign-in rules.",
        remedy=f"Have them use the company's address, or lower the level: {PERMISSIONS_TAB.short}",
        controls=PRIVILEGED,
        among="administrators",
        look=_outside,
    ),
)
