"""The link page as a thing that is open for a while: one use or ten minutes, on this machine only.

It runs in the loop of whoever opens it, takes no signals of theirs, and logs nothing.
"""

import socket
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final, Self

import anyio
import uvicorn
from typing_extensions import override

from harvest_mcp.connection.accounts import Accounts, ConnectedAccount
from harvest_mcp.connection.connecting import Hosts
from harvest_mcp.connection.link.site import ADDRESS, Site
from harvest_mcp.connection.link.steps import Steps
from harvest_mcp.connection.tokens import Kind

if TYPE_CHECKING:
    import httpx

MINUTES: Final = 10
LINGERING: Final = 5
"""Seconds for which the page waits, once all is done, for the browser to come and see it."""
GRACE: Final = 1
"""Seconds for which a request under way may go on when the page is left."""


class LinkPage(anyio.AsyncContextManagerMixin):
    """An async context manager: within it the page is open at `url`; leaving closes it.

    It needs asyncio beneath. `name` is what the account shall be called here; else it is named after itself.
    """

    def __init__(
        self,
        accounts: Accounts,
        hosts: Hosts,
        *,
        minutes: float = MINUTES,
        name: str = "",
        kept_in: Kind = "keyring",
        transport: "httpx.AsyncBaseTransport | None" = None,
    ) -> None:
        self.url = ""
        self._seconds = minutes * 60
        self._steps = Steps(accounts, hosts, name=name, kept_in=kept_in, transport=transport)

    async def finished(self) -> ConnectedAccount | None:
        """Wait for the account; None where the time ran out or the person gave it up."""
        await self._steps.ended.wait()
        return self._steps.connected

    @override
    @asynccontextmanager
    async def __asynccontextmanager__(self) -> AsyncGenerator[Self, None]:
        failed: Exception | None = None
        await self._steps.prepare(closing=anyio.current_time() + self._seconds)
        with socket.create_server((ADDRESS, 0)) as listener:
            site = Site(self._steps, listener.getsockname()[1])
            server = _server(site)
            self.url = site.url
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_serve, server, listener)
                tasks.start_soon(self._close_in_time, server, site)
                try:
                    yield self
                except Exception as error:  # noqa: BLE001  (raised below: a task group would wrap it in a group)
                    failed = error
                finally:
                    if not self._steps.ended.is_set():
                        self._steps.ended.set()
                        tasks.cancel_scope.cancel()
        if failed is not None:
            raise failed

    async def _close_in_time(self, server: uvicorn.Server, site: Site) -> None:
        """Close when all is done and seen, or when the time is over; a step that was taken in time is finished."""
        try:
            with anyio.move_on_after(self._seconds) as time:
                await self._steps.ended.wait()
            if time.cancelled_caught:
                async with self._steps.turn:
                    self._steps.ended.set()
            if self._steps.connected is not None or not time.cancelled_caught:
                with anyio.move_on_after(LINGERING):
                    await site.shown.wait()
        finally:
            server.should_exit = True


class _Server(uvicorn.Server):
    """Leaves the signals to the program that it runs in."""

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server(site: Site) -> uvicorn.Server:
    return _Server(
        uvicorn.Config(
            site,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE,
        )
    )


async def _serve(server: uvicorn.Server, listener: socket.socket) -> None:
    """Serve until told to stop; whoever cancels tells so too, and connections are closed all the same."""
    with anyio.CancelScope(shield=True):
        await server.serve(sockets=[listener])
