"""Work beside our loop: on a thread, so that others are answered, told how far it is, ended where its call is."""

from collections.abc import Callable
from concurrent.futures import CancelledError
from threading import Event
from typing import TypeVar

from anyio import from_thread, to_thread

from harvest_mcp.harvest.progress import Listener, Progress, listening

T = TypeVar("T")


async def beside(work: Callable[[], T], hear: Listener) -> T:
    """Do it. Work that tells its progress (`harvest.progress.tell`) ends when it next does after being cancelled."""
    is_over = Event()

    def tell(progress: Progress) -> None:
        if is_over.is_set():
            raise CancelledError
        from_thread.run_sync(hear, progress)

    def working() -> T:
        with listening(tell):
            return work()

    try:
        return await to_thread.run_sync(working, abandon_on_cancel=True)
    finally:
        is_over.set()
