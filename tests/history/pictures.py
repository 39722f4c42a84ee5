"""A company that changes from day to day: its picture on each day is the same wherever and whenever it is made."""

from datetime import timedelta
from random import Random

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import EXTRAS
from harvest_mcp.harvest.models import Role
from tests.accounts import AS_OF, account, assigned, mates, person, project


def picture_of(day: int, *, people: int = 120) -> Account:
    """Give the picture of a day, on which a few are promoted, assigned or archived."""
    chance = Random(day)  # noqa: S311  (an invented company needs a seed)
    users = [
        person(
            number,
            f"Person{number} Of {number % 7}",
            *(("manager", EXTRAS[(number + day) % len(EXTRAS)]) if number % 20 == day % 20 else ("member",)),
            is_active=number == 1 or chance.random() > 0.02,
            cost_rate=float(number),
            default_hourly_rate=100.0,
        )
        for number in range(1, people + 1)
    ]
    users[0] = person(1, "Ann Admin", "administrator")
    projects = [project(1000 + number, f"Project {number}", hourly_rate=90.0) for number in range(people // 5)]
    rows = [
        assigned(10_000 + number, projects[(number * 7) % len(projects)], who, manages=number % 20 == day % 20)
        for number, who in enumerate(users)
    ]
    return account(
        users[0],
        as_of=AS_OF + timedelta(days=day),
        users=tuple(users),
        projects=tuple(projects),
        user_assignments=tuple(rows),
        roles=(Role(id=41, name="Design", user_ids=tuple(range(1 + day % 5, 20))),),
        clients=(),
        teammates={2: mates(*users[2 : 5 + day % 3])},
    )
