"""The token goes to two hosts in one header of a GET, and is nowhere else."""

import ast
from pathlib import Path
from traceback import TracebackException

import httpx
import pytest

import harvest_mcp.harvest
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.errors import HarvestError
from tests.harvest.stand_ins import ACCOUNT, ME, TOKEN, Scripted, answer, credentials, listening, on_this_machine, reset

pytestmark = pytest.mark.anyio

SOURCES = sorted(Path(harvest_mcp.harvest.__file__).parent.glob("*.py"))
WRITING = {"post", "put", "patch", "delete", "request", "send", "stream", "build_request"}
ECHO = f'{{"message": "Bearer {TOKEN} is not welcome"}}'.encode()
FAULTS: dict[str, httpx.Response | Exception] = {
    "refused": httpx.Response(401, content=ECHO),
    "forbidden": httpx.Response(403, content=ECHO),
    "not found": httpx.Response(404, content=ECHO),
    "unprocessable": httpx.Response(422, content=ECHO),
    "limited": httpx.Response(429, headers={"Retry-After": "900"}),
    "redirected": httpx.Response(302, headers={"Location": f"https://example.com/?{TOKEN}"}),
    "another form": httpx.Response(200, json={"id": TOKEN}),
    "a failure that quotes it": httpx.InvalidURL(f"cannot send Bearer {TOKEN}"),
}


def shown(error: BaseException) -> str:
    """Everything that a traceback with local variables shows, of our frames and of httpx's, and of what hangs on."""
    told = TracebackException.from_exception(error, capture_locals=True, compact=False)
    texts = [str(error), repr(error)]
    chain: list[TracebackException | None] = [told]
    while chain:
        one = chain.pop()
        if one is None:
            continue
        texts += [str(frame.locals) for frame in one.stack if "/tests/" not in frame.filename]
        texts += one.format_exception_only()
        chain += [one.__cause__, one.__context__]
    return "\n".join(texts)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_no_error_shows_the_token(fault: httpx.Response | Exception) -> None:
    """Documented: never in errors or tracebacks, though the answer itself repeats it."""
    client = HarvestClient(credentials(), transport=Scripted(fault))
    with pytest.raises(HarvestError) as raised:
        await client.me()
    assert TOKEN not in shown(raised.value)
    await client.__aexit__(None, None, None)


async def test_a_failure_deep_in_the_network_shows_no_token_either() -> None:
    """Documented: the frames beneath ours hold headers as bytes; nothing of them hangs on to the error."""
    for fault in (reset, answer(200, b"{", length=50)):
        async with listening(fault) as port, HarvestClient(on_this_machine(port), patience=0.2) as client:
            with pytest.raises(HarvestError) as raised:
                await client.me()
        assert TOKEN not in shown(raised.value)


async def test_neither_the_client_nor_its_parts_show_the_token() -> None:
    """Documented: never in a repr."""
    async with HarvestClient(credentials(), transport=Scripted(httpx.Response(200, content=ME))) as client:
        await client.me()
        for value in (client, client.credentials, *vars(client).values()):
            assert TOKEN not in repr(value)


async def test_the_token_travels_in_one_header_and_in_no_address(caplog: pytest.LogCaptureFixture) -> None:
    """Documented: never in URLs or logs."""
    harvest = Scripted(httpx.Response(200, content=ME))
    with caplog.at_level(0):
        async with HarvestClient(credentials(), transport=harvest) as client:
            await client.me()
    (request,) = harvest.asked
    assert [name for name, value in request.headers.items() if TOKEN in value] == ["authorization"]
    assert TOKEN not in str(request.url)
    assert request.headers["Harvest-Account-Id"] == str(ACCOUNT)
    assert TOKEN not in caplog.text


def test_there_is_no_way_to_send_anything_but_a_get() -> None:
    """Documented: by construction; GET stands once in the source, and no call that could send something else does."""
    calls = [
        node.func.attr
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert SOURCES
    assert not WRITING & set(calls)
    door = next(source for source in SOURCES if source.name == "door.py").read_text(encoding="utf-8")
    assert door.count("_http.get(") == 1
    assert "httpx.get(" not in door
    assert "AsyncClient(" in door


def test_only_one_file_speaks_http() -> None:
    """Documented: one door to the network."""
    speaking = [source.name for source in SOURCES if "\nimport httpx\n" in source.read_text(encoding="utf-8")]
    assert speaking == ["door.py"]
