"""What the tools share while the server runs: the connected account, opened with the first call that asks it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import anyio
from anyio import to_thread
from anyio.abc import TaskStatus
from mcp.server.mcpserver import Context

from harvest_mcp.access.account import Account, View
from harvest_mcp.connection.opening import Connection
from harvest_mcp.directory import Directory
from harvest_mcp.directory.keeping import Listener
from harvest_mcp.harvest.errors import BadToken, Unconnected
from harvest_mcp.harvest.progress import Progress
from harvest_mcp.server.link import Link, OpenPage

if TYPE_CHECKING:
    from harvest_mcp.access.review import Activity, Policy

Seek = Callable[[], Connection]
"""Finds whose account is meant. Raises NotConnected."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A directory, whether it is the sandbox's, and whether the account may be connected anew under its name."""

    directory: Directory
    sandbox: bool = False
    name: str = ""


class App:
    """The connected account. Without one each call looks again, so that connecting needs no restart."""

    def __init__(self, reopen: Callable[[], Awaitable[Opened]], *, link: Link | None = None) -> None:
        self.link = link
        self._reopen = reopen
        self._opening = anyio.Lock()
        self._opened: Opened | None = None

    @property
    def sandbox(self) -> bool:
        """Whether what was last asked is the sandbox."""
        return self._opened is not None and self._opened.sandbox

    async def look(self) -> View:
        """Ask anew who looks at which account and what they see of it. Raises HarvestError."""
        opened = await self._ready()
        with self._forgetting(opened):
            return await opened.directory.look()

    async def account(self, *, refresh: bool = False, progress: Listener | None = None) -> Account:
        """Give the picture to answer from. Raises HarvestError."""
        opened = await self._ready()
        with self._forgetting(opened):
            return await opened.directory.account(refresh=refresh, progress=progress)

    async def activity(self, account: Account, policy: "Policy") -> "Activity | None":
        """Ask when people of this picture last tracked time. Raises HarvestError."""
        opened = await self._ready()
        with self._forgetting(opened):
            return await opened.directory.activity(account, policy)

    async def _ready(self) -> Opened:
        async with self._opening:
            if self._opened is None:
                self._opened = await self._reopen()
            return self._opened

    @contextmanager
    def _forgetting(self, opened: Opened) -> Iterator[None]:
        """Look again at the next call where a kept token is refused: it may have been connected anew by then."""
        try:
            yield
        except BadToken as refused:
            if not opened.name:
                raise
            if self._opened is opened:
                self._opened = None
            hint = f"Connect the account again: `harvest-mcp connect --name {opened.name}`."
            raise Unconnected(refused.what, hint, name=opened.name) from None


@asynccontextmanager
async def open_app(seek: Seek, *, open_page: OpenPage | None = None) -> AsyncIterator[App]:
    """Open what `seek` finds when it is first asked; without a connection the server runs, and its calls say how.

    `open_page` makes the page on which an account may be connected meanwhile.
    """
    async with anyio.create_task_group() as tasks:

        async def reopen() -> Opened:
            connection = await to_thread.run_sync(seek, abandon_on_cancel=True)  # a keyring may ask its owner first
            opened: Opened = await tasks.start(_held, connection)
            return opened

        yield App(reopen, link=Link(tasks, open_page) if open_page else None)
        tasks.cancel_scope.cancel()


async def _held(connection: Connection, *, task_status: TaskStatus[Opened]) -> None:
    """Hold a connection open until the app ends: calls under way may still need one that was replaced."""
    async with connection.open() as directory:
        task_status.started(Opened(directory, connection.sandbox, connection.name))
        await anyio.sleep_forever()


_SERVING: Final[ContextVar[App]] = ContextVar("harvest_app")


async def remember_app(ctx: Any, call_next: Callable[[Any], Any]) -> Any:  # noqa: ANN401  (the SDK types no middleware)
    """Keep the app at hand while a request is answered: static resources and completions are given no context."""
    token = _SERVING.set(ctx.lifespan_context)
    try:
        return await call_next(ctx)
    finally:
        _SERVING.reset(token)


def serving_app() -> App:
    """The app that serves the request under way."""
    return _SERVING.get()


def app_of(context: Context[App]) -> App:
    """The app that serves this call."""
    return context.request_context.lifespan_context


async def account_for(context: Context[App], *, refresh: bool) -> Account:
    """The picture to answer this call from; whoever waits for it to load hears how far it is."""
    told = 0

    async def tell(progress: Progress) -> None:
        nonlocal told
        told += 1  # the protocol asks for a number that grows
        await context.report_progress(told, message=str(progress))

    return await app_of(context).account(refresh=refresh, progress=tell)
