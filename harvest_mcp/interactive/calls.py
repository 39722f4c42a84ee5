"""A question under way: its answer is awaited on any event loop, or waited for where none can be awaited.

Interrupting whoever waits, in either way, cancels the question itself: no request goes on unheard.
"""

import asyncio
from collections.abc import Callable, Coroutine, Generator, Iterator
from concurrent import futures
from contextlib import contextmanager, suppress
from contextvars import copy_context
from functools import partial
from math import inf
from time import monotonic
from typing import Any, Final, Generic, TypeVar

import anyio
from anyio.lowlevel import current_token
from typing_extensions import override

from harvest_mcp.harvest.errors import HarvestError, NotConnected
from harvest_mcp.harvest.progress import Listener, Progress
from harvest_mcp.interactive.loop import running
from harvest_mcp.interactive.watching import watching

T = TypeVar("T")

Question = Callable[[Listener], Coroutine[Any, Any, T]]
"""Runs on our loop, and tells the listener that it is given how far it is."""

TICK: Final = 0.1
"""Seconds after which whoever waits looks up: an interrupt reaches a notebook's loop only while it does."""


class Call(Generic[T]):
    """A question that has been put: `await` it on any event loop, or take its `result()` where none can be awaited.

    `progress` is the last that was heard of it. A listener hears it on our own thread, at most ten times a second: what
    comes sooner waits for its time, and for that only the last of it, which is not told once the call is done.
    """

    def __init__(self, question: Question[T], *, of: str, listener: Listener | None = None) -> None:
        """Put a question; `of` is what it is called."""
        self.of = of
        self.progress: Progress | None = None
        self._listener = listener
        self._heard = 0.0
        self._later: asyncio.TimerHandle | None = None
        """Will tell the listener of progress that came too soon."""
        self._error: Exception | None = None
        """What went wrong in a listener that was told later."""
        self._context = copy_context()
        self._scope: anyio.CancelScope | None = None
        self._is_cancelled = False
        self._loop = running()
        self._future = self._loop.start(partial(self._ask, question))

    def __await__(self) -> Generator[Any, None, T]:
        __tracebackhide__ = True
        return self._awaited().__await__()

    def result(self, timeout: float | None = None) -> T:
        """Wait for the answer, at most so many seconds; a notebook's cell may do so too.

        Raises HarvestError; TimeoutError, while the question goes on; CancelledError of `concurrent.futures`.
        """
        __tracebackhide__ = True
        self._may_wait()
        until = monotonic() + timeout if timeout is not None else inf
        with self._cancelling(), self._watched() as look:
            while not self._future.done() and (left := until - monotonic()) > 0:
                futures.wait([self._future], min(left, TICK))
                look(self.progress)
        if not self._future.done():
            raise TimeoutError(f"No answer within {timeout} seconds; it is still being asked for.")
        return self._outcome()

    def cancel(self) -> None:
        """Stop asking; the call is done once what it had open is closed."""
        self._loop.soon(self._cancel)

    def done(self) -> bool:
        """Whether there is an answer, an error, or an end by cancelling."""
        return self._future.done()

    def cancelled(self) -> bool:
        """Whether it was cancelled before there was an answer."""
        return self._future.cancelled()

    def exception(self) -> BaseException | None:
        """What went wrong, of a call that is done; None where nothing did or it was cancelled."""
        return None if not self.done() or self.cancelled() else self._future.exception()

    def add_done_callback(self, heard: Callable[["Call[T]"], object]) -> None:
        """Tell when the call is done, on our own thread; at once where it is."""
        self._future.add_done_callback(lambda _: heard(self))

    @override
    def __repr__(self) -> str:
        if not self.done():
            return f"<{self.of}: being asked; await it, or take its .result()>"
        state = "cancelled" if self.cancelled() else "failed" if self._future.exception() else "answered"
        return f"<{self.of}: {state}; await it, or take its .result()>"

    async def _ask(self, question: Question[T]) -> T:
        with anyio.CancelScope() as self._scope:
            if self._is_cancelled:
                self._scope.cancel()
            try:
                return await question(self._hear)
            finally:
                if self._later is not None:
                    self._later.cancel()
        raise self._error or asyncio.CancelledError

    def _cancel(self) -> None:
        self._is_cancelled = True
        if self._scope is not None:
            self._scope.cancel()

    def _hear(self, progress: Progress) -> None:
        self.progress = progress
        if self._later is not None:
            return
        left = self._heard + TICK - monotonic()
        if left <= 0:
            self._tell(progress)
        else:
            self._later = asyncio.get_running_loop().call_later(left, self._tell_last)

    def _tell_last(self) -> None:
        self._later = None
        try:
            self._tell(self.progress)
        except Exception as error:  # noqa: BLE001  (it is raised as the call's own)
            self._error = error
            self._cancel()

    def _tell(self, progress: Progress | None) -> None:
        self._heard = monotonic()
        if self._listener is not None and progress is not None:
            self._context.run(self._listener, progress)

    async def _awaited(self) -> T:
        __tracebackhide__ = True
        if not self._future.done():
            self._may_wait(awaiting=True)
            done = anyio.Event()
            self._future.add_done_callback(_waking(done))
            with self._cancelling(), self._watched() as look:
                while not self._future.done():
                    with anyio.move_on_after(TICK):
                        await done.wait()
                    look(self.progress)
        return self._outcome()

    @contextmanager
    def _cancelling(self) -> Iterator[None]:
        """Stop asking where whoever waits is interrupted, wherever that meets them."""
        try:
            yield
        except BaseException:
            self.cancel()
            raise

    def _may_wait(self, *, awaiting: bool = False) -> None:
        if self._future.done():
            return
        if self._loop is not running():
            raise NotConnected("This was asked by the process that this one was forked from.", "Ask again here.")
        if self._loop.is_here and not awaiting:
            raise RuntimeError("Here nothing may wait for an answer: await it.")

    def _watched(self) -> watching:
        return watching(quiet=self._listener is not None)

    def _outcome(self) -> T:
        """Give the answer. An error of ours needs no trace of how it came about: it says what to do."""
        __tracebackhide__ = True
        try:
            return self._future.result()
        except HarvestError as error:
            failed = error
        failed.__context__ = None  # IPython looks there for a group, and prints one as plain text on stderr
        try:
            raise failed.with_traceback(None) from None
        finally:
            del failed


def _waking(event: anyio.Event) -> Callable[[object], None]:
    """Make a step that sets an event of the loop that runs here, from another thread, unless that loop has ended."""
    token: Any = current_token().native_token
    soon = token.call_soon_threadsafe if isinstance(token, asyncio.AbstractEventLoop) else token.run_sync_soon

    def wake(_: object) -> None:
        with suppress(RuntimeError):
            soon(event.set)

    return wake
