"""Reads the catalogue: what is asked, of which account and by whom, and what the answer must be.

It knows no face: whoever can put a tool's name and arguments to the program can ask all of it.
"""

import tomllib
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict

from harvest_mcp.sandbox import Sandbox
from tests.questions.histories import company_after

FOLDER: Final = Path(__file__).parent
GROUPS: Final = {"the four administrators": ("Ingrid Solheim", "Kwame Boateng", "Marisol Quispe", "Pavel Dvořák")}
"""What the catalogue calls several people at once."""


def _each(names: tuple[str, ...]) -> tuple[str, ...]:
    """Every name, in alphabetical order: no answer's order is promised here."""
    return tuple(sorted(name for word in names for name in GROUPS.get(word, (word,))))


Words = tuple[str, ...]
Names = Annotated[tuple[str, ...], AfterValidator(_each)]
Reached = Literal["all", "own"] | Names


class Expect(BaseModel):
    """What an answer must say; whatever is not written here is not asked of it.

    Names are whole sets but for `includes` and `excludes`; words are parts of sentences.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    error: Words | None = None
    """The question cannot be answered as it is put: words of what is said instead."""
    says: Words | None = None
    """Words of the text."""
    says_not: Words | None = None
    """Words that would not be true."""
    because: Words | None = None
    """Words of the reasons."""
    complete: bool | None = None
    gaps: Words | None = None
    """Parts of the account that are said to be out of sight, among others."""
    answer: Literal["yes", "no", "unknown"] | None = None
    extent: Reached | None = None
    people: Names | None = None
    includes: Names | None = None
    excludes: Names | None = None
    possibly: Names | None = None
    own: int | None = None
    """How many may for their own things only."""
    total: int | None = None
    extent_of: dict[str, Reached] | None = None
    """How far the yes of some of the people goes, by name."""
    permissions_of: dict[str, Names] | None = None
    """All that some of the people may do, by name."""
    projects: Names | None = None
    managers: dict[str, Names] | None = None
    head_counts: dict[str, int] | None = None
    grants: dict[str, str] | None = None
    """All that a person may do: own, managed or all, or unknown, by permission."""
    teammates: Names | None = None
    managed_by: Names | None = None
    only_first: Names | None = None
    only_second: Names | None = None
    uncertain: Names | None = None
    """Of these two, the permissions that one of the two people only may have."""
    findings: dict[str, int] | None = None
    """How many cases some of the findings have, by id."""
    not_checked: Words | None = None
    """Checks that could not look, or not at everything, among others."""
    cases: Names | None = None
    changes: dict[str, Names] | None = None
    """Whose changes some kinds of them are, or of which projects, by kind."""
    changes_of: dict[str, Names] | None = None
    """All changes of some people or projects: the kind, and on what, for whom, or from what to what."""
    since: str | None = None
    until: str | None = None
    """The days of the two pictures, or `live`."""
    holds: dict[str, str] | None = None
    """After which day some of what a person holds began; empty: every picture shows it."""
    held_by: dict[str, int] | None = None
    """How many hold a level, an extra or a job role."""
    level: str | None = None
    user: str | None = None


class Question(BaseModel):
    """A question in plain words, the call that answers it, and the answer; `why` where it is not obvious.

    Of a moment (`at`), and of one person's way through time (`person_changes`), Python and the command alone tell.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    tool: str
    arguments: dict[str, Any]
    token: str = "sandbox-administrator"
    generation: Literal["access_roles", "legacy", "profiles"] = "access_roles"
    settings: dict[str, bool] = {}
    """What of the account's own settings differs from the story."""
    history: str = "no snapshot"
    """Which of the HISTORIES came before it."""
    at: str = ""
    """As of which moment; empty: as it is now."""
    why: str = ""
    long: bool = False
    """Known gap: the answer has so many rows that it takes more than 4 kB, though less than 8."""
    expect: Expect

    @property
    def asked_of(self) -> Hashable:
        """Which account, and by whom: alike for questions that one sandbox can answer."""
        return self.token, self.generation, self.history, *sorted(self.settings.items())

    @property
    def is_past(self) -> bool:
        """Whether the history alone can answer it."""
        return bool(self.at) or self.tool in {"access_changes", "person_changes"}

    @property
    def is_for_tools(self) -> bool:
        """Whether a tool answers it."""
        return not self.at and self.tool != "person_changes"

    def sandbox(self) -> Sandbox:
        """Set up the example company as the question needs it."""
        company = company_after(self.history)
        company.settings |= self.settings
        return Sandbox(company, generation=self.generation)


def questions() -> Iterator[Question]:
    """Every question, file by file."""
    for path in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["question"]:
            yield Question.model_validate(row)
