"""What a review says where Harvest does not tell enough: unknown is not no, and what it missed is never clear."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.access.review import Activity, Policy, Review, review
from harvest_mcp.access.review.levels import NO_DOMAIN
from harvest_mcp.access.review.rule import Case
from harvest_mcp.access.sight import PARTS
from harvest_mcp.harvest.models import Company, Role, User, UserAssignment
from harvest_mcp.sandbox.claims import ADMINISTRATOR, MEMBER
from tests.access.test_review import BOSS, DEPUTY, DOER, LEAD, PAST, found, leading, on, world
from tests.access.worlds import PARTLY
from tests.accounts import APP, GONE, MAX, SITE, account, assigned, person, project

WHO = person(9, "Who", access_roles=())
"""Somebody without a level that is known."""
CUSTOM = person(9, "Who", permissions_profile="Finance Lead")
NOBODY_TELLS = [WHO, CUSTOM, person(9, "Who", access_roles=None), person(9, "Who", "robot")]
THOSE = ["no access role", "a custom profile without claims", "nothing at all", "an access role that nobody knows"]
untold_levels = pytest.mark.parametrize("who", NOBODY_TELLS, ids=THOSE)


def doubts(rule: str, told: Review) -> list[str]:
    """Why a check has not looked at everything; it is never clear beside that."""
    missed = [of for of in told.not_checked if of.rule.id == rule]
    assert not missed or rule not in {of.id for of in told.clear}
    assert all(of.is_partly for of in missed) or len(missed) == 1
    return [of.because for of in missed]


def is_clear(rule: str, told: Review) -> bool:
    """Whether a check looked at everything and found nothing."""
    return rule in {of.id for of in told.clear}


def many(who: User, number: int) -> tuple[User, ...]:
    """So many people like somebody."""
    return tuple(who.model_copy(update={"id": who.id * 1000 + place}) for place in range(number))


@untold_levels
def test_people_who_may_be_administrators_may_be_too_many(who: User) -> None:
    """Documented: unknown is not no: nine of a hundred are not too many, but another 41 may be administrators."""
    told = review(world(*many(BOSS, 9), *many(who, 41), *many(DOER, 50)))
    wanted = "At most 10% are wanted, or 2 where that is more; known to be there: 9."
    assert doubts("many-administrators", told) == [f"41 of 100 people may be administrators. {wanted}"]
    assert found("many-administrators", told) is None
    assert is_clear("few-administrators", told)
    few = review(world(BOSS, who, *many(DOER, 18)))
    assert doubts("few-administrators", few) == [
        "1 of 20 people may be administrators. At least 2 are wanted; known to be there: 1."
    ]
    assert is_clear("many-administrators", few)


def test_no_known_administrator_is_not_enough_of_them() -> None:
    """Documented (harvest-api.md 4.2): the owner is an administrator; where none is told, something is hidden."""
    told = "Harvest tells of no administrator, and every account has one: its owner."
    assert doubts("few-administrators", review(account(BOSS, users=(LEAD,)))) == [told]
    perhaps = review(account(BOSS, users=(LEAD, WHO)))
    assert doubts("few-administrators", perhaps) == [
        "1 of 2 people may be administrators. At least 2 are wanted; known to be there: 0."
    ]


def test_people_who_may_be_archived_may_make_administrators_too_many() -> None:
    """Documented: a share of active people: three of 32 are within a tenth, three of 29 are not."""
    gone = person(8, "Gone", is_active=None)
    told = review(world(*many(BOSS, 3), *many(DOER, 26), *many(gone, 3)))
    (why,) = doubts("many-administrators", told)
    assert why.startswith("Harvest does not tell whether 3 of 32 people are active. At most 10% are wanted")
    assert found("many-administrators", told) is None


def test_claims_that_nobody_tells_are_not_checked() -> None:
    """Documented: claims may come only of the token's owner, or of nobody."""
    told = review(world(BOSS, LEAD, WHO))
    assert doubts("claims-disagree", told) == [
        "The list tells the claims of 0 of 2 people whose level or profile is known."
    ]
    assert [(of.is_partly, of.is_told_to_nobody) for of in told.not_checked if of.rule.id == "claims-disagree"] == [
        (False, True)
    ]
    boss = person(1, "Boss", "administrator", permissions_claims=ADMINISTRATOR)
    some = review(world(boss, LEAD))
    assert doubts("claims-disagree", some) == [
        "The list tells the claims of 1 of 2 people whose level or profile is known."
    ]
    assert [of.is_partly for of in some.not_checked if of.rule.id == "claims-disagree"] == [True]
    assert is_clear("claims-disagree", review(world(boss, person(4, "Doer", permissions_claims=MEMBER))))


def test_without_job_roles_nobody_lacks_one() -> None:
    """Our choice: what an account does not use is no finding; a job role that only people name is in use."""
    (clear,) = [of for of in review(world(BOSS, DOER)).clear if of.id == "no-job-role"]
    assert (clear.of, clear.note) == (0, "Out of use: the account has no job roles.")
    told = review(world(person(1, "Boss", "administrator", roles=("Design",)), DOER))
    assert found("no-job-role", told) == ([Case(person=4)], 2)


def test_a_public_mail_provider_is_no_companys_domain() -> None:
    """Our choice: where anybody gets an address, most people having one tells nothing."""
    crowd = [person(number, f"P{number}", email=f"p{number}@GMail.com") for number in range(10, 30)]
    ext = person(7, "Ext", "administrator", email="ext@gmail.com")
    told = review(world(ext, *crowd, DOER))
    assert doubts("administrator-outside-domain", told) == [NO_DOMAIN]
    assert "`domains` in the policy" in NO_DOMAIN
    stated = review(world(ext, *crowd, DOER), Policy(domains=("@example.com",)))
    assert found("administrator-outside-domain", stated) == ([Case(person=7, note="ext@gmail.com")], 1)
    (finding,) = [of for of in stated.findings if of.id == "administrator-outside-domain"]
    assert finding.note == "The company's: @example.com (as the policy says)."


def test_the_domain_is_that_of_most_active_people() -> None:
    """Our choice: whoever has left does not count; of those who are there it takes more than half, addresses or not."""
    left = [person(number, f"P{number}", email=f"p{number}@old.example", is_active=False) for number in range(10, 30)]
    told = review(world(BOSS, DOER, person(7, "Ext", "administrator", email="ext@old.example"), *left))
    assert found("administrator-outside-domain", told) == ([Case(person=7, note="ext@old.example")], 2)
    silent = [person(number, f"P{number}", email=None) for number in range(10, 12)]
    assert len(doubts("administrator-outside-domain", review(world(BOSS, DOER, *silent)))) == 1
    assert len(doubts("administrator-outside-domain", review(world(person(1, "P", email=None))))) == 1


@untold_levels
def test_people_without_a_known_level_are_counted_as_unknown(who: User) -> None:
    """Documented: unknown is not no: somebody who may be a manager is no member, no manager and no administrator."""
    who = who.model_copy(update={"is_contractor": None, "has_access_to_all_future_projects": True})
    marked = on(assigned(51, SITE, who, manages=True, is_active=None), assigned(52, SITE, DOER))
    told = review(world(BOSS, DEPUTY, DOER, who, **marked))
    one_more = "Harvest does not tell enough of 1 of {}: {}, and 1 who may be."
    assert doubts("unassigned-person", told) == [one_more.format(2, "1 people who hold no more than a member")]
    assert doubts("idle-manager", told) == [one_more.format(1, "0 managers")]
    assert doubts("member-marked-manager", told) == [one_more.format(2, "1 members")]
    assert doubts("contractor-administrator", told) == [one_more.format(3, "2 administrators")]
    assert doubts("future-projects-contractor", told) == [one_more.format(1, "0 contractors")]
    assert doubts("future-projects-member", told) == [
        "Harvest does not tell enough of 2 of 4: 1 people with access to all future projects, and 3 who may be."
    ]
    assert found("unassigned-person", told) is found("idle-manager", told) is None


@untold_levels
def test_somebody_who_may_hold_more_than_a_member_is_perhaps_inactive(who: User) -> None:
    """Documented: unknown is not no: no time from somebody who perhaps holds nothing is no finding, and not clear."""
    since = date(2026, 8, 26)
    old = who.model_copy(update={"created_at": datetime(2025, 1, 1, tzinfo=UTC)})
    silent = Activity(since=since, asked=frozenset({1, 9}), tracked=frozenset({1}), last={}, how="2")
    told = review(world(BOSS, old), activity=silent)
    assert found("inactive", told) is None
    (why,) = doubts("inactive", told)
    assert why.startswith(
        "Harvest does not tell enough of 1 of 2: 1 people who hold more than a member, and 1 who may be. The last time"
    )
    assert is_clear("inactive", review(world(BOSS, old), activity=replace(silent, tracked=frozenset({1, 9}))))
    unasked = review(world(BOSS, LEAD, DOER), activity=replace(silent, asked=frozenset({1})))
    (why,) = doubts("inactive", unasked)
    assert why.startswith("Harvest does not tell enough of 1 of 2 people who hold more than a member. The last time")


def test_a_member_whose_claims_prove_more_holds_more_than_a_member() -> None:
    """Documented: a claim that is there proves a yes, whatever the level."""
    more = person(8, "More", permissions_claims=(*MEMBER, "cost_rates:read:all"))
    silent = Activity(
        since=date(2026, 8, 26),
        asked=frozenset({1, 8}),
        tracked=frozenset({1}),
        last={8: date(2026, 1, 2)},
        how="2",
        is_exact=True,
    )
    told = review(world(BOSS, DOER, more), activity=silent)
    assert found("inactive", told) == ([Case(person=8, note="last on 2026-01-02")], 2)
    assert found("unassigned-person", told) == ([Case(person=4, note=RECORDLESS)], 1)


RECORDLESS = "no assignment on record; one that was removed leaves none"


def test_the_unknown_are_among_those_they_are_counted_of() -> None:
    """Documented: every number has a denominator that holds it: 30 of 2 administrators there cannot be."""
    unknown = many(WHO.model_copy(update={"is_contractor": None, "email": "x@else.example"}), 30)
    told = review(world(BOSS, DEPUTY, *unknown, *many(DOER, 40)))
    either = "Harvest does not tell enough of 30 of 32: 2 administrators, and 30 who may be."
    domain = "The company's: example.com (as most active people have it)."
    assert doubts("contractor-administrator", told) == [either]
    assert doubts("administrator-outside-domain", told) == [f"{either} {domain}"]
    untold = review(world(BOSS, DEPUTY, *many(person(8, "Ext", has_access_to_all_future_projects=None), 2)))
    assert doubts("future-projects-member", untold) == [
        "Harvest does not tell enough of 2 of 4: 0 people with access to all future projects, and 4 who may be."
    ]


def test_who_is_surely_no_contractor_is_not_unknown() -> None:
    """Our choice: where it makes no difference what somebody is, the check is clear."""
    told = review(world(BOSS, DEPUTY, WHO.model_copy(update={"is_contractor": False})))
    assert is_clear("contractor-administrator", told)
    sure = person(8, "Ext", is_contractor=True, has_access_to_all_future_projects=None)
    assert doubts("future-projects-contractor", review(world(BOSS, DEPUTY, sure))) == [
        "Harvest does not tell enough of 1 of 1 contractors."
    ]


def test_a_check_that_could_not_look_is_told_of_once() -> None:
    """Documented: what a token cannot see is unknown; a check is not both wholly and partly out of sight."""
    told = review(account(MAX))
    by_rule = {of.rule.id: of for of in told.not_checked}
    assert len([of for of in told.not_checked if of.rule.id in {"inactive", "administrator-outside-domain"}]) == 2
    assert by_rule["inactive"].because == (
        "Not in sight, or not all of it: people. Only an administrator's token sees everybody's time."
    )
    assert not by_rule["inactive"].is_partly
    assert not by_rule["administrator-outside-domain"].is_partly


@pytest.mark.parametrize("extra", ["estimates_manager", "client_and_task_manager", "project_creator"])
def test_a_manager_whose_extra_reaches_the_whole_account_is_not_idle(extra: str) -> None:
    """Documented (harvest-api.md 4.5): estimates, clients and tasks of all the account, and for managers only."""
    led = world(BOSS, DEPUTY, person(7, "Desk", "manager", extra), LEAD)
    (finding,) = [of for of in review(led).findings if of.id == "idle-manager"]
    assert ([case.id for case in finding.cases], finding.of) == ([3], 2)
    assert finding.note == "Not counted as idle, since something that they hold reaches the whole account: 1."
    rates = world(BOSS, DEPUTY, person(7, "Rates", "manager", "billable_rates_manager"))
    assert found("idle-manager", review(rates)) == ([Case(person=7, note="with billable_rates_manager")], 1)


def test_an_administrators_extras_are_void_too() -> None:
    """Documented: extras on someone whose level makes them void; only managers need any."""
    odd = person(7, "Odd", "administrator", "project_creator", "people_manager")
    told = review(world(BOSS, odd, person(8, "Top", "administrator", "people_manager")))
    assert found("void-extras", told) == ([Case(person=7, note="project_creator: held by the level administrator")], 1)
    loose = review(world(BOSS, DEPUTY, person(8, "Odd", access_roles=("project_creator",))))
    assert doubts("void-extras", loose) == ["Harvest does not tell enough of 1 of 1 people with extra permissions."]


def untold(who: User) -> User:
    """Somebody of whom Harvest does not tell whether they are active."""
    return who.model_copy(update={"is_active": None})


def test_people_who_are_perhaps_archived_leave_no_check_clear() -> None:
    """Documented: unknown is not no; job roles and projects are there whoever is."""
    told = review(world(BOSS, DEPUTY, untold(person(7, "Ext", "administrator", is_contractor=True))))
    words = "Harvest does not tell whether 1 of 3 people are active."
    assert doubts("contractor-administrator", told) == doubts("same-name", told) == [words]
    assert {of.id for of in told.clear} == {
        "few-administrators", "unmanaged-project", "project-manager-archived", "project-manager-contractor",
        "archived-assigned", "unused-job-role",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (assigned(51, SITE, PAST), "found"),
        (assigned(51, SITE, PAST, is_active=None), "unknown"),
        (assigned(51, project(29, "Unseen"), PAST), "unknown"),
        (assigned(51, SITE, PAST, is_active=False), "clear"),
        (assigned(52, GONE, PAST, is_active=None), "clear"),
    ],
)
def test_whether_archived_people_are_assigned_may_be_untold(row: UserAssignment, said: str) -> None:
    """Documented: unknown is not no: an assignment that may be active is neither found nor cleared."""
    told = review(world(BOSS, DEPUTY, PAST, **on(row)))
    words = "Harvest does not tell enough of 1 of 1 archived people."
    assert doubts("archived-assigned", told) == ([words] if said == "unknown" else [])
    assert is_clear("archived-assigned", told) is (said == "clear")
    assert (found("archived-assigned", told) is not None) is (said == "found")
    perhaps = review(world(BOSS, DEPUTY, untold(PAST), **on(row)))
    words = "Harvest does not tell enough of 1 of 1: 0 archived people, and 1 who may be."
    assert doubts("archived-assigned", perhaps) == ([] if said == "clear" else [words])


def test_an_assignment_that_may_be_active_is_neither_work_nor_none() -> None:
    """Documented: unknown is not no."""
    told = review(world(BOSS, DEPUTY, DOER, **on(assigned(51, SITE, DOER, is_active=None))))
    assert doubts("unassigned-person", told) == [
        "Harvest does not tell enough of 1 of 1 people who hold no more than a member."
    ]


def perhaps_led(who: User = DOER) -> Account:
    """A manager to whom somebody is assigned."""
    return world(BOSS, DEPUTY, LEAD, who, **leading(over=(who,)))


def test_whoever_leads_somebody_who_is_perhaps_archived_is_perhaps_idle() -> None:
    """Documented: unknown is not no, for those who are led as for those who lead."""
    told, words = review(perhaps_led(untold(DOER))), "Harvest does not tell whether 1 of 4 people are active."
    assert doubts("idle-manager", told) == ["Harvest does not tell enough of 1 of 1 managers.", words]
    assert doubts("archived-teammates", told) == ["Harvest does not tell enough of 1 of 1 people managers.", words]
    assert is_clear("idle-manager", review(perhaps_led()))
    mark = on(assigned(51, SITE, LEAD, manages=True, is_active=None), assigned(52, GONE, LEAD, manages=True))
    assert doubts("idle-manager", review(world(BOSS, LEAD, **mark))) == [
        "Harvest does not tell enough of 1 of 1 managers."
    ]
    gone = on(assigned(52, GONE, LEAD, manages=True, is_active=None))
    assert found("idle-manager", review(world(BOSS, LEAD, **gone))) == ([Case(person=3)], 1)


def test_projects_that_are_perhaps_archived_leave_no_check_clear() -> None:
    """Documented: unknown is not no; a project that somebody is surely in charge of raises no doubt."""
    dark = project(29, "Dark", is_active=None)
    rows = on(assigned(51, dark, DOER), assigned(52, APP, LEAD, manages=True))
    told = review(world(BOSS, DEPUTY, DOER, LEAD, projects=(SITE, APP, dark), **rows))
    words = "Harvest does not tell enough of 1 of {}: {}, and 1 that may be."
    assert doubts("unmanaged-project", told) == [words.format(2, "1 projects with people")]
    assert is_clear("project-manager-archived", told)
    past = on(assigned(51, dark, DOER), assigned(52, dark, PAST, manages=True))
    told = review(world(BOSS, DEPUTY, DOER, PAST, projects=(SITE, dark), **past))
    assert doubts("project-manager-archived", told) == [words.format(2, "1 active projects")]
    maybe = on(assigned(51, SITE, DOER, is_active=None))
    told = review(world(BOSS, DEPUTY, DOER, projects=(SITE,), **maybe))
    assert doubts("unmanaged-project", told) == [words.format(1, "0 projects with people")]


def test_people_without_an_address_are_not_compared() -> None:
    """Documented: an absent field is not null: who has no e-mail in sight may share one."""
    told = review(world(BOSS, DEPUTY, person(7, "Ext", email=None)))
    assert doubts("same-email", told) == ["Harvest does not tell enough of 1 of 3 people."]
    assert is_clear("same-name", told)


def test_where_nothing_else_is_in_sight_no_check_is_clear() -> None:
    """Documented: never a false all-clear."""
    hidden = replace(world(BOSS, DEPUTY), sight=dict.fromkeys(PARTS, PARTLY))
    assert review(hidden).clear == ()


def test_exemptions_may_be_untold() -> None:
    """Documented: Harvest tells of exemptions only where SAML sign-in is required."""
    dark = world(BOSS, DEPUTY, company=Company())
    assert doubts("saml-exempt", review(dark)) == ["Harvest does not tell enough of 2 of 2 people."]
    roles = (Role(id=41, name="Design"),)
    assert found("unused-job-role", review(world(BOSS, DEPUTY, roles=roles))) == ([Case(job_role=41)], 1)
