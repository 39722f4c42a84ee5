"""How questions on access grow with the account: what it takes to build the look-ups, and then to ask."""

from collections.abc import Sequence
from typing import Final

from benchmarks.accounts import HUGE, LARGE, SMALL, Accounts, Size
from benchmarks.figures import Figure, Group, milliseconds

LINEAR: Final = 1.7
FLAT: Final = 1.7
"""From 1,000 to 100,000 people n log n grows 1.7 times as much as n, and log n grows 1.7 times."""


def growth(accounts: Accounts) -> Group:
    """Compare the largest account with the smallest."""
    sizes = (SMALL, LARGE) if accounts.quick else (SMALL, LARGE, HUGE)
    probed = [accounts.probed(size) for size in sizes]
    most = f"{LINEAR:g} x {_times(sizes):,.0f}"
    built = [of.built for of in probed]
    growing = [name for name in probed[0].warm if name.startswith("who_can, ")]
    return Group(
        "Growth",
        f"Accounts of {' / '.join(f'{size.people:,}' for size in sizes)} people, with a fifth as many projects and six "
        "times as many assignments: how much longer the last takes than the first. Questions on one person or two have "
        "answers that do not grow (of these, the fastest of many runs); those of `who_can` do, since of 100 people "
        "one is an administrator.",
        (
            _figure("the first time, with every look-up to build", built, LINEAR * _times(sizes), most),
            *(_figure(f"{name}, warm", [of.somebody[name] for of in probed], FLAT) for name in probed[0].somebody),
            *(_figure(f"{name}, warm", [of.warm[name] for of in probed]) for name in growing),
        ),
    )


def _times(sizes: Sequence[Size]) -> float:
    return sizes[-1].people / sizes[0].people


def _figure(what: str, taken: Sequence[float], most: float | None = None, words: str = "") -> Figure:
    """How many times as long the last took as the first; `most` is the most that it may be."""
    times = taken[-1] / taken[0]
    measured = f"{times:.1f} ({' / '.join(map(milliseconds, taken))})"
    if most is None:
        return Figure(what, measured)
    return Figure(what, measured, words or f"{most:g}", met=times <= most)
