"""Everybody's decision on one question, in as few decisions as will do.

People of whom Harvest says the same, and who are on none of the things in question, share one.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from harvest_mcp.access.account import Account, Alike
from harvest_mcp.access.grants import Decision, decide
from harvest_mcp.access.permissions import Permission
from harvest_mcp.access.question import Question
from harvest_mcp.access.reasons import OWN, Extent, Reason
from harvest_mcp.harvest.models import User


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who may, how far, and why."""

    person: User
    extent: Extent
    reasons: tuple[Reason, ...]
    caveats: tuple[str, ...]
    permissions: tuple[Permission, ...]

    @property
    def id(self) -> int:
        """The person's id, which is this row's."""
        return self.person.id


@dataclass(slots=True)
class Tally:
    """What has been found so far."""

    is_about_account: bool
    holders: list[Holder] = field(default_factory=list)
    possibly: dict[Reason, list[int]] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)

    def count(self, decision: Decision, people: Sequence[User]) -> None:
        """Add people to whom one decision applies."""
        cause = decision.missing if decision.answer == "unknown" else decision.wider
        if is_row(decision) or (decision.extent is not None and not self.is_about_account):
            self.holders += [holder(decision, user) for user in people]
        elif cause is not None:
            self.possibly.setdefault(cause, []).extend(user.id for user in people)
        elif decision.is_own or decision.extent is not None:
            self.own.update(user.id for user in people)


def is_row(decision: Decision) -> bool:
    """Whether a yes is one for more than a person's own things."""
    return decision.extent is not None and decision.reach != "own"


def holder(decision: Decision, person: User) -> Holder:
    """Make the row of a person to whom this yes applies."""
    return Holder(person, decision.extent or OWN, decision.reasons, decision.caveats, (decision.permission,))


def tally_of(asked: Question) -> Tally:
    """Decide for every person in sight."""
    tally = Tally(asked.is_about_account)
    touched = _touched(asked)
    for alike in asked.account.alike:
        held = alike.holds[asked.rule.id]
        if held.sure == "all":
            tally.count(decide(asked, alike.users[0]), alike.users)
        elif held.maybe == "all" or (asked.is_about_account and held.is_something):
            _count_group(asked, tally, alike, touched)
    if not asked.is_about_account:
        _count_touched(asked, tally, touched)
    return tally


def leaders(account: Account) -> AbstractSet[int]:
    """Whoever manages a project or people, or may; everyone, where the token does not see that."""
    if account.sees("user_assignments").is_whole and account.sees("teammates").is_whole:
        return account.marks_of_user.keys() | account.mates.keys()
    return account.users_by_id.keys()


def _count_group(asked: Question, tally: Tally, alike: Alike, touched: AbstractSet[int]) -> None:
    """Decide for people who hold the same: each of those touched, and one of the others for all of them."""
    account, own = asked.account, asked.rule.own
    with_own: AbstractSet[int] = frozenset()
    if asked.is_about_account and own != "themselves":
        held = alike.holds[asked.rule.id]
        if held.maybe is not None and (held.sure is None or held.maybe == "all"):
            touched = account.users_by_id.keys()
        with_own = account.people_by_own_projects.get((own, True), with_own)
    others = []
    for user in alike.users:
        if user.id in touched:
            tally.count(decide(asked, user), (user,))
        elif user.id in with_own:
            tally.own.add(user.id)
        else:
            others.append(user)
    if others:
        tally.count(decide(asked, others[0]), others)


def _count_touched(asked: Question, tally: Tally, touched: AbstractSet[int]) -> None:
    """Decide for whoever has to do with a thing; others have nothing there unless they have, or may have, all."""
    account = asked.account
    for user_id in touched & account.users_by_id.keys():
        held = account.alike_of_user[user_id].holds[asked.rule.id]
        if held.is_something and "all" not in {held.sure, held.maybe}:
            user = account.users_by_id[user_id]
            tally.count(decide(asked, user), (user,))


def _touched(asked: Question) -> AbstractSet[int]:
    """Whoever has something to do with the things in question; everyone, where the token does not see that."""
    account = asked.account
    leading = leaders(account)
    if not asked.is_whole or leading == account.users_by_id.keys():
        return account.users_by_id.keys()
    if asked.is_about_account:
        return leading | account.people_by_own_projects.get((asked.rule.own, None), frozenset())
    return concerned(asked)


def concerned(asked: Question) -> AbstractSet[int]:
    """Whoever is on the things in question or manages them, and whoever manages these people."""
    account = asked.account
    subject = () if asked.person is None else (asked.person,)
    projects = asked.projects or {on.project.id for user in subject for on in asked.present[user]}
    marks = {mark.user.id for project in projects for mark in account.marks_of_project.get(project, ())}
    present = {*subject, *asked.present}
    managers = {manager for user in present for manager in account.managers_of_user.get(user, ())}
    return present | marks | managers
