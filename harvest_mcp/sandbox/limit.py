"""Harvest's rate limit: so many requests of one token in so many seconds."""

from collections import defaultdict, deque
from collections.abc import Callable
from math import ceil
from typing import Final

MOST: Final = 100
SECONDS: Final = 15.0


class RateLimit:
    """A sliding window for each token; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._granted: defaultdict[str, deque[float]] = defaultdict(deque)

    def seconds_to_wait(self, token: str) -> int:
        """Count a request and give 0, or say how many whole seconds to wait before the next is granted."""
        now, granted = self._clock(), self._granted[token]
        while granted and granted[0] <= now - SECONDS:
            granted.popleft()
        if len(granted) >= MOST:
            return max(1, ceil(granted[0] + SECONDS - now))
        granted.append(now)
        return 0
