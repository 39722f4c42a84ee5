"""What one person may do or reach and another may not, both ways."""

from collections.abc import Iterator
from dataclasses import dataclass

from harvest_mcp.access.account import Account
from harvest_mcp.access.grants import Grant, grants_of
from harvest_mcp.access.permissions import Permission, Reach
from harvest_mcp.access.reasons import EVERYTHING, Extent, extent_of
from harvest_mcp.harvest.models import User


@dataclass(frozen=True, slots=True)
class Beyond:
    """Something that one person may and the other may not, or not as far."""

    permission: Permission
    reach: Reach
    """By which reach the one may."""
    extent: Extent
    """What of it is beyond the other."""
    is_certain: bool
    """False where one of the two is not known well enough."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What each of two people has beyond the other."""

    first: User
    second: User
    only_first: tuple[Beyond, ...]
    only_second: tuple[Beyond, ...]


def difference(account: Account, first: User, second: User) -> Difference:
    """Compare two people, permission by permission and thing by thing. Nothing sets a person apart from themselves."""
    if first.id == second.id:
        return Difference(first, second, (), ())
    of_first = {grant.permission: grant for grant in grants_of(account, first)}
    of_second = {grant.permission: grant for grant in grants_of(account, second)}
    return Difference(first, second, tuple(_beyond(of_first, of_second)), tuple(_beyond(of_second, of_first)))


def _beyond(mine: dict[Permission, Grant], theirs: dict[Permission, Grant]) -> Iterator[Beyond]:
    for permission, grant in mine.items():
        other = theirs.get(permission)
        extent = grant.extent or Extent("all" if grant.reach == "all" else "own")
        rest = extent if other is None else _rest(extent, other.extent)
        if rest is not None:
            is_certain = grant.answer == "yes" and (other is None or (other.answer == "yes" and other.wider is None))
            yield Beyond(permission, grant.reach, rest, is_certain)


def _rest(extent: Extent, other: Extent | None) -> Extent | None:
    """What of an extent lies outside another."""
    if other is None:
        return extent
    if EVERYTHING in {extent, other}:
        return None if other == EVERYTHING else extent
    projects = tuple(project for project in extent.projects if project not in other.projects)
    people = tuple(person for person in extent.people if person not in other.people)
    return extent_of(projects, people) if projects or people else None
