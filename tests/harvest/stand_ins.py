"""Little Harvests for tests of the client: one behind its transport argument, one behind a real socket.

Neither knows what access is: they answer what the test wrote down, and remember what was asked.
"""

import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
import httpx
from anyio.abc import SocketAttribute, SocketStream
from pydantic import SecretStr
from typing_extensions import override

from harvest_mcp.harvest.credentials import Credentials

TOKEN = "1234.pt.a-token-that-opens-nothing"
ACCOUNT = 77
ME = b'{"id": 5, "first_name": "Ann", "last_name": "Lee"}'

Step = Callable[[SocketStream], Awaitable[None]]


def credentials(account_id: int | None = ACCOUNT) -> Credentials:
    """Credentials that open nothing."""
    return Credentials(SecretStr(TOKEN), account_id)


def on_this_machine(port: int) -> Credentials:
    """The same for a Harvest behind a socket."""
    url = f"http://127.0.0.1:{port}"
    return Credentials(SecretStr(TOKEN), ACCOUNT, api_url=f"{url}/v2", id_url=f"{url}/api/v2")


class Scripted(httpx.AsyncBaseTransport):
    """Answers in turn, the last answer for ever; `asked` are the requests and `at` the moments when they came."""

    def __init__(self, *replies: httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]) -> None:
        self.replies = list(replies)
        self.asked: list[httpx.Request] = []
        self.at: list[float] = []

    @property
    def paths(self) -> list[str]:
        """What was asked for."""
        return [request.url.path for request in self.asked]

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        self.at.append(anyio.current_time())
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, httpx.Response):
            return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)
        return reply(request)


class Silent(httpx.AsyncBaseTransport):
    """Never answers."""

    def __init__(self) -> None:
        self.asked = 0

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        await anyio.sleep_forever()
        raise AssertionError


@asynccontextmanager
async def listening(*steps: Step) -> AsyncIterator[int]:
    """A server on this machine that takes one step a connection, the last one for ever; gives its port."""
    left = list(steps)

    async def serve(stream: SocketStream) -> None:
        async with stream:
            try:
                await stream.receive()
                await (left.pop(0) if len(left) > 1 else left[0])(stream)
            except (anyio.BrokenResourceError, anyio.EndOfStream):
                return

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, serve)
        yield listener.extra_attributes[SocketAttribute.local_port]()
        tasks.cancel_scope.cancel()
    await listener.aclose()


def answer(status: int, body: bytes = b"", *headers: str, length: int | None = None) -> Step:
    """Answer whole, or with a part of the length that is promised."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body) if length is None else length}", "Connection: close"]
    head = "\r\n".join([*lines, *headers, "", ""]).encode()

    async def step(stream: SocketStream) -> None:
        await stream.send(head + body)

    return step


async def reset(stream: SocketStream) -> None:
    """Break off with a reset."""
    raw = stream.extra_attributes[SocketAttribute.raw_socket]()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def drip(stream: SocketStream) -> None:
    """Send a byte now and then, and never come to an end."""
    await stream.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{")
    while True:
        await anyio.sleep(0.01)
        await stream.send(b" ")
