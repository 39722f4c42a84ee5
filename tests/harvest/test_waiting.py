"""How long the client waits, and for what; on trio's mock clock, so that minutes pass at once."""

import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import anyio
import httpx
import pytest
import trio.testing

from harvest_mcp.harvest.client import ATTEMPTS, HarvestClient
from harvest_mcp.harvest.errors import HarvestBroken, RateLimited, TimedOut, Unreachable
from harvest_mcp.harvest.models import User
from harvest_mcp.harvest.progress import Progress
from tests.harvest.stand_ins import ME, Scripted, Silent, credentials

pytestmark = pytest.mark.anyio

GOOD = httpx.Response(200, content=ME)
FOUND = User(id=5, first_name="Ann", last_name="Lee")


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    """Trio, on a clock that jumps whenever everyone waits."""
    return "trio", {"clock": trio.testing.MockClock(autojump_threshold=0)}


def named(fault: httpx.Response | Exception) -> str:
    """What a fault is called in the report."""
    return f"{fault.status_code} {fault.text}" if isinstance(fault, httpx.Response) else type(fault).__name__


def limited(after: str | None = None) -> httpx.Response:
    """Harvest's 429."""
    return httpx.Response(429, headers={} if after is None else {"Retry-After": after})


async def ask(harvest: httpx.AsyncBaseTransport, patience: float = 120, told: list[Progress] | None = None) -> User:
    """Ask who I am."""
    listener = None if told is None else told.append
    async with HarvestClient(credentials(), transport=harvest, patience=patience, on_progress=listener) as client:
        return await client.me()


async def test_a_429_waits_for_as_long_as_it_says() -> None:
    """Documented: Retry-After in seconds."""
    told: list[Progress] = []
    harvest = Scripted(limited("12"), GOOD)
    assert await ask(harvest, told=told) == FOUND
    assert harvest.at[1] - harvest.at[0] == pytest.approx(12, abs=0.5)
    assert [str(progress) for progress in told] == ["the token's owner: 0; Harvest asks to wait 12 s"]


async def test_a_429_may_say_it_as_a_date() -> None:
    """Documented by HTTP: Retry-After is seconds or a date."""
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    harvest = Scripted(limited(later), GOOD)
    assert await ask(harvest) == FOUND
    assert harvest.at[1] - harvest.at[0] == pytest.approx(39.5, abs=1)


async def test_a_429_that_says_nothing_waits_a_whole_window() -> None:
    """Recorded: no Retry-After, no body."""
    harvest = Scripted(limited(), GOOD)
    assert await ask(harvest) == FOUND
    assert harvest.at[1] - harvest.at[0] == pytest.approx(15, abs=0.5)


async def test_a_429_beyond_patience_is_an_error_at_once() -> None:
    """Documented: rate limited, until when."""
    harvest = Scripted(limited("600"), GOOD)
    with pytest.raises(RateLimited) as raised:
        await ask(harvest)
    assert len(harvest.asked) == 1
    assert trio.current_time() - harvest.at[0] < 1
    assert raised.value.until is not None
    assert raised.value.until - datetime.now(UTC) == pytest.approx(timedelta(seconds=600), abs=timedelta(seconds=5))


async def test_the_patience_of_whoever_asked_counts_too() -> None:
    """Our choice: a deadline around the call is a deadline of the call."""
    with anyio.fail_after(5), pytest.raises(RateLimited):
        await ask(Scripted(limited("10"), GOOD))


async def test_a_429_pauses_everyone_and_the_next_question_too() -> None:
    """Documented: a 429 pauses every caller of the client."""
    harvest = Scripted(limited("20"), GOOD)
    async with HarvestClient(credentials(), transport=harvest) as client, anyio.create_task_group() as tasks:
        tasks.start_soon(client.me)
        await anyio.wait_all_tasks_blocked()
        for _ in range(3):
            tasks.start_soon(client.me)
    assert [round(at - harvest.at[0]) for at in harvest.at] == [0, 20, 20, 20, 20]


async def test_a_long_pause_is_told_to_the_next_question_at_once() -> None:
    """Our choice: whoever comes later need not ask Harvest to learn it."""
    harvest = Scripted(limited("600"), GOOD)
    async with HarvestClient(credentials(), transport=harvest) as client:
        for _ in range(2):
            with pytest.raises(RateLimited):
                await client.me()
    assert len(harvest.asked) == 1


async def test_harvest_that_keeps_saying_429_is_believed() -> None:
    """Our choice: attempts are bounded."""
    harvest = Scripted(limited("2"))
    with pytest.raises(RateLimited):
        await ask(harvest)
    assert len(harvest.asked) == ATTEMPTS


@pytest.mark.parametrize(
    "fault",
    [
        httpx.Response(408),
        httpx.Response(500, content=b"<html>"),
        httpx.Response(503),
        httpx.Response(200, content=b"<html>Back soon</html>"),
        httpx.Response(200, content=ME[:-5]),
        httpx.ReadError("reset"),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("silence"),
        httpx.RemoteProtocolError("cut"),
        httpx.DecodingError("bad gzip"),
        httpx.ProxyError("busy"),
    ],
    ids=named,
)
async def test_what_passes_is_asked_again_with_growing_pauses(fault: httpx.Response | Exception) -> None:
    """Documented: 408, 5xx, resets and timeouts are retried, jittered; half a body is no body."""
    told: list[Progress] = []
    harvest = Scripted(fault, fault, GOOD)
    assert await ask(harvest, told=told) == FOUND
    first, second = harvest.at[1] - harvest.at[0], harvest.at[2] - harvest.at[1]
    assert 0.25 <= first <= 0.76
    assert 0.5 <= second <= 1.01
    assert all("asking again" in progress.note for progress in told)
    assert len(told) == 2


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (httpx.Response(503), HarvestBroken),
        (httpx.Response(200, content=b"{"), HarvestBroken),
        (httpx.RemoteProtocolError("cut"), HarvestBroken),
        (httpx.DecodingError("bad gzip"), HarvestBroken),
        (httpx.ConnectError("refused"), Unreachable),
        (httpx.ReadError("reset"), Unreachable),
        (httpx.ProxyError("busy"), Unreachable),
        (httpx.ConnectTimeout("silence"), TimedOut),
        (httpx.Response(408), TimedOut),
    ],
    ids=named,
)
async def test_what_does_not_pass_is_given_up_after_a_few_attempts(
    fault: httpx.Response | Exception, kind: type[Exception]
) -> None:
    """Documented: bounded, and then one of the errors."""
    harvest = Scripted(fault)
    with pytest.raises(kind):
        await ask(harvest)
    assert len(harvest.asked) == ATTEMPTS
    assert trio.current_time() - harvest.at[0] < 10


@pytest.mark.parametrize(
    "fault", [httpx.UnsupportedProtocol("x"), httpx.InvalidURL("x"), OSError("x"), ValueError("x")], ids=named
)
async def test_what_cannot_be_sent_is_not_sent_again(fault: Exception) -> None:
    """Our choice: a broken proxy setting or address stays broken."""
    harvest = Scripted(fault)
    with pytest.raises(Unreachable):
        await ask(harvest)
    assert len(harvest.asked) == 1


async def test_silence_ends_with_patience() -> None:
    """Documented: timed out, under one deadline."""
    begun = trio.current_time()
    with pytest.raises(TimedOut, match="within 7 seconds"):
        await ask(Silent(), patience=7)
    assert trio.current_time() - begun == pytest.approx(7)


async def test_the_deadline_holds_for_all_attempts_together() -> None:
    """Documented: one deadline around the retries."""
    begun = trio.current_time()
    with pytest.raises(TimedOut):
        await ask(Scripted(httpx.Response(503)), patience=1.2)
    assert trio.current_time() - begun == pytest.approx(1.2)


async def test_a_long_queue_of_our_own_is_not_harvests_silence() -> None:
    """Our choice: patience begins when it is one's turn, so a large account loads however small the pace."""
    harvest = Scripted(GOOD)
    async with (
        HarvestClient(credentials(), transport=harvest, patience=5) as client,
        anyio.create_task_group() as tasks,
    ):
        for _ in range(200):
            tasks.start_soon(client.me)
    assert len(harvest.at) == 200
    assert max(harvest.at) - min(harvest.at) == pytest.approx(30)


async def test_a_retry_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Documented: process-wide retry hooks stay off; whoever waits hears of it instead."""
    with caplog.at_level(logging.DEBUG):
        assert await ask(Scripted(httpx.Response(503), GOOD)) == FOUND
    assert [record.name for record in caplog.records if record.name not in {"httpx", "httpcore"}] == []
