"""Kills a program that takes snapshots, again and again at random moments, and looks each time for what is lost.

`python .ci/kills.py [TIMES]`: every snapshot that was acknowledged must be there, and each that is there whole.
"""

import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.harvest.models import Project, ProjectReference, Reference, User, UserAssignment
from harvest_mcp.history import History
from harvest_mcp.history.records import digest, records

BEGAN: Final = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE: Final = 300
KEPT: Final = 25
LONGEST: Final = 0.06
"""Seconds after the first snapshot within which the program is killed: a few snapshots' time."""


def main() -> None:
    """Kill so many times; the first loss ends the program."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance, broken_off, acknowledged = random.Random(6), 0, 0  # noqa: S311  (moments need no secrecy)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "history.sqlite")
        for kill in range(times):
            told = killed(file, chance.uniform(0, LONGEST))
            broken_off += file.with_name(f"{file.name}-journal").exists()
            acknowledged = max([acknowledged, *told])
            if lost := amiss(file, acknowledged):
                sys.exit(f"error: after kill {kill + 1}: {lost}")
    words = f"killed {times} times, {broken_off} of them in mid-write"
    print(f"{words}: of {acknowledged} snapshots none is lost")


def killed(file: Path, after: float) -> list[int]:
    """Start to take snapshots, kill that so many seconds after the first; give the ids that it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        take_for_ever(file, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as told:
        first = told.readline()
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return [int(line) for line in (first, *told) if line.endswith("\n")]


def take_for_ever(file: Path, told: int) -> None:
    """Take snapshot after snapshot, and acknowledge each once it is kept; never returns."""
    try:
        history = History.open(file)
        day = max((of.id for of in history.snapshots()), default=0)
        while True:
            day += 1
            number = history.take(picture_of(day), keep=KEPT).id
            os.write(told, f"{number}\n".encode())
    finally:
        os._exit(1)


def amiss(file: Path, acknowledged: int) -> str:
    """Say what is lost, half written or changed."""
    history = History.open(file)
    there = history.snapshots()
    if there[-1].id < acknowledged or len(there) < min(acknowledged, KEPT):
        return f"snapshot {acknowledged} was acknowledged, and there are only {[of.id for of in there]}."
    for of in there:
        day = (of.as_of - BEGAN).days
        if digest(records(history.at(of))) != digest(records(picture_of(day))):
            return f"snapshot {of.id} is not what was taken."
    with sqlite3.connect(file) as connection:
        (checked,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    return "" if checked == "ok" else str(checked)


def picture_of(day: int) -> Account:
    """The picture of a day: one person in ten has another access each day."""
    chance = random.Random(day)  # noqa: S311  (an invented company needs a seed)
    users = tuple(
        User(
            id=number,
            first_name=f"Person {number}",
            access_roles=("administrator",) if number == 1 or chance.random() < 0.1 else ("member",),
            is_active=True,
        )
        for number in range(1, PEOPLE + 1)
    )
    return Account(
        id=1,
        name="Killed",
        as_of=BEGAN + timedelta(days=day),
        viewer=users[0],
        company=None,
        users=users,
        roles=(),
        projects=(Project(id=1, name="One", is_active=True),),
        user_assignments=tuple(
            UserAssignment(
                id=user.id,
                user=Reference(id=user.id, name=user.name),
                project=ProjectReference(id=1, name="One"),
                is_active=chance.random() < 0.9,
            )
            for user in users
        ),
        clients=(),
    )


if __name__ == "__main__":
    main()
