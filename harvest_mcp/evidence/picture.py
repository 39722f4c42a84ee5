"""The account as it was seen, as JSON: the facts that everything else in the folder was concluded from.

Rates, fees and budgets stay out: no conclusion about access rests on them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from harvest_mcp.access.account import Account
from harvest_mcp.access.sight import Sight
from harvest_mcp.harvest.models import Client, Company, Noun, Project, Role, Teammate, User, UserAssignment

N = TypeVar("N", bound=Noun)
MONEY: Final = frozenset({"default_hourly_rate", "cost_rate", "hourly_rate", "budget", "cost_budget", "fee"})


def picture(account: Account) -> dict[str, Any]:
    """Give the parts of the account, and how much of each was in sight."""
    return {
        "account": {"id": account.id, "name": account.name},
        "as_of": account.as_of.isoformat(),
        "viewer": _plain(account.viewer),
        "sight": {
            part: {"state": sight.state, "why": sight.why, "who_could": sight.who_could}
            for part, sight in account.sight.items()
        },
        "company": _plain(account.company) if account.company is not None else None,
        "users": [_plain(user) for user in account.users],
        "roles": [_plain(role) for role in account.roles],
        "clients": [_plain(client) for client in account.clients],
        "projects": [_plain(project) for project in account.projects],
        "user_assignments": [_plain(on) for on in account.user_assignments],
        "teammates": {str(of): [_plain(mate) for mate in mates] for of, mates in account.teammates.items()},
    }


def read(told: Mapping[str, Any]) -> Account:
    """Make the account again of what `picture` gave. Raises ValueError, KeyError, TypeError or AttributeError."""

    def each(model: type[N], part: str) -> tuple[N, ...]:
        return tuple(map(model.model_validate, told[part]))

    return Account(
        **told["account"],
        as_of=datetime.fromisoformat(told["as_of"]),
        viewer=User.model_validate(told["viewer"]),
        sight={part: Sight(**seen) for part, seen in told["sight"].items()},
        company=None if told["company"] is None else Company.model_validate(told["company"]),
        users=each(User, "users"),
        roles=each(Role, "roles"),
        clients=each(Client, "clients"),
        projects=each(Project, "projects"),
        user_assignments=each(UserAssignment, "user_assignments"),
        teammates={int(of): tuple(map(Teammate.model_validate, mates)) for of, mates in told["teammates"].items()},
    )


def _plain(noun: Noun) -> dict[str, Any]:
    """Write what Harvest told: null is not the same as what it left out."""
    return noun.model_dump(mode="json", exclude_unset=True, exclude=set(MONEY))
