"""The rules of an access review: for each, an account where it fires and the nearest one where it must not."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.access.review import RULES, Activity, Policy, Review, review
from harvest_mcp.access.review.rule import Case
from harvest_mcp.harvest.models import Company, Role, User, UserAssignment
from harvest_mcp.sandbox.claims import ADMINISTRATOR
from tests.accounts import APP, GONE, SITE, account, assigned, mates, person, project

BOSS = person(1, "Boss", "administrator", is_contractor=False)
DEPUTY = person(2, "Deputy", "administrator", is_contractor=False)
LEAD = person(3, "Lead", "manager", is_contractor=False)
DOER = person(4, "Doer", is_contractor=False)
TEMP = person(5, "Temp", "manager", is_contractor=True)
PAST = person(6, "Past", "manager", is_active=False)
ALL_ON = Company(
    name="Acme Ltd", approval_feature=True, invoice_feature=True, estimate_feature=True, saml_sign_in_required=True
)
LAST_YEAR = datetime(2025, 11, 24, tzinfo=UTC)
QUIET = Activity(since=date(2026, 8, 26), asked=frozenset({1, 3}), tracked=frozenset({1}), last={}, how="1 request")
SLOW = Activity(since=QUIET.since, asked=QUIET.asked, tracked=QUIET.tracked, last={3: date(2026, 8, 25)}, how="2")
PLENTY = ("time_and_expenses_manager", "managed_projects_invoice_drafter")


def world(*users: User, **parts: Any) -> Account:  # noqa: ANN401  (any part of an account)
    """An account of these people and nothing else but what is said."""
    none: dict[str, Any] = {
        "company": ALL_ON, "projects": (SITE, APP, GONE), "user_assignments": (), "teammates": {}, "roles": ()
    }  # fmt: skip
    return account(users[0], users=users, **(none | parts))


def on(*rows: UserAssignment) -> dict[str, tuple[UserAssignment, ...]]:
    """Nothing but these assignments."""
    return {"user_assignments": rows}


def leading(*, over: tuple[User, ...], who: User = LEAD) -> dict[str, Any]:
    """Nobody else but this person with people assigned."""
    return {"teammates": {who.id: mates(*over)}}


@dataclass(frozen=True)
class Shown:
    """An account where a rule fires, what it finds, and accounts that differ by one fact, where it finds nothing."""

    rule: str
    fires: Account
    cases: list[Case]
    of: int
    quiet: list[Account]
    policy: Policy = field(default_factory=Policy)
    activity: Activity | None = None


SHOWN = [
    Shown(
        "contractor-administrator",
        world(BOSS, person(2, "Ext", "administrator", is_contractor=True)),
        [Case(person=2)],
        2,
        [
            world(BOSS, DEPUTY),
            world(BOSS, TEMP),
            world(BOSS, person(2, "Ext", "administrator", is_contractor=True, is_active=False)),
        ],
    ),
    Shown(
        "few-administrators",
        world(BOSS, LEAD, person(2, "Was", "administrator", is_active=False)),
        [Case(person=1)],
        2,
        [world(BOSS, LEAD, DEPUTY), world(BOSS, LEAD, person(7, "Who", "robot"))],
    ),
    Shown(
        "many-administrators",
        world(BOSS, DEPUTY, person(7, "Third", "administrator"), *(person(n, f"P{n}") for n in range(10, 36))),
        [Case(person=1), Case(person=2), Case(person=7)],
        29,
        [
            world(BOSS, DEPUTY, person(7, "Third", "administrator"), *(person(n, f"P{n}") for n in range(10, 37))),
            world(BOSS, DEPUTY, DOER),
        ],
    ),
    Shown(
        "administrator-outside-domain",
        world(BOSS, DOER, LEAD, person(7, "Ext", "administrator", email="ext@example.org")),
        [Case(person=7, note="ext@example.org")],
        2,
        [
            world(BOSS, DOER, LEAD, person(7, "Ext", "administrator", email="ext@uk.Example.com")),
            world(BOSS, DOER, LEAD, person(7, "Ext", "manager", email="ext@example.org")),
        ],
    ),
    Shown(
        "idle-manager",
        world(BOSS, LEAD, DOER, **on(assigned(51, SITE, LEAD), assigned(52, GONE, LEAD, manages=True))),
        [Case(person=3)],
        1,
        [
            world(BOSS, LEAD, **on(assigned(51, SITE, LEAD, manages=True))),
            world(BOSS, LEAD, DOER, **leading(over=(DOER,))),
            world(BOSS, DOER),
            world(BOSS, person(3, "Lead", "manager", is_active=False)),
            world(BOSS, person(3, "Lead", "manager", "workforce_planner")),
        ],
    ),
    Shown(
        "archived-teammates",
        world(BOSS, LEAD, DOER, PAST, **leading(over=(DOER, PAST))),
        [Case(person=3, people=(6,), note="1 of 2 assigned people")],
        1,
        [world(BOSS, LEAD, DOER, PAST, **leading(over=(DOER,)))],
    ),
    Shown(
        "member-marked-manager",
        world(BOSS, DOER, **on(assigned(51, SITE, DOER, manages=True))),
        [Case(person=4, projects=(21,), assignments=(51,))],
        1,
        [
            world(BOSS, DOER, **on(assigned(51, SITE, DOER))),
            world(BOSS, DOER, **on(assigned(51, GONE, DOER, manages=True))),
            world(BOSS, LEAD, **on(assigned(51, SITE, LEAD, manages=True))),
        ],
    ),
    Shown(
        "unmanaged-project",
        world(
            BOSS,
            DOER,
            **on(assigned(51, SITE, DOER), assigned(52, APP, DOER), assigned(53, APP, BOSS, manages=True)),
        ),
        [
            Case(project=21, note="nobody"),
            Case(project=22, people=(1,), assignments=(53,), note="administrators only"),
        ],
        2,
        [
            world(BOSS, DOER, LEAD, **on(assigned(51, SITE, DOER), assigned(52, SITE, LEAD, manages=True))),
            world(BOSS, DOER, **on(assigned(51, SITE, DOER, is_active=False))),
            world(BOSS, DOER, **on(assigned(51, GONE, DOER))),
            world(BOSS, DOER, **on(assigned(51, SITE, DOER, manages=True))),
            world(BOSS, DOER, **on(assigned(51, SITE, DOER), assigned(52, SITE, LEAD, manages=True))),
        ],
    ),
    Shown(
        "project-manager-archived",
        world(BOSS, PAST, DOER, **on(assigned(51, SITE, PAST, manages=True))),
        [Case(project=21, people=(6,), assignments=(51,))],
        2,
        [
            world(
                BOSS, PAST, LEAD, **on(assigned(51, SITE, PAST, manages=True), assigned(52, SITE, LEAD, manages=True))
            ),
            world(BOSS, PAST, **on(assigned(51, SITE, PAST, manages=True, is_active=False))),
            world(BOSS, PAST, **on(assigned(51, GONE, PAST, manages=True))),
        ],
    ),
    Shown(
        "project-manager-contractor",
        world(BOSS, TEMP, **on(assigned(51, SITE, TEMP, manages=True))),
        [Case(project=21, people=(5,), assignments=(51,))],
        2,
        [
            world(
                BOSS, TEMP, LEAD, **on(assigned(51, SITE, TEMP, manages=True), assigned(52, SITE, LEAD, manages=True))
            ),
            world(BOSS, TEMP, **on(assigned(51, SITE, TEMP, manages=True), assigned(52, SITE, BOSS, manages=True))),
            world(BOSS, person(5, "Temp", "manager"), **on(assigned(51, SITE, TEMP, manages=True))),
        ],
    ),
    Shown(
        "archived-assigned",
        world(BOSS, PAST, **on(assigned(51, SITE, PAST), assigned(52, GONE, PAST), assigned(53, APP, PAST))),
        [Case(person=6, projects=(21, 22), assignments=(51, 53))],
        1,
        [
            world(BOSS, PAST, **on(assigned(51, SITE, PAST, is_active=False), assigned(52, GONE, PAST))),
            world(BOSS, DOER, **on(assigned(51, SITE, DOER))),
        ],
    ),
    Shown(
        "unassigned-person",
        world(
            BOSS, LEAD, DOER, person(7, "New"), **on(assigned(51, GONE, DOER), assigned(52, APP, DOER, is_active=False))
        ),
        [
            Case(person=4, note="on no active project any more"),
            Case(person=7, note="no assignment on record; one that was removed leaves none"),
        ],
        2,
        [
            world(BOSS, LEAD, DOER, **on(assigned(51, SITE, DOER))),
            world(BOSS, person(4, "Doer", "member", "robot")),
            world(BOSS, person(4, "Doer", is_active=False)),
        ],
    ),
    Shown(
        "inactive",
        world(BOSS, person(3, "Lead", "manager", created_at=LAST_YEAR), person(4, "Doer", created_at=LAST_YEAR)),
        [Case(person=3, note="none since 2026-08-26")],
        2,
        [
            world(BOSS, person(3, "Lead", "manager", created_at=datetime(2026, 9, 1, tzinfo=UTC))),
            world(BOSS, person(3, "Lead", created_at=LAST_YEAR)),
            world(BOSS, LEAD),
        ],
        activity=QUIET,
    ),
    Shown(
        "future-projects-contractor",
        world(BOSS, person(7, "Ext", is_contractor=True, has_access_to_all_future_projects=True)),
        [Case(person=7)],
        1,
        [
            world(BOSS, person(7, "Own", is_contractor=False, has_access_to_all_future_projects=True)),
            world(BOSS, person(7, "Ext", is_contractor=True, has_access_to_all_future_projects=False)),
        ],
    ),
    Shown(
        "future-projects-member",
        world(BOSS, person(7, "All", has_access_to_all_future_projects=True)),
        [Case(person=7)],
        1,
        [
            world(BOSS, person(7, "All", "manager", has_access_to_all_future_projects=True)),
            world(BOSS, person(7, "All", has_access_to_all_future_projects=False)),
        ],
    ),
    Shown(
        "saml-exempt",
        world(BOSS, person(7, "Ext", saml_exempt=True)),
        [Case(person=7)],
        2,
        [
            world(BOSS, person(7, "Ext", saml_exempt=False)),
            world(BOSS, person(7, "Ext", saml_exempt=True), company=Company(saml_sign_in_required=False)),
        ],
    ),
    Shown(
        "duties-edit-and-bill",
        world(BOSS, person(7, "Both", "manager", *PLENTY), **on(assigned(51, SITE, person(7, "Both"), manages=True))),
        [
            Case(
                person=7,
                projects=(21,),
                note="Is a manager with time_and_expenses_manager. Is a manager with managed_projects_invoice_drafter.",
            )
        ],
        1,
        [
            world(
                BOSS, person(7, "One", "manager", PLENTY[0]), **on(assigned(51, SITE, person(7, "One"), manages=True))
            ),
            world(BOSS, person(7, "Both", "manager", *PLENTY), **on(assigned(51, SITE, person(7, "Both")))),
            world(BOSS, person(7, "Both", "member", *PLENTY)),
            world(BOSS, DEPUTY, **on(assigned(51, SITE, DEPUTY, manages=True))),
            world(
                BOSS,
                person(7, "Both", "manager", *PLENTY),
                company=Company(invoice_feature=False),
                **on(assigned(51, SITE, person(7, "Both"), manages=True)),
            ),
        ],
    ),
    Shown(
        "duties-edit-and-approve",
        world(BOSS, person(7, "Both", "manager", PLENTY[0]), DOER, **leading(over=(DOER,), who=person(7, "Both"))),
        [Case(person=7, note="Is a manager with time_and_expenses_manager. Is a manager.")],
        2,
        [
            world(BOSS, person(7, "Both", "manager"), DOER, **leading(over=(DOER,), who=person(7, "Both"))),
            world(BOSS, person(7, "Both", "manager", PLENTY[0]), DOER),
        ],
    ),
    Shown(
        "duties-admit-and-approve",
        world(BOSS, person(7, "Staff", access_roles=None, permissions_profile="People Admin")),
        [Case(person=7, note="Has the profile People Admin.")],
        1,
        [world(BOSS, person(7, "Staff", access_roles=None, permissions_profile="Accounting"))],
    ),
    Shown(
        "duties-quote-and-bill",
        world(
            BOSS,
            person(7, "Both", "manager", "estimates_manager", "managed_projects_invoice_manager"),
            **on(assigned(51, SITE, person(7, "Both"), manages=True)),
        ),
        [
            Case(
                person=7,
                projects=(21,),
                note="Is a manager with estimates_manager. Is a manager with managed_projects_invoice_manager.",
            )
        ],
        1,
        [
            world(
                BOSS,
                person(7, "Both", "manager", "estimates_manager", "managed_projects_invoice_drafter"),
                **on(assigned(51, SITE, person(7, "Both"), manages=True)),
            )
        ],
    ),
    Shown(
        "duties-price-and-bill",
        world(
            BOSS, person(7, "Both", "manager", permissions_claims=("billable_rates:write:all", "invoices:write:all"))
        ),
        [Case(person=7, note="Has the claim billable_rates:write:all. Has the claim invoices:write:all.")],
        1,
        [
            world(
                BOSS, person(7, "Both", "manager", permissions_claims=("billable_rates:read:all", "invoices:write:all"))
            )
        ],
    ),
    Shown(
        "claims-disagree",
        world(
            person(1, "Boss", "administrator", permissions_claims=ADMINISTRATOR),
            person(7, "Odd", "manager", PLENTY[0], permissions_claims=("cost_rates:read:all", "timers:read:managed")),
        ),
        [
            Case(
                person=7,
                note="the claims grant more: cost_rates.read; "
                "the claims grant less: time.track, time.write, expenses.track, expenses.read, expenses.write, "
                "projects.read",
            )
        ],
        2,
        [
            world(BOSS, person(7, "Odd", "manager", permissions_claims=("timers:read:managed",))),
            world(BOSS, person(7, "Odd", "manager")),
            world(BOSS, person(7, "Odd", access_roles=(), permissions_claims=("cost_rates:read:all",))),
            world(BOSS, person(7, "Odd", permissions_profile="Lead", permissions_claims=("cost_rates:read:all",))),
        ],
    ),
    Shown(
        "unknown-access-role",
        world(BOSS, person(7, "Odd", "manager", "workforce_planner", "robot")),
        [Case(person=7, note="robot, workforce_planner")],
        2,
        [world(BOSS, LEAD), world(BOSS, person(7, "Odd", "manager", "robot", is_active=False))],
    ),
    Shown(
        "no-known-level",
        world(BOSS, person(7, "Odd", access_roles=())),
        [Case(person=7)],
        2,
        [world(BOSS, DOER), world(BOSS, person(7, "Odd", access_roles=None, permissions_profile="Studio Lead"))],
    ),
    Shown(
        "unreadable-profile",
        world(BOSS, person(7, "Odd", permissions_profile="Studio Lead")),
        [Case(person=7, note="Studio Lead")],
        1,
        [
            world(BOSS, person(7, "Odd", permissions_profile="Studio Lead", permissions_claims=("timers:write:own",))),
            world(BOSS, person(7, "Odd", permissions_profile="Accounting")),
        ],
    ),
    Shown(
        "profile-adjustments",
        world(BOSS, person(7, "Odd", permissions_profile="Accounting")),
        [Case(person=7, note="Accounting")],
        1,
        [world(BOSS, person(7, "Odd", permissions_profile="Studio Lead")), world(BOSS, DOER)],
    ),
    Shown(
        "same-email",
        world(
            BOSS,
            DOER,
            person(7, "Other", email=" DOER@example.com"),
            person(8, "Old", email="doer@example.com", is_active=False),
        ),
        [Case(person=4, people=(7, 8)), Case(person=7, people=(4, 8))],
        3,
        [
            world(BOSS, DOER, person(7, "Other", email="doer@example.org")),
            world(BOSS, person(7, "A", email=None), person(8, "B", email="")),
        ],
    ),
    Shown(
        "same-name",
        world(BOSS, DOER, person(7, "doer ", email="d@example.com")),
        [Case(person=4, people=(7,)), Case(person=7, people=(4,))],
        3,
        [
            world(BOSS, DOER, person(7, "Doers")),
            world(BOSS, DOER, person(7, "Doer", email="d@example.com", is_active=False)),
        ],
    ),
    Shown(
        "void-extras",
        world(BOSS, person(7, "Odd", "member", "project_creator", "people_manager")),
        [Case(person=7, note="project_creator")],
        1,
        [
            world(BOSS, person(7, "Odd", "manager", "project_creator")),
            world(BOSS, person(7, "Odd", "member", "people_manager")),
        ],
    ),
    Shown(
        "unused-job-role",
        world(BOSS, roles=(Role(id=41, name="Design", user_ids=(1,)), Role(id=42, name="Zoology"))),
        [Case(job_role=42)],
        2,
        [
            world(BOSS, roles=(Role(id=41, name="Design", user_ids=(1,)),)),
            world(person(1, "Boss", "administrator", roles=("Zoology",)), roles=(Role(id=42, name="Zoology"),)),
        ],
    ),
    Shown(
        "no-job-role",
        world(BOSS, DOER, roles=(Role(id=41, name="Design", user_ids=(1,)),)),
        [Case(person=4)],
        2,
        [world(BOSS, DOER, roles=(Role(id=41, name="Design", user_ids=(1, 4)),)), world(BOSS, DOER)],
    ),
]


def found(rule: str, of: Review) -> tuple[list[Case], int] | None:
    """What a review found by a rule, and among how many."""
    return next(((list(finding.cases), finding.of) for finding in of.findings if finding.id == rule), None)


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.rule)
def test_a_rule_fires_where_it_must_and_nowhere_near(shown: Shown) -> None:
    """Documented: each rule, an account where it fires and its nearest neighbour where it must not."""
    assert found(shown.rule, review(shown.fires, shown.policy, shown.activity)) == (shown.cases, shown.of)
    assert [found(shown.rule, review(near, shown.policy, shown.activity)) for near in shown.quiet] == [None] * len(
        shown.quiet
    )


def test_every_rule_is_shown() -> None:
    """Documented: the issue's list, each with a denominator, a remedy, a reason and controls."""
    assert {shown.rule for shown in SHOWN} == RULES.keys()
    assert [rule.id for rule in RULES.values() if not (rule.why and rule.remedy and rule.controls and rule.among)] == []


def test_projects_are_told_apart_by_who_is_in_charge() -> None:
    """Our choice: no project is told of by two of the rules on managers."""
    rows = on(
        assigned(51, SITE, PAST, manages=True),
        assigned(52, SITE, BOSS, manages=True),
        assigned(53, SITE, DOER),
        assigned(54, APP, PAST, manages=True),
        assigned(55, APP, TEMP, manages=True),
        assigned(56, APP, DOER),
    )
    told = review(world(BOSS, DEPUTY, PAST, TEMP, DOER, **rows))
    assert found("unmanaged-project", told) == (
        [Case(project=21, people=(1,), assignments=(52,), note="administrators only")],
        2,
    )
    assert found("project-manager-contractor", told) == ([Case(project=22, people=(5,), assignments=(55,))], 2)
    assert found("project-manager-archived", told) is None


def test_the_last_entry_of_somebody_is_told_where_it_was_asked_for() -> None:
    """Our choice: with a day there is no doubt, however long they have been there."""
    told = review(world(BOSS, LEAD), activity=SLOW)
    assert found("inactive", told) == ([Case(person=3, note="last on 2026-08-25")], 2)


def test_a_project_without_people_needs_no_manager() -> None:
    """Our choice: a project that is only planned is no finding."""
    assert found("unmanaged-project", review(world(BOSS, projects=(project(21, "Site"),)))) is None
