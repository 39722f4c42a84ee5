"""Opens what was found: a client on the right transport and the directory that keeps its picture."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harvest_mcp.directory import Directory
from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.credentials import Credentials

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True, slots=True)
class Connection:
    """Credentials, whether they open the sandbox, and where they were found.

    `name` is the connected account's; `transport` stands in for the network, where there is one.
    """

    credentials: Credentials
    sandbox: bool = False
    source: str = ""
    name: str = ""
    transport: "httpx.AsyncBaseTransport | None" = field(default=None, repr=False)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Directory]:
        """Open the client and its directory; leaving closes both and stops what they are loading."""
        async with (
            HarvestClient(self.credentials, transport=self._transport()) as client,
            Directory(client) as directory,
        ):
            yield directory

    def _transport(self) -> "httpx.AsyncBaseTransport | None":
        if self.transport is not None or not self.sandbox:
            return self.transport
        import httpx  # noqa: PLC0415  (neither this nor an invented company burdens a start that needs none)

        from harvest_mcp.sandbox import Sandbox  # noqa: PLC0415

        return httpx.ASGITransport(Sandbox())
