"""What a rule of an access review is, and what it finds: cases, out of how many, and of how many it cannot tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from harvest_mcp.access.reasons import Severity
from harvest_mcp.access.review.scene import Scene
from harvest_mcp.access.sight import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A person, a project or a job role that a rule found, and what belongs to it. All ids."""

    person: int | None = None
    project: int | None = None
    job_role: int | None = None
    note: str = ""
    people: tuple[int, ...] = ()
    projects: tuple[int, ...] = ()
    assignments: tuple[int, ...] = ()

    @property
    def id(self) -> int:
        """The id of what was found: a rule finds each thing once."""
        return next(of for of in (self.person, self.project, self.job_role, 0) if of is not None)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a rule found among so many; of `unknown` of these, and of those who `may` be more, too little is told."""

    cases: Sequence[Case] = ()
    of: int = 0
    unknown: int = 0
    may: int = 0
    """How many more may be among them: Harvest does not tell."""
    note: str = ""
    """By what was measured, or what is to be known of all cases."""
    doubt: str = ""
    """What is not told, where the numbers alone do not say it."""
    short: str = ""
    """Why it could not look at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that a review looks for, why it matters and what to do where it is found."""

    id: str
    title: str
    severity: Severity
    why: str
    remedy: str
    """What to do, and in which of Harvest's screens."""
    controls: tuple[str, ...]
    """The controls that it serves: of ISO 27001:2022 (annex A) and of SOC 2 (CC)."""
    among: str
    """Of what it counts the cases."""
    look: Callable[[Scene], Looked]
    finds: Literal["person", "project", "job role"] = "person"
    """What its cases are."""
    needs: tuple[Part, ...] = ("users",)
    """Without the whole of these it may miss something."""
    is_of_absence: bool = False
    """Whether it finds what is not there: where a part is out of sight it would find too much, and so does not look."""
    leaves_out_untold: bool = True
    """Whether it leaves out people of whom Harvest does not tell whether they are active."""

    def doubts(self, looked: Looked) -> str:
        """Write of how many Harvest does not tell enough, and who they all are."""
        if looked.doubt or not looked.may:
            return looked.doubt or f"Harvest does not tell enough of {looked.unknown:,} of {looked.of:,} {self.among}."
        who = "who" if self.finds == "person" else "that"
        return (
            f"Harvest does not tell enough of {looked.unknown:,} of {looked.of + looked.may:,}: "
            f"{looked.of:,} {self.among}, and {looked.may:,} {who} may be."
        )
