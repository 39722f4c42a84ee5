"""Which projects there are: whole answers about a small account, and every filter."""

from typing import Any

import pytest

from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.projects import list_projects
from harvest_mcp.harvest.errors import Ambiguous, NoSuchThing
from harvest_mcp.harvest.models import Client
from tests.accounts import ACME, APP, BOLT, FOOT, HEAD, LOOSE, MAX, SITE, account, assigned, person, project, untold


def test_the_active_projects_of_the_account() -> None:
    """Documented: a project with its client, its active managers, and how many active people are on it."""
    answer = list_projects(account())
    assert answer.structured() == HEAD | {
        "total": 3,
        "returned": 3,
        "projects": [
            {
                "id": 21,
                "name": "Site",
                "client": {"id": 31, "name": "Acme"},
                "code": "S-1",
                "managers": [{"id": 12, "name": "Max Müller"}],
                "manager_count": 1,
                "people": 2,
            },
            {
                "id": 22,
                "name": "App",
                "client": {"id": 32, "name": "Bolt & Sons"},
                "managers": [],
                "manager_count": 0,
                "people": 1,
            },
            {"id": 24, "name": "Loose end", "managers": [], "manager_count": 0, "people": 0},
        ],
    }
    assert answer.text().splitlines() == [
        "id | project | client | managers | people | notes",
        "21 | Site | Acme (31) | Max Müller (12) | 2 | code S-1",
        "22 | App | Bolt & Sons (32) | nobody | 1 | ",
        "24 | Loose end |  | nobody | 0 | ",
        "3 of 3 shown.",
        FOOT,
    ]


FILTERS: dict[str, tuple[dict[str, Any], list[int]]] = {
    "a part of a name": ({"query": "SIT"}, [21]),
    "a part of a code": ({"query": "s-"}, [21]),
    "no project": ({"query": "zz"}, []),
    "a client's": ({"client": "bolt"}, [22]),
    "a client's by its id, archived ones too": ({"client": "31", "status": "all"}, [21, 23]),
    "archived ones": ({"status": "archived"}, [23]),
    "all": ({"status": "all"}, [21, 22, 23, 24]),
    "every filter at once": ({"query": "o", "client": "Acme", "status": "archived"}, [23]),
}


@pytest.mark.parametrize(("filters", "ids"), FILTERS.values(), ids=FILTERS)
def test_filters_narrow_the_list_together(filters: dict[str, Any], ids: list[int]) -> None:
    """Documented: the parameters of list_projects."""
    assert [on.id for on in list_projects(account(), **filters).projects] == ids


def test_an_archived_project_says_so() -> None:
    """Our choice: only where it is so."""
    answer = list_projects(account(), status="archived")
    assert answer.projects[0].archived is True
    assert answer.text().splitlines()[1] == "23 | Gone | Acme (31) | nobody | 1 | archived"


def test_a_client_that_fits_several_or_none_is_refused() -> None:
    """Documented: candidates with their ids."""
    two = account(clients=(ACME, BOLT, Client(id=33, name="Acme Baking")))
    with pytest.raises(Ambiguous, match=r"2 clients fit 'acm': Acme \(id 31\); Acme Baking \(id 33\)\."):
        list_projects(two, client="acm")
    with pytest.raises(NoSuchThing, match="No clients in this account fit 'Zeta'"):
        list_projects(two, client="Zeta")
    assert [on.id for on in list_projects(two, client="acme").projects] == [21]


def test_many_managers_are_counted_where_they_are_not_named() -> None:
    """Documented: nothing is ever cut silently."""
    leads = [person(100 + number, f"Lead {number}", "manager") for number in range(7)]
    rows = tuple(assigned(200 + lead.id, LOOSE, lead, manages=True) for lead in leads)
    crowd = account(users=tuple(leads), projects=(LOOSE,), user_assignments=rows)
    found = list_projects(crowd).projects[0]
    assert ([who.id for who in found.managers], found.manager_count) == ([100, 101, 102, 103, 104], 7)
    assert "Lead 4 (104), 2 more | 7 |" in list_projects(crowd).text()


def test_people_out_of_sight_still_count() -> None:
    """Documented: an assignment names its person though their profile is out of sight; what is missing is told."""
    answer = list_projects(account(MAX, users=(MAX,), clients=()))
    assert [(on.id, on.people) for on in answer.projects] == [(21, 3), (22, 1), (24, 0)]
    assert [gap["what"] for gap in answer.structured()["gaps"]] == ["projects", "project assignments", "people"]


def test_pages_follow_each_other_while_projects_come_and_go() -> None:
    """Documented: cursors stay right when the account changes between pages."""
    first = list_projects(account(), turn=Turn(1))
    later = account(projects=(project(1, "Early"), SITE, LOOSE, APP))
    second = list_projects(later, turn=Turn(1, str(first.next_cursor)))
    third = list_projects(later, turn=Turn(1, str(second.next_cursor)))
    assert [[on.id for on in page.projects] for page in (first, second, third)] == [[21], [22], [24]]
    assert (first.total, second.total, third.next_cursor) == (3, 4, None)


def test_text_and_structured_form_tell_the_same() -> None:
    """Documented: some hosts show a model only one of the two."""
    for answer in (list_projects(account(), status="all"), list_projects(account(MAX), turn=Turn(1))):
        assert untold(answer) == []
