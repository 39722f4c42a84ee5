"""What is offered to somebody who fills in a prompt or a URI."""

from collections.abc import AsyncIterator
from functools import partial

import pytest
from mcp import Client
from mcp.types import PromptReference, ResourceTemplateReference

from harvest_mcp.connection.finding import find
from harvest_mcp.sandbox import Sandbox, made_up_company
from harvest_mcp.sandbox.faults import Fault
from harvest_mcp.server.app import open_app
from harvest_mcp.server.building import build
from tests.stage import MEMBER, client_on

pytestmark = pytest.mark.anyio


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A host connected as an administrator of the example company."""
    async with client_on(Sandbox()) as client:
        yield client


async def offered(client: Client, of: str, name: str, typed: str) -> tuple[list[str], int | None, bool | None]:
    """The values, how many there are and whether there are more, for a prompt's argument or a variable of a URI."""
    is_uri = of.startswith("harvest://")
    ref = ResourceTemplateReference(uri=of) if is_uri else PromptReference(name=of)
    found = (await client.complete(ref, {"name": name, "value": typed})).completion
    return found.values, found.total, found.has_more


async def test_people_and_projects_are_offered_by_what_was_typed(client: Client) -> None:
    """Our choice: what begins so first; a name that several bear comes with the id that tells which."""
    assert await offered(client, "before_person_leaves", "person", "ruth") == (["Ruth Adeyemi"], 1, False)
    assert await offered(client, "same_access_as", "like", "dvorak") == (["Pavel Dvořák"], 1, False)
    twins = ["Website (41587520)", "Website (41812160)"]
    assert await offered(client, "who_has_access_to_project", "project", "websi") == (twins, 2, False)


async def test_what_is_offered_is_understood(client: Client) -> None:
    """Our choice: a host puts the value in as it is."""
    for value in (await offered(client, "who_has_access_to_project", "project", "websi"))[0]:
        assert (await client.get_prompt("who_has_access_to_project", {"project": value})).messages


async def test_ids_are_offered_where_a_uri_is_filled_in(client: Client) -> None:
    """Our choice: by the figures, or by the name that a person knows."""
    assert (await offered(client, "harvest://users/{id}", "id", "ruth ad"))[0] == ["5085130"]
    assert (await offered(client, "harvest://users/{id}", "id", "508513"))[0] == ["5085130"]
    assert (await offered(client, "harvest://projects/{id}", "id", "apollo"))[0] == ["41749902"]
    assert (await offered(client, "harvest://permissions/{id}", "id", "cost"))[0] == [
        "cost_rates.read",
        "cost_rates.write",
    ]


async def test_a_hundred_is_the_most_and_the_rest_is_counted() -> None:
    """Documented by the protocol: at most 100 values, with how many there are."""
    async with client_on(Sandbox(made_up_company(people=150, projects=2, assignments=150))) as client:
        values, total, has_more = await offered(client, "what_can_person_reach", "person", "")
    assert (len(values), total, has_more) == (100, 150, True)


async def test_a_member_is_offered_what_a_member_sees() -> None:
    """Documented: completions show no more than the token does."""
    async with client_on(Sandbox(), MEMBER) as client:
        assert await offered(client, "before_person_leaves", "person", "") == (["Lena Fischer"], 1, False)


@pytest.mark.parametrize(("of", "name"), [
    ("before_person_leaves", "token"), ("harvest://account", "id"), ("harvest://nothing/{id}", "id"),
])  # fmt: skip
async def test_nothing_is_offered_for_what_is_not_there(client: Client, of: str, name: str) -> None:
    """Our choice: a host may ask about anything; there is nothing to offer, and no error."""
    assert await offered(client, of, name, "r") == ([], 0, False)


async def test_without_a_connection_nothing_is_offered_but_permissions() -> None:
    """Documented: empty, and no error: the call itself says how to connect."""
    async with Client(build(lambda: open_app(partial(find, {})))) as client:
        assert await offered(client, "before_person_leaves", "person", "r") == ([], 0, False)
        assert (await offered(client, "harvest://permissions/{id}", "id", "time.r"))[0] == ["time.read"]
    async with client_on(Sandbox(faults=[Fault("revoked")])) as client:
        assert await offered(client, "before_person_leaves", "person", "r") == ([], 0, False)
