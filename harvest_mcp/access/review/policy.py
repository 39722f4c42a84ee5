"""What a company asks of its access review: thresholds, its e-mail domains, and findings that it has accepted."""

import re
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

NUMBER: Final = re.compile(r"[0-9]+")
MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
DOMAIN: Final = re.compile(r"@?([\w-]+\.)+[\w-]+")


def _unlike_boolean(value: object) -> object:
    """Refuse true and false, which Python takes for 1 and 0."""
    if isinstance(value, bool):
        raise PydanticCustomError("boolean", "a number is wanted, not {value}", {"value": str(value).casefold()})
    return value


def _who(value: object) -> object:
    """Let through what can name one person: names are not, since two people may share one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and (NUMBER.fullmatch(value.strip()) or MAIL.fullmatch(value.strip())):
        return value.strip()
    raise PydanticCustomError("no_person", "an id or an e-mail address is wanted; a name may be another person's too")


def _domain(value: str) -> str:
    """Refuse what no address ends in: it would make outsiders of everybody."""
    if DOMAIN.fullmatch(value) is None:
        wanted = "what stands behind the @ of an address is wanted, such as example.com; what lies below it counts too"
        raise PydanticCustomError("no_domain", wanted)
    return value


def _day(value: object) -> object:
    """Refuse numbers, which would be read as seconds since 1970."""
    if isinstance(value, int | float):
        raise PydanticCustomError("no_day", "a date is wanted, such as 2027-03-31")
    return value


Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Domain = Annotated[Word, AfterValidator(_domain)]
Counted = Annotated[int, BeforeValidator(_unlike_boolean)]
Who = Annotated[int | str, BeforeValidator(_who)]


class Stated(BaseModel):
    """A part of the policy: whatever is not a known key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


class Suppression(Stated):
    """A finding that somebody accepted until a day: the whole of it, or the case of one person or project."""

    finding: Word
    person: Who | None = Field(None, description="id or e-mail")
    project: Counted | None = Field(None, description="id")
    reason: Word
    owner: Word
    expires: Annotated[date, BeforeValidator(_day)] = Field(description="the last day on which it holds")

    def holds_on(self, day: date) -> bool:
        """Whether it has not expired."""
        return day <= self.expires


class Policy(Stated):
    """Everything that may be set; without any of it, the house's own measures."""

    administrators_share: Annotated[float, BeforeValidator(_unlike_boolean)] = Field(
        0.1, gt=0, le=1, description="of active people; more is a finding"
    )
    fewest_administrators: Counted = Field(2, ge=1, description="fewer is a finding; this many never are too many")
    inactive_days: Counted = Field(90, ge=1, le=365, description="without tracked time")
    domains: tuple[Domain, ...] = Field((), description="the company's e-mail domains")
    suppress: tuple[Suppression, ...] = ()
