"""What would have to change to give one person the access of another: whole answers on a small account."""

from datetime import UTC, datetime

import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.access.screens import MARKS_COLUMN, PEOPLE_TAB, PERMISSIONS_TAB, PROJECTS_TAB
from harvest_mcp.answers.matching import SAME, matching
from harvest_mcp.answers.people import one_line
from harvest_mcp.harvest.errors import NoSuchThing
from tests.accounts import (
    ANN,
    APP,
    BEN,
    FOOT,
    GONE,
    HEAD,
    LOOSE,
    MAX,
    NEW,
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

SUE = person(16, "Sue", "manager", "estimates_manager", "people_manager")
SINCE = datetime(2024, 1, 2, tzinfo=UTC)


def busy() -> Account:
    """Max manages Site and is on App; Sue manages Loose end and is on Site; each leads one and the same, Ben."""
    return account(
        users=(ANN, MAX, BEN, OLD, NEW, SUE),
        user_assignments=(
            assigned(51, SITE, MAX, manages=True),
            assigned(52, APP, MAX),
            assigned(53, GONE, MAX, manages=True),
            assigned(54, SITE, SUE, created_at=SINCE),
            assigned(55, LOOSE, SUE, manages=True),
            assigned(56, APP, BEN),
        ),
        teammates={12: mates(BEN, NEW, OLD), 16: mates(BEN, MAX)},
    )


def steps(found: Account, who: str, like: str) -> list[tuple[str, str, list[str]]]:
    """Each step's change, effect and what it names."""
    return [
        (step.change, step.effect, [*(step.to or ()), *(thing.name for thing in step.things or ())])
        for step in matching(found, who, like).steps
    ]


def test_a_manager_like_another() -> None:
    """Documented: levels, extras, assignments, manager marks and teammates, with the way in Harvest's own screens."""
    answer = matching(busy(), "sue", "max")
    site, app, loose = ({"id": on.id, "name": on.name} for on in (SITE, APP, LOOSE))
    level, projects, marks, people = "Level and extras", "Project assignments", "Project managers", "Assigned people"
    assert answer.structured() == HEAD | {
        "person": {
            "id": 16, "name": "Sue", "email": "sue@example.com", "level": "manager",
            "extras": ["estimates_manager", "people_manager"],
            "projects": 2, "manages_projects": 1, "manages_people": 2,
        },
        "like": {
            "id": 12, "name": "Max Müller", "email": "max@example.com", "level": "manager",
            "extras": ["project_creator", "people_manager"], "job_roles": ["Design"],
            "projects": 2, "manages_projects": 1, "manages_people": 3,
        },
        "steps": [
            {"change": "add_extras", "effect": "gives", "to": ["project_creator"], "where": level},
            {"change": "remove_extras", "effect": "takes_away", "to": ["estimates_manager"], "where": level},
            {"change": "assign_to_projects", "effect": "gives", "things": [app], "count": 1, "where": projects},
            {"change": "unassign_from_projects", "effect": "takes_away", "things": [loose], "count": 1,
             "where": projects},
            {"change": "make_manager_of_projects", "effect": "gives", "things": [site], "count": 1, "where": marks},
            {"change": "assign_people", "effect": "gives", "things": [{"id": 15, "name": "New Kid"}], "count": 1,
             "where": people},
            {"change": "unassign_people", "effect": "takes_away", "things": [{"id": 12, "name": "Max Müller"}],
             "count": 1, "where": people},
        ],
        "where": [screen.words() for screen in (PERMISSIONS_TAB, PROJECTS_TAB, MARKS_COLUMN, PEOPLE_TAB)],
    }  # fmt: skip
    assert answer.text().splitlines() == [
        f"To change: {one_line(answer.person)}",
        f"To be like: {one_line(answer.like)}",
        "add_extras: project_creator | gives | Level and extras",
        "remove_extras: estimates_manager | takes_away | Level and extras",
        "assign_to_projects (1): App (22) | gives | Project assignments",
        "unassign_from_projects (1): Loose end (24) | takes_away | Project assignments",
        "make_manager_of_projects (1): Site (21) | gives | Project managers",
        "assign_people (1): New Kid (15) | gives | Assigned people",
        "unassign_people (1): Max Müller (12) | takes_away | Assigned people",
        *(screen.words() for screen in (PERMISSIONS_TAB, PROJECTS_TAB, MARKS_COLUMN, PEOPLE_TAB)),
        FOOT,
    ]


def test_a_member_like_a_manager_is_made_one_first() -> None:
    """Documented: extras, marks and people are for managers; people_manager comes with the people, by itself."""
    assert steps(busy(), "ben", "max") == [
        ("set_level", "gives", ["manager"]),
        ("add_extras", "gives", ["project_creator"]),
        ("assign_to_projects", "gives", ["Site"]),
        ("make_manager_of_projects", "gives", ["Site"]),
        ("assign_people", "gives", ["New Kid"]),
        ("unassign_from_future_projects", "takes_away", []),
    ]
    told = matching(busy(), "ben", "max").caveats or []
    assert told == ["Whom to change is assigned to whom to be like; nobody is assigned to themselves."]


def test_a_manager_like_a_member_loses_what_managers_have() -> None:
    """Documented: a member manages neither projects nor people, and extras mean nothing on one."""
    assert steps(busy(), "max", "ben") == [
        ("set_level", "takes_away", ["member"]),
        ("unassign_from_projects", "takes_away", ["Site"]),
        ("unassign_people", "takes_away", ["Ben", "New Kid"]),
        ("assign_to_future_projects", "gives", []),
    ]


def test_a_mark_is_taken_where_the_assignment_stays() -> None:
    """Our choice: a mark goes with its assignment, and is a step of its own only without that."""
    both_on = account(
        users=(ANN, MAX, SUE), teammates={},
        user_assignments=(assigned(51, SITE, MAX, manages=True), assigned(52, SITE, SUE)),
    )  # fmt: skip
    assert ("unmake_manager_of_projects", "takes_away", ["Site"]) in steps(both_on, "max", "sue")


def test_an_administrator_needs_no_marks() -> None:
    """Documented: an administrator reaches everything, but tracks only where assigned."""
    answer = matching(busy(), "max", "ann")
    assert steps(busy(), "max", "ann") == [
        ("set_level", "gives", ["administrator"]),
        ("unassign_from_projects", "takes_away", ["Site", "App"]),
    ]
    assert answer.caveats == [
        "An administrator reaches everything: manager marks and assigned people would add nothing."
    ]


def test_a_profile_that_both_have_changes_nothing() -> None:
    """Documented: what stands beside one profile the API does not show, so nothing is left to change."""
    alike = [person(n, name, "member", permissions_profile="Studio Lead") for n, name in ((17, "Lea"), (18, "Kim"))]
    assert steps(account(users=(ANN, *alike), user_assignments=(), teammates={}), "kim", "lea") == []


def test_a_profile_is_given_as_a_whole() -> None:
    """Documented: on accounts with profiles, access roles are lossy, and one person's adjustments cannot be read."""
    lead = person(17, "Lea", "manager", "project_creator", permissions_profile="Studio Lead")
    with_profiles = account(users=(ANN, SUE, lead), user_assignments=(), teammates={})
    assert steps(with_profiles, "sue", "lea") == [("set_profile", "changes", ["Studio Lead"])]
    assert matching(with_profiles, "sue", "lea").caveats == [
        "What was adjusted for one person alone, beside a profile, the API does not show."
    ]


def test_what_nobody_knows_is_told_and_not_copied() -> None:
    """Documented: unknown values are shown, never guessed at; a member's mark and extras prove nothing."""
    void = person(18, "Vic", "member", "project_creator")
    odd = account(users=(ANN, BEN, NEW, void), user_assignments=(assigned(51, SITE, void, manages=True),), teammates={})
    assert steps(odd, "ben", "vic")[0] == ("assign_to_projects", "gives", ["Site"])
    assert matching(odd, "ben", "vic").caveats == [
        "Extras of a member mean nothing, and are left out: project_creator.",
        "A member marked as project manager is left unmarked: to mark one in Harvest makes them a manager.",
    ]
    assert matching(odd, "ben", "new").caveats == [
        "Whom to be like holds access roles that are not documented: workforce_planner."
    ]
    nothing = account(users=(ANN, BEN, person(19, "Una", "mystery")))
    assert "The level of whom to be like is not known." in (matching(nothing, "ben", "una").caveats or [])
    assert "set_level" not in [change for change, _, _ in steps(nothing, "ben", "una")]


def test_archived_people_are_told() -> None:
    """Documented: archived people may do nothing, and come back to projects one by one."""
    to, of = matching(account(), "old", "max"), matching(account(), "max", "old")
    assert "Whom to change is archived: restore them first, and add them to each project anew." in (to.caveats or [])
    assert "Whom to be like is archived and may do nothing; these are the steps to what they held." in (
        of.caveats or []
    )


def test_the_same_person_needs_no_step() -> None:
    """Our choice: nothing to do is said, and not left to be concluded."""
    answer = matching(busy(), "sue", "sue")
    assert answer.steps == []
    assert SAME in answer.text()


def test_whoever_cannot_be_found_is_an_error() -> None:
    """Documented: a misspelt name gets the nearest."""
    with pytest.raises(NoSuchThing):
        matching(busy(), "max", "suee q")


def test_what_does_not_fit_is_counted() -> None:
    """Documented: nothing is cut silently; both forms say the same."""
    answer = matching(awkward(), "2", "1")
    projects = next(step for step in answer.steps if step.change == "assign_to_projects")
    assert projects.count == 599
    assert f"{599 - len(projects.things or ())} more" in answer.text()
    assert largest([answer]) < 30_000
    assert untold(answer) == []
