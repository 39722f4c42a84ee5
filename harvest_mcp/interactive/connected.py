"""A connected account, asked from any thread and any event loop: the ground that all questions stand on."""

import weakref
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Final, Self, TypeVar

import anyio
from typing_extensions import override

from harvest_mcp.access.account import Account
from harvest_mcp.connection.opening import Connection
from harvest_mcp.directory import Directory
from harvest_mcp.harvest.errors import NotConnected
from harvest_mcp.harvest.progress import Listener, Progress, listening
from harvest_mcp.interactive.calls import Call
from harvest_mcp.interactive.loop import running
from harvest_mcp.interactive.opened import CLOSED, Opened
from harvest_mcp.interactive.wording import in_python

A = TypeVar("A")

PATIENCE: Final = 5.0
"""Seconds that `close` waits for connections to be closed."""


class Connected:
    """Puts questions to one account: of its picture (`ask`), or of the directory that reads it (`reach`).

    It is a context manager, in `with` and in `async with`; what nobody holds any more closes by itself.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.latest: Account | None = None
        self._opened: Opened | None = None
        self._is_closed = False

    def ask(
        self,
        question: Callable[[Account], A],
        *,
        of: str = "question",
        refresh: bool = False,
        progress: Listener | None = None,
    ) -> Call[A]:
        """Answer from the whole picture of the account: `question` is a function of it, run on our thread."""

        async def answer(tell: Listener) -> A:
            with in_python():
                return question(await self._account(tell, refresh=refresh))

        return Call(answer, of=of, listener=progress)

    def reach(
        self,
        question: Callable[[Directory], Awaitable[A]],
        *,
        of: str = "question",
        progress: Listener | None = None,
    ) -> Call[A]:
        """Answer with the directory in hand: `question` awaits it on our loop, and nothing of another loop's."""

        async def answer(tell: Listener) -> A:
            with in_python(), listening(tell):
                return await question(await self._directory())

        return Call(answer, of=of, listener=progress)

    def close(self) -> None:
        """Stop what is being asked and close the connections; later questions are refused."""
        self._closing().result(PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._closing()

    @override
    def __repr__(self) -> str:
        return f"<Harvest: {self.connection.source}{', closed' if self._is_closed else ''}>"

    async def _account(self, tell: Listener, *, refresh: bool = False) -> Account:
        """Give the picture of the account, on our loop; `tell` hears how far the reading is. Raises HarvestError."""

        async def hear(progress: Progress) -> None:
            tell(progress)

        directory = await self._directory()
        try:
            self.latest = await directory.account(refresh=refresh, progress=hear)
        except anyio.ClosedResourceError:
            raise NotConnected(*CLOSED) from None
        return self.latest

    async def _directory(self) -> Directory:
        """Give the directory, on our loop: it opens with the first question, and anew in a process that was forked."""
        if self._is_closed:
            raise NotConnected(*CLOSED)
        here = running()
        if self._opened is None or self._opened.loop is not here:
            self._opened = Opened(self.connection, here)
            weakref.finalize(self, self._opened.let_go).atexit = False
        return await self._opened.directory()

    def _closing(self) -> Call[None]:
        return Call(self._close, of="close")

    async def _close(self, _: Listener) -> None:
        self._is_closed = True
        if self._opened is not None and self._opened.loop is running():
            await self._opened.close()
