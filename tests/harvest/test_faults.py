"""Faults of a real connection, over a server on this machine: the answer is right, or it is the right error."""

import anyio
import pytest

from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.errors import HarvestBroken, NotFound, TimedOut, Unreachable
from harvest_mcp.harvest.models import User
from tests.harvest.stand_ins import ME, Step, answer, drip, listening, on_this_machine, reset

pytestmark = pytest.mark.anyio

FOUND = User(id=5, first_name="Ann", last_name="Lee")
HTML = b"<!DOCTYPE html><title>Maintenance</title>"
JSON = "Content-Type: application/json"
PASSING: dict[str, Step] = {
    "a reset": reset,
    "a body cut off": answer(200, ME[:-9], JSON, length=len(ME)),
    "half of the JSON": answer(200, ME[:-9], JSON),
    "HTML": answer(200, HTML, "Content-Type: text/html"),
    "502": answer(502, HTML),
    "429": answer(429, b"", "Retry-After: 0"),
    "408": answer(408),
}


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Both loops: each has its own sockets."""
    return str(request.param)


async def ask(port: int, *, patience: float = 20, attempts: int = 2) -> User:
    """Ask who I am."""
    async with HarvestClient(on_this_machine(port), patience=patience, attempts=attempts) as client:
        return await client.me()


async def test_a_fault_that_passes_costs_only_time() -> None:
    """Documented: resets, truncated bodies, HTML where JSON should be, 5xx, 408 and 429 are asked again."""
    found: dict[str, User] = {}

    async def suffer(name: str, fault: Step) -> None:
        async with listening(fault, answer(200, ME, JSON)) as port:
            found[name] = await ask(port)

    async with anyio.create_task_group() as tasks:
        for name, fault in PASSING.items():
            tasks.start_soon(suffer, name, fault)
    assert found == dict.fromkeys(PASSING, FOUND)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_garbled_body_costs_only_time() -> None:
    """Known gap: on trio httpx leaves the broken body's generators to the garbage collector, which warns."""
    async with listening(answer(200, b"garbage", "Content-Encoding: gzip"), answer(200, ME, JSON)) as port:
        assert await ask(port) == FOUND


async def test_a_slow_drip_ends_with_patience() -> None:
    """Documented: under one deadline; bytes that keep coming do not extend it."""
    async with listening(drip) as port:
        with anyio.fail_after(5), pytest.raises(TimedOut):
            await ask(port, patience=0.3)


async def test_silence_within_an_answer_is_not_waited_out() -> None:
    """Our choice: Harvest may be silent for a while, but not for as long as our patience lasts."""

    async def stall(stream: anyio.abc.SocketStream) -> None:
        await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{")
        await anyio.sleep_forever()

    async with listening(stall, answer(200, ME, JSON)) as port:
        client = HarvestClient(on_this_machine(port), timeout=0.2, patience=20)
        async with client:
            assert await client.me() == FOUND


async def test_nobody_there_is_told_as_such() -> None:
    """Documented: cannot reach Harvest."""
    async with listening(reset) as port:
        pass
    with pytest.raises(Unreachable, match="ConnectError"):
        await ask(port)


async def test_what_speaks_no_http_is_told_as_such() -> None:
    """Our choice: whatever else listens there."""

    async def greet(stream: anyio.abc.SocketStream) -> None:
        await stream.send(b"SSH-2.0-OpenSSH\r\n")

    async with listening(greet) as port:
        with pytest.raises(HarvestBroken, match="garbled"):
            await ask(port)


async def test_a_page_that_harvest_does_not_have_is_html_and_still_not_found() -> None:
    """Recorded: an unknown route answers 404 with HTML."""
    async with listening(answer(404, HTML, "Content-Type: text/html")) as port:
        with pytest.raises(NotFound):
            await ask(port)


async def test_a_list_that_breaks_in_the_middle_is_an_error_and_not_half_a_list() -> None:
    """Documented: never a partial picture presented as whole."""
    first = b'{"users": [{"id": 1}], "links": {"next": "http://127.0.0.1:%d/v2/users?page=2"}}'
    steps: list[Step] = []

    async def begin(stream: anyio.abc.SocketStream) -> None:
        await steps[0](stream)

    async with listening(begin, answer(403)) as port:
        steps.append(answer(200, first % port, JSON))
        async with HarvestClient(on_this_machine(port)) as client:
            with pytest.raises(Exception, match="does not show people"):
                await client.users()
