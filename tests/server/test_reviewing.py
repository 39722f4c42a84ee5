"""Reviews through the server: the policy that the environment names, and what a review asks Harvest for."""

from pathlib import Path

import pytest

from harvest_mcp.sandbox import Sandbox
from tests.directory.test_keeping import asked
from tests.recordings import ADMINISTRATOR_2019, LISTS_2019, MEMBER_2019, needs_recordings
from tests.server.test_completions import offered
from tests.server.test_recorded import replaying
from tests.stage import client_on, client_over, refused, told

pytestmark = pytest.mark.anyio


async def test_a_review_adds_no_request_to_the_picture() -> None:
    """Documented: 0 requests while the picture is fresh; time entries only where they are asked for, once."""
    sandbox = Sandbox()
    async with client_on(sandbox) as client:
        await client.call_tool("list_users", {})
        before = len(sandbox.requests)
        await told(client, "review_access")
        assert len(sandbox.requests) == before
        await told(client, "review_access", check="inactive")
        once = asked(sandbox, "/time_entries")
        await told(client, "review_access", check="inactive", limit=1)
        assert asked(sandbox, "/time_entries") == once > 0


async def test_the_environment_names_the_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documented: HARVEST_ACCESS_POLICY; a mistake in it is told, and says where."""
    policy = tmp_path / "policy.toml"
    monkeypatch.setenv("HARVEST_ACCESS_POLICY", str(policy))
    async with client_on(Sandbox()) as client:
        assert "could not be read" in await refused(client, "review_access")
        policy.write_text('domains = ["example.com", "example.org"]', encoding="utf-8")
        answer = await told(client, "review_access", check="administrator-outside-domain")
        (clear,) = answer["clear"]
        assert (clear["checks"], clear["of"]) == (["administrator-outside-domain"], 4)
        assert clear["note"] == "The company's: example.com, example.org (as the policy says)."
        policy.write_text("inactive_days = 0", encoding="utf-8")
        assert "inactive_days: input should be greater than or equal to 1" in await refused(client, "review_access")


async def test_checks_are_offered() -> None:
    """Our choice: a prompt's argument is completed."""
    async with client_on(Sandbox()) as client:
        assert (await offered(client, "access_review", "check", "dut"))[0][0] == "duties-edit-and-bill"
        assert (await offered(client, "access_review", "check", "no such"))[0] == []


@needs_recordings
@pytest.mark.parametrize(
    ("viewer", "found"), [(ADMINISTRATOR_2019, {"few-administrators": 1, "unassigned-person": 3}), (MEMBER_2019, {})]
)
async def test_the_recorded_account_is_reviewed(viewer: str, found: dict[str, int]) -> None:
    """Documented: run over the recorded accounts too: a member's token finds nothing, and says that it cannot."""
    harvest, _ = replaying(*LISTS_2019, viewer)
    async with client_over(harvest) as client:
        answer = await told(client, "review_access", limit=200)
    counts = answer["counts"]
    unchecked = {check for row in answer["not_checked"] for check in row["checks"]}
    clear = {check for row in answer.get("clear", ()) for check in row["checks"]}
    assert counts["checks"] == len(clear | unchecked | {of["id"] for of in answer["findings"]})
    assert "inactive" in unchecked
    assert {of["id"]: of["count"] for of in answer["findings"]} == found
