"""What a review looks at: a picture of the account, the policy that measures it, and when people last tracked time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar, cast

from harvest_mcp.access.account import Account
from harvest_mcp.access.holding import Bearer
from harvest_mcp.access.permissions import Reach
from harvest_mcp.access.review.policy import Policy
from harvest_mcp.access.standing import UNKNOWN_LEVEL, Standing, standing
from harvest_mcp.harvest.models import User

T = TypeVar("T")


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
        return self._active_of(lambda bearer: bearer.standing.is_administrator)

    @cached_property
    def perhaps_administrators(self) -> Sequence[User]:
        """Active people who are perhaps administrators."""
        return self._active_of(lambda bearer: not bearer.standing.is_administrator and _may_administer(bearer))

    @cached_property
    def others(self) -> Sequence[User]:
        """Active people who are not administrators."""
        return self._active_of(lambda bearer: not bearer.standing.is_administrator)

    @cached_property
    def beyond_members(self) -> Sequence[User]:
        """Active people who hold something beyond what every member does, or may."""
        return self._active_of(lambda bearer: not _is_member(bearer) or bool(bearer.standing.unknown))

    @cached_property
    def members(self) -> Sequence[User]:
        """Active people whose level is member, and decides."""
        return self._active_of(_is_member)

    def _active_of(self, holds: Callable[[Bearer], bool]) -> Sequence[User]:
        """Those of whom something holds, which is asked once of people who are alike; in the account's order."""
        ids = {user.id for of in self.account.alike if holds(of.bearer) for user in of.users}
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
        reach = self.account.alike_of_user[user.id].holds["time.approve"].sure
        return reach if reach != "own" else None

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
