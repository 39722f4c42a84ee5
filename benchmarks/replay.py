"""A separate process that serves the pages of a made-up account: rendered once by the sandbox, then only copied out.

Alone it is a program: `python -m benchmarks.replay PEOPLE PROJECTS ASSIGNMENTS` tells its port as JSON on stdout, and
ends when its input ends.
"""

import asyncio
import gc
import json
import socket
import sys
from typing import Final

import anyio
import httpx
from typing_extensions import override

from benchmarks.loading import account_at, credentials_for
from harvest_mcp.sandbox import Sandbox, made_up_company

MISSING: Final = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"


class Recorder(httpx.AsyncBaseTransport):
    """Passes requests on and keeps what was answered, by path and query."""

    def __init__(self, within: httpx.AsyncBaseTransport) -> None:
        self._within = within
        self.answers: dict[bytes, httpx.Response] = {}

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        given = await self._within.handle_async_request(request)
        answer = httpx.Response(given.status_code, headers=given.headers, content=await given.aread())
        self.answers[request.url.raw_path] = answer
        return answer


class Pages(asyncio.Protocol):
    """Answers each request with the bytes kept for it; connections stay open."""

    def __init__(self, pages: dict[bytes, bytes]) -> None:
        self._pages = pages
        self._heard = b""
        self._transport: asyncio.Transport | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    @override
    def data_received(self, data: bytes) -> None:
        *heads, self._heard = (self._heard + data).split(b"\r\n\r\n")
        for head in heads:
            if self._transport is not None:
                self._transport.write(self._pages.get(head.split(b" ", 2)[1], MISSING))


def rendered(port: int, people: int, projects: int, assignments: int) -> dict[bytes, httpx.Response]:
    """Every answer of the sandbox that one load of the made-up account asks for, with links to `port`."""
    company = made_up_company(people=people, projects=projects, assignments=assignments, seed=1)
    sandbox = Sandbox(company, rate_limit=False, base_url=f"http://127.0.0.1:{port}/v2")
    recorder = Recorder(httpx.ASGITransport(sandbox))

    async def visit() -> None:
        await account_at(credentials_for(port), recorder)

    anyio.run(visit)
    return recorder.answers


def entries(answers: dict[bytes, httpx.Response]) -> list[str]:
    """The addresses to which no other page leads."""
    linked = {(answer.json().get("links") or {}).get("next") for answer in answers.values() if answer.is_success}
    reached = {httpx.URL(link).raw_path for link in linked if link}
    return [path.decode() for path in answers if path not in reached]


def on_the_wire(answer: httpx.Response) -> bytes:
    """The whole answer as HTTP/1.1 writes it."""
    kind = answer.headers.get("content-type", "application/json")
    head = f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}\r\ncontent-type: {kind}\r\n"
    return f"{head}content-length: {len(answer.content)}\r\n\r\n".encode() + answer.content


async def serve(listening: socket.socket, pages: dict[bytes, bytes]) -> None:
    """Serve until the input ends."""
    loop = asyncio.get_running_loop()
    async with await loop.create_server(lambda: Pages(pages), sock=listening):
        await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    """Render, tell where, serve."""
    gc.disable()  # it makes no garbage, and the collector would walk hundreds of megabytes again and again
    people, projects, assignments = (int(size) for size in sys.argv[1:])
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        port: int = listening.getsockname()[1]
        answers = rendered(port, people, projects, assignments)
        told = {"port": port, "entries": entries(answers), "size": sum(len(of.content) for of in answers.values())}
        pages = {path: on_the_wire(answer) for path, answer in answers.items()}
        del answers
        print(json.dumps(told), flush=True)
        asyncio.run(serve(listening, pages))


if __name__ == "__main__":
    main()
