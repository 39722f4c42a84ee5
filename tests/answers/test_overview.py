"""An account at a glance, and one project of it: whole answers on a small account."""

from dataclasses import replace

import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.answers.overview import overview
from harvest_mcp.answers.project import get_project
from harvest_mcp.harvest.errors import NoSuchThing
from harvest_mcp.harvest.models import User
from tests.accounts import ANN, BEN, HEAD, MAX, SITE, account, assigned, largest, person, untold


def test_an_account_at_a_glance() -> None:
    """Documented: what verify_connection says, and counts; old, gone and ended things are apart or left out."""
    assert overview(account(), sandbox=False).structured() == HEAD | {
        "company": "Acme Ltd",
        "user": {"id": 11, "name": "Ann Admin", "email": "ann@example.com", "level": "administrator"},
        "level": "administrator",
        "sandbox": False,
        "can_see": [
            "company settings", "people", "job roles", "projects", "project assignments", "clients",
            "who manages whom",
        ],
        "cannot_see": [],
        "counts": {
            "people": 4, "archived_people": 1, "administrators": 1, "people_managers": 1,
            "projects": 3, "archived_projects": 1, "projects_without_manager": 2,
            "clients": 2, "assignments": 3, "job_roles": 2,
        },
    }  # fmt: skip


@pytest.mark.parametrize("viewer", [MAX, BEN])
def test_partial_sight_counts_nothing_that_would_be_wrong(viewer: User) -> None:
    """Documented: unknown is not no: who manages what is not counted where it may be out of sight."""
    counts = overview(account(viewer), sandbox=False).counts
    assert (counts.people_managers, counts.projects_without_manager) == (None, None)


def test_a_project_with_its_team_and_who_may_do_what() -> None:
    """Documented: a project with managers and team, and who may do what there, as who_can answers."""
    answer = get_project(active(account()), "site")
    told = answer.structured()
    assert told["team"] == [
        {"id": 12, "name": "Max Müller", "manages": True, "since": "2020-02-03"},
        {"id": 14, "name": "Old Hand", "manages": True, "archived": True},
        {"id": 13, "name": "Ben"},
    ]
    assert (told["team_count"], told["code"], told["project"]["id"]) == (3, "S-1", 21)
    assert [(who["name"], "time.approve" in who["permissions"]) for who in told["people"]] == [
        ("Ann Admin", True),
        ("Max Müller", True),
        ("Ben", False),
    ]
    assert untold(answer) == []


def test_a_large_project_fits_and_counts_what_is_not_shown() -> None:
    """Documented: nothing is cut silently."""
    people = tuple(person(number, f"Person {number} {'x' * 200}") for number in range(101, 301))
    on_site = tuple(assigned(1_000 + who.id, SITE, who) for who in people)
    answer = get_project(active(account(users=(ANN, *people), user_assignments=on_site)), "site")
    assert (answer.team_count, answer.total) == (200, 201)
    assert 10 < len(answer.team) < 200
    assert f"200 assigned, of whom {200 - len(answer.team)} are not shown" in answer.text()
    assert largest([answer]) < 16_000
    assert untold(answer) == []


def test_a_project_that_is_not_there_is_an_error() -> None:
    """Documented: a misspelt name gets the nearest."""
    with pytest.raises(NoSuchThing, match="Site"):
        get_project(account(), "sitte")


def active(found: Account) -> Account:
    """The same account, with everything active that is not archived; the small one leaves that open."""
    return replace(
        found,
        users=tuple(user.model_copy(update={"is_active": user.is_active is not False}) for user in found.users),
        projects=tuple(on.model_copy(update={"is_active": on.is_active is not False}) for on in found.projects),
        user_assignments=tuple(on.model_copy(update={"is_active": True}) for on in found.user_assignments),
    )
