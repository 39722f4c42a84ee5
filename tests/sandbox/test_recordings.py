"""The sandbox against what the real API wrote: the same members of the same types, the same headers that matter."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from harvest_mcp.sandbox import Fault, Sandbox
from tests.recordings import Recording, needs_recordings, recording, recordings
from tests.sandbox.asking import asking
from tests.sandbox.companies import small_company

pytestmark = [pytest.mark.anyio, needs_recordings]

ANSWERS = {
    "2018_GET_users_200_3ap.json": "/users",
    "2019-01-25_GET_users_200.json": "/users",
    "2019-01-25_GET_users-me_200_2.json": "/users/me",
    "2019-01-25_GET_clients_200.json": "/clients",
    "2019-01-25_GET_tasks_200.json": "/tasks",
    "2019-01-25_GET_projects_200.json": "/projects",
    "2019-01-17_GET_projects-19815868_200.json": "/projects/22",
    "2019-01-25_GET_user-assignments_200.json": "/user_assignments",
    "2019-01-29_GET_projects-19919748-user-assignments_200.json": "/projects/21/user_assignments",
    "2019-01-25_GET_task-assignments_200.json": "/task_assignments",
    "2019-01-29_GET_projects-19919748-task-assignments_200.json": "/projects/21/task_assignments",
    "2019-01-25_GET_time-entries_200.json": "/time_entries?project_id=21",
    "2024-05-23_GET_time-entries_200.json": "/time_entries?project_id=21",
    "2024-05-23_GET_time-entries-2380504951_200.json": "/time_entries/2400000096",
}
"""Each good answer of a list or a thing that the sandbox serves, and where it serves the same."""


def sandbox_of(told: Recording) -> Sandbox:
    """The sandbox as it writes in the year of a recording."""
    return Sandbox(small_company(), generation="access_roles" if told.name.startswith("2024") else "legacy")


@pytest.mark.parametrize(("name", "path"), ANSWERS.items())
async def test_a_good_answer_has_the_members_and_types_that_were_recorded(name: str, path: str) -> None:
    """Recorded: member for member; where one is null on one side, its type is not compared."""
    told = recording(name)
    async with asking(sandbox_of(told), "ann") as client:
        given = await client.get(path)
    assert given.status_code == told.status == 200
    assert list(differences(_json(told), given.json())) == []
    if told.headers:
        assert given.headers["content-type"] == told.headers["content-type"]


async def test_a_member_s_own_answer_leaves_out_the_rates_as_recorded() -> None:
    """Recorded: a person who may not see rates gets neither null nor the number, but no member at all."""
    told = recording("2019-01-25_GET_users-me_200.json")
    async with asking(sandbox_of(told), "dan") as client:
        given = (await client.get("/users/me")).json()
    assert given.keys() == _json(told).keys()
    assert {"default_hourly_rate", "cost_rate"}.isdisjoint(given)


REFUSALS = {
    "2019-01-25_GET_clients_403.json": ("dan", "/clients", ("content-type", "hint", "cache-control")),
    "2019-01-25_GET_users-me_401.json": ("nobody's", "/users/me", ("content-type", "www-authenticate")),
    "2024-05-23_GET_time-entries-9999999999_404.json": ("ann", "/time_entries/9999999999", ("content-type",)),
    "2020-08-21_POST_projects-user-assignments_404.json": ("ann", "/projects//user_assignments", ("content-type",)),
}


@pytest.mark.parametrize(("name", "token", "path", "headers"), [(name, *asked) for name, asked in REFUSALS.items()])
async def test_a_refusal_is_the_one_that_was_recorded(
    name: str, token: str, path: str, headers: tuple[str, ...]
) -> None:
    """Recorded: status, body (of an HTML page only that it is one) and the headers that say what is amiss."""
    told = recording(name)
    async with asking(sandbox_of(told), token) as client:
        given = await client.get(path)
    assert given.status_code == told.status
    assert {header: given.headers[header] for header in headers} == {header: told.headers[header] for header in headers}
    if "html" in told.headers["content-type"]:
        assert given.content.startswith(b"<!DOCTYPE html>") is told.body.startswith(b"<!DOCTYPE html>") is True
    else:
        assert given.json() == _json(told)


async def test_a_silent_429_is_the_one_that_was_recorded() -> None:
    """Recorded: HTML by its type, an empty body, and no Retry-After."""
    told = recording("2020-09-03_GET_users-me_429.json")
    async with asking(Sandbox(small_company(), faults=[Fault("rate_limited_silently")]), "ann") as client:
        given = await client.get("/users/me")
    assert (given.status_code, given.content) == (told.status, told.body) == (429, b"")
    for header in ("content-type", "cache-control"):
        assert given.headers[header] == told.headers[header]
    assert "retry-after" not in given.headers
    assert "retry-after" not in told.headers


async def test_the_second_of_two_pages_has_the_links_that_were_recorded() -> None:
    """Recorded: 119 entries of 2019 on two pages of 100; ours are fewer, so the page is smaller."""
    told = _json(recording("2019-01-25_GET_time-entries-page-2_200.json"))
    async with asking(Sandbox(small_company(), generation="legacy"), "ann") as client:
        given = (await client.get("/time_entries?per_page=8&page=2")).json()
    head = {name: value for name, value in told.items() if name != "time_entries"}
    head["links"] = {name: link and link.replace("per_page=100", "per_page=8") for name, link in head["links"].items()}
    rows = given.pop("time_entries")
    assert given == head | {"per_page": 8, "total_entries": 8 + len(rows)}
    assert rows


def test_every_recorded_good_list_is_compared_or_is_of_something_that_the_sandbox_does_not_serve() -> None:
    """Our choice: a new recording cannot be passed over in silence."""
    apart = ("contacts", "time-entries-925120573", "time-entries-project-id", "_200_3", "_200_2", "page-2", "users-me")
    served = {told.name for told in recordings() if told.method == "GET" and told.status == 200}
    assert {name for name in served if not any(word in name for word in apart)} <= ANSWERS.keys()


def differences(told: Any, given: Any, where: str = "") -> Iterator[str]:  # noqa: ANN401  (JSON)
    """Where two JSON values differ in members or types; of lists, the first rows are compared."""
    if isinstance(told, dict) and isinstance(given, dict):
        for name in told.keys() ^ given.keys():
            yield f"{where}.{name} is in one only"
        for name in told.keys() & given.keys():
            yield from differences(told[name], given[name], f"{where}.{name}")
    elif isinstance(told, list) and isinstance(given, list):
        for one, other in zip(told[:1], given[:1], strict=False):
            yield from differences(one, other, f"{where}[]")
    elif told is not None and given is not None and type(told) is not type(given):
        yield f"{where}: {type(told).__name__} and {type(given).__name__}"


def _json(told: Recording) -> Any:  # noqa: ANN401  (JSON)
    return json.loads(told.body)
