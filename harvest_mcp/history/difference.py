"""What differs between the records of two pictures, with all that access rests on there.

The two parts give the changes, and the names of all that has changed, that the whole pictures give.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from harvest_mcp.history.records import Key, Records

SIGHT: Final = Key("account")
"""The record of how much is in sight: where it differs, what no record tells may differ too."""


def differing(before: Records, after: Records) -> tuple[Records, Records]:
    """Give of two pictures' records those that are not the same in both, and those without which they tell nothing."""
    if before[SIGHT] != after[SIGHT]:
        return before, after
    changed = {key for key, body in after.items() if before.get(key) != body} | (before.keys() - after.keys())
    touched = _touched(changed, [*before, *after])
    return touched.of(before), touched.of(after)


@dataclass(frozen=True, slots=True)
class _Touched:
    """What the records that differ are about."""

    people: AbstractSet[int]
    projects: AbstractSet[int]
    places: AbstractSet[tuple[int, int]]
    """A person and a project: what one says of the other, several assignments may."""
    mentioned: AbstractSet[int]
    """People and projects that have no record: assignments alone tell that they are there."""

    def of(self, written: Records) -> Records:
        """Give the records that are about it."""
        return {key: body for key, body in written.items() if self._holds(key)}

    def _holds(self, key: Key) -> bool:
        match key.kind:
            case "assignment":
                is_place = (key.person, key.thing) in self.places
                return is_place or key.person in self.mentioned or key.thing in self.mentioned
            case "user" | "holder":
                return key.person in self.people
            case "teammate":
                return key.person in self.people or key.thing in self.people
            case "project":
                return key.number in self.projects
        return key.kind != "client"


def _touched(changed: AbstractSet[Key], every: Sequence[Key]) -> _Touched:
    people = {key.person for key in changed} | {key.thing for key in changed if key.kind == "teammate"}
    if roles := {key.number for key in changed if key.kind == "role"}:
        people |= {key.person for key in every if key.kind == "holder" and key.number in roles}
    mentioned = {key.number for key in every if key.kind in {"person_name", "project_name"}}
    places = {(key.person, key.thing) for key in changed if key.kind == "assignment"}
    projects = {key.number for key in changed if key.kind == "project"} | {project for _, project in places}
    return _Touched(people, projects, places, mentioned)
