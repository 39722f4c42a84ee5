"""Lists: their pages, their links, their filters and their order."""

import json
from base64 import b64decode
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from harvest_mcp.sandbox import Sandbox, made_up_company
from harvest_mcp.sandbox.company import Company
from tests.sandbox.asking import asking, told
from tests.sandbox.companies import person, small_company

pytestmark = pytest.mark.anyio


async def walked(sandbox: Sandbox, path: str, token: str) -> list[dict[str, Any]]:
    """Every page of a list, by `links.next`."""
    pages = []
    async with asking(sandbox, token) as client:
        link: str | None = path
        while link:
            pages.append((await client.get(link)).json())
            link = pages[-1]["links"]["next"]
    return pages


async def test_a_list_that_takes_cursors_is_walked_by_them() -> None:
    """Documented: the cursor holds the last id, filters are kept, and only the first page says which it is."""
    pages = await walked(Sandbox(small_company()), "/users?is_active=true&per_page=2", "ann")
    assert [[user["id"] for user in page["users"]] for page in pages] == [[5, 4], [3, 2], [1]]
    assert [(page["page"], page["next_page"], page["previous_page"]) for page in pages] == [
        (1, 2, None),
        (None, None, None),
        (None, None, None),
    ]
    first, second, last = (page["links"] for page in pages)
    root = "https://api.harvestapp.com/v2/users"
    asked = parse_qs(urlsplit(first["next"]).query)
    assert json.loads(b64decode(asked.pop("cursor")[0])) == {"after": {"id": 4}}
    assert asked == {"is_active": ["true"], "per_page": ["2"], "ref": ["next_cursor"]}
    assert first["first"] == second["first"] == f"{root}?is_active=true&page=1&per_page=2&ref=first"
    assert first["last"] == f"{root}?is_active=true&page=3&per_page=2&ref=last"
    assert last["next"] is None
    assert {(page["total_entries"], page["total_pages"], page["per_page"]) for page in pages} == {(5, 3, 2)}


async def test_a_cursor_shows_nothing_twice_while_the_list_grows_and_shrinks() -> None:
    """Documented: the newest first, after an id; who joins in between is before it."""
    sandbox = Sandbox(small_company())
    async with asking(sandbox, "ann") as client:
        first = (await client.get("/users?per_page=2")).json()
        sandbox.company.users.append(person(9, "New", "member"))
        sandbox.company.users = [who for who in sandbox.company.users if who.id != 5]
        second = (await client.get(first["links"]["next"])).json()
    assert [user["id"] for user in [*first["users"], *second["users"]]] == [6, 5, 4, 3]


@pytest.mark.parametrize(
    "path", ["/users/me/project_assignments", "/projects/21/user_assignments", "/time_entries?user_id=2"]
)
async def test_some_lists_know_pages_only(path: str) -> None:
    """Documented: these take no cursor."""
    joint = "&" if "?" in path else "?"
    sandbox = Sandbox(small_company())
    pages = await walked(sandbox, f"{path}{joint}per_page=1", "bea")
    assert [page["page"] for page in pages] == list(range(1, len(pages) + 1))
    assert len(pages) == pages[0]["total_pages"] == pages[0]["total_entries"]
    assert all("cursor" not in (page["links"]["next"] or "") for page in pages)
    assert (
        pages[-1]["links"]["previous"] == (pages[-3]["links"]["next"] or "").replace("next", "previous")
        if len(pages) > 2
        else True
    )


async def test_a_page_may_still_be_asked_for_by_number_where_cursors_are_offered() -> None:
    """Documented: deprecated, and it still works."""
    page = await told(Sandbox(small_company()), "/users?page=2&per_page=2", "ann")
    assert [user["id"] for user in page["users"]] == [4, 3]
    assert (page["page"], page["next_page"], page["previous_page"]) == (2, 3, 1)
    assert page["links"]["next"].endswith("?page=3&per_page=2&ref=next")
    assert page["links"]["previous"].endswith("?page=1&per_page=2&ref=previous")


async def test_an_empty_list_has_one_page() -> None:
    """Recorded: total_pages 1, total_entries 0."""
    page = await told(Sandbox(small_company()), "/users?updated_since=2030-01-01T00:00:00Z", "ann")
    assert (page["users"], page["total_pages"], page["total_entries"], page["page"]) == ([], 1, 0, 1)


async def test_a_page_holds_two_thousand_where_nobody_says_and_a_hundred_in_2019() -> None:
    """Documented and recorded: the default of today and of then."""
    company = made_up_company(people=2100, projects=1, assignments=1)
    admin = "sandbox-administrator"
    today = await told(Sandbox(company), "/users", admin)
    then = await told(Sandbox(company, generation="legacy"), "/users", admin)
    assert (len(today["users"]), today["per_page"], today["total_pages"]) == (2000, 2000, 2)
    assert (len(then["users"]), then["per_page"], then["total_pages"]) == (100, 100, 21)
    assert then["links"]["next"] == "https://api.harvestapp.com/v2/users?page=2&per_page=100"


FILTERS = {
    "/users?is_active=false": [6],
    "/users?is_active=true": [5, 4, 3, 2, 1],
    "/users?updated_since=2016-02-01T09:00:00Z": [6, 5, 4, 3, 2, 1],
    "/users?updated_since=2016-02-01T10:00:01%2B01:00": [],
    "/users?updated_since=2016-02-02": [],
    "/clients?is_active=true": [11],
    "/projects?client_id=11": [23, 21],
    "/projects?client_id=11&is_active=true": [21],
    "/user_assignments?user_id=5": [36, 35],
    "/user_assignments?user_id=5&is_active=false": [35],
    "/projects/21/user_assignments?user_id=4": [32],
    "/task_assignments?is_active=true": [81],
    "/projects/21/task_assignments": [82, 81],
    "/users/5/project_assignments": [36],
    "/users/2/teammates": [5],
    "/users/1/teammates": None,
    "/tasks": [71],
    "/roles": [62, 61],
    "/users/4/billable_rates": [],
    "/users/4/cost_rates": [4],
}


@pytest.mark.parametrize(("path", "ids"), FILTERS.items())
async def test_a_filter_keeps_what_it_says(path: str, ids: list[int] | None) -> None:
    """Documented: the filters of each list; teammates of somebody who is no manager are unprocessable."""
    sandbox = Sandbox(small_company())
    async with asking(sandbox, "ann") as client:
        answer = await client.get(path)
    if ids is None:
        assert answer.status_code == 422
    else:
        rows = next(value for value in answer.json().values() if isinstance(value, list))
        assert [row["id"] for row in rows] == ids


async def test_time_entries_come_newest_day_first_and_are_filtered() -> None:
    """Recorded: by spent_date; so one row for a person tells when they last tracked time."""
    sandbox = Sandbox(small_company())
    newest = await told(sandbox, "/time_entries?user_id=4&per_page=1", "ann")
    days = await told(sandbox, "/time_entries?from=2026-11-01&to=20261101", "ann")
    of_client = await told(sandbox, "/time_entries?client_id=12&project_id=22", "ann")
    assert [entry["spent_date"] for entry in newest["time_entries"]] == ["2026-11-02"]
    assert newest["time_entries"][0]["id"] > 2**31
    assert {entry["spent_date"] for entry in days["time_entries"]} == {"2026-11-01"}
    assert {entry["user"]["name"] for entry in of_client["time_entries"]} == {"Col Lee", "Eve Lee"}


async def test_one_thing_is_found_by_its_id() -> None:
    """Documented: each kind of thing has an address."""
    sandbox = Sandbox(small_company())
    for path, name in {
        "/users/2": "Bea",
        "/roles/61": "Designer",
        "/clients/11": "Acre",
        "/tasks/71": "Coding",
    }.items():
        found = await told(sandbox, path, "ann")
        assert name in {found.get("name"), found.get("first_name")}
    assert (await told(sandbox, "/roles/61", "ann"))["user_ids"] == [4, 5]


@pytest.mark.parametrize(("people", "projects", "assignments"), [(1, 1, 1), (3, 1, 9), (140, 60, 400), (900, 50, 4000)])
async def test_a_made_up_company_has_the_size_that_was_asked_for(people: int, projects: int, assignments: int) -> None:
    """Our choice: nobody is on a project twice, so there are at most people times projects assignments."""
    company = made_up_company(people=people, projects=projects, assignments=assignments, seed=3)
    assert (len(company.users), len(company.projects)) == (people, projects)
    assert len(company.user_assignments) == min(assignments, people * projects)
    assert len({(on.user.id, on.project.id) for on in company.user_assignments}) == len(company.user_assignments)
    for things in (company.users, company.projects, company.user_assignments):
        assert len({thing.id for thing in things}) == len(things)
    again = made_up_company(people=people, projects=projects, assignments=assignments, seed=3)
    assert facts(again) == facts(company)


def facts(company: Company) -> list[tuple[object, ...]]:
    """Everything of a company that could differ."""
    return [
        *((who.id, who.name, who.access_roles, who.is_active, len(who.teammates)) for who in company.users),
        *((on.id, on.user.id, on.project.id, on.is_project_manager, on.is_active) for on in company.user_assignments),
    ]


def test_a_token_opens_a_made_up_company_only_where_somebody_fits_it() -> None:
    """Our choice: the token of a member is never an administrator's."""
    assert made_up_company(people=1, projects=1, assignments=1).tokens.keys() == {"sandbox-administrator"}
    whole = made_up_company(people=140, projects=60, assignments=400).tokens
    assert {token: who.level for token, who in whole.items()} == {
        "sandbox-administrator": "administrator",
        "sandbox-people-manager": "manager",
        "sandbox-project-manager": "manager",
        "sandbox-member": "member",
    }
    assert [bool(whole[token].teammates) for token in ("sandbox-people-manager", "sandbox-project-manager")] == [
        True,
        False,
    ]
