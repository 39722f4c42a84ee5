"""A host's end of a stdio server: raw lines of JSON-RPC over two pipes, in either protocol era."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any, Final, Literal

Era = Literal["handshake", "modern"]

HELLO: Final = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "benchmarks", "version": "1"},
}
ENVELOPE: Final = {
    "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "benchmarks", "version": "1"},
    }
}


class Pipes:
    """A running server, asked one thing after the other."""

    def __init__(self, process: "subprocess.Popen[bytes]", era: Era) -> None:
        if process.stdin is None or process.stdout is None:
            raise BrokenPipeError
        self._in, self._out = process.stdin, process.stdout
        self._era = era
        if era == "handshake":
            self.ask("initialize", HELLO)
            self._write({"method": "notifications/initialized"})

    def ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """Send a request and give its result. Raises RuntimeError where there is none."""
        line = self.exchange(self.request(method, params))
        answer: dict[str, Any] = json.loads(line)
        if "result" not in answer:
            raise RuntimeError(f"{method} was answered by {line.decode()[:300]!r}.")
        result: dict[str, Any] = answer["result"]
        return result

    def request(self, method: str, params: dict[str, Any]) -> bytes:
        """Write a request as one line."""
        said = params | (ENVELOPE if self._era == "modern" else {})
        return json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": said}).encode() + b"\n"

    def exchange(self, line: bytes) -> bytes:
        """Send a line and read one."""
        self._in.write(line)
        self._in.flush()
        return self._out.readline()

    def batch(self, line: bytes, times: int) -> list[float]:
        """Send the same request over and over; give the seconds of each."""
        taken = []
        for _ in range(times):
            began = perf_counter()
            self.exchange(line)
            taken.append(perf_counter() - began)
        return taken

    def _write(self, message: dict[str, Any]) -> None:
        self._in.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        self._in.flush()


@contextmanager
def started(era: Era, *arguments: str) -> Iterator[Pipes]:
    """Start a Python program that serves MCP over stdio, with nothing of Harvest in its environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HARVEST_")}
    with subprocess.Popen(
        [sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=clean
    ) as process:
        yield Pipes(process, era)
