"""Keeps all callers of one client below Harvest's rate limits, and everyone quiet while Harvest asks for it.

No window of 15 seconds (reports: 15 minutes) ever sees more than 80 requests; Harvest allows 100.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Self

import anyio

from harvest_mcp.harvest.wire import limited


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests in so many seconds; after a 429 that does not say how long, that is also how long to wait."""

    requests: int | None
    seconds: float


GENERAL: Final = Limit(80, 15.0)
REPORTS: Final = Limit(80, 900.0)


class _Lane:
    """Requests that share one limit; they go in the order in which they came."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self.paused_until = float("-inf")
        self._sent: deque[float] = deque(maxlen=limit.requests)
        self._queue = anyio.Lock()

    async def turn(self, patience: float, note: Callable[[float], None]) -> None:
        async with self._queue:
            while (wait := self._wait(patience)) > 0:
                note(wait)
                await anyio.sleep(wait)
            self._sent.append(anyio.current_time())

    def _wait(self, patience: float) -> float:
        now = anyio.current_time()
        pause = self.paused_until - now
        if pause > patience:
            raise limited(datetime.now(UTC) + timedelta(seconds=pause))
        full = self.limit.requests is not None and len(self._sent) == self.limit.requests
        return max(pause, self._sent[0] + self.limit.seconds - now) if full else pause


class Pace:
    """Shared by all callers of one client, on one event loop."""

    def __init__(self, general: Limit = GENERAL, reports: Limit = REPORTS) -> None:
        self._general = _Lane(general)
        self._reports = _Lane(reports)

    @classmethod
    def unlimited(cls) -> Self:
        """Make a pace that waits only when Harvest asks for it: for a Harvest of one's own."""
        return cls(Limit(None, GENERAL.seconds), Limit(None, REPORTS.seconds))

    async def turn(self, path: str, *, patience: float, note: Callable[[float], None]) -> None:
        """Wait until a request for this path may be sent; `note` hears how many seconds that takes.

        Raises RateLimited at once where Harvest asked for a longer pause than `patience` (seconds).
        """
        await self._lane(path).turn(patience, note)

    def pause(self, path: str, seconds: float) -> None:
        """Let nobody send a request of this path's kind for so many seconds."""
        lane = self._lane(path)
        lane.paused_until = max(lane.paused_until, anyio.current_time() + seconds)

    def fallback(self, path: str) -> float:
        """How many seconds to wait after a 429 that does not say."""
        return self._lane(path).limit.seconds

    def _lane(self, path: str) -> _Lane:
        return self._reports if path.startswith("/reports/") else self._general
