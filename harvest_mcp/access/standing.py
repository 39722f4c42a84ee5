"""A person's standing: the level, extra permissions and profile that Harvest states, in whichever generation it writes.

Nothing is guessed: what no generation's words explain is kept as it came, and a level that is not stated is `unknown`.
"""

from dataclasses import dataclass
from typing import Final, Literal

from harvest_mcp.access.permissions import EXTRAS, LEGACY_EXTRAS, LEVELS, PROFILE_LEVELS, Extra, Level
from harvest_mcp.harvest.models import User

Generation = Literal["legacy", "access_roles", "profiles", "unstated"]
UNKNOWN_LEVEL: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """What Harvest states of a person's permissions, before anything is concluded from it."""

    level: Level | Literal["unknown"]
    extras: tuple[Extra, ...] = ()
    unknown: tuple[str, ...] = ()
    profile: str | None = None
    generation: Generation = "unstated"

    @property
    def is_administrator(self) -> bool:
        """Whether the level is administrator."""
        return self.level == "administrator"

    @property
    def is_lossy(self) -> bool:
        """Whether a profile that equals no level decides what the person may do, whatever the level says."""
        return self.profile is not None and PROFILE_LEVELS.get(_plain(self.profile)) != self.level

    @property
    def void(self) -> tuple[Extra, ...]:
        """The extras that come to nothing since the level is member; Harvest derives `people_manager` itself."""
        return self._set_extras if self.level == "member" else ()

    @property
    def redundant(self) -> tuple[Extra, ...]:
        """The extras that add nothing since the level is administrator, which holds all that they grant."""
        return self._set_extras if self.level == "administrator" else ()

    @property
    def _set_extras(self) -> tuple[Extra, ...]:
        """The extras that somebody set, where extras are set at all."""
        if self.generation != "access_roles":
            return ()
        return tuple(extra for extra in self.extras if extra != "people_manager")

    def holds(self, access: str) -> bool:
        """Whether this level, extra or unknown access role is among what the person holds."""
        return access == self.level or access in self.extras or access in self.unknown


def standing(user: User) -> Standing:
    """Read a person's standing from the newest generation of fields that Harvest sent."""
    profile = user.permissions_profile
    if user.access_roles is not None:
        return _from_access_roles(user.access_roles, profile)
    if profile is not None:
        return Standing(PROFILE_LEVELS.get(_plain(profile), UNKNOWN_LEVEL), profile=profile, generation="profiles")
    if user.is_admin is not None or user.is_project_manager is not None:
        return _from_legacy(user)
    return Standing(UNKNOWN_LEVEL)


def _from_access_roles(access_roles: tuple[str, ...], profile: str | None) -> Standing:
    held = set(access_roles)
    level = next((level for level in LEVELS if level in held), None)
    if level is None and profile is not None:
        level = PROFILE_LEVELS.get(_plain(profile))
    return Standing(
        level or UNKNOWN_LEVEL,
        extras=tuple(extra for extra in EXTRAS if extra in held),
        unknown=tuple(sorted(held.difference(LEVELS, EXTRAS))),
        profile=profile,
        generation="profiles" if profile is not None else "access_roles",
    )


def _from_legacy(user: User) -> Standing:
    """Read the booleans of before 2022; the three `can_` ones mean something on managers only."""
    if user.is_admin:
        return Standing("administrator", generation="legacy")
    if not user.is_project_manager:
        return Standing("member", generation="legacy")
    held = {extra for field, extra in LEGACY_EXTRAS.items() if getattr(user, field)}
    return Standing("manager", extras=tuple(extra for extra in EXTRAS if extra in held), generation="legacy")


def _plain(profile: str) -> str:
    """Fold case and white space as Harvest's own look-up of a profile does."""
    return " ".join(profile.split()).casefold()
