"""The words of a conclusion: what is so and where that is written, and how far a yes goes."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

Answer = Literal["yes", "no", "unknown"]
Severity = Literal["low", "medium", "high"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""How grave a finding is, from the mildest."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that is so, and the public page or the fact of the account that says it. Its subject is who asks."""

    because: str
    source: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a yes goes: to everything, to these projects and people, or to one's own things only. All ids."""

    kind: Literal["all", "projects", "people", "own"]
    projects: tuple[int, ...] = ()
    people: tuple[int, ...] = ()


EVERYTHING: Final = Extent("all")
OWN: Final = Extent("own")


def extent_of(projects: tuple[int, ...], people: tuple[int, ...]) -> Extent:
    """Name what is reached through projects, people or both."""
    return Extent("projects" if projects else "people", projects, people)
