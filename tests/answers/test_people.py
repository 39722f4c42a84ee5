"""Who is in the account: whole answers about a small one, and every filter."""

from typing import Any

import pytest

from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.people import list_users
from harvest_mcp.harvest.errors import BadCursor, NoSuchThing
from tests.accounts import ANN, APP, BEN, FOOT, HEAD, MAX, NEW, OLD, SITE, account, assigned, person, untold


def listed(**filters: Any) -> list[int]:  # noqa: ANN401  (any filter)
    """The ids of those who fit."""
    return [who.id for who in list_users(account(), **filters).users]


def test_the_active_people_of_the_account() -> None:
    """Documented: total and returned are said, nothing is null, no member is empty."""
    answer = list_users(account())
    assert answer.structured() == HEAD | {
        "total": 4,
        "returned": 4,
        "users": [
            {"id": 11, "name": "Ann Admin", "level": "administrator"},
            {
                "id": 12,
                "name": "Max Müller",
                "level": "manager",
                "extras": ["project_creator", "people_manager"],
                "job_roles": ["Design"],
            },
            {"id": 13, "name": "Ben", "level": "member", "contractor": True, "all_future_projects": True},
            {
                "id": 15,
                "name": "New Kid",
                "level": "member",
                "unknown_access_roles": ["workforce_planner"],
                "job_roles": ["Design", "Night shift"],
            },
        ],
    }
    assert answer.text().splitlines() == [
        "id | name | access | job roles | notes",
        "11 | Ann Admin | administrator |  | ",
        "12 | Max Müller | manager + project_creator + people_manager | Design | ",
        "13 | Ben | member |  | contractor, all future projects",
        "15 | New Kid | member + unknown access roles: workforce_planner | Design, Night shift | ",
        "4 of 4 shown.",
        FOOT,
    ]


def test_the_full_detail_adds_what_people_are_on_and_what_they_manage() -> None:
    """Documented: detail full; counts are of active assignments of active projects."""
    answer = list_users(account(), status="all", detail="full")
    assert answer.structured() == HEAD | {
        "total": 5,
        "returned": 5,
        "users": [
            {"id": 11, "name": "Ann Admin", "email": "ann@example.com", "level": "administrator", "projects": 0},
            {
                "id": 12,
                "name": "Max Müller",
                "email": "max@example.com",
                "level": "manager",
                "extras": ["project_creator", "people_manager"],
                "job_roles": ["Design"],
                "projects": 1,
                "manages_projects": 1,
                "manages_people": 2,
            },
            {
                "id": 13,
                "name": "Ben",
                "email": "ben@example.com",
                "level": "member",
                "contractor": True,
                "all_future_projects": True,
                "projects": 2,
            },
            {
                "id": 14,
                "name": "Old Hand",
                "email": "old@example.com",
                "level": "manager",
                "archived": True,
                "projects": 0,
            },
            {
                "id": 15,
                "name": "New Kid",
                "email": "new@example.com",
                "level": "member",
                "unknown_access_roles": ["workforce_planner"],
                "job_roles": ["Design", "Night shift"],
                "projects": 0,
            },
        ],
    }
    assert answer.text().splitlines()[2] == (
        "12 | Max Müller | manager + project_creator + people_manager | Design"
        " | max@example.com, on 1 project, manages 1 project, manages 2 people"
    )


FILTERS: dict[str, tuple[dict[str, Any], list[int]]] = {
    "a part of a name, whatever its case and accents": ({"query": "MULL"}, [12]),
    "a part of an e-mail": ({"query": "ben@"}, [13]),
    "nobody": ({"query": "zz"}, []),
    "archived people": ({"status": "archived"}, [14]),
    "all people": ({"status": "all"}, [11, 12, 13, 14, 15]),
    "a level": ({"access": "member"}, [13, 15]),
    "a level, archived people too": ({"access": "manager", "status": "all"}, [12, 14]),
    "an extra": ({"access": "project_creator"}, [12]),
    "a job role by its name": ({"role": "design"}, [12, 15]),
    "a job role by its id": ({"role": "41"}, [12, 15]),
    "a job role that only people tell of": ({"role": "night"}, [15]),
    "a project by its code, without an archived person": ({"project": "S-1"}, [12, 13]),
    "a project, without an archived assignment": ({"project": "app"}, [13]),
    "a project, archived people too": ({"project": "21", "status": "all"}, [12, 13, 14]),
    "contractors": ({"contractor": "yes"}, [13]),
    "others than contractors": ({"contractor": "no"}, [11, 12, 15]),
    "every filter at once": (
        {"query": "b", "status": "active", "access": "member", "project": "site", "contractor": "yes"},
        [13],
    ),
}


@pytest.mark.parametrize(("filters", "ids"), FILTERS.values(), ids=FILTERS)
def test_filters_narrow_the_list_together(filters: dict[str, Any], ids: list[int]) -> None:
    """Documented: the parameters of list_users."""
    assert listed(**filters) == ids


def test_a_list_of_a_projects_people_says_who_manages_it() -> None:
    """Our choice: the mark is on the assignment, and shown only where the project was asked about."""
    answer = list_users(account(), project="Site")
    assert [(who.id, who.project_manager) for who in answer.users] == [(12, True), (13, None)]
    assert "manages this project" in answer.text()


def test_a_name_in_a_filter_that_fits_nothing_is_refused() -> None:
    """Documented: an error with the nearest names, not an empty list."""
    with pytest.raises(NoSuchThing, match=r"No projects in this account fit 'Sita'\. Nearest: Site"):
        list_users(account(), project="Sita")
    with pytest.raises(NoSuchThing, match="No job roles in this account fit"):
        list_users(account(), role="Astronaut")


def test_a_manager_is_told_what_is_out_of_sight() -> None:
    """Documented: complete is false, and each gap is what, why and who could; only for what the answer rests on."""
    answer = list_users(account(MAX, users=(MAX, BEN)), project="Site")
    assert answer.structured()["complete"] is False
    assert [gap["what"] for gap in answer.structured()["gaps"]] == ["people", "project assignments"]
    assert answer.text().splitlines()[-3:] == [
        "Account: Acme Ltd (id 1), as of 2026-11-24T09:30:00Z, incomplete: what is not shown may exist.",
        (
            "Not in sight: people. A manager's token sees only its owner and the people assigned to them. "
            "Who could see it: an administrator."
        ),
        (
            "Not in sight: project assignments. A manager's token sees project assignments only of what its owner "
            "manages. Who could see it: an administrator."
        ),
    ]


def test_one_of_no_known_level_is_shown_as_such() -> None:
    """Documented: unknown values are shown, never guessed at."""
    odd = person(16, "Pat", permissions_profile="Studio lead", access_roles=None)
    answer = list_users(account(users=(odd,)))
    assert answer.structured()["users"] == [{"id": 16, "name": "Pat", "level": "unknown", "profile": "Studio lead"}]
    assert answer.text().splitlines()[1] == "16 | Pat | unknown + profile Studio lead |  | "


def test_those_of_no_known_level_are_counted_where_one_asks_for_holders() -> None:
    """Documented: unknown is not no."""
    lost = person(40, "Lost", access_roles=())
    answer = list_users(account(users=(ANN, BEN, lost)), access="administrator")
    assert ([who.id for who in answer.users], answer.unknown_level) == ([11], 1)
    assert "Left out: 1 person whose level is unknown, who may hold it too." in answer.text()
    assert list_users(account(users=(ANN, BEN, lost))).unknown_level is None


def test_labels_that_do_not_fit_are_counted() -> None:
    """Documented: nothing is ever cut silently."""
    many = person(16, "Kim", "manager", *(f"unknown {number}" for number in range(100)), roles=("Design", "Zoo" * 60))
    row = list_users(account(users=(many,))).users[0]
    assert row.unknown_access_roles is not None
    assert row.job_roles == ["Design", "Zoo" * 60]
    assert row.not_shown == 100 - len(row.unknown_access_roles)
    assert f"{row.not_shown} more job roles or unknown access roles" in list_users(account(users=(many,))).text()


def test_pages_follow_each_other_while_people_come_and_go() -> None:
    """Documented: cursors stay right when the account changes between pages."""
    first = list_users(account(), turn=Turn(2))
    assert (first.total, first.returned) == (4, 2)
    assert f"2 of 4 shown. For more, repeat with cursor={first.next_cursor}." in first.text()
    later = account(users=(person(1, "Early"), ANN, BEN, NEW, person(99, "Late")))
    second = list_users(later, turn=Turn(2, str(first.next_cursor)))
    third = list_users(later, turn=Turn(2, str(second.next_cursor)))
    assert [[who.id for who in page.users] for page in (first, second, third)] == [[11, 12], [13, 15], [99]]
    assert (second.total, third.next_cursor) == (5, None)


@pytest.mark.parametrize("filters", [{"query": "a"}, {"status": "all"}, {"contractor": "no"}, {"detail": "full"}])
def test_a_cursor_is_bound_to_its_filters(filters: dict[str, Any]) -> None:
    """Our choice: a cursor of another question would skip rows without a word."""
    cursor = str(list_users(account(), turn=Turn(1)).next_cursor)
    with pytest.raises(BadCursor):
        list_users(account(), **filters, turn=Turn(1, cursor))


def test_text_and_structured_form_tell_the_same() -> None:
    """Documented: some hosts show a model only one of the two."""
    odd = person(16, "Pat|Bar", "x", permissions_profile="Studio lead", roles=("a", "b" * 300, "c" * 300))
    many = account(users=(ANN, MAX, BEN, OLD, NEW, odd), user_assignments=(assigned(51, APP, odd),))
    for answer in (
        list_users(many, status="all", detail="full"),
        list_users(many, project="App"),
        list_users(account(MAX), turn=Turn(1), project=str(SITE.id)),
    ):
        assert untold(answer) == []
