"""The resources as a host reads them: the tools' own shapes, errors in our words, and a small list."""

import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from mcp import Client, MCPError
from mcp.types import INTERNAL_ERROR, INVALID_PARAMS, TextResourceContents

from harvest_mcp.access.permissions import PERMISSIONS
from harvest_mcp.connection.finding import find
from harvest_mcp.sandbox import Sandbox
from harvest_mcp.sandbox.faults import Fault
from harvest_mcp.server.app import open_app
from harvest_mcp.server.building import build
from tests.stage import MEMBER, client_on
from tests.stage import told as answered

pytestmark = pytest.mark.anyio

RUTH = 5085130
APOLLO = 41749902


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A host connected as an administrator of the example company."""
    async with client_on(Sandbox()) as client:
        yield client


async def read(client: Client, uri: str) -> dict[str, Any]:
    """What a resource holds, but for the moment."""
    contents = (await client.read_resource(uri)).contents
    assert len(contents) == 1
    assert isinstance(contents[0], TextResourceContents)
    assert contents[0].mime_type == "application/json"
    return {key: value for key, value in json.loads(contents[0].text).items() if key != "as_of"}


async def test_the_list_is_small_and_names_nothing_of_harvests(client: Client) -> None:
    """Our choice: two resources and three templates, the same for every account, in under 2 kB together."""
    listed = (await client.list_resources()).resources
    templates = (await client.list_resource_templates()).resource_templates
    assert [resource.uri for resource in listed] == ["harvest://account", "harvest://permissions"]
    assert [template.uri_template for template in templates] == [
        "harvest://users/{id}",
        "harvest://projects/{id}",
        "harvest://permissions/{id}",
    ]
    told = [one.model_dump(exclude_none=True) for one in (*listed, *templates)]
    assert len(json.dumps(told)) < 2_000
    assert all(one["title"] and one["description"] for one in told)


async def test_the_account_is_the_connection_with_counts(client: Client) -> None:
    """Documented: what verify_connection knows, and counts: 140 people, 60 projects in the story."""
    account = await read(client, "harvest://account")
    counts = account.pop("counts")
    assert account == await answered(client, "verify_connection")
    assert (counts["people"], counts["archived_people"]) == (128, 12)
    assert (counts["projects"], counts["archived_projects"]) == (51, 9)


async def test_a_person_is_what_get_user_answers(client: Client) -> None:
    """Our choice: one shape, whichever way it is read."""
    assert await read(client, f"harvest://users/{RUTH}") == await answered(client, "get_user", user=RUTH)
    assert await read(client, "harvest://users/me") == await answered(client, "get_user", user="me")


async def test_a_project_is_its_team_and_who_can_there(client: Client) -> None:
    """Documented: a project with managers, team and who may do what there."""
    project = await read(client, f"harvest://projects/{APOLLO}")
    team, count, code = project.pop("team"), project.pop("team_count"), project.pop("code")
    assert project == await answered(client, "who_can", project=APOLLO)
    assert {who["name"] for who in team if who.get("manages")} == {"Priya Raman", "Ruth Adeyemi"}
    assert (count, code) == (len(team), "NG-APO")


async def test_the_table_of_permissions_needs_no_account() -> None:
    """Documented: it is the same for every account, and read without one."""
    async with unconnected() as client:
        table = await read(client, "harvest://permissions")
        row = await read(client, "harvest://permissions/time.approve")
    assert [one["id"] for one in table["permissions"]] == list(PERMISSIONS)
    assert row["permissions"] == [one for one in table["permissions"] if one["id"] == "time.approve"]


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("harvest://users/1", "No people in this account fit '1'."),
        ("harvest://projects/1", "No projects in this account fit '1'."),
        ("harvest://projects/website", "2 projects fit 'website':"),
        ("harvest://permissions/time.aprove", "Nearest: time.approve"),
        ("harvest://nothing", "Unknown resource"),
    ],
)
async def test_what_is_not_there_is_not_found(client: Client, uri: str, words: str) -> None:
    """Documented by the protocol: -32602 with the URI; the sentence is ours, with candidates."""
    with pytest.raises(MCPError) as raised:
        await client.read_resource(uri)
    assert raised.value.error.code == INVALID_PARAMS
    assert words in raised.value.error.message
    assert raised.value.error.data == {"uri": uri}


async def test_a_harvest_that_fails_is_told_in_our_words() -> None:
    """Documented: an error says what happened and what to do; the SDK would name the URI alone."""
    async with client_on(Sandbox(faults=[Fault("revoked")])) as client:
        with pytest.raises(MCPError) as raised:
            await client.read_resource("harvest://account")
    assert raised.value.error.code == INTERNAL_ERROR
    assert raised.value.error.message.startswith("Harvest refused")


@pytest.mark.parametrize("uri", ["harvest://account", "harvest://users/me", "harvest://projects/1"])
async def test_without_a_connection_each_says_how_to_connect(uri: str) -> None:
    """Documented: the server starts all the same, and says how to connect."""
    async with unconnected() as client:
        with pytest.raises(MCPError, match="set HARVEST_ACCESS_TOKEN"):
            await client.read_resource(uri)


async def test_a_member_reads_what_a_member_sees() -> None:
    """Documented: unknown is not no."""
    async with client_on(Sandbox(), MEMBER) as client:
        account = await read(client, "harvest://account")
    assert account["complete"] is False
    assert "projects_without_manager" not in account["counts"]


def unconnected() -> Client:
    """A host whose server finds no token."""
    return Client(build(lambda: open_app(partial(find, {}))))
