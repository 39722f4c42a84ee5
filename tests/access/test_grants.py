"""What is decided of one person, and the chain of reasons: whole answers on a small account written by hand."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.access.difference import Beyond, difference
from harvest_mcp.access.grants import Grant, explain, grants_of
from harvest_mcp.access.holders import Possible, who_can
from harvest_mcp.access.permissions import (
    ARCHIVED_PEOPLE,
    ARCHIVED_PROJECTS,
    ASSIGNMENTS_API,
    CHANGED_IN_2022,
    COMPANY_API,
    LEGACY_CLIENT,
    NEVER_FOR_MANAGERS,
    PROFILE_NOTES,
    PROFILES_PAGE,
    TEAM_PERMISSIONS,
    USERS_API,
    Permission,
)
from harvest_mcp.access.question import On
from harvest_mcp.access.reach import NOT_TOLD
from harvest_mcp.access.reasons import EVERYTHING, OWN, Extent, Reason
from harvest_mcp.access.sight import PARTS, WHOLE, Sight
from harvest_mcp.access.standing import standing
from harvest_mcp.harvest.models import (
    Client,
    Company,
    Project,
    ProjectReference,
    Reference,
    Teammate,
    User,
    UserAssignment,
)
from tests.access import documented

ADA = User(id=1, first_name="Ada", is_active=True, access_roles=("administrator",))
MAX = User(id=2, first_name="Max", is_active=True, access_roles=("manager", "time_and_expenses_manager"))
LEO = User(id=3, first_name="Leo", is_active=True, access_roles=("manager", "people_manager"))
BEA = User(id=4, first_name="Bea", is_active=True, access_roles=("member", "project_creator"))
OLD = User(id=5, first_name="Old", is_active=False, access_roles=("administrator",))
APOLLO = Project(id=11, name="Apollo", client=Reference(id=21, name="North"), is_active=True, show_budget_to_all=True)
ATTIC = Project(id=12, name="Attic", client=Reference(id=21, name="North"), is_active=False, show_budget_to_all=False)
STORE = Project(id=13, name="Store", client=Reference(id=22, name="South"), is_active=True, show_budget_to_all=False)
SINCE = datetime(2024, 3, 1, tzinfo=UTC)
SWITCHES = ("approval_feature", "expense_feature", "invoice_feature", "estimate_feature")
ALL_ON = Company(**dict.fromkeys(SWITCHES, True))

MANAGES_APOLLO = Reason("Manages Apollo (assignment 42, since 2024-03-01).", "user assignment 42")
BEA_ON_APOLLO = Reason("Bea is assigned to Apollo (assignment 43).", "user assignment 43")
BEA_IS_LED = Reason("Bea is assigned to them as a teammate.", "teammates of this account")
A_MANAGER = Reason("Is a manager.", USERS_API)
MAY_READ = Reason(
    "That lets them, for the projects and people that they manage: See tracked time and report on it.",
    TEAM_PERMISSIONS,
)


def on_project(number: int, user: User, project: Project, *, manages: bool = False) -> UserAssignment:
    """Put a person on a project."""
    return UserAssignment(
        id=number,
        user=Reference(id=user.id, name=user.name),
        project=ProjectReference(id=project.id, name=project.name),
        is_project_manager=manages,
        is_active=True,
        created_at=SINCE if manages else None,
    )


ACCOUNT = Account(
    id=1,
    name="Acme",
    as_of=datetime(2026, 11, 24, tzinfo=UTC),
    viewer=ADA,
    company=ALL_ON,
    sight=dict.fromkeys(PARTS, WHOLE),
    users=(ADA, MAX, LEO, BEA, OLD),
    roles=(),
    projects=(APOLLO, ATTIC, STORE),
    user_assignments=(
        on_project(42, MAX, APOLLO, manages=True),
        on_project(43, BEA, APOLLO),
        on_project(44, MAX, ATTIC, manages=True),
        on_project(45, BEA, ATTIC),
        on_project(46, LEO, STORE),
    ),
    clients=(Client(id=21, name="North"), Client(id=22, name="South")),
    teammates={LEO.id: (Teammate(id=BEA.id),)},
)
ON_APOLLO = On(project=APOLLO.id)
PARTLY = Sight("partial", "A manager's token sees only what its owner manages.", "an administrator")


def with_person(*people: User) -> Account:
    """The account, with these people in the places of those who have their ids."""
    changed = {user.id: user for user in people}
    return replace(ACCOUNT, users=tuple(changed.get(user.id, user) for user in ACCOUNT.users))


def because(account: Account, person: User, permission: Permission, on: On = On()) -> tuple[str, list[str]]:  # noqa: B008  (frozen)
    """The answer, and why."""
    found = explain(account, person, permission, on)
    return found.answer, [reason.because for reason in found.reasons]


def test_a_yes_names_what_is_held_what_is_managed_and_the_rule() -> None:
    """Documented: the issue's own example of a chain."""
    found = explain(ACCOUNT, MAX, "time.read", On(project=APOLLO.id, person=BEA.id))
    assert (found.answer, found.reach, found.extent) == ("yes", "managed", Extent("projects", (APOLLO.id,)))
    assert found.reasons == (A_MANAGER, MANAGES_APOLLO, BEA_ON_APOLLO, MAY_READ)
    assert (found.missing, found.caveats, found.wider) == (None, (), None)


def test_a_yes_for_a_part_says_which_part() -> None:
    """Documented: a manager sees on a project only the entries of teammates."""
    found = explain(ACCOUNT, LEO, "time.read", ON_APOLLO)
    assert (found.answer, found.extent) == ("yes", Extent("people", (), (BEA.id,)))
    assert found.reasons == (A_MANAGER, BEA_IS_LED, MAY_READ)


def test_two_ways_to_a_person_are_both_told() -> None:
    """Our choice: whoever takes one way from them should know of the other."""
    both = replace(ACCOUNT, teammates={MAX.id: (Teammate(id=BEA.id),)})
    found = explain(both, MAX, "time.read", On(person=BEA.id))
    assert found.extent == Extent("people", (), (BEA.id,))
    assert found.reasons == (A_MANAGER, MANAGES_APOLLO, BEA_ON_APOLLO, BEA_IS_LED, MAY_READ)


NOES: list[tuple[User, Permission, On, str]] = [
    (OLD, "time.read", On(), "Is archived, and an archived person may do nothing."),
    (LEO, "time.read", On(project=STORE.id),
     "Does not manage Store, and nobody on Store is assigned to them as a teammate."),
    (LEO, "projects.read", On(), "Does not manage any active project."),
    (LEO, "projects.read", ON_APOLLO, "Does not manage Apollo."),
    (LEO, "projects.read", On(client=21), "Does not manage any of the client's projects."),
    (LEO, "projects.read", On(person=ADA.id), "Does not manage a project that Ada is on."),
    (LEO, "time.read", On(person=ADA.id),
     "Does not manage a project that Ada is on, and Ada is not assigned to them as a teammate."),
    (MAX, "people.read", On(), "Nobody is assigned to them as a teammate."),
    (MAX, "people.read", On(person=BEA.id), "Bea is not assigned to them as a teammate."),
    (MAX, "time.write", On(project=ATTIC.id), "The project is archived, and nothing can be added there."),
    (ADA, "time.write", On(project=ATTIC.id), "The project is archived, and nothing can be added there."),
    (ADA, "time.write", On(person=OLD.id), "That person is archived, and nothing can be added for them."),
    (ADA, "time.write", On(project=STORE.id, person=BEA.id),
     "That person is not actively assigned to an active project there."),
    (ADA, "time.write", On(project=STORE.id, person=OLD.id),
     "That person is archived, and nothing can be added for them."),
    (ADA, "time.write", On(project=ATTIC.id, person=BEA.id),
     "The project is archived, and nothing can be added there."),
    (ADA, "time.track", ON_APOLLO, "Is not actively assigned to Apollo."),
    (ADA, "time.track", On(), "Is not actively assigned to any active project."),
    (BEA, "time.track", On(project=ATTIC.id), "The project is archived, and nothing can be added there."),
    (BEA, "time.track", On(person=MAX.id), "Reaches only what is their own."),
    (BEA, "time.approve", On(), "Is a member; it takes the level manager."),
    (BEA, "estimates.read", On(), "Is a member; it takes the level manager with estimates_manager."),
    (BEA, "projects.create", On(),
     ("Is a member; it takes the level manager with project_creator. The extra project_creator is void without that "
     "level.")),
    (LEO, "time.write", On(), "Lacks time_and_expenses_manager, the extra permission that lets managers do this."),
    (LEO, "invoices.draft", On(),
     ("Lacks managed_projects_invoice_drafter or managed_projects_invoice_manager, the extra permission that lets "
     "managers do this.")),
    (MAX, "cost_rates.read", On(), "Only administrators may."),
    (BEA, "billing.read", On(), "Only administrators may."),
]  # fmt: skip


@pytest.mark.parametrize(("person", "permission", "on", "missing"), NOES)
def test_a_no_names_the_nearest_missing_step(person: User, permission: Permission, on: On, missing: str) -> None:
    """Documented: a no names the nearest missing step."""
    found = explain(ACCOUNT, person, permission, on)
    assert (found.answer, found.missing and found.missing.because) == ("no", missing)
    assert found.reasons[-1] == found.missing
    assert (found.reach, found.extent) == (None, None)


def test_a_no_has_a_source() -> None:
    """Our choice: the missing step is as documented as a granted one."""
    sources = {
        explain(ACCOUNT, OLD, "time.read").reasons: ARCHIVED_PEOPLE,
        explain(ACCOUNT, ADA, "time.write", On(project=ATTIC.id)).reasons[1:]: ARCHIVED_PROJECTS,
        explain(ACCOUNT, BEA, "people.manage").reasons: NEVER_FOR_MANAGERS,
        explain(ACCOUNT, LEO, "projects.edit").reasons: USERS_API,
    }
    assert {reasons[-1].source: source for reasons, source in sources.items()} == {
        source: source for source in sources.values()
    }
    assert ACCOUNT.alike_of_user[ADA.id].holds["projects.edit"].why[1].source == CHANGED_IN_2022


def test_own_things_answer_only_for_their_owner() -> None:
    """Documented: DESIGN 4.1, point 6."""
    assert explain(ACCOUNT, BEA, "time.read").extent == OWN
    assert explain(ACCOUNT, BEA, "time.read", On(person=BEA.id)).extent == OWN
    assert because(ACCOUNT, BEA, "time.read", On(project=APOLLO.id, person=BEA.id)) == (
        "yes",
        ["Is a member.", "Bea is assigned to Apollo (assignment 43).",
         "That lets them, for what is their own: See tracked time and report on it."],
    )  # fmt: skip
    apart = explain(ACCOUNT, BEA, "time.read", ON_APOLLO)
    assert (apart.answer, apart.is_own, apart.missing) == (
        "no",
        True,
        Reason("Is a member; it takes the level manager.", TEAM_PERMISSIONS),
    )
    found = who_can(ACCOUNT, "time.read", ON_APOLLO)
    assert ([row.id for row in found.people], found.own) == ([ADA.id, MAX.id, LEO.id], 1)
    assert [row.id for row in who_can(ACCOUNT, "time.read", On(person=BEA.id)).people] == [1, 2, 3, 4]


def test_who_tracks_on_a_project_are_rows_and_in_the_account_a_count() -> None:
    """Our choice: on a project, one's own assignment to it is what the question is about."""
    on_apollo = who_can(ACCOUNT, "time.track", ON_APOLLO)
    assert [(row.id, row.extent) for row in on_apollo.people] == [
        (MAX.id, Extent("projects", (APOLLO.id,))),
        (BEA.id, Extent("projects", (APOLLO.id,))),
    ]
    anywhere = who_can(ACCOUNT, "time.track")
    assert (anywhere.people, anywhere.own) == ((), 3)
    assert anywhere.caveats == ("Administrators too must be assigned.",)


def test_a_report_shown_to_everybody_has_hours_only() -> None:
    """Documented: DESIGN 4.1, point 8."""
    found = explain(ACCOUNT, BEA, "project_reports.read", ON_APOLLO)
    assert (found.answer, found.extent) == ("yes", Extent("projects", (APOLLO.id,)))
    assert [reason.because for reason in found.reasons] == [
        "The project shows its report to everybody on it.",
        "Bea is assigned to Apollo (assignment 43).",
        "It shows them hours and hour budgets, never fees, amounts or costs.",
        "That lets them, for what is their own: See a project's report: its progress against the budget.",
    ]
    assert explain(ACCOUNT, LEO, "project_reports.read", On(project=STORE.id)).answer == "no"
    both = replace(ACCOUNT, user_assignments=(*ACCOUNT.user_assignments, on_project(47, MAX, STORE, manages=True)))
    shared = replace(both, projects=(APOLLO, ATTIC, STORE.model_copy(update={"show_budget_to_all": True})))
    assert explain(shared, MAX, "project_reports.read").extent == Extent("projects", (APOLLO.id, STORE.id))


def test_what_is_open_on_an_archived_project_is_not_documented_but_for_administrators() -> None:
    """Documented: DESIGN 4.1, point 5."""
    on_attic = On(project=ATTIC.id)
    found = explain(ACCOUNT, MAX, "time.read", on_attic)
    assert (found.answer, found.missing and found.missing.source) == ("unknown", ARCHIVED_PROJECTS)
    assert explain(ACCOUNT, LEO, "time.read", on_attic).missing == found.missing
    assert explain(ACCOUNT, BEA, "time.read", On(project=ATTIC.id, person=BEA.id)).missing == found.missing
    assert explain(ACCOUNT, ADA, "time.read", on_attic).extent == EVERYTHING
    groups = who_can(ACCOUNT, "time.read", on_attic).possibly
    assert [(group.cause, group.people) for group in groups] == [(found.missing, (MAX.id, LEO.id))]


def test_a_member_who_is_marked_as_project_manager_is_unknown() -> None:
    """Documented: DESIGN 4.1, point 8: unsourced."""
    marked = replace(ACCOUNT, user_assignments=(on_project(50, BEA, APOLLO, manages=True),), teammates={})
    found = explain(marked, BEA, "time.approve", ON_APOLLO)
    assert (found.answer, found.reach, found.missing and found.missing.source) == (
        "unknown",
        "managed",
        ASSIGNMENTS_API,
    )
    assert because(marked, BEA, "time.approve", On(project=STORE.id))[0] == "no"
    further = explain(marked, BEA, "time.read")
    assert (further.answer, further.extent, further.wider) == ("yes", OWN, found.missing)
    assert further.caveats == (
        (
            "May reach further: Is marked as project manager without the level manager; what that grants is not "
            "documented."
        ),
    )


def test_a_member_of_whom_not_all_is_seen_is_not_said_to_be_marked() -> None:
    """Our choice: a cause is something that is so; here it is that the token does not see whether they are marked."""
    partly = replace(ACCOUNT, viewer=MAX, sight={**ACCOUNT.sight, "user_assignments": PARTLY})
    found = explain(partly, BEA, "time.read", On(project=STORE.id))
    assert (found.answer, found.missing) == ("unknown", NOT_TOLD)
    assert explain(partly, BEA, "time.read").wider == NOT_TOLD


def test_an_unknown_access_role_turns_a_no_into_unknown() -> None:
    """Documented: DESIGN 4.1, point 2."""
    robot = MAX.model_copy(update={"access_roles": ("manager", "robot")})
    account = with_person(robot)
    assert because(account, robot, "billing.read") == (
        "unknown",
        ["Has an access role that nobody knows (robot)."],
    )
    assert because(account, robot, "time.read", ON_APOLLO)[0] == "yes"


def test_no_access_role_at_all_is_unknown_unless_the_claims_tell() -> None:
    """Documented: DESIGN 4.1, point 1: a claim that was in use and is absent proves a no where no role grants it."""
    bare = BEA.model_copy(update={"access_roles": ()})
    assert because(with_person(bare), bare, "clients.read")[0] == "unknown"
    claimed = bare.model_copy(update={"permissions_claims": ("timers:read:own",)})
    known = ADA.model_copy(update={"permissions_claims": ("clients:read:all", "timers:read:all")})
    account = with_person(claimed, known)
    assert because(account, claimed, "clients.read") == (
        "no",
        ["None of their claims grants it; clients:read:all would."],
    )
    assert because(account, claimed, "time.read")[0] == "yes"
    assert because(account, claimed, "tasks.read")[0] == "unknown"


def test_whoever_is_perhaps_archived_is_unknown() -> None:
    """Documented: an absent field is not null: the token may not see it."""
    untold = MAX.model_copy(update={"is_active": None})
    account = with_person(untold)
    assert because(account, untold, "time.read", ON_APOLLO) == (
        "unknown",
        ["Harvest does not tell whether they are archived."],
    )
    assert because(account, untold, "time.read", On(person=ADA.id))[0] == "no"
    assert because(account, untold, "time.track", On(project=STORE.id))[0] == "no"
    assert because(account, untold, "billing.read") == ("no", ["Only administrators may."])


def profiled(user: User, profile: str, claims: tuple[str, ...] | None = None) -> User:
    """Give a person a profile."""
    return user.model_copy(update={"permissions_profile": profile, "permissions_claims": claims})


def test_a_built_in_profile_has_its_documented_reach_with_a_caveat() -> None:
    """Documented: DESIGN 4.1, point 3."""
    person = profiled(MAX, " accounting")
    account = with_person(person)
    found = explain(account, person, "cost_rates.read")
    assert found.reasons == (
        Reason("Has the profile Accounting.", PROFILES_PAGE),
        Reason("That lets them, everywhere in the account: See cost rates and amounts.", PROFILE_NOTES),
    )
    assert found.caveats == ("Individual adjustments of the profile Accounting cannot be read.",)
    assert because(account, person, "time.approve") == (
        "no",
        [("The profile Accounting does not reach that far; Project Manager, People Admin, Executive Manager or "
         "Administrator may.")],
    )  # fmt: skip
    assert because(account, person, "estimates.read")[0] == "unknown"


def test_a_custom_profile_is_what_its_claims_say_and_unknown_without_them() -> None:
    """Documented: DESIGN 4.1, point 3: without claims a would-be yes is unknown too."""
    dark = profiled(ADA, "Studio Lead")
    assert {grant.answer for grant in grants_of(with_person(dark), dark)} == {"unknown"}
    told = profiled(ADA, "Studio Lead", ("projects:read:all",))
    account = with_person(told)
    assert because(account, told, "projects.read")[0] == "yes"
    assert because(account, told, "time.approve") == (
        "no",
        ["None of their claims grants it; timers:approve:managed or timers:approve:all would."],
    )
    assert because(account, told, "project_reports.read")[0] == "unknown"
    assert because(account, told, "invoices.settings")[0] == "unknown"
    assert explain(account, told, "projects.read").caveats == (
        "Access roles do not tell what a custom profile grants; its claims do.",
    )


def test_where_claims_and_access_roles_contradict_each_other_both_are_shown() -> None:
    """Documented: DESIGN 4.1, point 1: conflicts are shown; a claim proves a yes, and its absence takes nothing."""
    more = MAX.model_copy(update={"permissions_claims": ("cost_rates:read:all", "timers:read:managed")})
    known = ADA.model_copy(update={"permissions_claims": ("timers:write:all", "timers:read:all", "users:write:all")})
    account = with_person(more, known)
    found = explain(account, more, "cost_rates.read")
    assert (found.answer, found.caveats) == (
        "yes",
        ("The claims grant more than the access roles: Has the claim cost_rates:read:all.",),
    )
    less = explain(account, more, "time.write", ON_APOLLO)
    assert (less.answer, less.caveats) == (
        "yes",
        ("The claims grant less than the access roles: Is a manager with time_and_expenses_manager.",),
    )
    assert explain(account, more, "time.read", ON_APOLLO).caveats == ()
    assert explain(account, more, "people.edit_basics").caveats == ()
    member = profiled(BEA, "Member", ("timers:read:all",))
    assert explain(with_person(member), member, "time.read").caveats == (
        "Individual adjustments of the profile Member cannot be read.",
        "The claims grant more than the profile: Has the claim timers:read:all.",
    )


def test_booleans_of_before_2022_are_read_by_the_same_table() -> None:
    """Documented: harvest-api.md 4.1; what is inferred is unknown."""
    booleans = {"access_roles": None, "is_admin": False, "is_project_manager": True, "can_create_invoices": True}
    person = MAX.model_copy(update=booleans)
    account = with_person(person)
    assert because(account, person, "invoices.draft", ON_APOLLO) == (
        "yes",
        ["Is a project manager with can_create_invoices.", "Manages Apollo (assignment 42, since 2024-03-01).",
         "That lets them, for the projects that they manage: Create and edit draft invoices."],
    )  # fmt: skip
    assert because(account, person, "invoices.manage", ON_APOLLO)[0] == "unknown"
    assert because(account, person, "projects.edit", ON_APOLLO)[0] == "yes"
    missing = explain(account, person, "billable_rates.read").missing
    assert missing == Reason("Is a manager; it takes can_see_rates.", LEGACY_CLIENT)


@pytest.mark.parametrize(("permission", "module"), documented.MODULES.items())
def test_a_module_that_is_off_is_a_no_for_that_reason(permission: Permission, module: str) -> None:
    """Documented: DESIGN 4.1, point 4."""
    off = replace(ACCOUNT, company=Company(**{**dict.fromkeys(SWITCHES, True), module: False}))
    because_off = Reason(f"The account has this module switched off ({module}).", COMPANY_API)
    assert explain(off, ADA, permission).reasons == (because_off,)
    assert explain(off, OLD, permission).missing == Reason(
        "Is archived, and an archived person may do nothing.", ARCHIVED_PEOPLE
    )
    found = who_can(off, permission)
    assert (found.people, found.possibly, found.own, found.caveats) == ((), (), 0, (because_off.because,))


@pytest.mark.parametrize("company", [None, Company()])
def test_a_module_out_of_sight_leaves_the_rule_with_a_caveat(company: Company | None) -> None:
    """Documented: DESIGN 4.1, point 4: where it cannot be read: the rule, with a caveat."""
    found = explain(replace(ACCOUNT, company=company), ADA, "estimates.read")
    assert (found.answer, found.caveats) == (
        "yes",
        ("Whether the account has this module switched on (estimate_feature) is out of sight.",),
    )


def test_future_projects_give_nothing_today_and_are_told() -> None:
    """Documented: `has_access_to_all_future_projects` says nothing about existing ones."""
    future = BEA.model_copy(update={"has_access_to_all_future_projects": True})
    account = with_person(future)
    found = explain(account, future, "time.track", On(project=STORE.id))
    assert (found.answer, found.caveats) == (
        "no",
        (
            "Will be added to every project created from now on; that gives nothing on today's projects.",
            "Administrators too must be assigned.",
        ),
    )
    assert explain(account, future, "time.read").caveats == ()


def test_what_makes_no_difference_is_set_aside_and_said() -> None:
    """Our choice: a question that names too much is answered, not refused."""
    found = explain(ACCOUNT, ADA, "billing.read", On(project=APOLLO.id, client=21))
    assert (found.answer, found.caveats) == ("yes", ("billing.read does not depend on the project or the client.",))
    assert explain(ACCOUNT, LEO, "people.read", On(project=STORE.id, person=BEA.id)).extent == Extent(
        "people", (), (BEA.id,)
    )
    assert explain(ACCOUNT, MAX, "projects.read", On(client=21, person=BEA.id)).caveats == (
        "projects.read does not depend on the person.",
    )
    assert explain(ACCOUNT, ADA, "clients.write", On(client=21)).caveats == ()


def test_several_projects_and_people_are_counted() -> None:
    """Our choice: a reason is a sentence, however much there is to it; the extent has the ids."""
    more = replace(
        ACCOUNT,
        user_assignments=(
            *ACCOUNT.user_assignments,
            on_project(48, MAX, STORE, manages=True),
            on_project(49, BEA, STORE),
        ),
        teammates={LEO.id: (Teammate(id=BEA.id), Teammate(id=MAX.id))},
    )
    found = explain(more, MAX, "time.read", On(person=BEA.id))
    assert found.extent == Extent("projects", (APOLLO.id, STORE.id))
    assert [reason.because for reason in found.reasons[1:3]] == [
        "Manages 2 projects.",
        "Bea is assigned to 2 projects.",
    ]
    led = explain(more, LEO, "time.read")
    assert (led.extent, led.reasons[1].because) == (
        Extent("people", (), (MAX.id, BEA.id)),
        "2 people are assigned to them as teammates.",
    )


def test_people_out_of_sight_are_possible_never_absent() -> None:
    """Documented: DESIGN 4.1, point 7."""
    unseen = replace(
        ACCOUNT, viewer=MAX, users=(MAX,), sight={**ACCOUNT.sight, "users": PARTLY}, teammates={7: (Teammate(id=8),)}
    )
    seen_by = Reason(PARTLY.why, "in sight of an administrator")
    assert who_can(unseen, "time.read", ON_APOLLO).possibly == (Possible(seen_by, (BEA.id,), is_all=False),)
    assert who_can(unseen, "billing.read").possibly == (Possible(seen_by, (3, 4, 8), is_all=False),)
    assert (unseen.name_of_person(BEA.id), unseen.name_of_person(99)) == ("Bea", "person 99")


def test_people_whom_harvest_does_not_list_are_possible_too() -> None:
    """Our choice: an id that only an assignment mentions may belong to somebody deleted, or not."""
    gone = replace(ACCOUNT, users=(ADA, MAX, LEO))
    found = who_can(gone, "time.read", ON_APOLLO)
    assert [(group.people, group.is_all) for group in found.possibly] == [((BEA.id,), True)]


def test_a_project_that_only_assignments_mention_has_their_name() -> None:
    """Our choice: what is out of sight is named as far as it is mentioned."""
    dark = replace(ACCOUNT, projects=())
    assert (dark.name_of_project(APOLLO.id), dark.name_of_project(99)) == ("Apollo", "project 99")
    assert because(dark, MAX, "time.read", ON_APOLLO)[0] == "unknown"


def test_whatever_may_be_done_on_a_thing_is_one_row_a_person() -> None:
    """Documented: with `any`, everyone who reaches the thing and what they may do there."""
    rows = {row.id: row for row in who_can(ACCOUNT, "any", ON_APOLLO).people}
    assert rows[BEA.id].permissions == ("time.track", "expenses.track", "project_reports.read")
    assert rows[LEO.id].permissions == ("time.read", "time.approve", "expenses.read")
    assert rows[LEO.id].extent == Extent("people", (), (BEA.id,))
    assert rows[LEO.id].reasons == (A_MANAGER, BEA_IS_LED)
    assert rows[ADA.id].extent == EVERYTHING
    assert who_can(replace(ACCOUNT, company=Company(expense_feature=False)), "any", ON_APOLLO).people[
        -1
    ].permissions == (
        "time.track",
        "project_reports.read",
    )


def test_whatever_may_be_done_anywhere_is_one_row_a_person() -> None:
    """Our choice: whoever has only their own things is counted."""
    twin = MAX.model_copy(update={"id": 6})
    account = replace(
        ACCOUNT,
        users=(*ACCOUNT.users, twin),
        projects=(APOLLO, ATTIC, STORE.model_copy(update={"show_budget_to_all": True})),
        user_assignments=(*ACCOUNT.user_assignments, on_project(51, twin, STORE, manages=True)),
    )
    found = who_can(
        replace(account, user_assignments=account.user_assignments[:1] + account.user_assignments[5:]), "any"
    )
    assert [(row.id, row.extent) for row in found.people] == [
        (ADA.id, EVERYTHING),
        (MAX.id, Extent("projects", (APOLLO.id,))),
        (LEO.id, Extent("people", (), (BEA.id,))),
        (6, Extent("projects", (STORE.id,))),
    ]
    assert found.people[1].permissions == found.people[3].permissions
    assert found.own == 1


def test_people_who_may_the_same_are_rows_of_their_own_projects() -> None:
    """Our choice: what is decided once is still said of each person's own projects."""
    alike = {"access_roles": ("manager",)}
    first, second = (
        profiled(user.model_copy(update=alike), "Reader", ("projects:read:managed",)) for user in (MAX, BEA)
    )
    marks = (on_project(42, MAX, APOLLO, manages=True), on_project(43, BEA, APOLLO, manages=True))
    found = who_can(replace(with_person(first, second), user_assignments=marks, teammates={}), "any")
    assert [(row.id, row.extent, row.permissions) for row in found.people[1:]] == [
        (MAX.id, Extent("projects", (APOLLO.id,)), ("projects.read",)),
        (BEA.id, Extent("projects", (APOLLO.id,)), ("projects.read",)),
    ]
    assert found.people[2].reasons[1].source == "user assignment 43"


def test_people_who_hold_the_same_but_are_placed_otherwise_are_told_apart() -> None:
    """Our choice: decisions are shared only where every fact that matters is alike."""
    plain = {"access_roles": ("manager",), "is_active": True}
    active, archived, alone, leading, led_by_nobody_active = (
        User(id=number, first_name=f"M{number}", **plain) for number in range(30, 35)
    )
    account = replace(
        ACCOUNT,
        users=(ADA, OLD, active, archived, alone, leading, led_by_nobody_active),
        user_assignments=(
            on_project(60, active, APOLLO, manages=True),
            on_project(61, archived, ATTIC, manages=True),
            on_project(62, archived, APOLLO),
        ),
        teammates={leading.id: (Teammate(id=ADA.id),), led_by_nobody_active.id: (Teammate(id=OLD.id),)},
    )
    found = who_can(account, "any")
    assert [row.id for row in found.people] == [ADA.id, active.id, leading.id, led_by_nobody_active.id]
    assert (found.own, [group.people for group in found.possibly]) == (2, [(archived.id,)])
    writers = tuple(
        user.model_copy(update={"access_roles": ("manager", "time_and_expenses_manager")}) for user in account.users[2:]
    )
    may_write = who_can(replace(account, users=(ADA, OLD, *writers)), "any").people
    assert ["time.write" in row.permissions for row in may_write] == [True, True, True, False]


def test_only_who_is_on_a_project_has_one_of_their_own() -> None:
    """Our choice: whoever may track time, but is on no project, is not counted."""
    alike = {"access_roles": ("member",)}
    trackers = [profiled(user.model_copy(update=alike), "Tracker", ("timers:write:own",)) for user in (MAX, LEO, BEA)]
    account = replace(with_person(*trackers), user_assignments=(on_project(43, BEA, STORE),), teammates={})
    assert (who_can(account, "any").own, who_can(account, "time.track").own) == (1, 1)


def test_grants_are_what_somebody_may_do_and_to_what() -> None:
    """Documented: `grants_of`, whole."""
    assert [(grant.permission, grant.reach, grant.extent) for grant in grants_of(ACCOUNT, BEA)] == [
        ("time.track", "own", Extent("projects", (APOLLO.id,))),
        ("time.read", "own", OWN),
        ("expenses.track", "own", Extent("projects", (APOLLO.id,))),
        ("expenses.read", "own", OWN),
        ("project_reports.read", "own", Extent("projects", (APOLLO.id,))),
    ]
    assert grants_of(ACCOUNT, OLD) == ()
    assert grants_of(ACCOUNT, LEO)[1] == Grant(
        permission="time.read",
        answer="yes",
        reach="managed",
        extent=Extent("people", (), (BEA.id,)),
        reasons=(A_MANAGER, BEA_IS_LED, MAY_READ),
        caveats=(),
    )


def test_a_difference_names_what_is_beyond_the_other() -> None:
    """Documented: `difference`, whole."""
    found = difference(ACCOUNT, LEO, BEA)
    assert found.only_first == (
        Beyond("time.track", "own", Extent("projects", (STORE.id,)), is_certain=True),
        Beyond("time.read", "managed", Extent("people", (), (BEA.id,)), is_certain=True),
        Beyond("time.approve", "managed", Extent("people", (), (BEA.id,)), is_certain=True),
        Beyond("expenses.track", "own", Extent("projects", (STORE.id,)), is_certain=True),
        Beyond("expenses.read", "managed", Extent("people", (), (BEA.id,)), is_certain=True),
        Beyond("people.read", "managed", Extent("people", (), (BEA.id,)), is_certain=True),
        Beyond("people.edit_basics", "managed", Extent("people", (), (BEA.id,)), is_certain=True),
    )
    assert [beyond.permission for beyond in found.only_second] == [
        "time.track",
        "expenses.track",
        "project_reports.read",
    ]


def test_a_standing_of_the_account_is_what_the_person_says() -> None:
    """Our choice: people of whom Harvest says the same are one group."""
    assert [len(alike.users) for alike in ACCOUNT.alike] == [1, 1, 1, 1, 1]
    twins = replace(ACCOUNT, users=(*ACCOUNT.users, MAX.model_copy(update={"id": 7})))
    assert {alike.bearer.standing: len(alike.users) for alike in twins.alike}[standing(MAX)] == 2
