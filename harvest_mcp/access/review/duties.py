"""Duties that should not lie in one hand: a table of pairs, each of which is a rule. Add a row for another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from harvest_mcp.access.account import Alike
from harvest_mcp.access.grants import Decision, decide
from harvest_mcp.access.permissions import RULES as PERMISSION_RULES
from harvest_mcp.access.permissions import Permission
from harvest_mcp.access.question import Question, question
from harvest_mcp.access.reasons import Severity
from harvest_mcp.access.review.rule import Case, Looked, Rule
from harvest_mcp.access.review.scene import Scene
from harvest_mcp.access.screens import PERMISSIONS_TAB

MODULE_UNTOLD: Final = "Whether the account has the module for it switched on is out of sight."


@dataclass(frozen=True, slots=True)
class Duties:
    """Two permissions that one person should not have, and what may come of it where they do."""

    id: str
    title: str
    severity: Severity
    first: Permission
    second: Permission
    why: str


SEPARATED: Final = (
    Duties(
        "duties-edit-and-bill",
        "People who edit others' time and bill it",
        "high",
        "time.write",
        "invoices.draft",
        "Hours can be changed and billed by one hand, and nobody else need see it.",
    ),
    Duties(
        "duties-edit-and-approve",
        "People who edit others' time and approve it",
        "medium",
        "time.write",
        "time.approve",
        "Approval checks nothing where the approver wrote the hours.",
    ),
    Duties(
        "duties-admit-and-approve",
        "People who admit others and approve their time",
        "medium",
        "people.manage",
        "time.approve",
        "A person who does no work can be added, and their hours approved.",
    ),
    Duties(
        "duties-quote-and-bill",
        "People who write estimates and send invoices",
        "medium",
        "estimates.manage",
        "invoices.manage",
        "Price and bill come from one hand, so that neither checks the other.",
    ),
    Duties(
        "duties-price-and-bill",
        "People who set billable rates and send invoices",
        "medium",
        "billable_rates.write",
        "invoices.manage",
        "The price of an hour can be changed for one bill and set back.",
    ),
)
"""Administrators hold everything by their level and are left out: how many they are is a rule of its own."""


def _rule(duties: Duties) -> Rule:
    return Rule(
        id=duties.id,
        title=duties.title,
        severity=duties.severity,
        why=duties.why,
        remedy=f"Take one of the two away: {PERMISSIONS_TAB.short}",
        controls=("A.5.3", "CC6.1", "CC6.3"),
        among="people not known to be administrators",
        look=_looker(duties),
        needs=("company", "users", "projects", "user_assignments", "teammates"),
    )


def _looker(duties: Duties) -> Callable[[Scene], Looked]:
    def look(scene: Scene) -> Looked:
        asked = tuple(question(scene.account, PERMISSION_RULES[name]) for name in (duties.first, duties.second))
        decided = [pair for of in scene.account.alike if _may_hold(of, duties) for pair in _decided(asked, of)]
        both = [pair for pair in decided if all(of.answer == "yes" for of in pair)]
        unknown = sum(all(of.answer != "no" for of in pair) for pair in decided) - len(both)
        return Looked([_case(scene, *pair) for pair in both], len(scene.others), unknown)

    return look


def _may_hold(alike: Alike, duties: Duties) -> bool:
    bearer = alike.bearer
    if bearer.is_active is not True or bearer.standing.is_administrator:
        return False
    return alike.holds[duties.first].is_something and alike.holds[duties.second].is_something


def _decided(asked: tuple[Question, ...], alike: Alike) -> Iterator[tuple[Decision, Decision]]:
    first, second = asked
    return ((decide(first, user), decide(second, user)) for user in alike.users)


def _case(scene: Scene, first: Decision, second: Decision) -> Case:
    held = dict.fromkeys(of.reasons[0].because for of in (first, second))
    return Case(
        person=first.person.id,
        projects=_where(first, second),
        note=" ".join([*held, *_untold(scene, first, second)]),
    )


def _where(first: Decision, second: Decision) -> tuple[int, ...]:
    """The projects on which both hold, where they do not hold everywhere."""
    bounded = [of.extent.projects for of in (first, second) if of.extent is not None and of.extent.kind != "all"]
    shared = set.intersection(*map(set, bounded)) if bounded else set()
    return tuple(sorted(shared))


def _untold(scene: Scene, *decisions: Decision) -> Iterator[str]:
    modules = {PERMISSION_RULES[of.permission].module for of in decisions} - {None}
    if any(getattr(scene.account.company, str(module), None) is None for module in modules):
        yield MODULE_UNTOLD


RULES: Final = tuple(map(_rule, SEPARATED))
