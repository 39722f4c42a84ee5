"""What goes wrong on the way to Harvest, asked through the tools: the answer is right, or it is the right error.

Faults of answers strike a sandbox in process; faults of the way strike one behind a socket of this machine.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from mcp import Client

from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.pace import Limit, Pace
from harvest_mcp.sandbox import Company, Fault, Sandbox, example_company, made_up_company
from harvest_mcp.sandbox.faults import Kind
from tests.stage import ADMINISTRATOR, MEMBER, PEOPLE_MANAGER, client_over, credentials, refused, served, told

pytestmark = pytest.mark.anyio

ASSIGNMENTS = "/v2/user_assignments"
LISTS = (
    "/accounts",
    "/users/me",
    "/company",
    "/v2/users",
    "/roles",
    "/projects",
    ASSIGNMENTS,
    "/clients",
    "/teammates",
)
SAID: dict[Kind, str] = {
    "server_error": "Harvest failed on project assignments (503). Try again in a few minutes.",
    "html": "Harvest answered project assignments with something that is not JSON, or with a part of it.",
    "wrong_shape": "Harvest answered project assignments in a form that is not its own (user_assignments: missing).",
    "rate_limited": "Harvest asks to be left alone until ",
    "rate_limited_silently": "Harvest asks to be left alone until ",
    "revoked": "Harvest refused the token, or the account id that came with it (it answers 401 to both).",
}
PASSING: list[Kind] = ["server_error", "html", "rate_limited", "rate_limited_silently"]
"""Faults of answers that asking again may mend."""
OF_THE_WAY: dict[Kind, str] = {
    "reset": "The connection to Harvest failed (ReadError).",
    "truncated": "Harvest's answer for project assignments broke off or was garbled on the way.",
    "slow": "Harvest was silent for too long about project assignments.",
    "drip": "Harvest gave no whole answer for project assignments within 0.5 seconds.",
}
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("list_users", {"detail": "full"}),
    ("get_user", {"user": "me"}),
    ("list_roles", {}),
    ("list_projects", {}),
]


def quick() -> Pace:
    """Waits only where Harvest asks for it, and a hundredth of a second where it does not say how long."""
    return Pace(Limit(None, 0.01), Limit(None, 0.01))


def fault(kind: Kind, path: str = ASSIGNMENTS, *, times: int | None = None, after: int = 0) -> Fault:
    """A fault that asks for no pause and, where it is slow, is slower than we wait."""
    return Fault(kind, path, times, after, retry_after="0", seconds=1.2 if kind == "slow" else 0.02)


@asynccontextmanager
async def asking(
    *faults: Fault, company: Company | None = None, token: str = ADMINISTRATOR
) -> AsyncIterator[tuple[Client, Sandbox]]:
    """A host on our server on a sandbox in process that these faults strike."""
    sandbox = Sandbox(company, rate_limit=False, faults=faults)
    transport = httpx.ASGITransport(sandbox)
    harvest = HarvestClient(credentials(token), transport=transport, pace=quick(), attempts=2, pause=0.01)
    async with client_over(harvest) as client:
        yield client, sandbox


async def right(tool: str, arguments: dict[str, Any], company: Company | None = None) -> dict[str, Any]:
    """The answer where nothing goes wrong."""
    async with asking(company=company) as (client, _):
        return await told(client, tool, **arguments)


@pytest.mark.parametrize("kind", PASSING)
async def test_a_fault_that_passes_leaves_the_answers_right(kind: Kind) -> None:
    """Documented: every list is struck once, and the answers are those without faults."""
    async with asking(*(fault(kind, path, times=1) for path in LISTS)) as (client, sandbox), asking() as (other, _):
        for tool, arguments in QUESTIONS:
            assert await told(client, tool, **arguments) == await told(other, tool, **arguments)
        assert not any(struck.times for struck in sandbox.faults)


@pytest.mark.parametrize("kind", SAID)
async def test_a_fault_that_stays_is_told_and_nothing_else_is(kind: Kind) -> None:
    """Documented: a load that fails yields an error, never half an account; the next one is whole again."""
    async with asking(fault(kind)) as (client, sandbox):
        for tool, arguments in QUESTIONS[:2]:
            assert (await refused(client, tool, **arguments)).startswith(SAID[kind])
        sandbox.faults.clear()
        assert await told(client, "list_projects") == await right("list_projects", {})


@pytest.mark.parametrize("path", LISTS)
async def test_a_fault_of_any_one_list_fails_the_whole(path: str) -> None:
    """Documented: never a partial picture presented as whole; only a refusal (403, 404) is a gap."""
    async with asking(fault("server_error", path)) as (client, _):
        said = await refused(client, "list_roles", kind="access")
    assert said.startswith("Harvest failed on ")
    assert said.endswith(" (503). Try again in a few minutes.")


@pytest.mark.parametrize("kind", SAID)
async def test_a_fault_between_two_pages_is_told(kind: Kind) -> None:
    """Documented: in the middle of a load; the first page of the list alone is never an answer."""
    large = made_up_company(people=60, projects=50, assignments=2_500)
    async with asking(fault(kind, after=1), company=large) as (client, sandbox):
        assert (await refused(client, "list_projects")).startswith(SAID[kind])
        pages = [seen.target for seen in sandbox.requests if ASSIGNMENTS in seen.target]
        assert "page=2" in pages[1] or "cursor=" in pages[1]
        sandbox.faults.clear()
        assert await told(client, "list_projects") == await right("list_projects", {}, large)


@pytest.mark.parametrize("kind", PASSING)
async def test_a_fault_between_two_pages_that_passes_costs_no_row(kind: Kind) -> None:
    """Documented: idempotent GETs are asked again, and no row comes twice."""
    large = made_up_company(people=60, projects=50, assignments=2_500)
    async with asking(fault(kind, after=1, times=1), company=large) as (client, _):
        assert await told(client, "list_projects") == await right("list_projects", {}, large)


@pytest.mark.parametrize("after", [0, 1, 4, 8, 12])
async def test_a_token_revoked_in_mid_load_fails_the_load(after: int) -> None:
    """Documented: whenever it happens, the error says what happened; what was read before is no answer."""
    async with asking(Fault("revoked", after=after)) as (client, sandbox):
        assert (await refused(client, "list_users")).startswith(SAID["revoked"])
        assert len(sandbox.requests) < 30
        assert (await refused(client, "verify_connection")).startswith(SAID["revoked"])


@pytest.mark.parametrize("token", [PEOPLE_MANAGER, MEMBER])
async def test_a_token_revoked_before_ones_own_projects_fails_the_load(token: str) -> None:
    """Our choice: a token that may see little is refused its lists with 403; a 401 among them is no such refusal."""
    async with asking(Fault("revoked", path="/project_assignments"), token=token) as (client, _):
        assert (await refused(client, "list_projects")).startswith(SAID["revoked"])


async def test_a_token_revoked_after_a_load_answers_until_the_picture_is_read_anew() -> None:
    """Documented: 0 requests while the picture is fresh; a refresh that fails gives no old picture out as new."""
    async with asking() as (client, sandbox):
        before = await told(client, "list_projects")
        sandbox.company.tokens.clear()
        assert await told(client, "list_projects") == before
        assert (await refused(client, "list_projects", refresh=True)).startswith(SAID["revoked"])


async def test_a_person_archived_in_mid_load_is_no_gap() -> None:
    """Our choice: whose token it is may have been archived a moment ago, and Harvest answers 401."""
    company = example_company()
    async with asking(company=company) as (client, _):
        company.tokens["sandbox-administrator"].is_active = False
        assert (await refused(client, "list_users")).startswith(SAID["revoked"])


async def test_a_long_pause_that_harvest_asks_for_is_told_at_once() -> None:
    """Documented: honour Retry-After, under one deadline; whoever asks next is told without another request."""
    async with asking(Fault("rate_limited", ASSIGNMENTS, retry_after="3600")) as (client, sandbox):
        assert (await refused(client, "list_users")).startswith(SAID["rate_limited"])
        asked = len(sandbox.requests)
        assert (await refused(client, "verify_connection")).startswith(SAID["rate_limited"])
        assert len(sandbox.requests) == asked


@pytest.mark.parametrize("path", ["/users/me", "/company", "/accounts"])
async def test_a_connection_is_not_verified_by_a_part_of_its_answers(path: str) -> None:
    """Documented: verify_connection asks three things, and each must be answered."""
    async with asking(fault("server_error", path)) as (client, sandbox):
        assert (await refused(client, "verify_connection")).startswith("Harvest failed on ")
        sandbox.faults.clear()
        assert (await told(client, "verify_connection"))["complete"] is True


@asynccontextmanager
async def behind_a_socket(*faults: Fault, patience: float = 20.0) -> AsyncIterator[tuple[Client, Sandbox]]:
    """A host on our server on a sandbox behind a socket; whatever is silent for 0.6 s is given up."""
    sandbox = Sandbox(rate_limit=False, base_url=None, faults=faults)
    with served(sandbox) as where:
        harvest = HarvestClient(where, pace=quick(), attempts=3, pause=0.01, timeout=0.6, patience=patience)
        async with client_over(harvest) as client:
            yield client, sandbox


@pytest.mark.parametrize("kind", ["reset", "truncated", "slow"])
async def test_a_fault_of_the_way_that_passes_leaves_the_answer_right(kind: Kind) -> None:
    """Documented: resets, truncated bodies and silence, each once in the middle of a load."""
    async with behind_a_socket(fault(kind, times=1)) as (client, sandbox):
        assert await told(client, "list_projects") == await right("list_projects", {})
        assert sum(seen.target.startswith(ASSIGNMENTS) for seen in sandbox.requests) == 2


@pytest.mark.parametrize("kind", OF_THE_WAY)
async def test_a_fault_of_the_way_that_stays_is_told(kind: Kind) -> None:
    """Documented: cannot reach Harvest, broken off, silent, without an end: each in its own words."""
    async with behind_a_socket(fault(kind), patience=0.5 if kind == "drip" else 20.0) as (client, sandbox):
        assert (await refused(client, "list_projects")).startswith(OF_THE_WAY[kind])
        sandbox.faults.clear()
        assert await told(client, "list_projects") == await right("list_projects", {})


async def test_nobody_at_the_address_is_told() -> None:
    """Documented: cannot reach Harvest."""
    with served(Sandbox()) as where:
        pass
    async with client_over(HarvestClient(where, pace=quick(), attempts=2, pause=0.01)) as client:
        said = await refused(client, "list_users")
    assert said == (
        "The connection to Harvest failed (ConnectError). "
        "Check the network, the proxy and the certificates of this machine."
    )
