"""Bars, drawn as SVG: a row for each thing, its number in words beside it, so that nothing rests on colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LABEL: Final = 200
WIDTH: Final = 360
ROW: Final = 22
NUMBER: Final = 90


@dataclass(frozen=True, slots=True)
class Bar:
    """A thing, how many, the class that colours it, and how many more there may be."""

    name: str
    number: int
    kind: str
    perhaps: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A bar and where it stands."""

    name: str
    kind: str
    words: str
    y: int
    length: float
    perhaps: float


@dataclass(frozen=True, slots=True)
class Chart:
    """What a template needs to draw."""

    rows: Sequence[Row]
    width: int
    height: int
    label: int
    words: str


def bars(of: Sequence[Bar], noun: str) -> Chart:
    """Lay out bars, the longest as long as there is room for."""
    most = max((bar.number + bar.perhaps for bar in of), default=0) or 1
    rows = [
        Row(
            bar.name,
            bar.kind,
            f"{bar.number:,}" + (f" (possibly {bar.perhaps:,} more)" if bar.perhaps else ""),
            place * ROW,
            WIDTH * bar.number / most,
            WIDTH * bar.perhaps / most,
        )
        for place, bar in enumerate(of)
    ]
    words = "; ".join(f"{row.name}: {row.words} {noun}" for row in rows)
    return Chart(rows, LABEL + WIDTH + NUMBER * 2, max(len(rows), 1) * ROW, LABEL, words)
