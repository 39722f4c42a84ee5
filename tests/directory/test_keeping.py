"""One picture for however many ask."""

import anyio
import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.harvest.errors import HarvestError
from harvest_mcp.harvest.progress import Progress
from harvest_mcp.sandbox import Fault, Sandbox
from tests.stage import directory_on

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Both loops: whoever embeds the directory chooses."""
    return str(request.param)


def asked(sandbox: Sandbox, ending: str) -> int:
    """How often the sandbox was asked for a path with this ending."""
    return sum(path.split("?")[0].endswith(ending) for _, path, _ in sandbox.requests)


async def test_the_first_question_costs_eight_lists_and_one_call_per_people_manager() -> None:
    """Documented: the requests per question; nothing is asked per person."""
    sandbox = Sandbox()
    async with directory_on(sandbox) as directory:
        account = await directory.account()
    managers = [user.id for user in account.users if "people_manager" in (user.access_roles or ())]
    assert asked(sandbox, "/teammates") == len(managers)
    assert len(sandbox.requests) == 8 + len(managers)
    assert account.complete


async def test_a_second_question_costs_nothing_while_the_picture_is_young() -> None:
    """Documented: 0 requests for 60 s."""
    sandbox = Sandbox()
    async with directory_on(sandbox) as directory:
        first = await directory.account()
        before = len(sandbox.requests)
        assert await directory.account() is first
        assert len(sandbox.requests) == before


async def test_a_picture_that_is_too_old_is_loaded_again() -> None:
    """Our choice: max_age is a parameter; at 0 every question loads."""
    sandbox = Sandbox()
    async with directory_on(sandbox, max_age=0) as directory:
        await directory.account()
        await directory.account()
    assert asked(sandbox, "/users") == 2


async def test_a_refresh_sees_what_has_changed() -> None:
    """Documented: refresh re-reads the account."""
    sandbox = Sandbox()
    async with directory_on(sandbox) as directory:
        first = await directory.account()
        second = await directory.account(refresh=True)
    assert second is not first
    assert asked(sandbox, "/users") == 2


async def test_many_who_ask_at_once_share_one_load() -> None:
    """Documented: two questions at once share one load."""
    sandbox = Sandbox()
    accounts: list[Account] = []
    async with directory_on(sandbox) as directory:

        async def ask() -> None:
            accounts.append(await directory.account())

        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(ask)
    assert len({id(account) for account in accounts}) == 1
    assert asked(sandbox, "/users") == 1


async def test_a_failed_load_fails_everyone_who_waited_and_is_not_kept() -> None:
    """Documented: a load that fails half-way yields an error, never half an account."""
    sandbox = Sandbox(faults=[Fault("wrong_shape", path="/user_assignments", times=1)])
    failures: list[HarvestError] = []
    async with directory_on(sandbox) as directory:

        async def ask() -> None:
            with pytest.raises(HarvestError) as raised:
                await directory.account()
            failures.append(raised.value)

        async with anyio.create_task_group() as tasks:
            for _ in range(3):
                tasks.start_soon(ask)
        assert len(failures) == 3
        assert (await directory.account()).complete


async def test_one_who_gives_up_leaves_the_load_to_the_others() -> None:
    """Our choice: a cancelled question takes nothing from those that still wait."""
    sandbox = Sandbox()
    async with directory_on(sandbox) as directory, anyio.create_task_group() as tasks:
        impatient = anyio.CancelScope()

        async def give_up() -> None:
            with impatient:
                await directory.account()

        tasks.start_soon(give_up)
        await anyio.wait_all_tasks_blocked()
        tasks.start_soon(directory.account)
        impatient.cancel()
    assert asked(sandbox, "/users") == 1


async def test_a_load_that_nobody_waits_for_stops() -> None:
    """Documented: cancellation stops the load; the next question starts a new one."""
    sandbox = Sandbox()
    async with directory_on(sandbox) as directory:
        with anyio.CancelScope() as scope:
            scope.cancel()
            await directory.account()
        before = len(sandbox.requests)
        assert before < 8
        assert (await directory.account()).complete


async def test_everyone_who_waits_hears_the_progress() -> None:
    """Documented: progress is told to whoever waits."""
    heard: dict[str, list[Progress]] = {"one": [], "another": []}
    async with directory_on(Sandbox()) as directory, anyio.create_task_group() as tasks:

        async def ask(who: str) -> None:
            async def listen(progress: Progress) -> None:
                heard[who].append(progress)

            await directory.account(progress=listen)

        tasks.start_soon(ask, "one")
        tasks.start_soon(ask, "another")
    assert heard["one"]
    assert heard["another"]
