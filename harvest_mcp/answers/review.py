"""Findings of an access review as they are told: who and what, out of how many, and what to do about each.

Nothing here knows the rules: a server that starts reads only these shapes.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access.reasons import Severity
from harvest_mcp.answers.shapes import Listing, Named, Sentence, Shape, Text
from harvest_mcp.answers.text import count, line, table

WORST_FIRST: tuple[Severity, ...] = ("high", "medium", "low")


class FindingRow(Shape):
    """What one check found: how many of how many, the first of them, and what to do in Harvest."""

    id: str
    title: str
    severity: Severity
    count: int
    of: int
    among: str = Field(description="what `of` counts")
    people: list[Named] = Field(description="the first; check gives all")
    projects: list[Named] = Field(description="the first; check gives all")
    job_roles: list[Named] | None = None
    not_shown: int | None = Field(None, description="people, projects and job roles left out for room")
    remedy: str
    why: str | None = Field(None, description="why it matters")
    controls: list[str] | None = Field(None, description="ISO 27001:2022 annex A, SOC 2")
    note: Sentence | None = None
    suppressed: int | None = Field(None, description="accepted by the policy, and not in count")

    def found(self) -> str:
        """Write how many of how many."""
        accepted = f", and {self.suppressed:,} suppressed" if self.suppressed else ""
        return f"{self.count:,} of {self.of:,} {self.among}{accepted}"

    def evidence(self) -> str:
        """Write who and what was found."""
        return _evidence(self.people, self.projects, self.job_roles or (), self.not_shown)

    def rest(self) -> str:
        """Write why it matters, which controls it serves, and what else is to be known."""
        controls = f"({', '.join(self.controls)})" if self.controls else ""
        return " ".join(word for word in (self.why, controls, self.note) if word)


class CaseRow(Named):
    """One of the things that a check found, and what belongs to it."""

    kind: Literal["person", "project", "job role"]
    email: Text | None = None
    note: Sentence | None = None
    people: list[Named] | None = None
    projects: list[Named] | None = None
    assignments: list[int] | None = None
    not_shown: int | None = Field(None, description="of these, left out for room")

    def cells(self) -> tuple[str, ...]:
        """Write it as a row."""
        return (str(self.id), self.name, self.kind, self.email or "", self.note or "", self.belongs())

    def belongs(self) -> str:
        """Write what belongs to it."""
        rows = f"assignments: {', '.join(map(str, self.assignments))}" if self.assignments else ""
        things = _evidence(self.people or (), self.projects or (), (), self.not_shown)
        return "; ".join(word for word in (things, rows) if word)


class NotCheckedRow(Shape):
    """Checks that could not look, or not at everything, for one reason."""

    checks: list[str]
    because: Sentence
    partly: bool | None = Field(None, description="what they found stands; there may be more")

    def words(self) -> str:
        """Write it on one line."""
        how = "Not wholly checked" if self.partly else "Not checked"
        return f"{how}: {', '.join(self.checks)}. {self.because}"


class ClearRow(Shape):
    """Checks that looked at all of the same and found nothing."""

    checks: list[str]
    of: int
    among: str = Field(description="what `of` counts")
    note: Sentence | None = None

    def words(self) -> str:
        """Write it on one line."""
        note = f" {self.note}" if self.note else ""
        return f"Found nothing, 0 of {self.of:,} {self.among}: {', '.join(self.checks)}.{note}"


class Accepted(Shape):
    """A suppression of the policy, and how many of the cases found it fits, or did until it expired."""

    finding: str
    person: Text | None = Field(None, description="id or e-mail")
    project: int | None = None
    count: int
    reason: Sentence
    owner: Text
    expires: date

    def words(self) -> str:
        """Write it on one line."""
        of = (f"person {self.person}" if self.person else "", f"project {self.project}" if self.project else "")
        named = ", ".join(word for word in (self.finding, *of) if word)
        fits = f"{self.count:,}" if self.count else "fits nothing"
        return f"{named} ({fits}), until {self.expires}, by {self.owner}: {self.reason}"


class Counts(Shape):
    """How many checks there are, and what came of them; of findings, those that stand."""

    checks: int
    high: int
    medium: int
    low: int
    clear: int = Field(description="found nothing")
    not_checked: int = Field(description="could not look, or not at everything")
    suppressed: int = Field(description="cases that the policy accepts")

    def words(self) -> str:
        """Write them on one line."""
        found = ", ".join(f"{getattr(self, severity):,} {severity}" for severity in WORST_FIRST)
        return (
            f"Findings of {count(self.checks, 'check')}: {found}. {self.clear:,} found nothing, "
            f"{self.not_checked:,} could not look, or not at everything. Suppressed: {count(self.suppressed, 'case')}."
        )


class ReviewAnswer(Listing):
    """Findings, the gravest first; of one check all cases, which `total` counts then."""

    counts: Counts | None = None
    findings: list[FindingRow]
    cases: list[CaseRow] | None = Field(None, description="of one check")
    clear: list[ClearRow] | None = Field(None, description="found nothing")
    not_checked: list[NotCheckedRow] | None = Field(None, description="unknown, not clear")
    suppressed: list[Accepted] | None = None
    expired: list[Accepted] | None = Field(None, description="suppressions")
    not_shown: int | None = Field(None, description="suppressions left out for room")

    @property
    def is_of_one_check(self) -> bool:
        """Whether one check was asked for, and so its cases, be there any or none: no severity has so few checks."""
        return self.counts is not None and self.counts.checks == 1

    @override
    def lines(self) -> list[str]:
        """Write the counts, a finding a line, then its cases, and whatever was not checked or is suppressed."""
        counts = [self.counts.words()] if self.counts else []
        return [*counts, *self._findings(), *self._cases(), *self.remarks()]

    def _findings(self) -> Iterable[str]:
        columns = ("severity", "finding", "found", "who and where", "what to do", "why")
        rows = (
            (row.severity, f"{row.id}: {row.title}", row.found(), row.evidence(), row.remedy, row.rest())
            for row in self.findings
        )
        return table(columns, rows) if self.findings else ["No findings."]

    def _cases(self) -> Iterable[str]:
        columns = ("id", "name", "kind", "e-mail", "note", "with")
        return table(columns, (row.cells() for row in self.cases)) if self.cases else []

    @override
    def remarks(self) -> Iterator[str]:
        """Write which checks found nothing, which could not look, and what is suppressed."""
        yield from (row.words() for row in self.clear or ())
        yield from (row.words() for row in self.not_checked or ())
        yield from (f"Suppressed: {line((row.words(),))}" for row in self.suppressed or ())
        yield from (f"Suppression expired: {line((row.words(),))}" for row in self.expired or ())
        if self.not_shown:
            yield f"{self.not_shown:,} suppressions left out for room."


def _evidence(
    people: Sequence[Named], projects: Sequence[Named], job_roles: Sequence[Named], not_shown: int | None
) -> str:
    named = {"people": people, "projects": projects, "job roles": job_roles}
    told = [f"{what}: {', '.join(of.words() for of in things)}" for what, things in named.items() if things]
    return "; ".join([*told, *([f"{not_shown:,} more"] if not_shown else [])])
