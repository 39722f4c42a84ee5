"""What a token can see of each part of an account, by the standing of its owner.

An administrator's token sees everything; for any other the table says what is missing, why, and who could see it.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from harvest_mcp.access.standing import Standing

Part = Literal["company", "users", "roles", "projects", "user_assignments", "clients", "teammates"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)

WORDS: Final[Mapping[Part, str]] = MappingProxyType(
    {
        "company": "company settings",
        "users": "people",
        "roles": "job roles",
        "projects": "projects",
        "user_assignments": "project assignments",
        "clients": "clients",
        "teammates": "who manages whom",
    }
)

ADMINISTRATOR: Final = "an administrator"


@dataclass(frozen=True, slots=True)
class Sight:
    """How much of one part of the account a token sees: all of it, a part, or nothing; and why not all."""

    state: Literal["whole", "partial", "forbidden"] = "whole"
    why: str = ""
    who_could: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing of this part is missing."""
        return self.state == "whole"


WHOLE: Final = Sight()


def forbidden(part: Part) -> Sight:
    """Say that Harvest refused this part to the token."""
    return Sight("forbidden", f"Harvest does not show {WORDS[part]} to this token.", ADMINISTRATOR)


def expected_sight(standing: Standing) -> Mapping[Part, Sight]:
    """Say what Harvest documents that a token of this standing sees, before anything is asked."""
    if standing.is_lossy:
        return {part: _unsaid(part) for part in PARTS}
    if standing.is_administrator:
        return dict.fromkeys(PARTS, WHOLE)
    if standing.level == "member":
        return {part: _own(part) for part in PARTS}
    if standing.level == "manager":
        return {part: _managed(part, standing) for part in PARTS}
    return {part: _unsaid(part) for part in PARTS}


def sight_as_answered(
    standing: Standing, *, answered: AbstractSet[Part], refused: AbstractSet[Part]
) -> Mapping[Part, Sight]:
    """Correct what is documented by what Harvest answered: a refusal counts, and so does what it gave all the same."""
    sight = dict(expected_sight(standing))
    for part in refused:
        if sight[part] in {WHOLE, _unsaid(part)}:
            sight[part] = forbidden(part)
    for part in answered:
        if sight[part].state == "forbidden":
            sight[part] = WHOLE if part == "company" else _unsaid(part)
    return sight


def _own(part: Part) -> Sight:
    if part == "users":
        return Sight("partial", "A member's token sees no other people than its owner.", ADMINISTRATOR)
    if part in {"projects", "user_assignments", "clients"}:
        return Sight("partial", f"A member's token sees only its owner's {WORDS[part]}.", ADMINISTRATOR)
    return forbidden(part)


def _managed(part: Part, standing: Standing) -> Sight:
    if part == "clients" and standing.holds("client_and_task_manager"):
        return WHOLE
    may_lead = standing.holds("people_manager") or standing.generation == "legacy"
    if part == "teammates" and may_lead:
        return Sight("partial", "A manager's token sees only the people assigned to its owner.", ADMINISTRATOR)
    if part in {"roles", "teammates", "company"}:
        return forbidden(part)
    if part == "users" and not may_lead:
        return Sight("partial", "A manager without assigned people sees no other people.", ADMINISTRATOR)
    if part == "users":
        return Sight("partial", "A manager's token sees only its owner and the people assigned to them.", ADMINISTRATOR)
    return Sight("partial", f"A manager's token sees {WORDS[part]} only of what its owner manages.", ADMINISTRATOR)


def _unsaid(part: Part) -> Sight:
    return Sight("partial", f"Harvest does not say whether this token sees all {WORDS[part]}.", ADMINISTRATOR)
