"""What can go wrong on the way to Harvest, on request: alone, or in the middle of a load.

Some need a real socket to be what they are: in process, a reset is an exception and nothing is ever cut off.
"""

import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from starlette.concurrency import run_in_threadpool
from starlette.types import Send

from harvest_mcp.sandbox.replies import JSON, PAGE_NOT_FOUND, Reply, answer, failed, too_many, unauthorized

Kind = Literal[
    "rate_limited",  # 429 with Retry-After
    "rate_limited_silently",  # 429 as recorded: without
    "server_error",
    "revoked",  # 401: the token, from here on
    "html",  # a page where JSON should be, with 200
    "wrong_shape",  # JSON that is not Harvest's
    "truncated",  # a part of what Content-Length promises
    "reset",
    "drip",  # a byte now and then, without an end
    "slow",  # the right answer, late
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(slots=True, eq=False)
class Fault:
    """What happens to requests whose path ends with `path`: `times` times (None: always), after `after` good answers.

    It counts down as it strikes.
    """

    kind: Kind
    path: str = ""
    times: int | None = None
    after: int = 0
    retry_after: str = "1"
    """What a 429 says: seconds, or a date."""
    status: int = 503
    """Of a server error."""
    seconds: float = 0.05
    """Of latency, and between the bytes of a drip."""

    def strikes(self, path: str) -> bool:
        """Whether this request is hit; it counts."""
        if not path.endswith(self.path) or self.times == 0:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True

    def reply(self) -> Reply | None:
        """What is answered instead, where the fault is one of answers; None where it is one of the way."""
        spoken = _SPOKEN.get(self.kind)
        return spoken(self) if spoken else None


_SPOKEN: Final[dict[Kind, Callable[[Fault], Reply]]] = {
    "rate_limited": lambda fault: too_many(fault.retry_after),
    "rate_limited_silently": lambda _: too_many(None),
    "server_error": lambda fault: failed(fault.status),
    "revoked": lambda _: unauthorized(),
    "html": lambda _: Reply(200, PAGE_NOT_FOUND.encode(), {"Content-Type": "text/html; charset=UTF-8"}),
    "wrong_shape": lambda _: answer({"message": "this is not what was asked for"}),
}


async def spoil(fault: Fault, good: Reply, send: Send) -> None:
    """Answer over a connection that fails on the way."""
    match fault.kind:
        case "reset":
            _reset(send)
        case "truncated":
            await _begin(send, len(good.body))
            await send({"type": "http.response.body", "body": good.body[: len(good.body) // 2], "more_body": True})
        case "drip":
            await _begin(send, 1_000_000)
            while True:
                await send({"type": "http.response.body", "body": b" ", "more_body": True})
                await pause(fault.seconds)


async def pause(seconds: float) -> None:
    """Wait, on whichever event loop this is."""
    await run_in_threadpool(time.sleep, seconds)


async def _begin(send: Send, length: int) -> None:
    headers = [(b"content-type", JSON.encode()), (b"content-length", str(length).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


def _reset(send: Send) -> None:
    """Reset the connection where there is one: uvicorn's `send` knows it."""
    transport: Any = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError
    linger = struct.pack("ii", 1, 0)  # unsent data is dropped and the other side gets a reset
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()
