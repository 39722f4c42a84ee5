"""The main job on real input: the tools, asked about accounts as Harvest really told of them.

The recordings were made one by one, so the people, the projects and the assignments of 2019 are of several runs: an
assignment may name a project or a person that no list holds. An account seen in part is just like that.
"""

import json
from typing import Any

import pytest
from pydantic import SecretStr

from harvest_mcp.access.permissions import PERMISSIONS
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.credentials import Credentials
from harvest_mcp.harvest.errors import Unprocessable
from harvest_mcp.harvest.pace import Limit, Pace
from tests.recordings import (
    ADMINISTRATOR_2019,
    ENTRIES_2019,
    LISTS_2019,
    MEMBER_2019,
    NO_PAGE,
    PEOPLE_2018,
    Replay,
    needs_recordings,
    recording,
)
from tests.stage import client_over, refused, told

pytestmark = [pytest.mark.anyio, needs_recordings]

TOKEN = "1234.pt.a-token-that-opens-nothing"
QUICK = Pace(Limit(None, 0.01), Limit(None, 0.01))
"""Waits a hundredth of a second where Harvest does not say how long."""
HAMILTON = {"id": 2348607, "name": "Alexander Hamilton"}
BURR = {"id": 2516167, "name": "Aaron Burr"}
SMITH = {"id": 2516175, "name": "John Smith"}
DOE = {"id": 2516176, "name": "Jane Doe"}
CLIENT_OF_2018 = "https://github.com/3AP-AG/harvest-client"
PERHAPS_ARCHIVED = {
    "because": "Is assigned, but Harvest does not tell this token whether the project is archived.",
    "source": "https://help.getharvest.com/api-v2/projects-api/projects/user-assignments/",
}
NOT_TOLD = PERHAPS_ARCHIVED | {
    "because": "Harvest does not tell this token enough about assignments, projects or people."
}
HEAD_2019 = {"account": {"id": 77, "name": "account 77"}}


def replaying(*names: str, attempts: int = 2, patience: float = 20) -> tuple[HarvestClient, Replay]:
    """Our client on these recordings; whatever else it asks for gets Harvest's HTML page of 404."""
    replay = Replay(*names)
    where = Credentials(SecretStr(TOKEN), 77)
    return HarvestClient(where, transport=replay, pace=QUICK, attempts=attempts, patience=patience), replay


def account_of_2019() -> HarvestClient:
    """The account of 2019, as its administrator sees it."""
    return replaying(*LISTS_2019, ADMINISTRATOR_2019)[0]


def gap(what: str) -> dict[str, str]:
    """What is said of a list that was never recorded."""
    return {
        "what": what,
        "why": f"Harvest does not show {what} to this token.",
        "who_could": "an administrator",
    }


async def test_the_connection_of_an_administrator_of_2019() -> None:
    """Recorded: legacy booleans; the settings were never recorded, so they are a gap and not an empty company."""
    async with client_over(account_of_2019()) as client:
        assert await told(client, "verify_connection") == HEAD_2019 | {
            "complete": False,
            "gaps": [gap("company settings")],
            "user": HAMILTON | {"email": "scott+harvested@corgibytes.com", "level": "administrator"},
            "level": "administrator",
            "sandbox": False,
            "can_see": ["people", "job roles", "projects", "project assignments", "clients", "who manages whom"],
            "cannot_see": ["company settings"],
            "advice": (
                "For the whole picture, connect with an administrator's token; what is missing is unknown, not absent."
            ),
        }


async def test_the_people_of_2019() -> None:
    """Recorded: one administrator, three members by their booleans; the recorder calls two of them administrators."""
    async with client_over(account_of_2019()) as client:
        assert await told(client, "list_users") == HEAD_2019 | {
            "complete": True,
            "users": [
                HAMILTON | {"level": "administrator"},
                BURR | {"level": "member"},
                SMITH | {"level": "member"},
                DOE | {"level": "member"},
            ],
            "total": 4,
            "returned": 4,
        }
        assert (await told(client, "list_users", access="manager"))["users"] == []
        assert (await told(client, "list_users", query="employee@", detail="full"))["users"] == [
            BURR | {"email": "scott+harvested-employee@corgibytes.com", "level": "member", "projects": 0}
        ]


async def test_a_person_of_2019() -> None:
    """Recorded: an administrator who manages both projects, and administrators too are marked on the assignment.

    No recording has these projects in a list, so whether they are active, and time may be tracked there, is unknown.
    """
    async with client_over(account_of_2019()) as client:
        answer = await told(client, "get_user", user="hamilton")
        on = {"manages": True, "since": "2019-01-25"}
        assert answer == HEAD_2019 | {
            "complete": False,
            "gaps": [gap("company settings")],
            "user": HAMILTON
            | {
                "email": "scott+harvested@corgibytes.com",
                "level": "administrator",
                "projects": 2,
                "manages_projects": 2,
            },
            "grants": [
                {
                    "reach": "all",
                    "extent": {"kind": "all"},
                    "by": [
                        {
                            "because": "Is an administrator (is_admin).",
                            "source": CLIENT_OF_2018,
                            "permissions": [name for name in PERMISSIONS if not name.endswith(".track")],
                        }
                    ],
                }
            ],
            "possibly": [PERHAPS_ARCHIVED | {"permissions": ["time.track", "expenses.track"]}],
            "projects": [
                {"id": 19919747, "name": "Road Building", "assignment": 186878705} | on,
                {"id": 19919748, "name": "Castle Building", "assignment": 186878706} | on,
            ],
            "total": 2,
            "returned": 2,
        }
        assert await told(client, "get_user", user="me") == answer


async def test_the_projects_of_2019() -> None:
    """Recorded: on an earlier day than the assignments, so nobody is on these two, and none is made up."""
    async with client_over(account_of_2019()) as client:
        nobody = {"managers": [], "manager_count": 0, "people": 0}
        assert await told(client, "list_projects") == HEAD_2019 | {
            "complete": True,
            "projects": [
                {"id": 19836262, "name": "Road Building", "client": {"id": 7691736, "name": "Toto"}} | nobody,
                {"id": 19836263, "name": "Castle Building", "client": {"id": 7691735, "name": "Pepe"}} | nobody,
            ],
            "total": 2,
            "returned": 2,
        }
        assert "2 clients fit 'toto': Toto (id 7691736); Toto (id 7722247)." in await refused(
            client, "list_projects", client="toto"
        )


async def test_the_roles_of_2019() -> None:
    """Recorded: three booleans of an administrator are true and make no extras; job roles were never recorded."""
    async with client_over(account_of_2019()) as client:
        answer = await told(client, "list_roles")
        assert {row["id"]: row["people"] for row in answer["access"] if row["count"]} == {
            "administrator": [HAMILTON],
            "member": [DOE, SMITH, BURR],
        }
        assert (answer["jobs"], answer["total"], answer["gaps"]) == ([], 11, [gap("job roles")])


async def test_the_people_of_2018() -> None:
    """Recorded: another account, by another library: two people with one name, a manager, an administrator."""
    client_of_2018, _ = replaying(PEOPLE_2018, ADMINISTRATOR_2019)
    people: list[dict[str, Any]] = recording_of(PEOPLE_2018)["users"]
    async with client_over(client_of_2018) as client:
        answer = await told(client, "list_users", status="all", detail="full")
        shown = {who["id"]: who for who in answer["users"]}
        assert set(shown) == {HAMILTON["id"], *(who["id"] for who in people)}
        for who in people:
            level = "administrator" if who["is_admin"] else "manager" if who["is_project_manager"] else "member"
            assert shown[who["id"]] == {
                "id": who["id"],
                "name": f"{who['first_name']} {who['last_name']}",
                "email": who["email"],
                "level": level,
                "projects": 0,
                **({"job_roles": who["roles"]} if who["roles"] else {}),
            }
        twice = await refused(client, "get_user", user="First Last")
        assert twice.startswith("3 people fit 'First Last': First Last (id ")


def recording_of(name: str) -> Any:  # noqa: ANN401  (JSON)
    """The body of a recorded answer."""
    return json.loads(recording(name).body)


async def test_a_member_of_2019_sees_themselves_and_is_told_of_the_rest() -> None:
    """Recorded: a member's own record lacks the rates, and clients are refused; nothing else was recorded of theirs."""
    harvest, replay = replaying(MEMBER_2019, "2019-01-25_GET_clients_403.json")
    async with client_over(harvest) as client:
        answer = await told(client, "get_user", user="me")
    assert answer == HEAD_2019 | {
        "complete": False,
        "gaps": [
            {
                "what": "people",
                "why": "A member's token sees no other people than its owner.",
                "who_could": "an administrator",
            },
            gap("project assignments"),
            gap("who manages whom"),
            gap("company settings"),
            gap("projects"),
        ],
        "user": BURR | {"email": "scott+harvested-employee@corgibytes.com", "level": "member", "projects": 0},
        "grants": [
            {
                "reach": "own",
                "extent": {"kind": "own"},
                "by": [
                    {
                        "because": "Is a member (neither).",
                        "source": CLIENT_OF_2018,
                        "permissions": ["time.read", "expenses.read"],
                        "caveats": [f"May reach further: {NOT_TOLD['because']}"],
                    }
                ],
            }
        ],
        "possibly": [NOT_TOLD | {"permissions": ["time.approve", "people.read", "people.edit_basics"]}],
        "projects": [],
        "total": 0,
        "returned": 0,
    }
    assert "GET /v2/users/me/project_assignments?per_page=2000" in replay.asked


async def test_a_refused_list_is_a_gap_and_not_an_empty_list() -> None:
    """Recorded: 403 on clients; known clients of Airbyte take it for no clients at all."""
    lists = [name for name in LISTS_2019 if "clients" not in name]
    harvest, _ = replaying(*lists, ADMINISTRATOR_2019, "2019-01-25_GET_clients_403.json")
    async with client_over(harvest) as client:
        assert (await told(client, "list_projects", client="pepe"))["projects"][0]["name"] == "Castle Building"
        nobody = await refused(client, "list_projects", client="Quux")
        assert nobody.startswith("None of the clients that this token sees fit 'Quux'.")


async def test_a_refused_token_is_told_with_both_of_its_causes() -> None:
    """Recorded: 401 of 2019; a missing account header got the very same (2017)."""
    harvest, _ = replaying(*LISTS_2019, "2019-01-25_GET_users-me_401.json")
    async with client_over(harvest) as client:
        for tool in ("verify_connection", "list_users", "list_roles"):
            assert await refused(client, tool) == (
                "Harvest refused the token, or the account id that came with it (it answers 401 to both). "
                "Make a new token at https://id.getharvest.com/developers, and check that the account id is one that "
                "stands there beside it."
            )


async def test_a_bare_429_is_waited_out_and_then_told() -> None:
    """Recorded: 429 of 2020, as HTML without a body and without Retry-After."""
    harvest, replay = replaying(*LISTS_2019, "2020-09-03_GET_users-me_429.json")
    async with client_over(harvest) as client:
        said = await refused(client, "list_users")
    assert said.startswith("Harvest asks to be left alone until ")
    assert said.endswith(
        " UTC (429: too many requests). Ask again then; other programs that use the same token or account count too."
    )
    assert replay.asked.count("GET /v2/users/me") == 2


@pytest.mark.parametrize("name", [NO_PAGE, "2024-05-23_GET_time-entries-9999999999_404.json"])
async def test_both_forms_of_404_mean_that_nothing_is_there(name: str) -> None:
    """Recorded: HTML for an unknown page (2020), JSON for a missing record (2024); here for the token's owner."""
    body = recording(name)
    replay = Replay(*LISTS_2019)
    replay.told["/v2/users/me", "1"] = body
    harvest = HarvestClient(Credentials(SecretStr(TOKEN), 77), transport=replay, pace=QUICK)
    async with client_over(harvest) as client:
        assert (await refused(client, "list_users")).startswith(
            "Harvest finds nothing where the token's owner should be (404)."
        )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2019-01-25_POST_time-entries_422.json", "Project can't be blank, Task can't be blank, Spent date can't be"),
        ("2021-01-15_DELETE_clients-10331953_422.json", "This client is not removable. It still has projects and/or"),
    ],
)
async def test_a_422_is_told_in_harvests_own_words(name: str, words: str) -> None:
    """Recorded: {"message": ...}, of questions that we never ask; here it answers another one."""
    replay = Replay()
    replay.told["/v2/users/5/teammates", "1"] = recording(name)
    harvest = HarvestClient(Credentials(SecretStr(TOKEN), 77), transport=replay, pace=QUICK)
    async with harvest:
        with pytest.raises(Unprocessable) as raised:
            await harvest.teammates(5)
    assert str(raised.value).startswith(f"Harvest cannot answer for assigned people (422): {words}")


async def test_the_newest_of_two_pages_of_time_entries() -> None:
    """Recorded: 119 entries on two pages, newest first; one request tells when somebody last tracked time."""
    harvest, replay = replaying(*ENTRIES_2019)
    async with harvest:
        entry = await harvest.last_time_entry(2348607)
    rows = [row for name in ENTRIES_2019 for row in recording_of(name)["time_entries"]]
    assert len({row["id"] for row in rows}) == 119
    assert entry is not None
    assert entry.spent_date is not None
    assert entry.spent_date.isoformat() == max(row["spent_date"] for row in rows)
    assert replay.asked == ["GET /v2/time_entries?user_id=2348607&per_page=1"]
