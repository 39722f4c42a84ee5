"""What one person may do, to what, and why: yes, no or unknown, never a guess.

Pure functions of one picture of an account. Reasons speak of the person who is asked about; ids are Harvest's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.holding import ARCHIVED, PERHAPS_ARCHIVED, Hold, lacking, place
from harvest_mcp.access.permissions import COMPANY_API, RULES, Permission, Reach, Rule
from harvest_mcp.access.question import ACCOUNT, On, Question, question, set_aside
from harvest_mcp.access.reach import Found, reaches
from harvest_mcp.access.reasons import Answer, Extent, Reason
from harvest_mcp.harvest.models import User

NOTHING: Final = Found("no")
NOT_HELD: Final = Hold()
ALL_FUTURE_PROJECTS: Final = (
    "Will be added to every project created from now on; that gives nothing on today's projects."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether a person may, with the chain of reasons; the last of a no is the nearest step that is missing."""

    person: User
    permission: Permission
    on: On
    answer: Answer
    reach: Reach | None = None
    """By which reach it is a yes, or possibly one."""
    extent: Extent | None = None
    """How far a yes goes: it may hold for a part of the thing only."""
    reasons: tuple[Reason, ...] = ()
    missing: Reason | None = None
    """What is short of a yes: the missing step of a no, the cause of an unknown."""
    caveats: tuple[str, ...] = ()
    is_own: bool = False
    """Not a yes, but true of their own things among those asked about."""
    wider: Reason | None = None
    """Why a yes may go further than its extent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Something that a person may do, or possibly may, and the projects and people that it comes to."""

    permission: Permission
    answer: Answer
    reach: Reach
    extent: Extent | None
    reasons: tuple[Reason, ...]
    caveats: tuple[str, ...]
    wider: Reason | None = None


def explain(account: Account, person: User, permission: Permission, on: On = ACCOUNT) -> Decision:
    """Decide whether a person may do something, to this thing or anywhere, and say why."""
    asked = question(account, RULES[permission], on)
    decision = decide(asked, person)
    will_be_added = asked.rule.own == "assigned" and person.has_access_to_all_future_projects
    future = (ALL_FUTURE_PROJECTS,) if will_be_added else ()
    return replace(decision, caveats=(*decision.caveats, *future, *caveats_of(asked)))


def grants_of(account: Account, person: User) -> tuple[Grant, ...]:
    """Everything that a person may do, or possibly may, in the order of the table."""
    holds = account.alike_of_user[person.id].holds
    asked = (of for of in account.derive(everywhere) if holds[of.rule.id].is_something)
    decisions = (decide(of, person) for of in asked)
    return tuple(grant for decision in decisions for grant in _grants(decision))


def everywhere(account: Account) -> tuple[Question, ...]:
    """Every permission, asked of the whole account, in the order of the table."""
    return tuple(question(account, rule) for rule in RULES.values())


def decide(asked: Question, person: User) -> Decision:
    """Decide for one person, without the caveats that are the same for everybody."""
    held = asked.account.alike_of_user[person.id].holds[asked.rule.id]
    off = switched_off(asked.account, asked.rule)
    if off is not None and held.cause is not ARCHIVED:
        return _short(asked, person, "no", off, NOT_HELD)
    found = reaches(asked, person, held.sure) if held.sure else NOTHING
    more = reaches(asked, person, held.maybe) if held.maybe else NOTHING
    if found.answer == "yes":
        return _yes(asked, person, held, found, more)
    if found.answer == "unknown" and found.short is not None:
        return _short(asked, person, "unknown", found.short, held, reach=held.sure)
    if more.answer != "no" and (cause := _cause(held, more)) is not None:
        return _short(asked, person, "unknown", cause, held, reach=held.maybe)
    missing = _missing(asked, person, held, found if held.sure else more)
    return _short(asked, person, "no", missing, held, is_own=found.is_own)


def _cause(held: Hold, more: Found) -> Reason | None:
    """Say why only possibly: what they hold is in doubt, or, before that, whether it leads there at all."""
    return more.short if more.answer == "unknown" else more.wider or held.cause


def switched_off(account: Account, rule: Rule) -> Reason | None:
    """Say that the account does without the module that a permission belongs to."""
    if rule.module is None or account.company is None or getattr(account.company, rule.module) is not False:
        return None
    return Reason(f"The account has this module switched off ({rule.module}).", COMPANY_API)


def _yes(asked: Question, person: User, held: Hold, found: Found, more: Found) -> Decision:
    goes_further = more.answer != "no" and (more.extent != found.extent or more.wider is not None)
    wider = found.wider or (_cause(held, more) if goes_further else None)
    return Decision(
        person=person,
        permission=asked.rule.id,
        on=asked.on,
        answer="yes",
        reach=found.reach,
        extent=found.extent,
        reasons=tuple(dict.fromkeys((*held.why[:1], *found.reasons, *held.why[1:]))),
        caveats=(*held.notes, *([f"May reach further: {wider.because}"] if wider else [])),
        wider=wider,
    )


def _short(
    asked: Question,
    person: User,
    answer: Answer,
    missing: Reason,
    held: Hold,
    *,
    reach: Reach | None = None,
    is_own: bool = False,
) -> Decision:
    return Decision(
        person=person,
        permission=asked.rule.id,
        on=asked.on,
        answer=answer,
        reach=reach,
        reasons=(*held.why[:1], missing),
        missing=missing,
        caveats=held.notes,
        is_own=is_own,
    )


def _missing(asked: Question, person: User, held: Hold, found: Found) -> Reason:
    """Name the nearest step: what to hold where nothing held would do, or else what to be put in charge of."""
    if held.cause is ARCHIVED:
        return ARCHIVED
    is_held = place(held.sure) > place("own") or held.cause is PERHAPS_ARCHIVED or asked.rule.widest == "own"
    if is_held and found.short is not None:
        return found.short
    return lacking(asked.rule, asked.account.alike_of_user[person.id].bearer)


def _grants(decision: Decision) -> Iterator[Grant]:
    if decision.answer != "no" and decision.reach is not None:
        yield Grant(
            permission=decision.permission,
            answer=decision.answer,
            reach=decision.reach,
            extent=decision.extent,
            reasons=decision.reasons,
            caveats=decision.caveats,
            wider=decision.wider,
        )


def caveats_of(asked: Question) -> Iterator[str]:
    """What else is to be known of any answer to a question."""
    rule = asked.rule
    if said := set_aside(rule, asked.on):
        yield said
    if rule.module is not None and getattr(asked.account.company, rule.module, None) is None:
        yield f"Whether the account has this module switched on ({rule.module}) is out of sight."
    if rule.caveat:
        yield rule.caveat
