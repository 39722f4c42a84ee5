"""When people last tracked time: asked only of those for whom it matters, in the way that costs least."""

import pytest

from harvest_mcp.access.review import Policy
from harvest_mcp.access.review.scene import Scene
from harvest_mcp.harvest.errors import HarvestError
from harvest_mcp.sandbox import Fault, Sandbox, made_up_company
from tests.directory.test_keeping import asked
from tests.stage import MEMBER, PEOPLE_MANAGER, directory_on

pytestmark = pytest.mark.anyio


async def test_few_people_are_asked_about_one_by_one() -> None:
    """Documented: only those it matters for: whoever holds more than a member, or may; once for a picture."""
    sandbox = Sandbox()
    async with directory_on(sandbox) as directory:
        account = await directory.account()
        found = await directory.activity(account, Policy())
        assert await directory.activity(account, Policy()) is found
    assert found is not None
    scene = Scene(account, Policy())
    beyond = {user.id for user in (*scene.beyond_members, *scene.perhaps_beyond_members)}
    assert found.asked == beyond
    assert asked(sandbox, "/time_entries") == len(beyond)
    assert asked(sandbox, "/reports/time/team") == 0
    assert found.is_exact
    assert found.tracked == {who for who, day in found.last.items() if day >= found.since}
    assert 0 < len(found.tracked) < len(beyond)


async def test_many_people_are_asked_about_in_a_report() -> None:
    """Documented: the team time report where that is cheaper; the two ways agree on who tracked time."""
    sandbox = Sandbox(made_up_company(people=2_000, projects=20, assignments=2_000))
    async with directory_on(sandbox) as directory:
        account = await directory.account()
        before = len(sandbox.requests)
        found = await directory.activity(account, Policy())
    assert found is not None
    assert len(found.asked) > 60
    assert len(sandbox.requests) - before == asked(sandbox, "/reports/time/team") <= 2
    assert not found.is_exact
    assert found.tracked <= found.asked


@pytest.mark.parametrize("token", [PEOPLE_MANAGER, MEMBER])
async def test_who_does_not_see_everybodys_time_asks_nobody(token: str) -> None:
    """Documented: unknown is not no: what this token sees of time is a part."""
    sandbox = Sandbox()
    async with directory_on(sandbox, token) as directory:
        assert await directory.activity(await directory.account(), Policy()) is None
    assert asked(sandbox, "/time_entries") == 0


async def test_a_failure_is_no_silence() -> None:
    """Documented: an error that says what happened, never people who seem idle."""
    sandbox = Sandbox()
    async with directory_on(sandbox) as directory:
        account = await directory.account()
        sandbox.faults = [Fault("server_error", path="/time_entries")]
        with pytest.raises(HarvestError):
            await directory.activity(account, Policy())
