"""How things are measured: the compared take turns, and medians count."""

import gc
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

Job = Callable[[], object]

STATUS: Final = Path("/proc/self/status")


def seconds(job: Job) -> float:
    """Run a job once; what it gives is dropped after the clock has stopped."""
    gc.collect()
    began = perf_counter()
    made = job()
    took = perf_counter() - began
    del made
    return took


def in_turns(runs: int, *jobs: Job, measure: Callable[[Job], float] = seconds) -> list[list[float]]:
    """Run the jobs one after the other, `runs` times over after one run that does not count; give each one's times."""
    for job in jobs:
        job()
    times = [[measure(job) for job in jobs] for _ in range(runs)]
    return [list(of_job) for of_job in zip(*times, strict=True)]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of each turn: what slows the machine for a while slows both sides of it."""
    return median(our / their for our, their in zip(ours, theirs, strict=True))


def cpu_seconds(job: Job) -> float:
    """Processor time, user and system, of the processes that a job starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    job()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector away."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def peak() -> int:
    """The most memory, in bytes, that this process has held so far.

    Linux counts in `ru_maxrss` what the parent held when it started us; its own account of a process does not.
    """
    if STATUS.exists():
        told = dict(line.split(":", 1) for line in STATUS.read_text(encoding="ascii").splitlines())
        return int(told["VmHWM"].removesuffix("kB")) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def python(*arguments: str) -> None:
    """Run this Python to its end. Raises CalledProcessError."""
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
