"""Whom the sandbox lets in, and how it refuses the others."""

from typing import Any

import httpx
import pytest

from harvest_mcp.sandbox import Sandbox
from tests.sandbox.asking import ID, asking, told
from tests.sandbox.companies import small_company

pytestmark = pytest.mark.anyio

INVALID = {
    "error": "invalid_token",
    "error_description": ("The access token provided is expired, revoked, malformed or invalid for other reasons."),
}

STRANGERS: dict[str, dict[str, str]] = {
    "no token": {"Authorization": ""},
    "another token": {"Authorization": "Bearer nobody's"},
    "no account": {"Harvest-Account-Id": ""},
    "a foreign account": {"Harvest-Account-Id": "1000003"},
    "the token of an archived person": {"Authorization": "Bearer fay"},
}


@pytest.fixture
def sandbox() -> Sandbox:
    """The small company."""
    return Sandbox(small_company())


@pytest.mark.parametrize("headers", STRANGERS.values(), ids=STRANGERS)
async def test_a_bad_token_and_a_missing_account_are_refused_alike(sandbox: Sandbox, headers: dict[str, str]) -> None:
    """Recorded: one 401 for both; of a foreign account sources disagree, and this is our choice."""
    async with asking(sandbox, "ann") as client:
        refused = await client.get("/users/me", headers=headers)
    assert (refused.status_code, refused.json()) == (401, INVALID)


async def test_a_request_without_a_user_agent_is_bad(sandbox: Sandbox) -> None:
    """Documented: 400."""
    async with asking(sandbox, "ann") as client:
        refused = await client.get("/users/me", headers={"User-Agent": ""})
    assert refused.status_code == 400


async def test_the_id_host_tells_the_accounts_and_wants_none(sandbox: Sandbox) -> None:
    """Recorded: a Forecast account stands among the Harvest ones; the id is not the one that the account knows."""
    async with asking(sandbox, "dan") as client:
        answer = await client.get(f"{ID}/accounts", headers={"Harvest-Account-Id": ""})
    assert answer.json() == {
        "user": {"id": 900_000_004, "first_name": "Dan", "last_name": "Lee", "email": "dan@example.com"},
        "accounts": [
            {"id": 1000002, "name": "Small", "product": "forecast", "google_sign_in_required": False},
            {"id": 1000001, "name": "Small", "product": "harvest", "google_sign_in_required": False},
        ],
    }


async def test_the_api_answers_under_both_of_its_roots(sandbox: Sandbox) -> None:
    """Recorded: /v2 and /api/v2."""
    assert await told(sandbox, "https://api.harvestapp.com/api/v2/users/me", "ann") == await told(
        sandbox, "/users/me", "ann"
    )


@pytest.mark.parametrize("path", ["/users/99", "/users/me/x", "/users/abc", "/v2", "/projects//user_assignments", "//"])
async def test_what_is_not_there_is_said_in_one_of_two_ways(sandbox: Sandbox, path: str) -> None:
    """Recorded: JSON for a missing record, a page for an unknown address."""
    async with asking(sandbox, "ann") as client:
        refused = await client.get(path)
    assert refused.status_code == 404
    if path == "/users/99":
        assert refused.json() == {"status": 404, "error": "Not Found"}
    else:
        assert refused.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_nothing_is_ever_written(sandbox: Sandbox, method: str) -> None:
    """Our choice: Harvest would write; the sandbox says that it does not, and remembers that somebody tried."""
    async with asking(sandbox, "ann") as client:
        refused = await client.request(method, "/users/4", json={"first_name": "Eve"})
        after = await client.get("/users/4")
    assert refused.status_code == 405
    assert after.json()["first_name"] == "Dan"
    assert [(seen.method, seen.target) for seen in sandbox.requests] == [
        (method, "/v2/users/4"),
        ("GET", "/v2/users/4"),
    ]


BAD = {
    "/users?per_page=0": 422,
    "/users?per_page=2001": 422,
    "/users?per_page=x": 422,
    "/users?page=0": 422,
    "/users?cursor=x": 422,
    "/users?cursor=e30=": 422,
    "/users?is_active=maybe": 422,
    "/projects?client_id=x": 422,
    "/users?updated_since=yesterday": 400,
    "/time_entries?from=yesterday": 422,
}


@pytest.mark.parametrize(("path", "status"), BAD.items())
async def test_a_filter_that_makes_no_sense_is_refused(sandbox: Sandbox, path: str, status: int) -> None:
    """Documented: 422 for a page size beyond 2000, 400 for a malformed moment; the others by analogy."""
    async with asking(sandbox, "ann") as client:
        refused = await client.get(path)
    assert refused.status_code == status
    if status == 422:
        assert refused.headers["hint"] == refused.json()["message"]


async def test_the_hundred_and_first_request_in_fifteen_seconds_is_too_many() -> None:
    """Documented: 100 in 15 seconds of each token, then 429 with Retry-After, until the first of them is 15 s old."""
    now = 1000.0
    sandbox = Sandbox(small_company(), clock=lambda: now)
    async with asking(sandbox, "ann") as ann, asking(sandbox, "dan") as dan:
        granted = [(await ann.get("/users/me")).status_code for _ in range(100)]
        now = 1004.5
        refused = await ann.get("/users/me")
        other = await dan.get("/users/me")
        now = 1015.1
        again = await ann.get("/users/me")
    assert set(granted) == {200}
    assert (refused.status_code, refused.headers["retry-after"], refused.content) == (429, "11", b"")
    assert (other.status_code, again.status_code) == (200, 200)


async def test_without_a_limit_there_is_none() -> None:
    """Our choice: a benchmark must not measure waiting."""
    sandbox = Sandbox(small_company(), rate_limit=False)
    async with asking(sandbox, "ann") as client:
        assert {(await client.get("/users/me")).status_code for _ in range(150)} == {200}


async def test_the_sandbox_speaks_only_http(sandbox: Sandbox) -> None:
    """Our choice: a web socket gets no answer."""
    sent: list[Any] = []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:  # noqa: ANN401  (ASGI)
        sent.append(message)

    await sandbox({"type": "websocket"}, receive, send)
    assert sent == []


async def test_links_name_the_host_that_was_asked_where_the_sandbox_is_told_none() -> None:
    """Our choice: so that whoever follows them comes back to this machine."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(Sandbox(small_company(), base_url=None)),
        base_url="http://127.0.0.1:8123/v2",
        headers={"Authorization": "Bearer ann", "Harvest-Account-Id": "1000001"},
    ) as client:
        links = (await client.get("/users?per_page=1")).json()["links"]
    assert links["next"].startswith("http://127.0.0.1:8123/v2/users?cursor=")
