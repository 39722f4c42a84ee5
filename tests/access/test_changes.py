"""Changes: the difference of two pictures, as laws over made-up accounts and case by case over the small one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.access.account import Account
from harvest_mcp.access.changes import Change, Changes, Since, applied, changes, since, steps
from harvest_mcp.access.facts import Facts, Slot, facts
from harvest_mcp.access.sight import forbidden
from harvest_mcp.harvest.models import Role, User, UserAssignment
from tests.access.worlds import PARTLY, PEOPLE, accounts, as_harvest_derives, seen_less
from tests.accounts import (
    ANN,
    APP,
    ASSIGNMENTS,
    BEN,
    GONE,
    LOOSE,
    MAX,
    NEW,
    OLD,
    SITE,
    account,
    assigned,
    mates,
    person,
)

JOBS = ("Design", "Night shift")


@st.composite
def employed(draw: st.DrawFn) -> Account:
    """Make up an account whose people have job roles, which both lists tell alike, and flags."""
    made = as_harvest_derives(draw(accounts()))
    held = {of: draw(st.sets(st.sampled_from(JOBS))) for of in PEOPLE}
    users = tuple(
        user.model_copy(
            update={
                "roles": tuple(sorted(held[user.id])),
                "is_contractor": draw(st.sampled_from((True, False, None))),
                "saml_exempt": draw(st.sampled_from((True, False, None))),
            }
        )
        for user in made.users
        if draw(st.integers(0, 4))
    )
    known = {user.id for user in users}
    roles = tuple(
        Role(id=41 + place, name=job, user_ids=tuple(of for of in PEOPLE if of in known and job in held[of]))
        for place, job in enumerate(JOBS)
    )
    return replace(made, users=users, roles=roles)


whole = employed()


@st.composite
def in_part(draw: st.DrawFn, account: Account) -> Account:
    """Take some of it out of sight, the list of job roles too."""
    if not account.users:
        return account
    less = draw(seen_less(account))
    if draw(st.booleans()):
        return less
    return replace(less, roles=(), sight={**less.sight, "roles": forbidden("roles")})


@given(account=whole)
def test_the_difference_of_a_picture_with_itself_is_empty(account: Account) -> None:
    """Documented: issue 6."""
    assert changes(account, replace(account)) == Changes((), ())


@given(before=whole, after=whole)
def test_a_difference_applied_to_the_first_picture_gives_the_second(before: Account, after: Account) -> None:
    """Documented: issue 6."""
    given = applied(facts(before).held, changes(before, after))
    assert {slot: value for slot, value in given.items() if value} == {
        slot: value for slot, value in facts(after).held.items() if value
    }


@given(data=st.data(), before=whole, after=whole)
def test_the_same_holds_of_what_tokens_that_see_less_tell(data: st.DataObject, before: Account, after: Account) -> None:
    """Documented: what could not be seen is carried as unknown."""
    first, second = data.draw(in_part(before)), data.draw(in_part(after))
    given = applied(facts(first).held, changes(first, second))
    slots = facts(first).held.keys() | facts(second).held.keys()
    assert {slot: given.get(slot, facts(first).value(slot)) for slot in slots} == {
        slot: facts(second).value(slot) for slot in slots
    }


@given(data=st.data(), account=whole)
def test_hiding_is_never_leaving(data: st.DataObject, account: Account) -> None:
    """Documented: issue 6; nor does what comes to sight join."""
    less = data.draw(in_part(account))
    assert changes(account, less).certain == ()
    assert changes(less, account).certain == ()


@given(data=st.data(), before=whole, after=whole)
def test_what_has_changed_in_part_has_changed_in_whole(data: st.DataObject, before: Account, after: Account) -> None:
    """Documented: seeing less may hide a change; it never makes one up."""
    seen = changes(data.draw(in_part(before)), data.draw(in_part(after))).certain
    assert set(seen) <= set(changes(before, after).certain)


@given(before=whole, after=whole)
def test_the_way_back_is_the_same_changes_turned_round(before: Account, after: Account) -> None:
    """Our choice: a difference has two sides and no third."""
    forth, back = changes(before, after), changes(after, before)
    turned = tuple(Change(change.slot, change.after, change.before) for change in back.certain)
    assert forth.certain == turned


@given(data=st.data(), series=st.lists(whole, min_size=2, max_size=4))
def test_steps_add_up_to_the_difference(data: st.DataObject, series: list[Account]) -> None:
    """Our choice: whoever goes from picture to picture arrives where the difference of the ends leads."""
    pictures = [series[0], *(data.draw(in_part(one)) for one in series[1:-1]), series[-1]]
    value = dict(facts(series[0]).held)
    for step in steps((mark, facts(one)) for mark, one in enumerate(pictures)):
        assert step.last < step.first
        assert value.get(step.change.slot) in {step.change.before, None}
        value[step.change.slot] = step.change.after
    found = changes(series[0], series[-1]).certain
    assert {change.slot: value[change.slot] for change in found} == {change.slot: change.after for change in found}


BEFORE = account()
USERS = (ANN, MAX, BEN, OLD, NEW)


def exchanged(old: User, **told: object) -> tuple[User, ...]:
    """The people of the small account, with other facts of one of them."""
    return tuple(user.model_copy(update=told) if user.id == old.id else user for user in USERS)


def rows(*less: UserAssignment, more: Iterable[UserAssignment] = ()) -> tuple[UserAssignment, ...]:
    """The assignments of the small account without some and with others."""
    return (*(on for on in ASSIGNMENTS if on not in less), *more)


CASES = {
    "joined": (
        {"users": (*USERS, person(16, "Ida"))},
        [
            ("joined", 16, None, False, "active"),
            ("renamed", 16, None, False, "Ida"),
            ("email", 16, None, False, "ida@example.com"),
            ("level", 16, None, False, "member"),
        ],
    ),
    "archived": ({"users": exchanged(BEN, is_active=False)}, [("left", 13, None, "active", "archived")]),
    "restored": ({"users": exchanged(OLD, is_active=True)}, [("restored", 14, None, "archived", "active")]),
    "deleted": (
        {"users": (ANN, MAX, BEN, NEW)},
        [
            ("left", 14, None, "archived", False),
            ("renamed", 14, None, "Old Hand", False),
            ("email", 14, None, "old@example.com", False),
            ("level", 14, None, "manager", False),
        ],
    ),
    "a level": (
        {"users": exchanged(BEN, access_roles=("administrator",))},
        [("level", 13, None, "member", "administrator")],
    ),
    "extras, known and not": (
        {"users": exchanged(MAX, access_roles=("manager", "people_manager", "estimates_manager", "robot"))},
        [
            ("extra_gained", 12, None, False, True),
            ("extra_lost", 12, None, True, False),
            ("extra_gained", 12, None, False, True),
        ],
    ),
    "a profile and claims": (
        {"users": exchanged(BEN, permissions_profile="Studio Lead", permissions_claims=("b", "a"))},
        [("profile", 13, None, False, "Studio Lead")],
    ),
    "flags": (
        {"users": exchanged(BEN, is_contractor=False, has_access_to_all_future_projects=False, saml_exempt=True)},
        [("contractor", 13, None, True, False), ("all_future_projects", 13, None, True, False)],
    ),
    "job roles": (
        {"roles": (Role(id=41, name="Design", user_ids=(12, 13, 15)),)},
        [("job_role_gained", 13, None, False, True)],
    ),
    "teammates": (
        {"teammates": {12: mates(BEN, NEW)}},
        [("teammate_lost", 12, None, True, False), ("teammate_gained", 12, None, False, True)],
    ),
    "a project gained, and its management": (
        {"user_assignments": rows(more=[assigned(57, LOOSE, MAX, manages=True)])},
        [("project_gained", 12, 24, False, True), ("became_manager", 12, 24, False, True)],
    ),
    "a project lost by archiving the assignment": (
        {"user_assignments": rows(ASSIGNMENTS[2], more=[assigned(53, APP, BEN, is_active=False)])},
        [("project_lost", 13, 22, True, False)],
    ),
    "no longer its manager": (
        {"user_assignments": rows(ASSIGNMENTS[0], more=[assigned(51, SITE, MAX)])},
        [("ceased_to_manage", 12, 21, True, False)],
    ),
    "a project archived": (
        {"projects": (SITE.model_copy(update={"is_active": False}), APP, GONE, LOOSE)},
        [("project_archived", None, 21, "active", "archived")],
    ),
    "projects restored, created, deleted": (
        {
            "projects": (
                SITE,
                GONE.model_copy(update={"is_active": True}),
                LOOSE,
                APP.model_copy(update={"id": 29}),
            )
        },
        [
            ("project_deleted", None, 22, "active", False),
            ("project_restored", None, 23, "archived", "active"),
            ("project_created", None, 29, False, "active"),
        ],
    ),
    "renamed": (
        {"users": exchanged(BEN, first_name="Benjamin"), "name": "Acme plc"},
        [("renamed", 13, None, "Ben", "Benjamin")],
    ),
    "handed to somebody else": (
        {"users": exchanged(BEN, email="eve@elsewhere.example")},
        [("email", 13, None, "ben@example.com", "eve@elsewhere.example")],
    ),
}


@pytest.mark.parametrize(("parts", "told"), CASES.values(), ids=CASES)
def test_a_change_has_a_name_and_two_sides(parts: dict[str, Any], told: list[tuple[object, ...]]) -> None:
    """Documented: issue 6 lists these; the words are our choice."""
    found = changes(BEFORE, account(**parts)).certain
    assert [(of.what, of.person, of.project, of.before, of.after) for of in found] == told


def test_changes_are_grouped_by_person_and_by_project() -> None:
    """Documented: issue 6."""
    after = account(
        users=exchanged(BEN, is_active=False),
        projects=(SITE, APP.model_copy(update={"is_active": False}), GONE, LOOSE),
        user_assignments=rows(ASSIGNMENTS[2], more=[assigned(57, LOOSE, MAX)]),
    )
    found = changes(BEFORE, after)
    names = {key: [change.what for change in of] for key, of in found.by_person().items()}
    assert names == {None: ["project_archived"], 12: ["project_gained"], 13: ["left", "project_lost"]}
    places = {key: [change.what for change in of] for key, of in found.by_project().items()}
    assert places == {22: ["project_archived", "project_lost"], 24: ["project_gained"], None: ["left"]}


LEGACY = User(id=13, first_name="Ben", is_active=True, is_admin=False, is_project_manager=True, can_see_rates=True)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (LEGACY, {"can_see_rates": False}, [("extra_lost", True, False)]),
        (LEGACY, {"can_see_rates": None}, []),
        (LEGACY, {"is_project_manager": False}, [("level", "manager", "member")]),
        (LEGACY, {"access_roles": ("manager", "estimates_manager")}, [("extra_lost", True, False)]),
        (User(id=13, is_active=True, permissions_profile="Studio Lead"), {"access_roles": ("manager", "robot")}, []),
        (User(id=13, is_active=True, roles=("Design",)), {"roles": ("Zoology",)}, "job roles"),
        (User(id=13, is_active=True, permissions_claims=("a",)), {"permissions_claims": ()}, [("claims", "a", False)]),
        (User(id=13, is_active=True, permissions_claims=("a",)), {"permissions_claims": None}, []),
    ],
)  # fmt: skip
def test_what_a_record_does_not_tell_is_unknown(was: User, now: dict[str, object], told: object) -> None:
    """Documented: three generations of permissions; what one does not write is not lost in the next."""
    bare: dict[str, Any] = {"roles": (), "user_assignments": ()}
    found = changes(account(users=(was,), **bare), account(users=(was.model_copy(update=now),), **bare)).certain
    if told == "job roles":
        assert [change.what for change in found] == ["job_role_lost", "job_role_gained"]
    else:
        assert [(change.what, change.before, change.after) for change in found] == told


DRAFTER, BILLER = "managed_projects_invoice_drafter", "managed_projects_invoice_manager"
INVOICING = LEGACY.model_copy(update={"can_create_invoices": True})
NEITHER = LEGACY.model_copy(update={"can_create_invoices": False})
MEMBER = User(id=13, is_active=True, is_admin=False, is_project_manager=False, can_create_projects=False)
CHIEF = User(id=13, is_active=True, is_admin=True, can_create_projects=True, can_create_invoices=True)


@pytest.mark.parametrize(
    ("was", "roles", "told"),
    [
        (INVOICING, ("manager", "billable_rates_manager", DRAFTER), []),
        (INVOICING, ("manager", "billable_rates_manager", BILLER), []),
        (INVOICING, ("manager", "billable_rates_manager"), []),
        (NEITHER, ("manager", "billable_rates_manager", DRAFTER), [("extra_gained", DRAFTER)]),
        (NEITHER, ("manager", "billable_rates_manager", BILLER), [("extra_gained", BILLER)]),
        (MEMBER, ("member", "project_creator", DRAFTER), []),
        (CHIEF, ("administrator", "project_creator"), []),
    ],
)  # fmt: skip
def test_what_an_old_boolean_leaves_open_is_neither_gained_nor_lost(
    was: User, roles: tuple[str, ...], told: list[tuple[str, str]]
) -> None:
    """Inferred: recordings in both forms; `can_create_invoices` stands for two extras, and void ones had no boolean."""
    now = was.model_copy(update={"access_roles": roles})
    found = changes(account(users=(was,)), account(users=(now,))).certain
    assert [(change.what, change.slot.of) for change in found] == told


def test_an_old_boolean_that_came_and_went_is_told_by_its_name() -> None:
    """Our choice: within one generation nothing is open, and what was lost is what Harvest called it."""
    found = changes(account(users=(INVOICING,)), account(users=(NEITHER,)))
    assert [(change.what, change.slot.of) for change in found.certain] == [("extra_lost", "can_create_invoices")]
    assert found.untold == ()


def test_a_profile_that_is_not_told_is_none_only_to_who_sees_everybody() -> None:
    """Documented: an absent field is not null, for the token may not see it."""
    after = account(users=exchanged(BEN, permissions_profile="Studio Lead"))
    less = account(sight={"users": PARTLY})
    assert [change.what for change in changes(BEFORE, after).certain] == ["profile"]
    assert [(change.what, change.before) for change in changes(less, after).untold] == [("profile", None)]


def test_ones_own_projects_are_known_to_anyone_unless_refused() -> None:
    """Documented: a token sees its owner's assignments; where Harvest refused even those, nothing is known."""
    more = rows(more=[assigned(57, LOOSE, BEN)])
    own = account(BEN, users=(BEN,), user_assignments=(ASSIGNMENTS[1],))
    after = account(BEN, users=(BEN,), user_assignments=tuple(on for on in more if on.user.id == 13))
    gained = [(change.what, change.project) for change in changes(own, after).certain]
    assert gained == [("project_gained", 22), ("project_gained", 23), ("project_gained", 24)]
    blind = replace(own, user_assignments=(), sight={**own.sight, "user_assignments": forbidden("user_assignments")})
    assert changes(own, blind).certain == ()


BLIND = account(
    BEN,
    users=(BEN,),
    user_assignments=tuple(on for on in ASSIGNMENTS if on.user.id == 13),
    teammates={},
    roles=(),
    projects=(),
)
"""The same, as Ben sees it."""
OTHER = account(NEW, users=(NEW,), user_assignments=(), teammates={}, roles=(), projects=())


def test_steps_take_up_what_a_picture_between_did_not_see() -> None:
    """Documented: unknown for that span, and neither lost nor forgotten."""
    hired = account(users=exchanged(BEN, access_roles=("administrator",)))
    series: list[tuple[str, Facts]] = [
        ("first", facts(BEFORE)),
        ("second", facts(OTHER)),
        ("third", facts(BLIND)),
        ("fourth", facts(hired)),
        ("fifth", facts(OTHER)),
    ]
    told = [(step.change.what, step.last, step.first) for step in steps(series)]
    assert told == [("level", "third", "fourth")]


def test_a_slot_that_nothing_ever_told_has_no_step() -> None:
    """Our choice: that a thing comes to sight is not that it came to be."""
    assert list(steps([(1, facts(BLIND)), (2, facts(BEFORE))])) == []
    assert facts(BLIND).value(Slot("person", 12)) is None


def test_since_when_counts_only_what_pictures_tell() -> None:
    """Documented: since when is this person an administrator; lost and gained again, it began again."""
    hired = facts(account(users=exchanged(BEN, access_roles=("administrator",))))
    level, series = Slot("level", 13), [facts(BEFORE), facts(OTHER), hired, facts(OTHER), hired]
    assert since(enumerate(series), level, "administrator") == Since("administrator", 2, 0)
    assert since(enumerate(series), level) == Since("administrator", 2, 0)
    assert since(enumerate([*series, facts(BEFORE)]), level, "administrator") is None
    assert since(enumerate([*series, facts(BEFORE), hired]), level, "administrator") == Since("administrator", 6, 5)
    assert since(enumerate(series), Slot("contractor", 13)) == Since(value=True, first=0, last_other=None)
    assert since(enumerate(series), Slot("level", 99)) is None


def test_what_the_last_pictures_do_not_tell_is_not_told_as_held_now() -> None:
    """Documented: what a token could not see is unknown; who was an administrator once need not be one still."""
    level, untold = Slot("level", 13), facts(account(users=(ANN,), sight={"users": forbidden("users")}))
    series = [facts(BEFORE), untold, untold]
    assert since(enumerate(series), level) == Since("member", 0, None, last=0)
    assert since(enumerate([*series, facts(BEFORE)]), level) == Since("member", 0, None)
    assert since(enumerate([untold, *series]), level) == Since("member", 1, None, last=1)


def employing(*job_roles: tuple[int, str, tuple[int, ...]], is_listed: bool = True) -> Account:
    """The small account with these job roles, which the people's own records name too, and the list perhaps does."""
    names = {user.id: tuple(name for _, name, held in job_roles if user.id in held) for user in USERS}
    users = tuple(user.model_copy(update={"roles": names[user.id]}) for user in USERS)
    listed = tuple(Role(id=number, name=name, user_ids=held) for number, name, held in job_roles) if is_listed else ()
    return account(users=users, roles=listed)


def test_a_job_role_that_was_renamed_is_neither_lost_nor_gained() -> None:
    """Our choice: it has an id, by which whoever holds it holds it still; what is gained is called as now."""
    before = employing((41, "Design", (12, 13)), (42, "Night shift", (12,)), (43, "Craft", (15,)))
    after = employing((41, "Craft", (12, 13, 15)), (42, "Late shift", ()), (43, "Design", (15,)))
    told = [(change.what, change.person, change.slot.of) for change in changes(before, after).certain]
    assert told == [("job_role_lost", 12, "Late shift"), ("job_role_gained", 15, "Craft")]
    assert changes(before, after).untold == ()


def test_where_two_job_roles_have_one_name_nothing_is_guessed() -> None:
    """Our choice: which of them somebody's record names is not told."""
    before = employing((41, "Design", (12,)), (42, "Design", (13,)))
    after = employing((41, "Craft", (12,)), (42, "Design", (13,)))
    told = [(change.what, change.person) for change in changes(before, after).certain]
    assert told == [("job_role_gained", 12), ("job_role_lost", 12)]


def test_a_renamed_job_role_is_held_through_pictures_that_list_none() -> None:
    """Documented: since when somebody holds what they hold; only an administrator's token is shown the list."""
    series = [
        facts(employing((41, "Design", ()))),
        facts(employing((41, "Design", (13,)))),
        facts(employing((41, "Design", (13,)), is_listed=False)),
        facts(employing((41, "Craft", (13,)), is_listed=False)),
        facts(employing((41, "Craft", (13,)))),
    ]
    assert [(step.change.what, step.first) for step in steps(enumerate(series))] == [("job_role_gained", 1)]
    held = Since(value=True, first=1, last_other=0)
    assert since(enumerate(series), Slot("job_role", 13, "Craft")) == held
