"""The server as hosts start it: a process, two pipes, and an end.

Every test starts the real command; what it says on stdout is read as lines of the protocol and nothing else.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from harvest_mcp.server.tools import TOOLS

MODERN = "2026-07-28"
ENVELOPE = {
    "_meta": {
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    }
}
HANDSHAKE = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}


class Host:
    """A host's end of the pipes."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.heard: list[dict[str, Any]] = []

    def write(self, message: dict[str, Any] | bytes) -> None:
        """Send a message, or bytes as they are."""
        assert self.process.stdin is not None
        line = message if isinstance(message, bytes) else json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n"
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def ask(self, number: int, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """Send a request and wait for its answer; what comes before it is kept in `heard`."""
        self.write({"id": number, "method": method, "params": params})
        return self.answer(number)

    def answer(self, number: int) -> dict[str, Any]:
        """Wait for the answer to a request."""
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            message: dict[str, Any] = json.loads(line)
            self.heard.append(message)
            if message.get("id") == number:
                return message
        raise AssertionError(f"the server ended before it answered {number}: {self.heard}")

    def shake_hands(self) -> None:
        """Open the connection in the handshake era."""
        assert self.ask(1, "initialize", HANDSHAKE)["result"]["protocolVersion"] == "2025-11-25"
        self.write({"method": "notifications/initialized"})

    def end(self) -> tuple[int, str, str]:
        """Close the input, wait for the end, and give the exit status with what was left on stdout and stderr."""
        rest, words = self.process.communicate(timeout=10)
        return self.process.returncode, rest.decode(), words.decode()


@contextmanager
def started(*arguments: str, **environment: str) -> Iterator[Host]:
    """Start the server as a host would, with nothing of ours in its environment."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("HARVEST_")}
    command = [sys.executable, "-m", "harvest_mcp", *arguments]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean | environment,
        start_new_session=True,
    ) as process:
        try:
            yield Host(process)
        finally:
            process.kill()


def call(name: str, arguments: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON)
    """The parameters of a tool call."""
    return {"name": name, "arguments": arguments or {}, **more}


def test_a_host_of_the_handshake_era_is_served_and_the_end_of_input_ends_it() -> None:
    """Documented: 2025-11-25; end of input ends the server at once, without a word on stderr."""
    with started("--sandbox") as host:
        host.shake_hands()
        told = host.ask(2, "tools/call", call("verify_connection"))["result"]
        assert told["structuredContent"]["sandbox"] is True
        assert host.end() == (0, "", "")


def test_a_host_of_the_modern_era_is_served() -> None:
    """Documented: 2026-07-28, where every request carries its own envelope."""
    with started("serve", HARVEST_SANDBOX="1") as host:
        discovered = host.ask(1, "server/discover", ENVELOPE)["result"]
        assert MODERN in discovered["supportedVersions"]
        told = host.ask(2, "tools/call", call("list_roles", **ENVELOPE))["result"]
        assert told["structuredContent"]["jobs"]
        assert host.end()[0] == 0


def test_a_host_that_discovers_and_then_shakes_hands_is_served() -> None:
    """Known gap of the SDK: Claude Code does this on one pipe, and mcp 2.3 refuses all that follows."""
    with started("--sandbox") as host:
        assert "result" in host.ask(0, "server/discover", ENVELOPE)
        host.shake_hands()
        legacy = host.ask(2, "tools/call", call("get_user", {"user": "me"}))["result"]
        modern = host.ask(3, "tools/call", call("get_user", {"user": "me"}, **ENVELOPE))["result"]
        assert legacy["structuredContent"] == modern["structuredContent"]


def test_a_line_that_is_no_message_is_passed_over() -> None:
    """Our choice: bytes that are not UTF-8 or not JSON cost nobody the connection."""
    with started("--sandbox") as host:
        host.write(b"\xff\xfe garbage\n\n{\n")
        host.shake_hands()
        assert "result" in host.ask(2, "tools/list", {})


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "waiting for input after a call"])
def test_a_signal_ends_it_at_once_and_quietly(told: signal.Signals, busy: bool) -> None:  # noqa: FBT001
    """Known gap of the SDK: Ctrl-C leaves a stdio server of mcp 2.3 waiting for one more line."""
    with started("--sandbox") as host:
        host.shake_hands()
        if busy:
            host.ask(2, "tools/call", call("list_users"))
        host.process.send_signal(told)
        assert host.process.wait(timeout=5) == 0
        assert host.end() == (0, "", "")


def test_a_signal_ends_it_though_nobody_takes_what_it_says() -> None:
    """Our choice: a host that has stopped reading does not keep the server alive."""
    with started("--sandbox") as host:
        host.shake_hands()
        for number in range(2, 12):
            host.write(
                {
                    "id": number,
                    "method": "tools/call",
                    "params": call("list_users", {"status": "all", "detail": "full", "limit": 200}),
                }
            )
        host.ask(12, "ping", {})
        host.process.send_signal(signal.SIGINT)
        assert host.process.wait(timeout=5) == 0


def test_progress_is_told_while_the_account_loads() -> None:
    """Documented: progress while pages load, to a host that asks for it; its number grows."""
    with started("--sandbox") as host:
        host.shake_hands()
        host.ask(2, "tools/call", call("list_users", _meta={"progressToken": "p"}))
        told = [message["params"] for message in host.heard if message.get("method") == "notifications/progress"]
        assert told
        assert all(step["message"] for step in told)
        numbers = [step["progress"] for step in told]
        assert numbers == sorted(set(numbers))


def test_without_a_token_it_serves_all_the_same() -> None:
    """Documented: the server starts and lists its tools, and every call says how to connect."""
    with started() as host:
        host.shake_hands()
        assert len(host.ask(2, "tools/list", {})["result"]["tools"]) == len(TOOLS)
        refused = host.ask(3, "tools/call", call("list_users"))["result"]
        assert refused["isError"] is True
        assert refused["content"][0]["text"].startswith("No Harvest account is connected. Run `harvest-mcp connect`")
