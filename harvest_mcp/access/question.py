"""What a question is about: a project, a person, a client, a person's things on a project, or the whole account.

Facts have three values here, as everywhere: true, false, and None where the token does not see enough to say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from harvest_mcp.access.account import Account, grouped
from harvest_mcp.access.permissions import Rule
from harvest_mcp.harvest.models import User, UserAssignment

Fact: TypeAlias = bool | None


@dataclass(frozen=True, slots=True)
class On:
    """The thing that a question names, by ids. A project is narrower than a client; nothing means the account."""

    project: int | None = None
    person: int | None = None
    client: int | None = None


ACCOUNT: Final = On()


def narrowed(rule: Rule, on: On) -> On:
    """Set aside what makes no difference to a permission: its kind says what a thing can narrow."""
    if rule.of in {"account", "client"}:
        return ACCOUNT
    if rule.of == "person" and on.person is not None:
        return On(person=on.person)
    if rule.of == "project" and (on.project is not None or on.client is not None):
        return On(project=on.project, client=on.client)
    return on


def set_aside(rule: Rule, on: On) -> str:
    """Say what of the question made no difference."""
    kept = narrowed(rule, on)
    dropped = [name for name in ("project", "person", "client") if getattr(on, name) != getattr(kept, name)]
    if not dropped or (rule.of == "client" and dropped == ["client"]):
        return ""
    return f"{rule.id} does not depend on the {' or the '.join(dropped)}."


@dataclass(frozen=True, eq=False)
class Question:
    """A permission, and the projects and the person that it is asked about, as far as the token sees them."""

    account: Account
    rule: Rule
    on: On
    projects: frozenset[int] | None = None
    """None: whichever there are."""
    person: int | None = None
    is_whole: bool = True
    """Whether all of these projects are in sight."""

    @property
    def is_about_account(self) -> bool:
        """Whether nothing narrows it."""
        return self.projects is None and self.person is None

    def has(self, project_id: int) -> bool:
        """Whether the question is about this project, too."""
        return self.projects is None or project_id in self.projects

    @cached_property
    def present(self) -> Mapping[int, tuple[UserAssignment, ...]]:
        """Every assignment that the question is about, archived ones among them, by the person's id."""
        account = self.account
        if self.person is not None:
            of_person = account.assignments_of_user.get(self.person, ())
            return {self.person: tuple(on for on in of_person if self.has(on.project.id))}
        if self.projects is None:
            return account.assignments_of_user
        of_projects = (on for project in self.projects for on in account.assignments_of_project.get(project, ()))
        return grouped(of_projects, lambda on: on.user.id)

    @cached_property
    def projects_are_active(self) -> Fact:
        """Whether one of these projects is active."""
        found = either(self.account.project_is_active(project) for project in self.projects or ())
        return found or (found if self.is_whole else None)

    def person_is_on(self, project_id: int) -> Fact:
        """Whether the person asked about is on this project: at all, or actively where something is to be added."""
        if self.person is None:
            return True
        found = either(
            is_effective(self.account, on) if self.rule.needs_active else True
            for on in self.present[self.person]
            if on.project.id == project_id
        )
        return found or (found if knows_assignments(self.account, self.person) else None)


def question(account: Account, rule: Rule, on: On = ACCOUNT) -> Question:
    """Find the projects and the person that a permission is asked about."""
    kept = narrowed(rule, on)
    if kept.project is not None:
        return Question(account, rule, on, frozenset({kept.project}), kept.person)
    if kept.client is not None:
        projects = frozenset(project.id for project in account.projects_of_client.get(kept.client, ()))
        return Question(account, rule, on, projects, kept.person, account.sees("projects").is_whole)
    return Question(account, rule, on, None, kept.person)


def both(*facts: Fact) -> Fact:
    """Whether all of these are so."""
    if False in facts:
        return False
    return None if None in facts else True


def either(facts: Iterable[Fact]) -> Fact:
    """Whether one of these is so."""
    found: Fact = False
    for fact in facts:
        if fact:
            return True
        found = None if fact is None else found
    return found


def is_effective(account: Account, on: UserAssignment) -> Fact:
    """Whether the assignment, its project and its person are all active."""
    return both(on.is_active, account.project_is_active(on.project.id), account.person_is_active(on.user.id))


def knows_assignments(account: Account, user_id: int) -> bool:
    """Whether all active assignments of a person are in sight: to a token, its owner's are."""
    return account.sees("user_assignments").is_whole or user_id == account.viewer.id


def knows_mates(account: Account, user: User) -> bool:
    """Whether all people assigned to a person are in sight; access roles without `people_manager` say nobody."""
    sight, held = account.sees("teammates"), account.standings[user.id]
    if sight.is_whole:
        return True
    if held.holds("people_manager"):
        return sight.state == "partial" and user.id == account.viewer.id
    return held.generation == "access_roles" and held.level != "unknown"
