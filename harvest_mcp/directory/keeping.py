"""Keeps one picture of an account fresh for however many ask.

There is one load at a time; whoever waits hears its progress; when nobody waits any more it stops.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import anyio
from anyio.abc import TaskGroup
from anyio.streams.memory import MemoryObjectSendStream

from harvest_mcp.access.account import Account, View
from harvest_mcp.directory.activity import activity
from harvest_mcp.directory.loading import load, look
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.progress import Progress, listening

if TYPE_CHECKING:
    from harvest_mcp.access.review import Activity, Policy

MAX_AGE: Final = 60.0
"""Seconds for which a picture answers questions before it is loaded again."""

HEARD_AT_ONCE: Final = 16
"""Steps of progress kept for a listener that is slower than the load; what is more is not told."""

Listener = Callable[[Progress], Awaitable[None]]


@dataclass(eq=False)
class _Load:
    """One load under way: who waits for it, and how it ended."""

    began: float
    scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    waiting: list[MemoryObjectSendStream[Progress]] = field(default_factory=list)
    account: Account | None = None
    error: Exception | None = None

    def tell(self, progress: Progress) -> None:
        """Pass a step on to everyone who waits and has room for it."""
        for stream in self.waiting:
            if stream.statistics().current_buffer_used < HEARD_AT_ONCE:
                stream.send_nowait(progress)

    def end(self) -> None:
        """Let everyone who waits go on."""
        for stream in self.waiting:
            stream.close()

    def outcome(self) -> Account:
        """Give the picture, or raise what went wrong."""
        if self.account is not None:
            return self.account
        raise self.error.with_traceback(None) if self.error is not None else anyio.ClosedResourceError


class Directory:
    """An async context manager that answers with an `Account`, loading it when there is none young enough."""

    def __init__(self, client: HarvestClient, *, max_age: float = MAX_AGE) -> None:
        self.client = client
        self._max_age = max_age
        self._tasks: TaskGroup | None = None
        self._kept: _Load | None = None
        self._running: _Load | None = None
        self._activity: tuple[tuple[Account, int], Activity | None] | None = None

    async def __aenter__(self) -> Self:
        self._tasks = await anyio.create_task_group().__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        tasks, self._tasks = self._tasks, None
        if tasks is None:
            return None
        tasks.cancel_scope.cancel()
        return await tasks.__aexit__(kind, error, trace)

    async def look(self) -> View:
        """Ask anew who looks at which account and what they see of it: three requests. Raises HarvestError."""
        return await look(self.client, as_of=_now())

    async def account(self, *, refresh: bool = False, progress: Listener | None = None) -> Account:
        """Give the picture of the account, at most `max_age` seconds old, or read after this call where `refresh`.

        Raises HarvestError when a load fails; the failure is not kept.
        """
        asked = anyio.current_time()
        oldest = asked if refresh else asked - self._max_age
        if self._kept is not None and self._kept.began >= oldest:
            return self._kept.outcome()
        while True:
            running = self._running or self._start()
            await self._wait(running, progress or _nobody)
            if running.began >= oldest:
                return running.outcome()

    async def activity(self, account: Account, policy: "Policy") -> "Activity | None":
        """Ask when people last tracked time, once for a picture; None where this token does not see that.

        Raises HarvestError.
        """
        asked = (account, policy.inactive_days)
        if self._activity is None or self._activity[0] != asked:
            self._activity = asked, await activity(self.client, account, policy)
        return self._activity[1]

    def _start(self) -> _Load:
        if self._tasks is None:
            raise anyio.ClosedResourceError
        self._running = started = _Load(anyio.current_time())
        self._tasks.start_soon(self._run, started)
        return started

    async def _run(self, running: _Load) -> None:
        try:
            with running.scope, listening(running.tell):
                running.account = await load(self.client, as_of=_now())
                self._kept = running
        except Exception as error:  # noqa: BLE001  (it is raised where somebody waits for it)
            running.error = error
        finally:
            self._forget(running)
            running.end()

    async def _wait(self, running: _Load, listener: Listener) -> None:
        told, hear = anyio.create_memory_object_stream[Progress](HEARD_AT_ONCE)
        running.waiting.append(told)
        try:
            with told, hear:
                async for progress in hear:
                    await listener(progress)
        finally:
            running.waiting.remove(told)
            if not running.waiting:
                self._forget(running)
                running.scope.cancel()

    def _forget(self, running: _Load) -> None:
        if self._running is running:
            self._running = None


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


async def _nobody(progress: Progress) -> None:
    """Hear nothing."""
