"""What a company asks of its access review: thresholds, its e-mail domains, and findings that it has accepted."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Stated(BaseModel):
    """A part of the policy: whatever is not a known key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


class Suppression(Stated):
    """A finding that somebody accepted until a day: the whole of it, or the case of one person or project."""

    finding: Word
    person: int | Word | None = Field(None, description="id or e-mail")
    project: int | None = Field(None, description="id")
    reason: Word
    owner: Word
    expires: date = Field(description="the last day on which it holds")

    def holds_on(self, day: date) -> bool:
        """Whether it has not expired."""
        return day <= self.expires


class Policy(Stated):
    """Everything that may be set; without any of it, the house's own measures."""

    administrators_share: float = Field(0.1, gt=0, le=1, description="of active people; more is a finding")
    fewest_administrators: int = Field(2, ge=1, description="fewer is a finding; this many never are too many")
    inactive_days: int = Field(90, ge=1, le=365, description="without tracked time")
    domains: tuple[Word, ...] = Field((), description="the company's e-mail domains")
    suppress: tuple[Suppression, ...] = ()
