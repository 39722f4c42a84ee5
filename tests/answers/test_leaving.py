"""What somebody leaves behind: whole answers on a small account, and that nothing is lost for want of room."""

from dataclasses import replace

from harvest_mcp.access.account import Account
from harvest_mcp.access.screens import ARCHIVE, MARKS_COLUMN, PEOPLE_TAB, PERMISSIONS_TAB
from harvest_mcp.answers.leaving import NOT_READ, OWNER, leaving
from harvest_mcp.answers.people import one_line
from tests.accounts import (
    ANN,
    APP,
    BEN,
    FOOT,
    HEAD,
    MAX,
    OLD,
    SITE,
    account,
    assigned,
    awkward,
    largest,
    mates,
    person,
    untold,
)

WHERE = [screen.words() for screen in (MARKS_COLUMN, PEOPLE_TAB, PERMISSIONS_TAB, ARCHIVE)]
SUE = person(16, "Sue", "manager", "project_creator", "people_manager")
TOM = person(17, "Tom")


def busy() -> Account:
    """Max manages Site with Sue and App alone, but for Tom, a member who is marked; Ben is led by both, Tom by Max."""
    return account(
        users=(ANN, MAX, BEN, OLD, SUE, TOM),
        user_assignments=(
            assigned(51, SITE, MAX, manages=True),
            assigned(52, SITE, SUE, manages=True),
            assigned(53, SITE, OLD, manages=True),
            assigned(54, APP, MAX, manages=True),
            assigned(55, APP, TOM, manages=True),
        ),
        teammates={12: mates(BEN, TOM, OLD), 14: mates(TOM), 16: mates(BEN, MAX)},
    )


def test_what_a_manager_leaves_is_split_by_whether_another_is_in_charge() -> None:
    """Documented: managed projects and teammates without another manager; archived people and members do not count.

    Our choice: a member who is marked is named, as it is not documented whether that makes them manager.
    """
    answer = leaving(busy(), "max")
    acme, bolt = {"id": 31, "name": "Acme"}, {"id": 32, "name": "Bolt & Sons"}
    assert answer.structured() == HEAD | {
        "person": {
            "id": 12, "name": "Max Müller", "email": "max@example.com", "level": "manager",
            "extras": ["project_creator", "people_manager"], "job_roles": ["Design"],
            "projects": 2, "manages_projects": 2, "manages_people": 3,
        },
        "projects_to_hand_over": [{"id": 22, "name": "App", "client": bolt, "perhaps": [{"id": 17, "name": "Tom"}]}],
        "people_to_hand_over": [{"id": 17, "name": "Tom"}],
        "projects_shared": [
            {
                "id": 21, "name": "Site", "code": "S-1", "client": acme,
                "others": [{"id": 16, "name": "Sue"}], "other_count": 1,
            },
        ],
        "people_shared": [{"id": 13, "name": "Ben", "others": [{"id": 16, "name": "Sue"}], "other_count": 1}],
        "assigned_to": [{"id": 21, "name": "Site"}, {"id": 22, "name": "App"}],
        "managed_by": [{"id": 16, "name": "Sue"}],
        "where": WHERE,
        "caveats": [NOT_READ],
    }  # fmt: skip
    assert answer.text().splitlines() == [
        one_line(answer.person),
        "Projects that nobody else is known to manage: 1.",
        "App (22) | Bolt & Sons (32) | perhaps managed by Tom (17)",
        "Projects that others manage too: 1.",
        "Site (21) | Acme (31) | code S-1 | also managed by Sue (16)",
        "People assigned to them whom nobody else manages: 1.",
        "Tom (17)",
        "People assigned to them whom others manage too: 1.",
        "Ben (13) | also managed by Sue (16)",
        "Active projects that they are on: 2.",
        "Site (21), App (22)",
        "Assigned to these people managers: 1.",
        "Sue (16)",
        NOT_READ,
        *WHERE,
        FOOT,
    ]
    assert one_line(answer.person) == (
        "Max Müller (12) | manager + project_creator + people_manager | job roles: Design | "
        "max@example.com, on 2 projects, manages 2 projects, manages 3 people"
    )


def test_the_only_administrator_and_the_last_holder_of_an_extra_are_told() -> None:
    """Documented: sole administrators. Our choice: an archived or other holder decides about an extra as well."""
    only = leaving(account(), "ann")
    assert only.only_administrator is True
    assert only.caveats == [OWNER, NOT_READ]
    assert "make somebody administrator first" in only.text()
    assert leaving(account(users=(ANN, SUE, person(18, "Eve", "administrator"))), "ann").only_administrator is None
    assert leaving(account(), "max").last_to_hold == ["project_creator"]
    assert leaving(busy(), "max").last_to_hold is None


def test_of_somebody_who_has_gone_it_is_told_what_was_not_handed_over() -> None:
    """Our choice: archiving may leave an assignment active, and then a project has nobody in charge."""
    gone = leaving(account(user_assignments=(assigned(54, SITE, OLD, manages=True),)), "old hand")
    assert gone.person.archived is True
    assert [on.id for on in gone.projects_to_hand_over] == [21]


def test_what_ended_is_nothing_to_hand_over() -> None:
    """Documented: archived projects and archived assignments give nothing."""
    archived = replace(busy(), projects=(SITE.model_copy(update={"is_active": False}), APP))
    assert [on.id for on in leaving(archived, "max").projects_to_hand_over] == [22]
    ended = account(user_assignments=(assigned(54, APP, MAX, manages=True, is_active=False),), teammates={})
    nothing = leaving(ended, "max")
    assert (nothing.projects_to_hand_over, nothing.people_to_hand_over, nothing.assigned_to) == ([], [], None)


def test_out_of_sight_is_a_gap() -> None:
    """Documented: unknown is not no: another manager may be out of sight, and the answer says so."""
    told = leaving(account(MAX), "me")
    assert told.complete is False
    assert {gap.what for gap in told.gaps or ()} == {"people", "projects", "project assignments", "who manages whom"}


def test_what_does_not_fit_is_counted() -> None:
    """Documented: nothing is cut silently; both forms say the same."""
    answer = leaving(awkward(), "1")
    shown = answer.not_shown or {}
    assert len(answer.assigned_to or ()) + shown["assigned_to"] == 600
    assert len(answer.people_shared or ()) + shown["people_shared"] == 400
    assert f"{shown['assigned_to']:,} are not shown" in answer.text()
    assert largest([answer]) < 30_000
    assert untold(answer) == []
