"""Asking again: a few times, with growing, jittered pauses. Loaded with the first question, as the door is."""

from collections.abc import AsyncIterator, Callable

import stamina
from stamina.instrumentation import set_on_retry_hooks

# Whoever waits hears of a retry as progress; stamina would log each one, for the whole process.
set_on_retry_hooks(())


def attempts(
    is_worth_another: Callable[[Exception], bool | float], *, most: int, pause: float
) -> AsyncIterator[stamina.Attempt]:
    """Give one attempt after the other: `pause` seconds lie before the second, and twice as many before each next."""
    return stamina.retry_context(
        on=is_worth_another,
        attempts=most,
        timeout=None,
        wait_initial=pause,
        wait_max=pause * 32,
        wait_jitter=pause * 2,
    )
