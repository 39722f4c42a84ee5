"""The sandbox's faults: those of answers in process, those of the way over a real socket."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn

from harvest_mcp.sandbox import Fault, Sandbox
from tests.sandbox.asking import asking
from tests.sandbox.companies import small_company

HEADERS = {"Authorization": "Bearer ann", "Harvest-Account-Id": "1000001"}


@contextmanager
def served(*faults: Fault) -> Iterator[httpx.Client]:
    """A client of the small company behind a real server on this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(Sandbox(small_company(), faults=faults), log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/v2"
    try:
        with httpx.Client(base_url=url, headers=HEADERS, timeout=0.5) as client:
            yield client
    finally:
        server.should_exit = server.force_exit = True
        thread.join()


SPOKEN = {
    "rate_limited": (Fault("rate_limited", retry_after="Wed, 25 Nov 2026 12:00:00 GMT"), 429, "text/html"),
    "rate_limited_silently": (Fault("rate_limited_silently"), 429, "text/html"),
    "server_error": (Fault("server_error", status=502), 502, "text/html; charset=utf-8"),
    "revoked": (Fault("revoked"), 401, "application/json"),
    "html": (Fault("html"), 200, "text/html; charset=UTF-8"),
    "wrong_shape": (Fault("wrong_shape"), 200, "application/json; charset=utf-8"),
}


@pytest.mark.anyio
@pytest.mark.parametrize(("fault", "status", "kind"), SPOKEN.values(), ids=SPOKEN)
async def test_a_fault_is_answered_instead(fault: Fault, status: int, kind: str) -> None:
    """Our choice: what each fault of an answer looks like."""
    async with asking(Sandbox(small_company(), faults=[fault]), "ann") as client:
        answer = await client.get("/users")
    assert (answer.status_code, answer.headers["content-type"]) == (status, kind)
    assert answer.headers.get("retry-after") == (fault.retry_after if fault.kind == "rate_limited" else None)


@pytest.mark.anyio
async def test_a_fault_strikes_the_path_the_times_and_the_moment_that_it_says() -> None:
    """Our choice: so that it can strike in the middle of a load."""
    fault = Fault("server_error", path="/users", times=2, after=1)
    async with asking(Sandbox(small_company(), faults=[fault]), "ann") as client:
        met = [(await client.get(path)).status_code for path in ("/users", "/roles", "/users", "/users", "/users")]
    assert met == [200, 200, 503, 503, 200]


@pytest.mark.anyio
async def test_in_process_a_reset_is_an_exception() -> None:
    """Our choice: there is no connection to reset."""
    async with asking(Sandbox(small_company(), faults=[Fault("reset")]), "ann") as client:
        with pytest.raises(ConnectionResetError):
            await client.get("/users")


def test_a_slow_answer_is_the_right_one() -> None:
    """Our choice: latency changes nothing but the time."""
    with served(Fault("slow", seconds=0.01)) as client:
        assert client.get("/users/me").json()["first_name"] == "Ann"


def test_a_slow_answer_may_be_too_slow() -> None:
    """Our choice: longer than this client waits."""
    with served(Fault("slow", seconds=1.0)) as client, pytest.raises(httpx.ReadTimeout):
        client.get("/users/me")


def test_a_truncated_answer_ends_before_what_it_promised() -> None:
    """Our choice: the connection closes in the middle of the body."""
    with served(Fault("truncated")) as client, pytest.raises(httpx.RemoteProtocolError):
        client.get("/users")


def test_a_reset_is_one() -> None:
    """Our choice: the other side gets a reset where an answer should be."""
    with served(Fault("reset")) as client, pytest.raises(httpx.ReadError) as raised:
        client.get("/users")
    assert "reset" in str(raised.value).lower()


def test_a_drip_keeps_on_coming_and_never_ends() -> None:
    """Our choice: no silence is long enough to be noticed, so that only a deadline ends it."""
    with served(Fault("drip", seconds=0.01)) as client, client.stream("GET", "/users") as answer:
        heard = answer.iter_raw()
        assert [next(heard)[:1] for _ in range(5)] == [b" "] * 5


def test_the_way_is_clear_again_after_a_fault() -> None:
    """Our choice: a fault ends with the times that it was to strike."""
    with served(Fault("reset", times=1), Fault("truncated", times=1)) as client:
        for _ in range(2):
            with pytest.raises(httpx.TransportError):
                client.get("/users/me")
        assert client.get("/users/me").status_code == 200
