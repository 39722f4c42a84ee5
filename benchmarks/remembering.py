"""A year of daily snapshots of a large account: what it takes on the disk, and how long to keep, ask and compare."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Final, TypeVar

import anyio
from pydantic import TypeAdapter

from benchmarks.accounts import LARGE, Accounts
from benchmarks.figures import Figure, Group, megabytes, milliseconds
from benchmarks.loading import account_at, credentials_for
from benchmarks.measuring import seconds
from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import EXTRAS
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.people import list_users
from harvest_mcp.harvest.models import User, UserAssignment
from harvest_mcp.history import History
from harvest_mcp.history.answering import access_changes, person_changes
from harvest_mcp.history.records import MONEY

YEAR: Final = 365
MONTH: Final = 30
BEGAN: Final = datetime(2026, 1, 1, 6, tzinfo=UTC)
CHANGED: Final = 0.01
"""The share of people, and of assignments, that are otherwise on the next day."""
HALF: Final = 0.5
LEVEL: Final = 9
"""How hard zstd tries: about as long as our snapshot takes."""
SAMPLED: Final = 10
MOST: Final = 0.25
T = TypeVar("T")


def history(accounts: Accounts) -> Group:
    """Keep a year (quick: a month) of a changing account, in our history and in a folder of zstd files."""
    days = MONTH if accounts.quick else YEAR
    first = anyio.run(account_at, credentials_for(accounts.served(LARGE).port))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "history.sqlite")
        kept, taken, files = History.open(file), [], 0
        for day, account in enumerate(year(first, days)):
            began = perf_counter()
            kept.take(account)
            taken.append(perf_counter() - began)
            files += len(packed(account)) * SAMPLED if day % SAMPLED == 0 else 0
        return Group(
            "History",
            f"{LARGE.words()}: {days} daily snapshots, each with {CHANGED:.0%} of the people and of the assignments "
            f"otherwise than the day before; beside a folder of the same pictures as JSON, a zstd file (level {LEVEL}) "
            f"each, of which every {SAMPLED}th was made.",
            (
                _size(file.stat().st_size, files * days // (-(-days // SAMPLED) * SAMPLED), bounded=days == YEAR),
                *_times(kept, first.id, taken, days),
            ),
        )


def year(first: Account, days: int) -> Iterator[Account]:
    """Give the picture of each day."""
    chance, account = Random(1), replace(first, as_of=BEGAN)
    for day in range(days):
        yield account
        account = replace(
            account,
            as_of=BEGAN + timedelta(days=day + 1),
            users=_some(chance, account.users, lambda user: _otherwise(chance, user)),
            user_assignments=_some(chance, account.user_assignments, _toggled),
        )


def packed(account: Account) -> bytes:
    """The picture as JSON without money, compressed."""
    import zstandard  # noqa: PLC0415  (of the extra `bench`: the other figures do without it)

    parts = {
        name: getattr(account, name)
        for name in ("viewer", "company", "users", "roles", "projects", "user_assignments", "clients", "teammates")
    }
    text = TypeAdapter(dict[str, object]).dump_json(parts, exclude_unset=True, exclude=_money())
    return zstandard.ZstdCompressor(level=LEVEL).compress(text)


def _money() -> dict[str, dict[str, set[str]]]:
    return {part: {"__all__": set(MONEY)} for part in ("users", "projects", "user_assignments")}


def _some(chance: Random, things: tuple[T, ...], change: Callable[[T], T]) -> tuple[T, ...]:
    chosen = set(chance.sample(range(len(things)), round(len(things) * CHANGED)))
    return tuple(change(thing) if place in chosen else thing for place, thing in enumerate(things))


def _otherwise(chance: Random, user: User) -> User:
    roles = ("member",) if chance.random() < HALF else ("manager", *sorted(chance.sample(EXTRAS[:6], 2)))
    return user.model_copy(update={"access_roles": roles})


def _toggled(on: UserAssignment) -> UserAssignment:
    return on.model_copy(update={"is_active": not on.is_active})


def _size(ours: int, theirs: int, *, bounded: bool) -> Figure:
    """What both take on the disk; the first snapshot is all there is of a month, and little of a year."""
    share = ours / theirs
    told = f"{share:.2f} ({megabytes(ours)} against {megabytes(theirs)})"
    return Figure("bytes on disk, ratio", told, f"{MOST:g}" if bounded else "", share <= MOST if bounded else None)


def _times(kept: History, account: int, taken: list[float], days: int) -> tuple[Figure, ...]:
    middle = (BEGAN + timedelta(days=days // 2)).isoformat()
    who = str(kept.at("1").users[len(kept.at("1").users) // 2].id)
    asked = {
        f"a question at a past moment (list_users on day {days // 2})": lambda: list_users(kept.at(middle, account)),
        f"what has changed in {days} days (access_changes, its first page)": lambda: access_changes(
            kept, account, first="1", until="last"
        ),
        f"what has changed in {days} days (all of it)": lambda: access_changes(
            kept, account, first="1", until="last", turn=Turn(limit=None)
        ),
        f"one person's {days} days, and since when they hold what they hold": lambda: person_changes(
            kept, account, who, until="last"
        ),
    }
    return (
        Figure("the first snapshot", milliseconds(taken[0])),
        Figure("a snapshot (median)", milliseconds(median(taken[1:]))),
        *(Figure(what, milliseconds(median(seconds(ask) for _ in range(3)))) for what, ask in asked.items()),
    )
