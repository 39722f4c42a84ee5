"""What is shown: figures in groups, each beside the most that it may be.

What is printed is the Markdown that stands in README, so the two never differ in form.
"""

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.measuring import ratio

BEGIN: Final = "<!-- figures: begin -->"
END: Final = "<!-- figures: end -->"


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that was measured and, where it has one, its bound; `met` is None where it is only reported."""

    what: str
    measured: str
    at_most: str = ""
    met: bool | None = None

    def row(self) -> str:
        """Write a row of the table."""
        verdict = {None: "", True: "met", False: "**MISSED**"}[self.met]
        return f"| {self.what} | {self.measured} | {self.at_most} | {verdict} |"


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one kind, with a sentence that says what was compared."""

    title: str
    compared: str
    figures: tuple[Figure, ...]

    def markdown(self) -> str:
        """Write the sentence and the table."""
        head = f"### {self.title}\n\n{self.compared}\n\n|  | measured | at most |  |\n|---|---:|---:|---|"
        return "\n".join([head, *(figure.row() for figure in self.figures)])


def compared(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Write the ratio of two that took turns, and the median of each."""
    return f"{ratio(ours, theirs):.2f} ({milliseconds(median(ours))} against {milliseconds(median(theirs))})"


def bounded(what: str, ours: Sequence[float], theirs: Sequence[float], *, most: float) -> Figure:
    """A ratio of two that took turns, which must not pass `most`."""
    return Figure(what, compared(ours, theirs), f"{most:g}", met=ratio(ours, theirs) <= most)


def below(what: str, size: int, most: int) -> Figure:
    """A number of bytes that must stay below `most`."""
    return Figure(what, f"{size:,} B", f"{most:,} B", met=size < most)


def milliseconds(seconds: float) -> str:
    """Write a time so that small and large ones can be read in one column."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def megabytes(size: float) -> str:
    """Write a size in megabytes."""
    return f"{size / 1e6:,.0f} MB"


def machine() -> str:
    """Describe the machine in general terms."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with Python {platform.python_version()}, {platform.system()}, "
        f"{cores} cores. Times are medians of runs that take turns: trust the ratios, not the milliseconds."
    )


def page(groups: Iterable[Group]) -> str:
    """Write everything that was measured."""
    return "\n\n".join([machine(), *(group.markdown() for group in groups)])


def missed(groups: Iterable[Group]) -> list[str]:
    """Name the figures that miss their bound."""
    return [f"{group.title}: {figure.what}" for group in groups for figure in group.figures if figure.met is False]


def write_between_marks(path: Path, text: str) -> None:
    """Replace what stands between the two marks of a file. Raises ValueError where they are not there."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{path.name} has no {BEGIN} followed by {END}.")
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
