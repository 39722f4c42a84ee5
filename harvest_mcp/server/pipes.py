"""Standard input and output as the protocol's two pipes, read and written by threads that nothing waits for.

While they are open, whatever else prints goes to stderr and whatever else reads finds nothing. The SDK's own pipes
keep an interrupted server waiting for one more line; these let it end at once.
"""

import math
import os
import queue
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Final

import anyio
import anyio.from_thread
import anyio.lowlevel
from anyio.lowlevel import EventLoopToken
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

CHUNK: Final = 65_536
LINES_AHEAD: Final = 64
LAST_WORDS: Final = 1.0
"""Seconds to wait, when the server ends, for what it has already answered to be taken from the pipe."""


class Lines:
    """The lines that arrive on a descriptor, as an async iterator; ends where the input ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._send, self._receive = _stream()
        self._room = threading.Semaphore(LINES_AHEAD)
        self._token = anyio.lowlevel.current_token()
        threading.Thread(target=self._read, args=(self._token,), daemon=True, name="stdin").start()

    async def __aiter__(self) -> AsyncIterator[str]:
        async for line in self._receive:
            self._room.release()
            yield line

    def _read(self, loop: EventLoopToken) -> None:
        """Hand lines over without a coroutine: one that the ending loop no longer runs would be complained about."""
        try:
            for line in self._split():
                self._room.acquire()
                anyio.from_thread.run_sync(self._send.send_nowait, line.decode("utf-8", errors="replace"), token=loop)
            anyio.from_thread.run_sync(self._send.close, token=loop)
        except (RuntimeError, CancelledError, anyio.BrokenResourceError, anyio.ClosedResourceError):
            return  # the server has ended, and nobody reads any more

    def _split(self) -> Iterator[bytes]:
        rest = b""
        while chunk := self._chunk():
            *lines, rest = (rest + chunk).split(b"\n")
            yield from lines
        if rest:
            yield rest

    def _chunk(self) -> bytes:
        try:
            return os.read(self._descriptor, CHUNK)
        except OSError:
            return b""


class Writer:
    """What is written goes out in order; `close` waits briefly for the last of it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._queue: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, daemon=True, name="stdout")
        self._thread.start()

    async def write(self, text: str) -> None:
        """Queue a text."""
        self._queue.put(text.encode())

    async def flush(self) -> None:
        """Let others run; the thread never holds anything back."""
        await anyio.lowlevel.checkpoint()

    def close(self) -> None:
        """Write what is queued, as far as somebody takes it, and end."""
        self._queue.put(None)
        self._thread.join(LAST_WORDS)

    def _write(self) -> None:
        while text := self._queue.get():
            try:
                while text:
                    text = text[os.write(self._descriptor, text) :]
            except OSError:
                return  # the host has gone


@contextmanager
def claimed() -> Iterator[tuple[int, int]]:
    """Take the process's standard input and output for the protocol alone, and give them back in the end."""
    sys.stdout.flush()
    wire_in, wire_out = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    try:
        yield wire_in, wire_out
    finally:
        sys.stdout.flush()
        os.dup2(wire_in, 0)
        os.dup2(wire_out, 1)


def _stream() -> tuple[MemoryObjectSendStream[str], MemoryObjectReceiveStream[str]]:
    return anyio.create_memory_object_stream[str](math.inf)  # `room` bounds it
