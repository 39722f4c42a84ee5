"""One event loop in one daemon thread, ours alone, wherever a question comes from: a cell, a script, another loop.

A notebook's own loop may stop between two cells or be another one for the next; whatever is kept open lives here.
"""

import asyncio
import atexit
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from contextvars import Context
from typing import Any, Final, TypeVar

T = TypeVar("T")

PATIENCE: Final = 2.0
"""Seconds that the end of the program waits for connections to be closed."""


class Loop:
    """An event loop that runs in a thread of its own until the program ends. Its methods may be called anywhere."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="harvest", daemon=True)
        self._thread.start()

    @property
    def is_here(self) -> bool:
        """Whether this is the loop's own thread, where nothing may wait for the loop."""
        return threading.get_ident() == self._thread.ident

    def start(self, job: Callable[[], Coroutine[Any, Any, T]]) -> "Future[T]":
        """Run a job to its end. The caller's context stays behind: it may say that another library's loop runs."""
        return Context().run(asyncio.run_coroutine_threadsafe, job(), self._loop)

    def soon(self, step: Callable[[], object]) -> None:
        """Take a step on the loop; once the loop has ended there is none to take."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(step, context=Context())

    def stop(self) -> None:
        """Cancel whatever runs, let it close what it has open, and end."""
        self.soon(self._loop.stop)
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(_end(asyncio.all_tasks(self._loop)))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()


async def _end(tasks: set["asyncio.Task[Any]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class _Keeper:
    """Keeps the one loop of this process. A fork has no threads: the child begins another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: Loop | None = None
        self._left: list[Loop] = []
        """Loops of processes that this one was forked from: to close one here would disturb it there."""

    def loop(self) -> Loop:
        """Give the loop, which begins when it is first asked for."""
        with self._lock:
            if self._loop is None:
                self._loop = Loop()
            return self._loop

    def forked(self) -> None:
        """Leave the parent's loop alone, in a child."""
        self._lock = threading.Lock()
        if self._loop is not None:
            self._left.append(self._loop)
            self._loop = None

    def stop(self) -> None:
        """End the loop, if there is one."""
        if self._loop is not None:
            self._loop.stop()


_keeper: Final = _Keeper()
running: Final = _keeper.loop
"""Gives this process's loop."""

atexit.register(_keeper.stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_keeper.forked)
