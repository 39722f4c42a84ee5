"""The real client on what Harvest really answered."""

from datetime import date

import pytest

from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.errors import BadToken, Forbidden, NotFound, RateLimited
from harvest_mcp.harvest.models import TimeEntry
from harvest_mcp.harvest.pages import Reading
from harvest_mcp.harvest.questions import TIME_ENTRIES
from tests.harvest.stand_ins import credentials
from tests.recordings import (
    ADMINISTRATOR_2019,
    ENTRIES_2019,
    LISTS_2019,
    PEOPLE_2018,
    Replay,
    needs_recordings,
    recording,
)

pytestmark = [pytest.mark.anyio, needs_recordings]


async def test_an_administrator_of_2019_reads_their_account() -> None:
    """Recorded: page lists of 100 rows, legacy booleans."""
    replay = Replay(*LISTS_2019, ADMINISTRATOR_2019)
    async with HarvestClient(credentials(), transport=replay) as client:
        assert (await client.me()).is_admin is True
        people = ["Jane Doe", "John Smith", "Aaron Burr", "Alexander Hamilton"]
        assert [user.name for user in await client.users()] == people
        assert [project.name for project in await client.projects()] == ["Castle Building", "Road Building"]
        assert [of.name for of in await client.clients()] == ["Toto", "Pepe"]
        assignments = await client.user_assignments()
        assert {of.user.name for of in assignments if of.is_project_manager} == {"Alexander Hamilton"}
        assert len(await client.task_assignments()) == 2
    assert all(asked.startswith("GET /v2/") for asked in replay.asked)


async def test_the_people_of_2018_are_read() -> None:
    """Recorded: by another library, from another account."""
    async with HarvestClient(credentials(), transport=Replay(PEOPLE_2018)) as client:
        people = await client.users()
    assert [user.name for user in people if user.is_admin] == ["First Admin"]
    assert len(people) == 6


def test_a_list_of_two_pages_is_read_whole() -> None:
    """Recorded: links.next of 2019 names page 2; total_entries says 119."""
    reading = Reading[TimeEntry]("https://api.harvestapp.com/v2/time_entries", what="time entries")
    for name in ENTRIES_2019:
        assert reading.next is not None
        reading.add(TIME_ENTRIES.page.read(recording(name).body))
    assert reading.next is None
    assert len(reading.rows) == reading.total == 119


async def test_the_newest_time_entry_is_the_first() -> None:
    """Recorded: newest first."""
    async with HarvestClient(credentials(), transport=Replay(*ENTRIES_2019)) as client:
        entry = await client.last_time_entry(2348607)
    assert entry is not None
    assert entry.spent_date == date(2019, 1, 24)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("2019-01-25_GET_users-me_401.json", BadToken),
        ("2019-01-25_GET_clients_403.json", Forbidden),
        ("2020-09-03_GET_users-me_429.json", RateLimited),
    ],
)
async def test_a_recorded_refusal_reaches_whoever_asked(name: str, kind: type[Exception]) -> None:
    """Recorded: with its own headers and body, whether JSON, HTML or nothing."""
    async with HarvestClient(credentials(), transport=Replay(name), patience=1) as client:
        with pytest.raises(kind):
            await (client.clients() if "clients" in name else client.me())


async def test_what_was_never_recorded_is_not_found() -> None:
    """Recorded: the HTML page of an unknown route stands in for every other path."""
    async with HarvestClient(credentials(), transport=Replay()) as client:
        with pytest.raises(NotFound):
            await client.roles()
