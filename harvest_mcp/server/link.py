"""The link page while the server runs: one at a time, open until somebody is done with it or its time is over."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import anyio
from anyio.abc import TaskGroup, TaskStatus

if TYPE_CHECKING:
    from harvest_mcp.connection.link.page import LinkPage

OpenPage = Callable[[str], "LinkPage"]
"""Makes the page on which an account is connected under a name; an empty one leaves the name to the account."""
Told = Callable[[], Awaitable[None]]


class Link:
    """Opens the page when it is first asked for, and tells whoever asked when an account is connected."""

    def __init__(self, tasks: TaskGroup, open_page: OpenPage) -> None:
        self._tasks = tasks
        self._open_page = open_page
        self._opening = anyio.Lock()
        self._page: LinkPage | None = None
        self._ended = anyio.Event()
        self._waiting: list[Told] = []

    async def url(self, name: str, *, tell: Told | None = None) -> str:
        """The address of the page; the one that is open, if one is. `tell` is awaited when an account is connected."""
        async with self._opening:
            if self._page is None:
                self._ended = anyio.Event()
                self._page = await self._tasks.start(self._keep_open, name)
            if tell is not None:
                self._waiting.append(tell)
            return self._page.url

    async def ended(self) -> None:
        """Wait until the page that is open is done with, however that is."""
        if self._page is not None:
            await self._ended.wait()

    async def _keep_open(self, name: str, *, task_status: TaskStatus["LinkPage"]) -> None:
        async with self._open_page(name) as page:
            task_status.started(page)
            account = await page.finished()
            self._page = None
            waiting, self._waiting = self._waiting, []
            self._ended.set()
            if account is not None:
                for tell in waiting:
                    await tell()
