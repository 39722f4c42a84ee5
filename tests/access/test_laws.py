"""Laws that hold on every account: the answers agree, and more or less of a thing moves them one way."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.access.account import Account
from harvest_mcp.access.anything import APPLIES
from harvest_mcp.access.difference import difference
from harvest_mcp.access.grants import Decision, explain, grants_of
from harvest_mcp.access.holders import WhoCan, who_can
from harvest_mcp.access.permissions import EXTRAS, MANAGER_CLAIMS, PERMISSIONS, RULES, Permission
from harvest_mcp.access.question import ACCOUNT, On, narrowed
from harvest_mcp.access.reasons import Extent
from harvest_mcp.harvest.models import Teammate, User
from harvest_mcp.sandbox.claims import ADMINISTRATOR, MEMBER
from harvest_mcp.sandbox.claims import EXTRAS as CLAIMS_OF_EXTRAS
from tests.access import documented
from tests.access.worlds import PEOPLE, PROJECTS, THINGS, accounts, as_harvest_derives, assignment, seen_less

things = st.lists(st.sampled_from(THINGS), min_size=3, max_size=3, unique=True)
Asked = tuple[int, Permission, On]


def decisions(account: Account, on: list[On]) -> dict[Asked, Decision]:
    """Everything that may be asked about these things."""
    return {
        (person.id, permission, thing): explain(account, person, permission, thing)
        for person in account.users
        for permission in PERMISSIONS
        for thing in on
    }


def is_within(extent: Extent | None, other: Extent | None) -> bool:
    """Whether all of an extent is in another."""
    if extent is None or other is None or other.kind == "all":
        return other is not None or extent is None
    is_part = set(extent.projects) <= set(other.projects) and set(extent.people) <= set(other.people)
    return extent.kind != "all" and is_part


def assert_none_lost(before: dict[Asked, Decision], after: dict[Asked, Decision]) -> None:
    """No yes of before has become anything else."""
    lost = {asked for asked, was in before.items() if was.answer == "yes" and after[asked].answer != "yes"}
    assert lost == set()


@given(account=st.one_of(accounts(), accounts().flatmap(seen_less)), on=st.sampled_from(THINGS))
def test_who_can_agrees_with_explain(account: Account, on: On) -> None:
    """Documented: one truth; `own` holders are a count, except the subject (DESIGN 4.1, point 6)."""
    assert_agreement(account, On())
    assert_agreement(account, on)


def assert_agreement(account: Account, on: On) -> None:
    """Hold what is said of everybody against what is said of each person."""
    for permission in PERMISSIONS:
        asked = [explain(account, person, permission, on) for person in account.users]
        found = who_can(account, permission, on)
        is_about_account = narrowed(RULES[permission], on) == ACCOUNT
        is_counted = [is_about_account and is_own_only(decision) for decision in asked]
        rows = [d for d, counted in zip(asked, is_counted, strict=True) if d.answer == "yes" and not counted]
        own = [d for d, counted in zip(asked, is_counted, strict=True) if (counted and not d.wider) or is_apart(d)]
        causes = {d.person.id: d.missing for d in asked if d.answer == "unknown"}
        causes |= {d.person.id: d.wider for d, counted in zip(asked, is_counted, strict=True) if counted and d.wider}
        assert [(row.id, row.extent, row.reasons) for row in found.people] == [
            (d.person.id, d.extent, d.reasons) for d in rows
        ]
        assert found.own == len(own)
        assert dict(possible(found, account)) == causes


def is_own_only(decision: Decision) -> bool:
    """Whether a yes is one for their own things."""
    return decision.answer == "yes" and decision.reach == "own"


def is_apart(decision: Decision) -> bool:
    """Whether a no leaves them what is their own."""
    return decision.answer == "no" and decision.is_own


def possible(found: WhoCan, account: Account) -> Iterator[tuple[int, object]]:
    """Each person in sight who possibly may, and why."""
    for group in found.possibly:
        yield from ((person, group.cause) for person in group.people if person in account.users_by_id)


@given(account=st.one_of(accounts(), accounts().flatmap(seen_less)), on=st.sampled_from(THINGS))
def test_anything_is_the_sum_of_every_permission(account: Account, on: On) -> None:
    """Documented: with `any`, everyone who reaches the thing and what they may do there."""
    assert_sum(account, On())
    assert_sum(account, on)


def assert_sum(account: Account, on: On) -> None:
    """Hold what is said of everything against what is said of each permission."""
    kinds = [APPLIES[name] for name in APPLIES if getattr(on, name) is not None]
    asked = [permission for permission in PERMISSIONS if all(RULES[permission].of in of for of in kinds)]
    single = [who_can(account, permission, on) for permission in asked]
    found = who_can(account, "any", on)
    rows = {row.id: row for row in found.people}
    assert {(row.id, row.permissions[0]) for one in single for row in one.people} == {
        (row.id, permission) for row in found.people for permission in row.permissions
    }
    assert all(is_within(row.extent, rows[row.id].extent) for one in single for row in one.people)
    assert {person for one in single for person, _ in possible(one, account)} == {
        person for person, _ in possible(found, account)
    }


@given(account=accounts(), on=things)
def test_grants_agree_with_explain(account: Account, on: list[On]) -> None:
    """Documented: `grants_of` is everything that a person may do, with the projects and people that it comes to."""
    for person in account.users:
        grants = {grant.permission: grant for grant in grants_of(account, person)}
        for permission in PERMISSIONS:
            anywhere = explain(account, person, permission)
            grant = grants.get(permission)
            assert (grant.answer if grant else "no") == anywhere.answer
            assert (grant.extent if grant else None) == anywhere.extent
            for thing in on:
                there = explain(account, person, permission, thing)
                assert there.answer != "yes" or (grant is not None and covers_all(grant.extent, there.extent, thing))


def covers_all(extent: Extent | None, part: Extent | None, thing: On) -> bool:
    """Whether what a person reaches of a thing is among what they reach at all."""
    if extent is None or part is None or extent.kind == "all" or part.kind == "own":
        return extent is not None
    people = set(part.people) - ({thing.person} if thing.project or thing.client else set())
    return set(part.projects) <= set(extent.projects) and people <= set(extent.people)


@given(account=accounts(), person=st.sampled_from(PEOPLE), extra=st.sampled_from(EXTRAS), on=things)
def test_an_extra_never_takes_a_right_away(account: Account, person: int, extra: str, on: list[On]) -> None:
    """Documented: extras add to a level."""
    users = tuple(
        user.model_copy(update={"access_roles": (*user.access_roles, extra)})
        if user.id == person and user.access_roles is not None
        else user
        for user in account.users
    )
    assert_none_lost(decisions(account, on), decisions(replace(account, users=users), on))


@given(
    account=st.one_of(accounts(), accounts().flatmap(seen_less)),
    row=st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PROJECTS), st.booleans(), st.booleans()),
    on=things,
)
def test_an_assignment_never_takes_a_right_away(
    account: Account, row: tuple[int, int, bool, bool], on: list[On]
) -> None:
    """Documented: an assignment opens a project, and takes nothing."""
    user, project, manages, active = row
    more = replace(
        account,
        user_assignments=(*account.user_assignments, assignment(200, user, project, manages=manages, active=active)),
    )
    assert_none_lost(decisions(account, on), decisions(more, on))


@given(account=accounts(), manager=st.sampled_from(PEOPLE), mate=st.sampled_from(PEOPLE), on=things)
def test_a_teammate_never_takes_a_right_away(account: Account, manager: int, mate: int, on: list[On]) -> None:
    """Documented: assigning people to a manager adds to what the manager reaches."""
    led = {**account.teammates, manager: (*account.teammates.get(manager, ()), Teammate(id=mate))}
    assert_none_lost(decisions(account, on), decisions(replace(account, teammates=led), on))


@given(account=accounts(), person=st.sampled_from(PEOPLE), on=things)
def test_archiving_a_person_never_adds_a_right(account: Account, person: int, on: list[On]) -> None:
    """Documented: an archived person may do nothing, and nothing can be added for them."""
    users = tuple(user.model_copy(update={"is_active": False}) if user.id == person else user for user in account.users)
    after = decisions(replace(account, users=users), on)
    assert_none_lost(after, decisions(account, on))
    assert {decision.answer for decision in after.values() if decision.person.id == person} == {"no"}


@given(account=accounts(), name=st.text(max_size=5), on=things)
def test_renaming_changes_nothing(account: Account, name: str, on: list[On]) -> None:
    """Our choice: names are for readers; ids decide."""
    renamed = replace(
        account,
        users=tuple(user.model_copy(update={"first_name": name, "email": name}) for user in account.users),
        projects=tuple(project.model_copy(update={"name": name}) for project in account.projects),
    )
    before, after = decisions(account, on), decisions(renamed, on)
    assert {asked: (of.answer, of.extent) for asked, of in before.items()} == {
        asked: (of.answer, of.extent) for asked, of in after.items()
    }


@given(data=st.data(), on=things)
def test_seeing_less_never_turns_an_answer_round(data: st.DataObject, on: list[On]) -> None:
    """Documented: never yes into no, no into yes, or unknown into either (DESIGN 4.1, point 7).

    The company's settings stay in sight: where they cannot be read, point 4 asks for the rule with a caveat.
    """
    account = as_harvest_derives(data.draw(accounts()))
    less = data.draw(seen_less(account))
    whole = decisions(account, on)
    turned = {
        asked: (whole[asked].answer, seen.answer)
        for asked, seen in decisions(less, on).items()
        if seen.answer not in {whole[asked].answer, "unknown"}
    }
    assert turned == {}


@given(
    account=accounts(),
    written=st.one_of(
        st.sampled_from((tuple(MANAGER_CLAIMS), MEMBER, ADMINISTRATOR, *CLAIMS_OF_EXTRAS.values())),
        st.lists(st.sampled_from(sorted(documented.CLAIMS)), max_size=8).map(tuple),
    ),
    on=things,
)
def test_claims_never_take_away_what_access_roles_grant(
    account: Account, written: tuple[str, ...], on: list[On]
) -> None:
    """Recorded: the live claims of a plain manager have no approval, and yet every manager approves."""
    bare = tuple(user.model_copy(update={"permissions_claims": None}) for user in account.users)
    claimed = tuple(with_claims(user, written) for user in bare)
    assert_none_lost(decisions(replace(account, users=bare), on), decisions(replace(account, users=claimed), on))


def with_claims(user: User, written: tuple[str, ...]) -> User:
    """Add claims to a person."""
    return user.model_copy(update={"permissions_claims": written})


@pytest.mark.parametrize("extra", documented.EXTRAS)
def test_the_claims_of_an_extra_prove_what_the_extra_grants(extra: str) -> None:
    """Documented: claims are spelt out from what each extra grants; rates and approval have none of their own."""
    by_claims = {
        permission: reach for claim in CLAIMS_OF_EXTRAS[extra] for permission, reach in documented.CLAIMS[claim].items()
    }
    granted = {permission: reach for permission, reach in documented.EXTRAS[extra].items() if "?" not in reach}
    assert granted.items() <= by_claims.items()


@given(account=accounts(), first=st.sampled_from(PEOPLE), second=st.sampled_from(PEOPLE))
def test_a_difference_is_what_one_has_and_the_other_has_not(account: Account, first: int, second: int) -> None:
    """Documented: what one can do or reach and the other cannot, both ways."""
    one, other = account.users_by_id[first], account.users_by_id[second]
    found = difference(account, one, other)
    grants = {grant.permission: grant for grant in grants_of(account, one)}
    theirs = {grant.permission: grant for grant in grants_of(account, other)}
    assert (found.only_second, found.only_first) == (
        difference(account, other, one).only_first,
        difference(account, other, one).only_second,
    )
    beyond = {of.permission: of for of in found.only_first}
    for permission, grant in grants.items():
        has = theirs[permission].extent if permission in theirs else None
        if grant.answer == "yes" and permission not in beyond:
            assert is_within(grant.extent, has) or (grant.extent == Extent("own") and has is not None)
        if permission in beyond and beyond[permission].is_certain:
            assert not is_within(grant.extent, has)
    assert difference(account, one, one).only_first == tuple(
        of for of in difference(account, one, one).only_first if grants[of.permission].answer == "unknown"
    )
