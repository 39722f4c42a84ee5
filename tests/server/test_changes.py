"""The tool `access_changes`: the company as it was kept against the company as it is."""

from pathlib import Path

import anyio
import pytest

from harvest_mcp.connection.history import find_history
from harvest_mcp.history import take_snapshot
from harvest_mcp.sandbox import Sandbox
from tests.sandbox.companies import small_company
from tests.stage import MEMBER, client_on, directory_on, refused, said, told

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for data that nobody has written to."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path


async def keep(sandbox: Sandbox) -> None:
    """Keep a snapshot of a sandbox."""
    async with directory_on(sandbox, "ann") as directory:
        await take_snapshot(directory, find_history({}, sandbox=True))


async def test_it_tells_what_has_changed_since_the_last_snapshot() -> None:
    """Documented: live against the last one, by default."""
    await keep(Sandbox(small_company()))
    company = small_company()
    company.users[0].access_roles = ("administrator",)
    company.users[5].is_active = False
    async with client_on(Sandbox(company), "ann") as client:
        answer = await told(client, "access_changes")
        text = said(await client.call_tool("access_changes", {}))
    assert [(row["what"], row["person"], row["before"], row["after"]) for row in answer["changes"]] == [
        ("level", {"id": 4, "name": "Dan Lee"}, "member", "administrator"),
        ("left", {"id": 5, "name": "Eve Lee"}, "active", "archived"),
    ]
    assert answer["counts"]["level"] == 1
    assert "Dan Lee (4) | level | member -> administrator" in text


async def test_between_two_snapshots_it_does_not_matter_what_is_now() -> None:
    """Documented: between two snapshots."""
    await keep(Sandbox(small_company()))
    company = small_company()
    company.users[0].access_roles = ("administrator",)
    await keep(Sandbox(company))
    async with client_on(Sandbox(small_company()), "ann") as client:
        answer = await told(client, "access_changes", since=1, until="last")
        assert (await told(client, "access_changes"))["counts"]["level"] == 1
    assert answer["until"]["snapshot"] == 2
    assert answer["counts"]["level"] == 1


async def test_a_snapshot_taken_since_is_compared_with_what_is_read_anew() -> None:
    """Our choice: an assistant can wait for no picture to grow old; without a word for since when it is the last."""
    company = small_company()
    await keep(Sandbox(company))
    async with client_on(Sandbox(company), "ann") as client:
        await told(client, "list_users")
        await anyio.sleep(1)  # moments are told in whole seconds
        company.users[0].access_roles = ("administrator",)
        await keep(Sandbox(company))
        company.users[5].is_active = False
        for since in ("last", "", 2):
            answer = await told(client, "access_changes", since=since)
            assert (answer["since"]["snapshot"], answer["counts"]) == (2, {"left": 1})


async def test_a_token_that_sees_less_makes_nobody_leave() -> None:
    """Documented: what it cannot see is unknown, and told as a gap."""
    async with directory_on(Sandbox()) as directory:
        await take_snapshot(directory, find_history({}, sandbox=True))
    async with client_on(Sandbox(), MEMBER) as client:
        answer = await told(client, "access_changes")
    assert (answer["changes"], answer["total"], answer["complete"]) == ([], 0, False)
    assert answer["not_compared"] > 100
    assert {gap["what"] for gap in answer["gaps"]} >= {"people", "project assignments"}


async def test_without_a_snapshot_it_says_how_to_take_one(folder: Path) -> None:
    """Our choice: and makes no file."""
    async with client_on(Sandbox()) as client:
        words = await refused(client, "access_changes")
        assert words == "No snapshot of this account has been taken yet. Take the first: `harvest-mcp snapshot`."
    assert not any(folder.iterdir())  # noqa: ASYNC240  (a look at a folder of the test's own)


async def test_what_is_no_moment_is_refused_without_repeating_it() -> None:
    """Our choice: anything may have been passed."""
    await keep(Sandbox(small_company()))
    async with client_on(Sandbox(small_company()), "ann") as client:
        words = await refused(client, "access_changes", since="yesterday-ish")
        by_folder = await refused(client, "access_changes", since=str(Path(__file__).parent))
    assert "yesterday-ish" not in words
    assert by_folder == words
    assert "Say a date" in words
