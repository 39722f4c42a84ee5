"""A connection that is open on our loop: one client and one picture of the account for every question."""

import asyncio
from functools import partial
from typing import Final

from harvest_mcp.connection.opening import Connection
from harvest_mcp.directory import Directory
from harvest_mcp.harvest.errors import NotConnected
from harvest_mcp.interactive.loop import Loop

CLOSED: Final = ("This connection has been closed.", "Make another with harvest_mcp.connect().")


class Opened:
    """Holds a connection open, in a task of its own, until it is closed. All but `let_go` runs on the loop."""

    def __init__(self, connection: Connection, loop: Loop) -> None:
        self.loop = loop
        self._directory: Directory | None = None
        self._failed: Exception | None = None
        self._is_open, self._closing, self._is_closed = asyncio.Event(), asyncio.Event(), asyncio.Event()
        loop.start(partial(self._hold, connection))

    async def directory(self) -> Directory:
        """Give the directory, once it is open. Raises NotConnected when it has been closed."""
        await self._is_open.wait()
        if self._failed is not None:
            raise self._failed
        if self._directory is None:
            raise NotConnected(*CLOSED)
        return self._directory

    async def close(self) -> None:
        """Stop what is being loaded and close the connections."""
        self._closing.set()
        await self._is_closed.wait()

    def let_go(self) -> None:
        """Close when it can be: nobody waits for it."""
        self.loop.soon(self._closing.set)

    async def _hold(self, connection: Connection) -> None:
        try:
            async with connection.open() as directory:
                self._directory = directory
                self._is_open.set()
                await self._closing.wait()
                self._directory = None
        except Exception as error:  # noqa: BLE001  (it is raised where somebody asks)
            self._failed = error
        finally:
            self._is_open.set()
            self._is_closed.set()
