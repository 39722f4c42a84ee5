"""The accounts that are measured: each size is made up and rendered at most once in a run."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

from benchmarks.probe import Probed


class Size(NamedTuple):
    """How large a made-up account is."""

    people: int
    projects: int
    assignments: int

    def words(self) -> str:
        """Write the size."""
        return f"{self.people:,} people, {self.projects:,} projects, {self.assignments:,} assignments"


SMALL: Final = Size(1_000, 200, 6_000)
MIDDLING: Final = Size(5_000, 1_000, 30_000)
LARGE: Final = Size(10_000, 2_000, 60_000)
HUGE: Final = Size(100_000, 20_000, 600_000)


@dataclass(frozen=True, slots=True)
class Served:
    """Where the pages of an account are served, and from which addresses all of them are reached."""

    port: int
    entries: list[str]
    size: int


class Accounts:
    """A context manager that serves accounts of any size and loads them in processes of their own."""

    def __init__(self, *, quick: bool) -> None:
        self.quick = quick
        self._open = ExitStack()
        self._served: dict[Size, Served] = {}
        self._probed: dict[Size, Probed] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def served(self, size: Size) -> Served:
        """Serve an account of this size until the run ends."""
        if size not in self._served:
            self._served[size] = self._open.enter_context(serving(size))
        return self._served[size]

    def probed(self, size: Size) -> Probed:
        """Load an account of this size in a process of its own and ask it every question."""
        if size not in self._probed:
            port, runs = self.served(size).port, 1 if size is HUGE else 5
            command = [sys.executable, "-m", "benchmarks.probe", str(port), str(runs)]
            told = subprocess.run(command, check=True, capture_output=True, text=True)
            self._probed[size] = Probed.model_validate_json(told.stdout)
        return self._probed[size]


@contextmanager
def serving(size: Size) -> Iterator[Served]:
    """Serve the pages of a made-up account from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.replay", *map(str, size)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdin is None or process.stdout is None:
            raise BrokenPipeError
        told = process.stdout.readline()
        if not told:
            raise ChildProcessError("The process that serves pages ended before it served any.")
        try:
            yield Served(**json.loads(told))
        finally:
            process.stdin.close()
