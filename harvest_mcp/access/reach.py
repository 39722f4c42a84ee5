"""Whether a reach comes to what a question is about: everything, what a person manages, or their own.

A person manages the projects whose active assignment marks them as project manager, and the people assigned to them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from harvest_mcp.access.holding import SHARED
from harvest_mcp.access.permissions import (
    ARCHIVED_PEOPLE,
    ARCHIVED_PROJECTS,
    ASSIGNMENTS,
    ASSIGNMENTS_API,
    NEVER_FOR_MANAGERS,
    TEAM_PERMISSIONS,
    Reach,
)
from harvest_mcp.access.question import Fact, Question, both, either, is_effective, knows_assignments, knows_mates
from harvest_mcp.access.reasons import EVERYTHING, OWN, Answer, Extent, Reason, extent_of
from harvest_mcp.access.wording import assigned, leads, manages, manages_not, not_assigned
from harvest_mcp.harvest.models import User, UserAssignment

ARCHIVED_PROJECT: Final = Reason("The project is archived, and nothing can be added there.", ARCHIVED_PROJECTS)
ARCHIVED_PERSON: Final = Reason("That person is archived, and nothing can be added for them.", ARCHIVED_PEOPLE)
ON_ARCHIVED: Final = Reason(
    "The project is archived; what is still open there to others than administrators is not documented.",
    ARCHIVED_PROJECTS,
)
NOT_ON_PROJECT: Final = Reason("That person is not actively assigned to an active project there.", ASSIGNMENTS)
NOT_TOLD: Final = Reason(
    "Harvest does not tell this token enough about assignments, projects or people.", ASSIGNMENTS_API
)
PERHAPS_ARCHIVED_PROJECT: Final = Reason(
    "Is assigned, but Harvest does not tell this token whether the project is archived.", ASSIGNMENTS_API
)
ONLY_OWN: Final = Reason("Reaches only what is their own.", TEAM_PERMISSIONS)
HOURS_ONLY: Final = Reason("It shows them hours and hour budgets, never fees, amounts or costs.", NEVER_FOR_MANAGERS)


@dataclass(frozen=True, slots=True)
class Found:
    """Whether a reach comes to the thing: how far and why, or what is short of a yes."""

    answer: Answer
    extent: Extent | None = None
    reasons: tuple[Reason, ...] = ()
    short: Reason | None = None
    reach: Reach = "own"
    """By which reach it is a yes."""
    is_own: bool = False
    """Not a yes, but one for their own things among those asked about."""
    wider: Reason | None = None
    """A yes that may go further, and why that is not known."""


NOT_OWN: Final = Found("no", short=ONLY_OWN)


def reaches(asked: Question, user: User, reach: Reach) -> Found:
    """Follow a reach to what a question is about."""
    everything = _everything(asked)
    if reach == "all" or everything.answer == "no":
        return everything
    managed = _managed(asked, user) if reach == "managed" else NOT_OWN
    if managed.answer == "yes" and asked.rule.own == "themselves":
        return managed
    own = _own(asked, user) if asked.rule.has_own else NOT_OWN
    return own if reach == "own" else _joined(managed, own)


def _joined(managed: Found, own: Found) -> Found:
    """What is managed, and with it what is one's own."""
    if managed.answer == "yes" and managed.extent is not None:
        if own.extent is None or not own.extent.projects:
            return managed
        projects = dict.fromkeys((*managed.extent.projects, *own.extent.projects))
        return replace(managed, extent=extent_of(tuple(projects), managed.extent.people))
    if own.answer == "yes":
        return replace(own, wider=managed.short if managed.answer == "unknown" else None)
    if managed.answer == "unknown" or own.answer == "no":
        return replace(managed, is_own=own.is_own)
    return own


def _everything(asked: Question) -> Found:
    """Reach everything: bounded only where something is added, which takes the active."""
    account = asked.account
    if asked.is_about_account or not asked.rule.needs_active:
        return Found("yes", EVERYTHING, reach="all")
    if asked.person is None:
        fact, short = asked.projects_are_active, ARCHIVED_PROJECT
    elif asked.projects is None:
        fact, short = account.person_is_active(asked.person), ARCHIVED_PERSON
    else:
        fact = either(is_effective(account, on) for on in asked.present[asked.person])
        fact, short = _unless_hidden(fact, asked, asked.person), _not_there(asked, asked.person)
    return replace(_found(fact, EVERYTHING, (), no=short, unknown=NOT_TOLD), reach="all")


def _not_there(asked: Question, person: int) -> Reason:
    """Say why nothing can be added for a person on the projects in question."""
    if asked.account.person_is_active(person) is False:
        return ARCHIVED_PERSON
    return ARCHIVED_PROJECT if asked.projects_are_active is False else NOT_ON_PROJECT


def _managed(asked: Question, user: User) -> Found:
    rule, account = asked.rule, asked.account
    marks = _marks(asked, user) if rule.through != "people" else {}
    mates = _mates(asked, user) if rule.through != "projects" else {}
    if True in marks or True in mates:
        return _yes_by_managing(asked, marks.get(True, ()), mates.get(True, ()))
    if None in marks or None in mates:
        touched = {mark.project.id for mark in marks.get(None, ())} or asked.projects or ()
        is_archived = any(account.project_is_active(project) is False for project in touched)
        return Found("unknown", short=ON_ARCHIVED if is_archived else NOT_TOLD)
    if not _is_all_in_sight(asked, user):
        return Found("unknown", short=NOT_TOLD)
    return Found("no", short=manages_not(asked))


def _marks(asked: Question, user: User) -> Mapping[Fact, Sequence[UserAssignment]]:
    """The assignments in question, by whether they make the person a manager of what is asked about."""
    found: defaultdict[Fact, list[UserAssignment]] = defaultdict(list)
    for mark in asked.account.marks_of_user.get(user.id, ()):
        project = mark.project.id
        if asked.has(project):
            is_manager = both(mark.is_project_manager, mark.is_active)
            found[both(is_manager, _is_open(asked, project), asked.person_is_on(project))].append(mark)
    return found


def _mates(asked: Question, user: User) -> Mapping[Fact, Sequence[int]]:
    """The person's teammates in question, by whether they are on the projects asked about."""
    pool: Iterable[int] = asked.account.mates.get(user.id, frozenset())
    if asked.person is not None:
        pool = {asked.person}.intersection(pool)
    elif asked.projects is not None:
        pool = [mate for mate in pool if mate in asked.present]
    found: defaultdict[Fact, list[int]] = defaultdict(list)
    for mate in pool:
        found[_is_there(asked, mate)].append(mate)
    return found


def _is_there(asked: Question, mate: int) -> Fact:
    account, needs_active = asked.account, asked.rule.needs_active
    if asked.projects is None:
        return account.person_is_active(mate) if needs_active else True
    return either(
        is_effective(account, on) if needs_active else _is_open(asked, on.project.id)
        for on in asked.present.get(mate, ())
    )


def _is_open(asked: Question, project: int) -> Fact:
    """Whether a project is open to others than administrators: once archived, nobody adds to it; the rest is dark."""
    is_active = asked.account.project_is_active(project)
    return is_active or (False if is_active is False and asked.rule.needs_active else None)


def _unless_hidden(fact: Fact, asked: Question, user_id: int) -> Fact:
    """Take a no back where an assignment of this person may be out of sight."""
    return fact or (fact if asked.is_whole and knows_assignments(asked.account, user_id) else None)


def _is_all_in_sight(asked: Question, user: User) -> bool:
    """Whether what was not found is not there."""
    account, through = asked.account, asked.rule.through
    if not asked.is_whole or (through != "people" and not knows_assignments(account, user.id)):
        return False
    if through == "projects":
        return True
    is_place_known = asked.projects is None or account.sees("user_assignments").is_whole
    return knows_mates(account, user) and (is_place_known or not account.mates.get(user.id))


def _yes_by_managing(asked: Question, marks: Sequence[UserAssignment], mates: Sequence[int]) -> Found:
    """A way through projects and one through people may both lead there; the extent is the wider of the two."""
    projects = tuple(dict.fromkeys(mark.project.id for mark in marks))
    is_whole = asked.projects is not None and asked.projects <= set(projects)
    people = () if is_whole else tuple(sorted(mates))
    reasons = [manages(asked.account, marks)] if marks else []
    if marks and asked.person is not None:
        places = [on for on in asked.present[asked.person] if on.project.id in projects]
        reasons.append(assigned(asked.account, places))
    if people or (mates and asked.person is not None):
        reasons.append(leads(asked.account, mates))
    extent = extent_of((), people) if people and asked.person is not None else extent_of(projects, people)
    return Found("yes", extent, tuple(reasons), reach="managed")


def _own(asked: Question, user: User) -> Found:
    if asked.person is not None and asked.person != user.id:
        return NOT_OWN
    if asked.rule.own != "themselves":
        return _own_projects(asked, user)
    if asked.projects is None:
        return Found("yes", OWN)
    places = asked.present.get(user.id, ())
    if asked.person is None:
        is_on = either(both(on.is_active, asked.account.project_is_active(on.project.id)) for on in places)
        return Found("no", short=ONLY_OWN, is_own=is_on is True)
    fact = _unless_hidden(either(_is_open(asked, on.project.id) for on in places), asked, user.id)
    reasons = (assigned(asked.account, places),) if places else ()
    return _found(fact, OWN, reasons, no=not_assigned(asked), unknown=ON_ARCHIVED if places else NOT_TOLD)


def _own_projects(asked: Question, user: User) -> Found:
    """The projects that a person is assigned to, or of these the ones whose report is shared."""
    is_shared = asked.rule.own == "shared"
    found: defaultdict[Fact, list[UserAssignment]] = defaultdict(list)
    for on in asked.present.get(user.id, ()):
        is_shown = _is_shared(asked, on.project.id) if is_shared else True
        found[both(on.is_active, _is_open(asked, on.project.id), is_shown)].append(on)
    if here := found.get(True):
        reasons = (assigned(asked.account, here), *((SHARED, HOURS_ONLY) if is_shared else ()))
        return Found("yes", extent_of(tuple(dict.fromkeys(on.project.id for on in here)), ()), reasons)
    if perhaps := found.get(None):
        is_dark = any(on.is_active and asked.account.project_is_active(on.project.id) is None for on in perhaps)
        return Found("unknown", short=PERHAPS_ARCHIVED_PROJECT if is_dark and not is_shared else NOT_TOLD)
    fact = _unless_hidden(either(()), asked, user.id)
    return _found(fact, OWN, (), no=not_assigned(asked), unknown=NOT_TOLD)


def _is_shared(asked: Question, project: int) -> Fact:
    seen = asked.account.projects_by_id.get(project)
    return None if seen is None else seen.show_budget_to_all


def _found(fact: Fact, extent: Extent, reasons: tuple[Reason, ...], *, no: Reason, unknown: Reason) -> Found:
    if fact:
        return Found("yes", extent, reasons)
    return Found("no", short=no) if fact is False else Found("unknown", short=unknown)
