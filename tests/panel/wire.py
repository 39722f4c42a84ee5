"""A comm that records: what a widget sends, and a screen that tells it something."""

import gzip
import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import comm
import ipywidgets
from comm.base_comm import BaseComm
from typing_extensions import override


@dataclass(frozen=True)
class Sent:
    """A message to the browser."""

    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    buffers: tuple[bytes, ...] = ()

    @property
    def content(self) -> dict[str, Any]:
        """What a custom message says; of others, nothing."""
        content: dict[str, Any] = self.data.get("content", {})
        return content


class Wire:
    """All that widgets send while it is recorded, in order."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []

    def custom(self, op: str) -> list[Sent]:
        """The custom messages of one kind."""
        return [one for one in self.sent if one.content.get("op") == op]

    def text(self) -> str:
        """All of it but the buffers, as text."""
        return json.dumps([one.data for one in self.sent])


@contextmanager
def recorded() -> Iterator[Wire]:
    """Record by the hook that kernels set, and put back what was there."""
    wire = Wire()

    class Recording(BaseComm):
        @override
        def publish_msg(
            self,
            msg_type: str,
            data: Any = None,
            metadata: Any = None,
            buffers: list[bytes] | None = None,
            **keys: Any,
        ) -> None:
            wire.sent.append(Sent(msg_type, data or {}, tuple(map(bytes, buffers or ()))))

    before = comm.create_comm
    comm.create_comm = Recording
    try:
        yield wire
    finally:
        comm.create_comm = before


def tell(widget: ipywidgets.Widget, content: dict[str, Any], *buffers: bytes) -> None:
    """Say something to a widget, as a screen does."""
    data = {"method": "custom", "content": content}
    widget._handle_msg({"content": {"data": data}, "buffers": [memoryview(one) for one in buffers]})  # noqa: SLF001  (what a kernel calls)


def unpacked(sent: bytes) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """The head of packed columns, and the places of each column, read independently of our JavaScript."""
    body = gzip.decompress(sent)
    (length,) = struct.unpack_from("<I", body)
    head = json.loads(body[4 : 4 + length])
    start = 4 + length + -length % 4
    places = {
        column["name"]: list(
            struct.unpack_from(f"<{head['rows']}{'_BH_I'[column['width']]}", body, start + column["at"])
        )
        for column in head["columns"]
    }
    return head, places
