"""Whatever people may do, to a thing or anywhere: the decisions on every permission, gathered person by person."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.grants import Decision, decide, everywhere, switched_off
from harvest_mcp.access.permissions import RULES, Kind
from harvest_mcp.access.question import ACCOUNT, On, Question, both, question
from harvest_mcp.access.reasons import EVERYTHING, OWN, Extent, extent_of
from harvest_mcp.access.tally import Holder, Tally, holder, is_row, leaders, tally_of
from harvest_mcp.harvest.models import User

APPLIES: Final[Mapping[str, frozenset[Kind]]] = {
    "project": frozenset({"own time", "time", "rates", "project"}),
    "person": frozenset({"own time", "time", "rates", "person"}),
    "client": frozenset({"own time", "time", "rates", "project", "client"}),
}
"""What kinds of permission are about a thing, rather than about the account that it is in."""


def anything(account: Account, on: On) -> Tally:
    """Gather whatever everybody in sight may do."""
    return account.derive(_anywhere) if on == ACCOUNT else _on_thing(account, on)


def _on_thing(account: Account, on: On) -> Tally:
    kinds = [of for name, of in APPLIES.items() if getattr(on, name) is not None]
    rows: defaultdict[int, list[Holder]] = defaultdict(list)
    gathered = Tally(is_about_account=False)
    for rule in RULES.values():
        if all(rule.of in of for of in kinds) and switched_off(account, rule) is None:
            tally = tally_of(question(account, rule, on))
            for row in tally.holders:
                rows[row.id].append(row)
            _gather(gathered, tally)
    gathered.holders = [_merged(of_person) for of_person in rows.values()]
    gathered.own -= rows.keys()
    return gathered


def _anywhere(account: Account) -> Tally:
    """Decide once for all people of whom Harvest says the same and whose facts are of the same kinds."""
    gathered = Tally(is_about_account=True)
    leading = leaders(account)
    questions = account.derive(everywhere)
    for alike in account.alike:
        kinds: defaultdict[Hashable, list[User]] = defaultdict(list)
        for user in alike.users:
            kinds[_kind(account, user, leading)].append(user)
        asked = [of for of in questions if alike.holds[of.rule.id].is_something]
        for people in kinds.values():
            _count(gathered, asked, people)
    return gathered


def _kind(account: Account, user: User, leading: AbstractSet[int]) -> Hashable:
    """What of a person's facts makes a difference where no thing is named; where much is out of sight, who they are."""
    if leading == account.users_by_id.keys():
        return user.id
    own = tuple(user.id in people for people in account.people_by_own_projects.values())
    if user.id not in leading:
        return own
    marks = {
        both(mark.is_project_manager, mark.is_active, account.project_is_active(mark.project.id))
        for mark in account.marks_of_user.get(user.id, ())
    }
    mates = {account.person_is_active(mate) for mate in account.mates.get(user.id, ())}
    return own, True in marks or frozenset(marks), True in mates or frozenset(mates)


def _count(gathered: Tally, asked: Sequence[Question], people: Sequence[User]) -> None:
    """Add people who may do the same, each with the projects and people that they manage."""
    granted: dict[Question, Decision] = {}
    tally = Tally(is_about_account=True)
    for of in asked:
        decision = decide(of, people[0])
        if is_row(decision):
            granted[of] = decision
        else:
            tally.count(decision, people)
    _gather(gathered, tally)
    if not granted:
        return
    gathered.own.difference_update(user.id for user in people)
    rows = [_merged([holder(decision, people[0]) for decision in granted.values()])]
    if rows[0].extent == EVERYTHING:
        rows = [replace(rows[0], person=user) for user in people]
    elif len(people) > 1:
        rows = [_by_managing(user, list(granted)) for user in people]
    gathered.holders += rows


def _by_managing(user: User, granted: Sequence[Question]) -> Holder:
    """The row of a person who may do the same as another, to what they themselves manage."""
    telling = {(of.rule.through, of.rule.own): of for of in reversed(granted)}
    if ("both", "themselves") in telling:
        telling = {ways: of for ways, of in telling.items() if "both" in ways or "shared" in ways}
    row = _merged([holder(decide(of, user), user) for of in telling.values()])
    return replace(row, permissions=tuple(of.rule.id for of in granted))


def _gather(gathered: Tally, tally: Tally) -> None:
    gathered.own |= tally.own
    for cause, people in tally.possibly.items():
        known = dict.fromkeys((*gathered.possibly.get(cause, ()), *people))
        gathered.possibly[cause] = list(known)


def _merged(rows: Sequence[Holder]) -> Holder:
    """One row of all that one person has: the widest extent, each fact once, no rule."""
    return Holder(
        rows[0].person,
        _union([row.extent for row in rows]),
        tuple(dict.fromkeys(reason for row in rows for reason in row.reasons[:-1])),
        tuple(dict.fromkeys(caveat for row in rows for caveat in row.caveats)),
        tuple(permission for row in rows for permission in row.permissions),
    )


def _union(extents: Sequence[Extent]) -> Extent:
    if EVERYTHING in extents:
        return EVERYTHING
    projects = tuple(dict.fromkeys(project for extent in extents for project in extent.projects))
    people = tuple(dict.fromkeys(person for extent in extents for person in extent.people))
    return extent_of(projects, people) if projects or people else OWN
