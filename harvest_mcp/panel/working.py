"""Work that takes its time: done beside our event loop, which answers others meanwhile, and told one thing at a time.

Of what is put under one name only the last is told: nobody waits for what was asked before it any more.
"""

from collections.abc import Callable
from threading import Condition
from typing import Any, TypeVar

from anyio import Lock, to_thread

from harvest_mcp.harvest.progress import Listener
from harvest_mcp.interactive.calls import Call
from harvest_mcp.panel.observed import telling

T = TypeVar("T")


class Working:
    """Works on threads of its own; `changed` is notified whenever something is done."""

    def __init__(self, changed: Condition) -> None:
        self._changed = changed
        self._under_way: set[Call[Any]] = set()
        self._last: dict[str, object] = {}
        self._turns: dict[str, Lock] = {}

    @property
    def is_done(self) -> bool:
        """Whether nothing is being worked out."""
        return not self._under_way

    def put(
        self, of: str, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Work something out on a thread, then tell it on another, where nothing else is told at the same time."""
        ticket = self._last[of] = object()

        def tell(done: T) -> None:
            if self._last[of] is ticket:
                with telling():
                    then(done)

        async def working(_: Listener) -> None:
            async with self._turn(of):
                try:
                    if self._last[of] is ticket:
                        done = await to_thread.run_sync(work)
                        async with self._turn(""):
                            await to_thread.run_sync(lambda: tell(done))
                except Exception as problem:  # noqa: BLE001  (nobody reads what a thread of ours raises: it is shown)
                    if self._last[of] is ticket:
                        failed(problem)

        call = Call(working, of=of)
        self._under_way.add(call)
        call.add_done_callback(self._worked)

    def _turn(self, of: str) -> Lock:
        """Give the lock of a name; of the empty one, that of telling. It is made on our loop, whose kind it is of."""
        return self._turns.setdefault(of, Lock())

    def _worked(self, call: Call[Any]) -> None:
        with self._changed:
            self._under_way.discard(call)
            self._changed.notify_all()
