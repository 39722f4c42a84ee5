"""The nouns of every answer: a person, a project, a gap, a reason; and what all answers say about themselves.

Members that are always there are required; every other is left out where it would be empty (`structured`).
"""

from abc import abstractmethod
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from typing_extensions import override

from harvest_mcp.access.account import View
from harvest_mcp.access.sight import WORDS, Part
from harvest_mcp.answers.text import clean

LONGEST_SENTENCE: Final = 400
"""Bytes of UTF-8 that a sentence with names in it may take."""

Text = Annotated[str, AfterValidator(clean)]
Sentence = Annotated[str, AfterValidator(partial(clean, most=LONGEST_SENTENCE))]


class Shape(BaseModel):
    """A frozen part of an answer."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    def structured(self) -> dict[str, Any]:
        """Dump without nulls, as JSON values."""
        return self.model_dump(mode="json", exclude_none=True)


class Named(Shape):
    """A thing of Harvest by its id and name."""

    id: int
    name: Text

    def words(self) -> str:
        """Write the name, and the id behind it."""
        return f"{self.name} ({self.id})"


class Gap(Shape):
    """Something that the token could not see."""

    what: str
    why: str
    who_could: str


class Reason(Shape):
    """Why something is so, and the public page or the fact of the account that says it."""

    because: Sentence
    source: str


class Person(Named):
    """A person with the access that Harvest states for them."""

    email: Text | None = None
    level: Literal["administrator", "manager", "member", "unknown"]
    extras: list[str] | None = Field(None, description="extra permissions")
    unknown_access_roles: list[Text] | None = None
    profile: Text | None = Field(None, description="permission profile")
    job_roles: list[Text] | None = Field(None, description="labels; they grant nothing")
    not_shown: int | None = Field(None, description="job roles and unknown access roles left out for room")
    archived: bool | None = None
    contractor: bool | None = None
    all_future_projects: bool | None = Field(None, description="is added to projects created from now on")
    project_manager: bool | None = Field(None, description="manages the project asked about")
    projects: int | None = Field(None, description="active projects assigned to")
    manages_projects: int | None = None
    manages_people: int | None = None


class Project(Named):
    """A project with its client."""

    client: Named | None = None
    code: Text | None = None
    archived: bool | None = None

    def of(self) -> str:
        """Write whose project it is."""
        return self.client.words() if self.client else ""


class Answer(Shape):
    """What every answer says about itself: whose account, as of when, and whether anything was out of sight."""

    account: Named
    as_of: datetime = Field(description="UTC")
    complete: bool = Field(description="false: see gaps; what is not shown may exist")
    gaps: list[Gap] | None = Field(None, description="what is out of sight, why, who_could see it")

    def text(self) -> str:
        """Write the same facts compactly: a head, one row a line, then what was out of sight."""
        return "\n".join([*self.lines(), *self.foot()])

    @abstractmethod
    def lines(self) -> list[str]:
        """Write the body; each answer has its own."""

    def foot(self) -> list[str]:
        """Write whose account this is, its moment, and each gap."""
        moment = self.as_of.strftime("%Y-%m-%dT%H:%M:%SZ")
        state = "complete" if self.complete else "incomplete: what is not shown may exist"
        return [f"Account: {self.account.name} (id {self.account.id}), as of {moment}, {state}.", *self.unseen()]

    def unseen(self) -> list[str]:
        """Write each gap."""
        return [f"Not in sight: {gap.what}. {gap.why} Who could see it: {gap.who_could}." for gap in self.gaps or ()]

    def remarks(self) -> Iterable[str]:
        """Write what stands in no table, where the answer is drawn as tables."""
        return ()

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        from harvest_mcp.answers import showing  # noqa: PLC0415  (a server shows nothing)

        return showing.as_html(showing.drawn(self), (*self.remarks(), *self.foot()))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401, FBT001  (IPython's protocol)
        from harvest_mcp.answers import showing  # noqa: PLC0415  (the same)

        told = showing.as_text(showing.drawn(self), (*self.remarks(), *self.foot()))
        printer.text(type(self).__name__ if cycle else told)


class Listing(Answer):
    """One page of a list."""

    total: int = Field(description="all that match")
    returned: int
    next_cursor: str | None = Field(None, description="pass as cursor for the next page")

    @override
    def foot(self) -> list[str]:
        """Write how much of the list this page is, then what every answer says."""
        more = f" For more, repeat with cursor={self.next_cursor}." if self.next_cursor else ""
        return [f"{self.returned} of {self.total} shown.{more}", *super().foot()]


def about(account: View, *parts: Part) -> dict[str, Any]:
    """Fill the members of `Answer` for a question that rests on these parts of the account."""
    gaps = [
        Gap(what=WORDS[part], why=sight.why, who_could=sight.who_could)
        for part in parts
        if (sight := account.sight.get(part)) is not None and not sight.is_whole
    ]
    return {
        "account": Named(id=account.id, name=account.name),
        "as_of": account.as_of,
        "complete": not gaps,
        "gaps": gaps or None,
    }
