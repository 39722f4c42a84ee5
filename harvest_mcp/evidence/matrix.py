"""People by permissions: one letter a cell, for what somebody reaches."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.grants import Grant, grants_of
from harvest_mcp.access.permissions import PERMISSIONS, Permission
from harvest_mcp.harvest.models import User

ALL, PART, OWN, PERHAPS, NOTHING = "A", "M", "O", "?", ""
MEANS: Final = {
    ALL: "everywhere in the account",
    PART: "for the projects and people that they manage",
    OWN: "for what is their own",
    PERHAPS: "possibly: Harvest does not tell enough",
}
_OF_REACH: Final = {"all": ALL, "managed": PART, "own": OWN}


@dataclass(frozen=True, slots=True)
class Row:
    """A person and a letter for each permission, in the order of the table."""

    person: User
    cells: Sequence[str]


def matrix(account: Account) -> list[Row]:
    """Work out every active person's row."""
    people = [user for user in account.users if user.is_active is not False]
    return [Row(user, _cells(grants_of(account, user))) for user in people]


def holders(rows: Sequence[Row]) -> dict[Permission, Counter[str]]:
    """Count the letters of each permission."""
    return {permission: Counter(row.cells[place] for row in rows) for place, permission in enumerate(PERMISSIONS)}


def _cells(grants: Sequence[Grant]) -> Sequence[str]:
    letters: dict[Permission, str] = {
        grant.permission: _OF_REACH[grant.reach] if grant.answer == "yes" else PERHAPS for grant in grants
    }
    return [letters.get(permission, NOTHING) for permission in PERMISSIONS]
