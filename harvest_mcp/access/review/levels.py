"""Rules about administrators, whose level reaches everything."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from harvest_mcp.access.review.rule import Case, Looked, Rule
from harvest_mcp.access.review.scene import Scene
from harvest_mcp.access.screens import PERMISSIONS_TAB
from harvest_mcp.harvest.models import User

PRIVILEGED: Final = ("A.5.18", "A.8.2", "CC6.1", "CC6.3")
NO_DOMAIN: Final = "No e-mail domain is that of most people: name the company's as `domains` in the policy."


def _contractors(scene: Scene) -> Looked:
    found = [Case(person=user.id) for user in scene.administrators if user.is_contractor is True]
    unknown = [user for user in scene.administrators if user.is_contractor is None]
    unknown += [user for user in scene.perhaps_administrators if user.is_contractor is not False]
    return Looked(found, len(scene.administrators), len(unknown))


def _too_few(scene: Scene) -> Looked:
    """Whoever may be one counts as one: only a sure lack is a finding."""
    may_be = [user for user in scene.account.users if user.is_active is not False and scene.may_administer(user)]
    surely, fewest = scene.administrators, scene.policy.fewest_administrators
    cases = [Case(person=user.id) for user in surely] if len(may_be) < fewest else []
    unknown = len(may_be) - len(surely) if len(surely) < fewest <= len(may_be) else 0
    return Looked(cases, len(scene.people), unknown, note=f"At least {fewest} are wanted.")


def _too_many(scene: Scene) -> Looked:
    """Whoever may be active counts towards all: only a sure excess is a finding."""
    policy, many = scene.policy, len(scene.administrators)
    people = sum(user.is_active is not False for user in scene.account.users)
    is_excess = many > policy.fewest_administrators and many > policy.administrators_share * people
    cases = [Case(person=user.id) for user in scene.administrators] if is_excess else []
    return Looked(cases, len(scene.people), note=f"At most {policy.administrators_share:.0%} are wanted.")


def _outside(scene: Scene) -> Looked:
    domains = scene.policy.domains or tuple(_domain_of_most(scene))
    if not domains:
        return Looked(short=NO_DOMAIN)
    company = {domain.casefold().removeprefix("@") for domain in domains}
    outside = [user for user in scene.administrators if _is_outside(user, company)]
    unknown = [user for user in scene.administrators if not user.email]
    unknown += [user for user in scene.perhaps_administrators if not user.email or _is_outside(user, company)]
    how = "as the policy says" if scene.policy.domains else "as most people have it"
    return Looked(
        [Case(person=user.id, note=user.email or "") for user in outside],
        len(scene.administrators),
        len(unknown),
        f"The company's: {', '.join(domains)} ({how}).",
    )


def _domain_of_most(scene: Scene) -> Iterator[str]:
    """The domain of more than half of all people, where all are in sight."""
    if scene.account.sees("users").is_whole:
        domains = Counter(_domain(user.email) for user in scene.account.users if user.email)
        for domain, people in domains.most_common(1):
            if 2 * people > domains.total():
                yield domain


def _domain(mail: str) -> str:
    return mail.rpartition("@")[2].strip().casefold()


def _is_outside(user: User, company: set[str]) -> bool:
    domain = _domain(user.email or "")
    return bool(domain) and not any(domain == of or domain.endswith(f".{of}") for of in company)


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
