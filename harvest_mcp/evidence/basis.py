"""What the evidence of a review is made from: one picture of the account, and by what it is measured."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from harvest_mcp import __version__
from harvest_mcp.access.account import Account, bearer_of
from harvest_mcp.access.review import Activity, Policy, Review
from harvest_mcp.access.review.domains import company_domains
from harvest_mcp.access.review.reviewing import DEFAULT
from harvest_mcp.access.standing import standing
from harvest_mcp.answers.changes import ChangesAnswer
from harvest_mcp.answers.reviewing import reviewed
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.answers.text import clean, count
from harvest_mcp.evidence.people import role_words, users

MOST: Final = 2_000
"""Bytes that the names of a policy's domains may take."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Evidence:
    """One picture of the account, by what it is reviewed, and what has changed since a moment, where that is known."""

    account: Account
    policy: Policy = DEFAULT
    activity: Activity | None = None
    sandbox: bool = False
    command: str = ""
    changes: ChangesAnswer | None = None
    without_changes: str = "Nobody asked what has changed."
    """Why there are none, where there are none."""
    is_in_folder: bool = False
    """Whether the other files and their manifest lie beside each."""
    version: str = field(default=__version__, init=False)

    @cached_property
    def review(self) -> Review:
        """What the review finds."""
        return reviewed(self.account, self.policy, self.activity)

    @cached_property
    def users(self) -> Sheet:
        """The people, a row each."""
        return users(self.account)

    @property
    def viewer_role(self) -> str:
        """What the token's owner holds, in words: as the list of people says it, where they are in it."""
        viewer = self.account.viewer
        among = self.account.alike_of_user.get(viewer.id)
        return role_words(among.bearer if among is not None else bearer_of(viewer, standing(viewer)))

    def policy_words(self) -> str:
        """Write the thresholds in a sentence."""
        policy, domains = self.policy, company_domains(self.account, self.policy)
        told = clean(domains.words(), most=MOST) if domains else "not known"
        return (
            f"administrators at least {policy.fewest_administrators} and at most {policy.administrators_share:.0%}; "
            f"inactive after {policy.inactive_days} days; e-mail domains: {told}; "
            f"{count(len(policy.suppress), 'suppression')}"
        )
