"""What a review looks at: a picture of the account, the policy that measures it, and when people last tracked time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final, TypeVar, cast

from harvest_mcp.access.account import Account, Alike
from harvest_mcp.access.holding import MARKED, Bearer, Hold
from harvest_mcp.access.permissions import Reach
from harvest_mcp.access.review.policy import Policy
from harvest_mcp.access.standing import UNKNOWN_LEVEL, Standing, standing
from harvest_mcp.harvest.models import User

T = TypeVar("T")
BEYOND_OWN: Final = frozenset({"managed", "all"})


@dataclass(frozen=True, eq=False, kw_only=True)
class Activity:
    """Who of those asked about tracked time on or after a day, and when the others last did, as far as that was asked.

    A time entry is the only sign of life that Harvest shows of a person.
    """

    since: date
    asked: frozenset[int]
    tracked: frozenset[int]
    last: Mapping[int, date]
    how: str
    is_exact: bool = False
    """Whether everybody's last day was asked for: whoever has none has no entry at all."""


def sees_all_time(account: Account) -> bool:
    """Whether the token sees everybody's time: an administrator's does."""
    held = standing(account.viewer)
    return held.is_administrator and not held.is_lossy


def every(*facts: bool | None) -> bool | None:
    """Whether all of these are so; None where that rests on what is not told."""
    return False if False in facts else None if None in facts else True


def some(facts: Iterable[bool | None]) -> bool | None:
    """Whether any of these is so; None where that rests on what is not told. Asks no further than a yes."""
    found: bool | None = False
    for fact in facts:
        if fact:
            return True
        if fact is None:
            found = None
    return found


def untold_activity(account: Account) -> str:
    """Say of how many people Harvest does not tell whether they are active; nothing where it always does."""
    return account.derive(_untold_activity)


def _untold_activity(account: Account) -> str:
    untold = sum(user.is_active is None for user in account.users)
    return f"Harvest does not tell whether {untold:,} of {len(account.users):,} people are active." if untold else ""


@dataclass(frozen=True, eq=False)
class Scene:
    """A picture and what it is measured by; what several rules need is worked out once."""

    account: Account
    policy: Policy
    activity: Activity | None = None

    def derive(self, make: Callable[["Scene"], T]) -> T:
        """Give what several rules need of this scene: made once."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast("T", self._derived[make])  # what is kept under a function is what it gave

    @cached_property
    def _derived(self) -> dict[Callable[["Scene"], object], object]:
        return {}

    def standing(self, user: User) -> Standing:
        """A person's standing."""
        return self.account.standings[user.id]

    @cached_property
    def people(self) -> Sequence[User]:
        """Whoever is active for sure."""
        return [user for user in self.account.users if user.is_active is True]

    @cached_property
    def administrators(self) -> Sequence[User]:
        """Active administrators."""
        return self._active_of(lambda of: of.bearer.standing.is_administrator)

    @cached_property
    def perhaps_administrators(self) -> Sequence[User]:
        """Active people who are perhaps administrators."""
        return self._active_of(lambda of: not of.bearer.standing.is_administrator and _may_administer(of.bearer))

    @cached_property
    def others(self) -> Sequence[User]:
        """Active people who are not known to be administrators."""
        return self._active_of(lambda of: not of.bearer.standing.is_administrator)

    @cached_property
    def managers(self) -> Sequence[User]:
        """Active people who surely manage whatever they are put in charge of, and not everything."""
        return self._active_of(lambda of: not of.bearer.standing.is_administrator and _managing(of) == "managed")

    @cached_property
    def perhaps_managers(self) -> Sequence[User]:
        """Active people who perhaps manage whatever they are put in charge of."""
        return self._active_of(lambda of: _managing(of) is None and _may_reach(of.holds["time.approve"]))

    @cached_property
    def beyond_members(self) -> Sequence[User]:
        """Active people who surely hold something beyond what every member does."""
        return self._active_of(_is_beyond_member)

    @cached_property
    def perhaps_beyond_members(self) -> Sequence[User]:
        """Active people who perhaps hold something beyond what every member does."""
        return self._active_of(_may_be_beyond_member)

    @cached_property
    def no_more_than_members(self) -> Sequence[User]:
        """Active people who surely hold nothing beyond what every member does."""
        return self._active_of(lambda of: not _is_beyond_member(of) and not _may_be_beyond_member(of))

    @cached_property
    def members(self) -> Sequence[User]:
        """Active people whose level is member, and decides."""
        return self._active_of(lambda of: _is_member(of.bearer))

    @cached_property
    def perhaps_members(self) -> Sequence[User]:
        """Active people of whom Harvest does not tell whether they are more than a member."""
        return self._active_of(lambda of: _has_untold_level(of.bearer) and _managing(of) is None)

    def _active_of(self, holds: Callable[[Alike], bool]) -> Sequence[User]:
        """Those of whom something holds, which is asked once of people who are alike; in the account's order."""
        ids = {user.id for of in self.account.alike if of.bearer.is_active and holds(of) for user in of.users}
        return [user for user in self.people if user.id in ids]

    def may_administer(self, user: User) -> bool:
        """Whether nothing that Harvest says of somebody tells that they are no administrator."""
        return user.id in self._may_administer

    @cached_property
    def _may_administer(self) -> frozenset[int]:
        groups = (of for of in self.account.alike if _may_administer(of.bearer))
        return frozenset(user.id for of in groups for user in of.users)

    def managing(self, user: User) -> Reach | None:
        """How far somebody surely approves time: what they manage, or everything, whatever grants it."""
        return _managing(self.account.alike_of_user[user.id])

    def reaches_all(self, user: User) -> bool:
        """Whether somebody surely holds anything for the whole account."""
        return any(held.sure == "all" for held in self.account.alike_of_user[user.id].holds.values())

    @property
    def since(self) -> date:
        """The day from which on somebody counts as having tracked time lately."""
        return self.account.as_of.date() - timedelta(days=self.policy.inactive_days)


def _may_administer(bearer: Bearer) -> bool:
    if bearer.profile is not None or bearer.standing.is_administrator:
        return bearer.standing.is_administrator
    is_untold = bearer.standing.level == UNKNOWN_LEVEL or bearer.has_custom_profile
    return is_untold and (bearer.claims is None or bool(bearer.standing.unknown))


def _is_member(bearer: Bearer) -> bool:
    return bearer.standing.level == "member" and not bearer.standing.is_lossy


def _has_untold_level(bearer: Bearer) -> bool:
    """Whether neither a level nor a built-in profile says what they are."""
    return bearer.profile is None and (bearer.standing.level == UNKNOWN_LEVEL or bearer.has_custom_profile)


def _managing(alike: Alike) -> Reach | None:
    reach = alike.holds["time.approve"].sure
    return reach if reach != "own" else None


def _is_beyond_member(alike: Alike) -> bool:
    return any(held.sure in BEYOND_OWN for held in alike.holds.values())


def _may_be_beyond_member(alike: Alike) -> bool:
    return not _is_beyond_member(alike) and any(map(_may_reach, alike.holds.values()))


def _may_reach(held: Hold) -> bool:
    """Whether somebody perhaps reaches beyond their own; what a mark may do for a member is a rule of its own."""
    return held.maybe in BEYOND_OWN and held.cause is not MARKED
