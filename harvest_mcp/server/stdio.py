"""Serves over stdio, in both protocol eras on one pipe, and ends at once when it is told to.

A host may ask `server/discover` and then `initialize` on the same pipe; the SDK lets the first request decide for the
whole connection. Here each era has its own engine over one app, and every message goes to the engine it is written for.
"""

import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Final, cast

import anyio
from anyio import AsyncFile
from anyio.abc import TaskGroup
from anyio.streams.memory import MemoryObjectSendStream
from mcp.server import MCPServer
from mcp.server.stdio import stdio_server
from mcp.shared._stream_protocols import WriteStream
from mcp.shared.message import SessionMessage
from mcp.types import JSONRPCNotification, JSONRPCRequest

from harvest_mcp.connection.environment import surroundings
from harvest_mcp.connection.finding import find
from harvest_mcp.server.app import App, Seek, open_app
from harvest_mcp.server.building import build
from harvest_mcp.server.pipes import Lines, Writer, claimed

if TYPE_CHECKING:
    from harvest_mcp.connection.link.page import LinkPage

ENVELOPE: Final = "io.modelcontextprotocol/protocolVersion"
Message = SessionMessage | Exception
Engine = MemoryObjectSendStream[Message]


def serve(*, sandbox: bool = False, account: str = "") -> None:
    """Serve the account that is meant until the input ends or a signal comes."""
    anyio.run(_serve, partial(find, surroundings(), sandbox=sandbox, account=account))


async def _serve(seek: Seek) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_until_told, tasks.cancel_scope)
        with claimed() as (wire_in, wire_out):
            writer = Writer(wire_out)
            try:
                async with open_app(seek, open_page=_link_page) as app:
                    await _exchange(app, Lines(wire_in), writer)
            finally:
                writer.close()
        tasks.cancel_scope.cancel()


def _link_page(name: str) -> "LinkPage":
    """Make the page on which a person connects an account under this name."""
    from harvest_mcp.connection.accounts import Accounts  # noqa: PLC0415  (a server that is connected needs no page)
    from harvest_mcp.connection.connecting import Hosts  # noqa: PLC0415
    from harvest_mcp.connection.link.page import LinkPage  # noqa: PLC0415

    return LinkPage(Accounts(), Hosts.of(surroundings()), name=name)


async def _until_told(scope: anyio.CancelScope) -> None:
    """End everything at the first SIGINT or SIGTERM."""
    if sys.platform == "win32":
        return  # no event loop there hears signals; Ctrl-C interrupts the program as ever
    with anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async for _ in signals:
            scope.cancel()


async def _exchange(app: App, lines: Lines, writer: Writer) -> None:
    """Hand every message to its engine until the input ends; what is still being answered then is given up."""
    server = build(lambda: nullcontext(app))
    ends = cast("tuple[AsyncFile[str], AsyncFile[str]]", (lines, writer))  # of a file the SDK uses what these have
    async with stdio_server(*ends) as (incoming, outgoing), anyio.create_task_group() as engines:
        legacy, modern = (_start(server, outgoing.clone(), engines) for _ in ("legacy", "modern"))
        async with legacy, modern, incoming, outgoing:
            async for message in incoming:
                for engine in _meant_for(message, legacy, modern):
                    await engine.send(message)
        engines.cancel_scope.cancel()


def _start(server: MCPServer[App], outgoing: WriteStream[SessionMessage], engines: TaskGroup) -> Engine:
    """Start one engine of the SDK; its first message decides the era that it speaks."""
    engine, received = anyio.create_memory_object_stream[Message]()
    lowlevel = server._lowlevel_server  # noqa: SLF001  (the SDK's own run_stdio_async does no more, but owns the pipes)
    engines.start_soon(lowlevel.run, received, outgoing, lowlevel.create_initialization_options())
    return engine


def _meant_for(message: Message, legacy: Engine, modern: Engine) -> Sequence[Engine]:
    """Only a request says its era; a cancellation may be of either era's request, and either ignores the other's."""
    if isinstance(message, SessionMessage):
        said = message.message
        if isinstance(said, JSONRPCRequest) and (said.method == "server/discover" or _has_envelope(said.params)):
            return (modern,)
        if isinstance(said, JSONRPCNotification) and said.method == "notifications/cancelled":
            return (legacy, modern)
    return (legacy,)


def _has_envelope(params: Mapping[str, object] | None) -> bool:
    meta = (params or {}).get("_meta")
    return isinstance(meta, Mapping) and ENVELOPE in meta
