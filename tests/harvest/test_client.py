"""The client: what it asks, how it waits, and that many may share it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import anyio
import httpx
import pytest
from typing_extensions import override

from harvest_mcp.harvest import questions
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.errors import AccountChoice, BadToken, Forbidden, HarvestBroken
from harvest_mcp.harvest.models import Project, Teammate, User
from harvest_mcp.harvest.progress import Progress, listening
from tests.harvest.stand_ins import ME, Scripted, Silent, credentials

pytestmark = pytest.mark.anyio

ACCOUNTS = {
    "user": {"id": 1, "first_name": "Ann", "last_name": "Lee"},
    "accounts": [
        {"id": 8, "name": "Forecast of Acme", "product": "forecast"},
        {"id": 9, "name": "Acme", "product": "harvest"},
    ],
}
QUESTIONS: dict[str, tuple[Callable[[HarvestClient], Awaitable[Any]], str]] = {
    "me": (lambda client: client.me(), "/v2/users/me"),
    "company": (lambda client: client.company(), "/v2/company"),
    "users": (lambda client: client.users(is_active=False), "/v2/users?is_active=false&per_page=2000"),
    "user": (lambda client: client.user(5), "/v2/users/5"),
    "own assignments": (
        lambda client: client.project_assignments("me"),
        "/v2/users/me/project_assignments?per_page=2000",
    ),
    "another's assignments": (
        lambda client: client.project_assignments(5),
        "/v2/users/5/project_assignments?per_page=2000",
    ),
    "teammates": (lambda client: client.teammates(5), "/v2/users/5/teammates?per_page=2000"),
    "billable rates": (lambda client: client.billable_rates(5), "/v2/users/5/billable_rates?per_page=2000"),
    "cost rates": (lambda client: client.cost_rates(5), "/v2/users/5/cost_rates?per_page=2000"),
    "roles": (lambda client: client.roles(), "/v2/roles?per_page=2000"),
    "clients": (lambda client: client.clients(is_active=True), "/v2/clients?is_active=true&per_page=2000"),
    "projects": (lambda client: client.projects(client_id=3), "/v2/projects?client_id=3&per_page=2000"),
    "user assignments": (
        lambda client: client.user_assignments(updated_since=datetime(2026, 1, 1, tzinfo=UTC)),
        "/v2/user_assignments?updated_since=2026-01-01T00%3A00%3A00Z&per_page=2000",
    ),
    "user assignments of a project": (
        lambda client: client.user_assignments_of(4),
        "/v2/projects/4/user_assignments?per_page=2000",
    ),
    "task assignments": (lambda client: client.task_assignments(), "/v2/task_assignments?per_page=2000"),
    "last time entry": (lambda client: client.last_time_entry(5), "/v2/time_entries?user_id=5&per_page=1"),
}


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Both loops: whoever embeds the client chooses."""
    return str(request.param)


ANYTHING = httpx.Response(
    200,
    json={
        "id": 5,
        **{of.name: [] for of in vars(questions).values() if isinstance(of, questions.Collection)},
        "links": {"next": None},
    },
)
"""An answer in which every question finds an empty list, or a thing with an id."""


def accounts_or_me(request: httpx.Request) -> httpx.Response:
    """The id host's answer, or the API's."""
    return (
        httpx.Response(200, json=ACCOUNTS)
        if request.url.host == "id.getharvest.com"
        else httpx.Response(200, content=ME)
    )


@pytest.mark.parametrize(("ask", "path"), QUESTIONS.values(), ids=QUESTIONS)
async def test_every_question_is_one_get_of_the_documented_address(
    ask: Callable[[HarvestClient], Awaitable[Any]], path: str
) -> None:
    """Documented: the paths and filters; per_page is the most that Harvest gives."""
    harvest = Scripted(ANYTHING)
    async with HarvestClient(credentials(), transport=harvest) as client:
        await ask(client)
    (request,) = harvest.asked
    assert (request.method, str(request.url)) == ("GET", f"https://api.harvestapp.com{path}")
    assert request.headers["Harvest-Account-Id"] == "77"
    assert request.headers["Authorization"].startswith("Bearer ")
    assert request.headers["User-Agent"].startswith("harvest-access-mcp/")


async def test_a_list_is_followed_to_its_end() -> None:
    """Documented: links.next until null; a row that comes twice counts once."""
    next_page = "https://api.harvestapp.com/v2/users?cursor=abc&per_page=2000&ref=next_cursor"
    harvest = Scripted(
        httpx.Response(200, json={"users": [{"id": 3}, {"id": 2}], "next_page": None, "links": {"next": next_page}}),
        httpx.Response(200, json={"users": [{"id": 2}, {"id": 1}], "links": {"next": None}}),
    )
    async with HarvestClient(credentials(), transport=harvest) as client:
        assert await client.users() == [User(id=3), User(id=2), User(id=1)]
    assert str(harvest.asked[1].url) == next_page


async def test_a_link_to_another_host_gets_no_token() -> None:
    """Documented: foreign links.next hosts are refused."""
    harvest = Scripted(httpx.Response(200, json={"users": [], "links": {"next": "https://evil.example.com/v2/users"}}))
    async with HarvestClient(credentials(), transport=harvest) as client:
        with pytest.raises(HarvestBroken):
            await client.users()
    assert len(harvest.asked) == 1


async def test_a_redirect_is_not_followed() -> None:
    """Documented: redirects are refused."""
    harvest = Scripted(httpx.Response(302, headers={"Location": "https://evil.example.com/"}))
    async with HarvestClient(credentials(), transport=harvest) as client:
        with pytest.raises(HarvestBroken, match="somewhere else"):
            await client.me()
    assert len(harvest.asked) == 1


async def test_the_newest_time_entry_is_the_first_of_its_list() -> None:
    """Recorded: newest first; one row is asked for, however many there are."""
    entries = {"time_entries": [{"id": 2, "spent_date": "2026-11-20"}], "links": {"next": "https://elsewhere/"}}
    harvest = Scripted(httpx.Response(200, json=entries))
    async with HarvestClient(credentials(), transport=harvest) as client:
        entry = await client.last_time_entry(5)
    assert entry is not None
    assert entry.id == 2
    assert len(harvest.asked) == 1


async def test_the_only_harvest_account_of_a_token_is_chosen() -> None:
    """Documented: the account id may be left out; Forecast's accounts do not count."""
    harvest = Scripted(accounts_or_me)
    async with HarvestClient(credentials(None), transport=harvest) as client:
        assert (await client.me()).name == "Ann Lee"
        await client.me()
        assert client.account_id == 9
    assert harvest.paths == ["/api/v2/accounts", "/v2/users/me", "/v2/users/me"]
    assert "Harvest-Account-Id" not in harvest.asked[0].headers
    assert harvest.asked[1].headers["Harvest-Account-Id"] == "9"


async def test_many_first_questions_look_for_the_account_once() -> None:
    """Our choice: under a lock."""
    harvest = Scripted(accounts_or_me)
    async with HarvestClient(credentials(None), transport=harvest) as client, anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(client.me)
    assert harvest.paths.count("/api/v2/accounts") == 1


async def test_asking_for_the_accounts_chooses_too() -> None:
    """Our choice: whoever asks for the accounts first pays no second request."""
    harvest = Scripted(accounts_or_me)
    async with HarvestClient(credentials(None), transport=harvest) as client:
        await client.accounts()
        await client.me()
    assert harvest.paths == ["/api/v2/accounts", "/v2/users/me"]


@pytest.mark.parametrize(
    ("harvests", "said"), [((), "opens no Harvest account"), ((9, 10), r"9 \(Acme 9\); 10 \(Acme 10\)")]
)
async def test_a_choice_among_accounts_is_not_made_by_us(harvests: tuple[int, ...], said: str) -> None:
    """Documented: not the first of a list; the error lists them with their ids."""
    rows = [{"id": of, "name": f"Acme {of}", "product": "harvest"} for of in harvests]
    harvest = Scripted(httpx.Response(200, json={"accounts": [*rows, {"id": 8, "product": "forecast"}]}))
    async with HarvestClient(credentials(None), transport=harvest) as client:
        with pytest.raises(AccountChoice, match=said):
            await client.me()
        assert len((await client.accounts()).harvest) == len(harvests)


async def test_a_refusal_is_not_asked_again() -> None:
    """Our choice: 401 and 403 do not pass."""
    for status, kind in ((401, BadToken), (403, Forbidden)):
        harvest = Scripted(httpx.Response(status))
        async with HarvestClient(credentials(), transport=harvest) as client:
            with pytest.raises(kind):
                await client.roles()
        assert len(harvest.asked) == 1


async def test_a_cancelled_question_stops_at_once() -> None:
    """Documented: cancellation stops at once, and the client serves on."""
    silent = Silent()
    async with HarvestClient(credentials(), transport=silent) as client, anyio.create_task_group() as tasks:
        tasks.start_soon(client.me)
        await anyio.wait_all_tasks_blocked()
        assert silent.asked == 1
        tasks.cancel_scope.cancel()


async def test_one_who_is_cancelled_takes_nothing_from_another() -> None:
    """Our choice: many tasks share one client."""
    gate = anyio.Event()

    class Gated(Scripted):
        @override
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await gate.wait()
            return await super().handle_async_request(request)

    found: list[User] = []
    async with HarvestClient(credentials(), transport=Gated(httpx.Response(200, content=ME))) as client:

        async def ask() -> None:
            found.append(await client.me())

        async with anyio.create_task_group() as tasks:
            given_up = anyio.CancelScope()

            async def give_up() -> None:
                with given_up:
                    await ask()

            tasks.start_soon(give_up)
            tasks.start_soon(ask)
            await anyio.wait_all_tasks_blocked()
            given_up.cancel()
            gate.set()
    assert [user.id for user in found] == [5]


async def test_progress_is_told_to_whoever_waits_and_to_nobody_else() -> None:
    """Documented: progress is told to whoever waits; the client's own listener hears all of it."""
    next_page = "https://api.harvestapp.com/v2/projects?cursor=abc&per_page=2000"

    def harvest(request: httpx.Request) -> httpx.Response:
        if "teammates" in request.url.path:
            return httpx.Response(200, json={"teammates": [{"id": 1}], "total_entries": 1, "links": {"next": None}})
        last = "cursor" in request.url.params
        link = {"next": None if last else next_page}
        return httpx.Response(200, json={"projects": [{"id": 1 + last}], "total_entries": 2, "links": link})

    heard: dict[str, list[Progress]] = {"projects": [], "teammates": [], "both": []}
    async with HarvestClient(credentials(), transport=Scripted(harvest), on_progress=heard["both"].append) as client:

        async def projects() -> None:
            with listening(heard["projects"].append):
                assert await client.projects() == [Project(id=1), Project(id=2)]

        async def teammates() -> None:
            with listening(heard["teammates"].append):
                assert await client.teammates(5) == [Teammate(id=1)]

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(projects)
            tasks.start_soon(teammates)
    assert heard["projects"] == [Progress("projects", 1, 2), Progress("projects", 2, 2)]
    assert heard["teammates"] == [Progress("assigned people", 1, 1)]
    assert len(heard["both"]) == 3


async def test_whoever_listens_inside_leaves_those_outside_their_ears() -> None:
    """Our choice: listeners nest."""
    outer: list[str] = []
    inner: list[str] = []
    harvest = Scripted(httpx.Response(200, json={"roles": [{"id": 1}], "links": {"next": None}}))
    async with HarvestClient(credentials(), transport=harvest) as client:
        with listening(lambda told: outer.append(str(told))):
            with listening(lambda told: inner.append(str(told))):
                await client.roles()
            await client.roles()
        await client.roles()
    assert outer == ["job roles: 1", "job roles: 1"]
    assert inner == ["job roles: 1"]


def test_progress_reads_as_a_sentence() -> None:
    """Our choice: hosts show it as it is."""
    assert str(Progress("people", 2000, 4100)) == "people: 2,000 of 4,100"
    assert str(Progress("people", 0, None, "Harvest asks to wait 12 s")) == "people: 0; Harvest asks to wait 12 s"
