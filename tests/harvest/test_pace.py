"""The pace: below Harvest's limits in every window, first come first served, and quiet for all after a 429.

Time is trio's mock clock, so that hours pass at once; one test holds the same code to asyncio's clock.
"""

from collections.abc import Callable, Coroutine
from typing import Any

import anyio
import pytest
import trio
import trio.testing
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.harvest.errors import RateLimited
from harvest_mcp.harvest.pace import GENERAL, REPORTS, Limit, Pace

FOREVER = float("inf")


def at_once(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run on a clock that jumps whenever everyone waits."""
    trio.run(work, clock=trio.testing.MockClock(autojump_threshold=0))


def nobody(seconds: float) -> None:
    """Hear nothing."""


async def take(pace: Pace, path: str, times: list[float], patience: float = FOREVER) -> None:
    """Wait for a turn and write down when it came."""
    await pace.turn(path, patience=patience, note=nobody)
    times.append(anyio.current_time())


def most_in_a_window(times: list[float], seconds: float) -> int:
    """The most moments that any half-open window of this length holds."""
    return max(sum(start <= time < start + seconds for time in times) for start in times)


@given(
    st.lists(st.floats(0, 40), min_size=1, max_size=60),
    st.integers(1, 8),
    st.floats(0.5, 20),
    st.lists(st.tuples(st.floats(0, 60), st.floats(0, 30)), max_size=3),
)
def test_no_window_ever_sees_more_than_the_limit(
    arrivals: list[float], requests: int, seconds: float, pauses: list[tuple[float, float]]
) -> None:
    """Documented: a sliding window; and during a pause nobody sends, whenever requests and pauses come."""
    times: list[float] = []
    begun: list[float] = []

    async def arrive(pace: Pace, after: float) -> None:
        await trio.sleep(after)
        await take(pace, "/users", times)

    async def pause(pace: Pace, after: float, pause: float) -> None:
        await trio.sleep(after)
        pace.pause("/users", pause)

    async def work() -> None:
        pace = Pace(Limit(requests, seconds))
        begun.append(trio.current_time())
        async with trio.open_nursery() as nursery:
            for after in arrivals:
                nursery.start_soon(arrive, pace, after)
            for after, length in pauses:
                nursery.start_soon(pause, pace, after, length)

    at_once(work)
    assert len(times) == len(arrivals)
    assert most_in_a_window(times, seconds * (1 - 1e-9)) <= requests
    quiet = [(begun[0] + after, begun[0] + after + length) for after, length in pauses]
    assert not any(start + 1e-6 < time < end - 1e-6 for time in times for start, end in quiet)


def test_harvests_own_limits_are_kept_with_room_to_spare() -> None:
    """Documented: 100 in 15 s, and for reports 100 in 15 min; we stay at 80."""
    times: dict[str, list[float]] = {"/users": [], "/reports/time/team": []}

    async def work() -> None:
        pace = Pace()
        async with trio.open_nursery() as nursery:
            for path, moments in times.items():
                for _ in range(170):
                    nursery.start_soon(take, pace, path, moments)

    at_once(work)
    assert most_in_a_window(times["/users"], 14.999) == GENERAL.requests == 80
    assert most_in_a_window(times["/reports/time/team"], 899.999) == REPORTS.requests == 80
    assert max(times["/users"]) - min(times["/users"]) == pytest.approx(30)
    assert max(times["/reports/time/team"]) - min(times["/users"]) == pytest.approx(1800)


def test_who_comes_first_goes_first() -> None:
    """Our choice: nobody is overtaken."""
    order: list[int] = []

    async def work() -> None:
        pace = Pace(Limit(1, 5))

        async def come(number: int) -> None:
            await trio.sleep(number / 100)
            await pace.turn("/users", patience=FOREVER, note=nobody)
            order.append(number)

        async with trio.open_nursery() as nursery:
            for number in (3, 1, 2, 0):
                nursery.start_soon(come, number)

    at_once(work)
    assert order == [0, 1, 2, 3]


def test_a_pause_holds_for_everyone_of_its_kind() -> None:
    """Documented: a 429 pauses every caller of the client; reports have a limit of their own."""
    times: list[float] = []
    reports: list[float] = []

    async def work() -> None:
        pace = Pace.unlimited()
        pace.pause("/users", 12)
        pace.pause("/users", 3)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(take, pace, "/users", times)
            nursery.start_soon(take, pace, "/roles", times)
            nursery.start_soon(take, pace, "/reports/time/team", reports)

    at_once(work)
    assert times == [reports[0] + 12] * 2


def test_a_pause_beyond_patience_is_an_error_at_once() -> None:
    """Documented: rate limited, until when; waiting one's turn in our own queue is not a pause."""

    async def work() -> None:
        pace = Pace(Limit(1, 100))
        await pace.turn("/users", patience=1, note=nobody)
        await pace.turn("/users", patience=1, note=nobody)
        pace.pause("/users", 20)
        before = trio.current_time()
        with pytest.raises(RateLimited) as raised:
            await pace.turn("/users", patience=10, note=nobody)
        assert raised.value.until is not None
        assert raised.value.until.utcoffset() is not None
        assert trio.current_time() == before

    at_once(work)


def test_whoever_waits_hears_how_long() -> None:
    """Documented: progress is told to whoever waits."""
    heard: list[float] = []

    async def work() -> None:
        pace = Pace(Limit(1, 15))
        await pace.turn("/users", patience=FOREVER, note=heard.append)
        await pace.turn("/users", patience=FOREVER, note=heard.append)

    at_once(work)
    assert heard == [15]


def test_one_who_gives_up_while_waiting_takes_nobodys_turn() -> None:
    """Documented: cancellation stops at once."""
    times: list[float] = []

    async def work() -> None:
        pace = Pace(Limit(1, 10))
        await take(pace, "/users", times)
        with trio.move_on_after(1):
            await take(pace, "/users", times)
        await take(pace, "/users", times)

    at_once(work)
    assert len(times) == 2
    assert times[1] - times[0] == pytest.approx(10)


@pytest.mark.anyio
async def test_the_pace_is_the_same_on_asyncio() -> None:
    """Our choice: one code for both loops."""
    times: list[float] = []
    pace = Pace(Limit(2, 0.05))
    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(take, pace, "/users", times)
    assert most_in_a_window(times, 0.0499) <= 2


def test_after_a_429_that_says_nothing_one_waits_a_whole_window() -> None:
    """Recorded: a 429 without Retry-After."""

    async def work() -> None:
        assert Pace().fallback("/users") == 15
        assert Pace().fallback("/reports/time/team") == 900
        assert Pace.unlimited().fallback("/users") == 15

    at_once(work)
