"""How many requests Harvest sees for a question."""

from functools import partial
from typing import Final

import anyio
from mcp import Client

from benchmarks.accounts import Accounts
from benchmarks.figures import Figure, Group
from benchmarks.sandboxed import asked
from harvest_mcp.sandbox import Sandbox

LISTS: Final = 8
CHECK: Final = 3


def requests(_accounts: Accounts) -> Group:
    """Count the requests that the sandbox saw."""
    return Group(
        "Requests to Harvest",
        "Counted by the sandbox behind our server: its example company, an administrator's token. The first question "
        f"reads {LISTS} lists and, for each person who may manage people, their teammates.",
        anyio.run(_count),
    )


async def _count() -> tuple[Figure, ...]:
    sandbox = Sandbox()
    async with asked(sandbox) as client:
        check = await _seen(sandbox, client, ("verify_connection",))
        first = await _seen(sandbox, client, ("list_users",))
        teammates = sum(path.endswith("/teammates") or "/teammates?" in path for _, path, _ in sandbox.requests)
        second = await _seen(sandbox, client, ("list_projects",))
        again = await _seen(sandbox, client, ("list_users",), refresh=True)
    other = Sandbox()
    async with asked(other) as client:
        both = await _seen(other, client, ("list_users", "list_roles"))
    most = LISTS + teammates
    return (
        _at_most("`verify_connection`", check, CHECK),
        _at_most(f"the first question ({LISTS} lists and {teammates} people managers)", first, most),
        _at_most("the second question", second, 0),
        _at_most("a question with `refresh`", again, most),
        _at_most("two questions at once, nothing loaded yet", both, most),
    )


def _at_most(what: str, count: int, most: int) -> Figure:
    return Figure(what, str(count), str(most), met=count <= most)


async def _seen(sandbox: Sandbox, client: Client, tools: tuple[str, ...], **arguments: bool) -> int:
    """Count what the sandbox sees while these tools are called at once."""
    before = len(sandbox.requests)
    async with anyio.create_task_group() as tasks:
        for tool in tools:
            tasks.start_soon(partial(client.call_tool, tool, arguments))
    return len(sandbox.requests) - before
