"""The table widget: any rows, seen as a person likes to see them, and what that person selects.

Rows travel in messages and are never a state of the widget: a notebook that saves its widgets saves no name.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import chain, compress
from typing import Any, Final

import anywidget
import traitlets
from typing_extensions import override

from harvest_mcp.answers.text import count
from harvest_mcp.panel.columns import Column, packed, rows_of
from harvest_mcp.panel.modules import module, styles

Id = Hashable
BITS: Final = tuple(tuple(byte >> bit & 1 for bit in range(8)) for byte in range(256))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a table shows at one time; the screen says which time it speaks of."""

    generation: int
    ids: tuple[Id, ...]
    columns: int
    sent: bytes = field(repr=False)

    def bits(self, ids: Iterable[Id]) -> bytes:
        """Say which rows have these ids, one bit to a row."""
        wanted = set(ids)
        bits = bytearray(-(-len(self.ids) // 8))
        for row, one in enumerate(self.ids) if wanted else ():
            if one in wanted:
                bits[row >> 3] |= 1 << (row & 7)
        return bytes(bits)

    def at_bits(self, bits: bytes) -> tuple[Id, ...]:
        """Give the ids of the rows that are marked."""
        return tuple(compress(self.ids, chain.from_iterable(BITS[byte] for byte in bits)))

    def at_rows(self, order: bytes) -> tuple[Id, ...]:
        """Give the ids of rows in the order of their numbers."""
        return tuple(self.ids[row] for row in memoryview(order).cast("I"))


class Table(anywidget.AnyWidget):
    """Rows in a grid: searched, filtered, sorted and selected at any size that a browser holds.

    `show` gives it other rows, each with an id of its own that never leaves Python. `selected` holds the ids of the
    selected rows, in the order of the rows, and may be set. `view` holds the ids of the rows that are shown, in the
    order on the screen; it follows the screen by a third of a second and is all rows until a screen has told of
    another. Both are tuples to be observed; neither is a state that a notebook saves. `label` and `height` are: a label
    says what the rows are ("People"), never whose they are.
    """

    _esm = module("table.js")
    _css = styles("common.css", "table.css")
    label = traitlets.Unicode("Rows").tag(sync=True)
    height = traitlets.Int(380).tag(sync=True)
    selected = traitlets.Tuple()
    view = traitlets.Tuple()

    def __init__(self, columns: Sequence[Column] = (), *, ids: Sequence[Id] | None = None, **more: Any) -> None:  # noqa: ANN401  (the traits of any widget)
        self._shown = Shown(0, (), 0, packed(()))
        self._known = b""
        """The selection that the screens know of."""
        self._screens: set[str] = set()
        super().__init__(**more)
        self.on_msg(self._hear)
        self.show(columns, ids=ids)

    def show(self, columns: Sequence[Column], *, ids: Sequence[Id] | None = None) -> None:
        """Show other rows; what is selected stays so where its id is still there. Raises ValueError.

        Without `ids` a row is known by its number, from 0.
        """
        rows = rows_of(columns)
        known = tuple(range(rows) if ids is None else ids)
        if len(known) != rows or len(set(known)) != rows:
            raise ValueError(f"{rows:,} rows need as many ids, each another.")
        self._shown = shown = Shown(self._shown.generation + 1, known, len(columns), packed(columns))
        self._known = shown.bits(self.selected)
        if self._screens:
            self._send_rows()
        self.selected = shown.at_bits(self._known)
        self.view = known

    @property
    def ids(self) -> tuple[Id, ...]:
        """The ids of all rows, in their order."""
        return self._shown.ids

    @property
    def weight(self) -> int:
        """How many bytes the rows are on their way to the screen."""
        return len(self._shown.sent)

    def _send_rows(self, **to: str) -> None:
        """Send the rows to the one screen that asks (`view`), or to all: a notebook may show a widget several times."""
        self.send({"op": "rows", "generation": self._shown.generation, **to}, [self._shown.sent, self._known])

    def _send_selection(self, **but: str) -> None:
        """Send the selection to all screens, or to all but the one that told of it."""
        self.send({"op": "selection", "generation": self._shown.generation, **but}, [self._known])

    @traitlets.validate("selected")
    def _of_the_rows(self, proposal: dict[str, Any]) -> tuple[Id, ...]:
        """An id that no row has selects nothing."""
        return self._shown.at_bits(self._shown.bits(proposal["value"]))

    @traitlets.observe("selected")
    def _tell_selection(self, _change: object) -> None:
        bits = self._shown.bits(self.selected)
        if bits != self._known:
            self._known = bits
            self._send_selection()

    def _hear(self, _widget: object, content: dict[str, Any], buffers: Sequence[Any]) -> None:
        """Take what a screen tells; what it tells of rows that are gone is no longer true."""
        shown = self._shown
        match content:
            case {"op": "ready", "view": str(view)}:
                self._screens.add(view)
                self._send_rows(view=view)
            case {"op": "selection", "view": str(view), "generation": shown.generation}:
                self._known = bytes(buffers[0])
                if len(self._screens) > 1:
                    self._send_selection(but=view)
                self.selected = shown.at_bits(self._known)
            case {"op": "view", "generation": shown.generation}:
                self.view = shown.at_rows(bytes(buffers[0]))

    @override
    def __repr__(self) -> str:
        return f"{self.label}: {count(len(self._shown.ids), 'row')}, {count(self._shown.columns, 'column')}"

    @override
    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Give, beside the widget itself, a text with counts only: it is saved in the notebook."""
        return bundled(self, super()._repr_mimebundle_(**options))


def bundled(widget: anywidget.AnyWidget, bundle: Any) -> Any:  # noqa: ANN401  (what anywidget gives)
    """Add to what a notebook keeps of a widget what is read where the widget cannot be drawn."""
    data, metadata = bundle
    return {**data, "text/html": f"<p>{escape(repr(widget))}. Run the cell to see them.</p>"}, metadata
