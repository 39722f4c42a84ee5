"""Whether the connection works: which account, whose token, and what it can and cannot see."""

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access.account import View
from harvest_mcp.access.sight import PARTS, WORDS
from harvest_mcp.access.standing import standing
from harvest_mcp.answers.people import access_words, notes, stated
from harvest_mcp.answers.shapes import Answer, Person, Text, about


class VerifiedConnection(Answer):
    """A connection that Harvest has just accepted."""

    company: Text | None = None
    user: Person
    level: str = Field(description="administrator, manager, member or unknown")
    sandbox: bool = Field(description="true: an invented company, not a live account")
    can_see: list[str]
    cannot_see: list[str] = Field(description="wholly or in part; gaps says why")
    advice: str | None = None

    @override
    def lines(self) -> list[str]:
        """Write who is connected to what, and what that shows."""
        kind = "the sandbox, an invented company" if self.sandbox else "a live account"
        known = notes(self.user)
        of_user = f", {known}" if known else ""
        of = f" of {self.company}" if self.company and self.company != self.account.name else ""
        return [
            f"Connected to {self.account.name}{of} ({kind}).",
            f"The token is {self.user.name}'s (id {self.user.id}{of_user}): {access_words(self.user)}.",
            f"Can see: {', '.join(self.can_see) or 'only its owner'}.",
            *([f"Cannot see, or not all of: {', '.join(self.cannot_see)}."] if self.cannot_see else ()),
            *([self.advice] if self.advice else ()),
        ]


def verified(view: View, *, sandbox: bool) -> VerifiedConnection:
    """Say what a connection is good for, as Harvest documents it for the level of its token."""
    held = standing(view.viewer)
    advice = "For the whole picture, connect with an administrator's token; what is missing is unknown, not absent."
    return VerifiedConnection(
        **about(view, *PARTS),
        company=view.company.name if view.company is not None else None,
        user=Person(**stated(view.viewer, held), email=view.viewer.email or None),
        level=held.level,
        sandbox=sandbox,
        can_see=[WORDS[part] for part in PARTS if view.sight[part].is_whole],
        cannot_see=[WORDS[part] for part in PARTS if not view.sight[part].is_whole],
        advice=None if view.complete else advice,
    )
