"""Who may do something, to a thing or anywhere; who possibly may, by cause; how many may for their own things only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from harvest_mcp.access.account import Account
from harvest_mcp.access.anything import anything
from harvest_mcp.access.grants import caveats_of, switched_off
from harvest_mcp.access.permissions import RULES, USERS_API, Permission
from harvest_mcp.access.question import ACCOUNT, On, Question, question
from harvest_mcp.access.reasons import Reason
from harvest_mcp.access.tally import Holder, Tally, concerned, tally_of

AnyPermission = Permission | Literal["any"]

UNLISTED: Final = Reason("Is mentioned by other records, but not among the people whom Harvest lists.", USERS_API)


@dataclass(frozen=True, slots=True)
class Possible:
    """People who possibly may, all for the same cause."""

    cause: Reason
    people: tuple[int, ...]
    """Ids of people in sight, or of people who are only mentioned."""
    is_all: bool = True
    """False where there may be more than the token sees mentioned."""


@dataclass(frozen=True, slots=True)
class WhoCan:
    """Who may: rows by rising id of the person, groups of those who possibly may, and a count."""

    permission: AnyPermission
    on: On
    people: tuple[Holder, ...]
    possibly: tuple[Possible, ...] = ()
    own: int = 0
    """How many may for their own things only."""
    caveats: tuple[str, ...] = ()


def who_can(account: Account, permission: AnyPermission, on: On = ACCOUNT) -> WhoCan:
    """Find everyone who may do something, to this thing or anywhere; `any` asks for whatever they may do there."""
    if permission == "any":
        asked = question(account, RULES["time.read"], on)
        return _answer(asked, "any", anything(account, on), ())
    rule = RULES[permission]
    if (off := switched_off(account, rule)) is not None:
        return WhoCan(permission, on, (), caveats=(off.because,))
    asked = question(account, rule, on)
    return _answer(asked, permission, tally_of(asked), caveats_of(asked))


def _answer(asked: Question, permission: AnyPermission, tally: Tally, caveats: Iterable[str]) -> WhoCan:
    possibly = (Possible(cause, tuple(people)) for cause, people in tally.possibly.items())
    return WhoCan(
        permission,
        asked.on,
        tuple(sorted(tally.holders, key=lambda holder: holder.id)),
        (*possibly, *_out_of_sight(asked)),
        len(tally.own),
        tuple(caveats),
    )


def _out_of_sight(asked: Question) -> Iterator[Possible]:
    """People who may be anything, since the token does not see them."""
    sight, unseen = asked.account.sees("users"), asked.account.unseen_people
    mentioned = tuple(sorted(unseen.keys() if asked.is_about_account else unseen.keys() & concerned(asked)))
    if not sight.is_whole:
        yield Possible(Reason(sight.why, f"in sight of {sight.who_could}"), mentioned, is_all=False)
    elif mentioned:
        yield Possible(UNLISTED, mentioned)
