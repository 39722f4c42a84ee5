"""The table widget: any rows, seen as a person likes to see them, and what that person selects.

Rows travel in messages and are never a state of the widget: a notebook that saves its widgets saves no name.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from types import MappingProxyType
from typing import Any, Final

import anywidget
import traitlets
from typing_extensions import override

from harvest_mcp.answers.text import count
from harvest_mcp.panel.columns import Column, packed, rows_of
from harvest_mcp.panel.looking import Columns, Look, filters_of, heard, sort_of
from harvest_mcp.panel.modules import module, styles
from harvest_mcp.panel.observed import Observed

Id = Hashable
BITS: Final = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
MARKED: Final = re.compile(rb"[^\0]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a table shows at one time; the screen says which time it speaks of."""

    generation: int
    ids: tuple[Id, ...]
    places: Mapping[Id, int]
    columns: Columns
    """Without their values, by name."""
    sent: bytes = field(repr=False)

    @classmethod
    def of(cls, generation: int, columns: Sequence[Column], ids: Sequence[Id] | None) -> "Shown":
        """Pack columns. Raises ValueError where they make no table, or the ids are not theirs."""
        rows = rows_of(columns)
        known = tuple(range(rows) if ids is None else ids)
        places = {one: row for row, one in enumerate(known)}
        if len(known) != rows or len(places) != rows:
            raise ValueError(f"{rows:,} rows need as many ids, each another.")
        return cls(generation, known, places, {of.name: replace(of, values=()) for of in columns}, packed(columns))

    def bits(self, ids: Iterable[Id]) -> bytes:
        """Say which rows have these ids, one bit to a row."""
        bits = bytearray(-(-len(self.ids) // 8))
        for row in map(self.places.get, ids):
            if row is not None:
                bits[row >> 3] |= 1 << (row & 7)
        return bytes(bits)

    def at_bits(self, bits: bytes) -> tuple[Id, ...]:
        """Give the ids of the rows that are marked; it takes as long as these are many."""
        marked = (match.start() for match in MARKED.finditer(bits))
        return tuple(self.ids[8 * at + bit] for at in marked for bit in BITS[bits[at]])

    def at_rows(self, order: bytes) -> tuple[Id, ...]:
        """Give the ids of rows in the order of their numbers."""
        return tuple(self.ids[row] for row in memoryview(order).cast("I"))


class _Said(traitlets.TraitType[Any, Any]):
    """A trait that names columns of its table, and is taken as people write it."""

    def __init__(self, default: object, take: Callable[[object, Columns], object]) -> None:
        super().__init__(default)
        self._take = take

    def validate(self, table: "Table", said: object) -> object:
        """Read what is said. Raises TraitError."""
        return self._take(said, table._shown.columns)  # noqa: SLF001  (this is a part of it)


class Table(Observed):
    """Rows in a grid: searched, filtered, sorted and selected at any size that a browser holds.

    `show` gives it other rows, each with an id of its own that never leaves Python. The following may be set before and
    after it is shown, observed and linked; what a person does on one screen is the same here and on every other:

    - `selected`: the ids of the selected rows, a tuple in the order of the rows. While there are no rows it is as it
      was set, and kept for those that come.
    - `search`: words that a row must have somewhere in the columns that are shown, whatever their capitals and accents.
    - `filters`: of columns that offer filters, a value or several of which a row must have one:
      `{"level": "manager", "flags": ["archived", None]}`; None is for rows where nothing is known. It is read as a
      mapping to tuples that does not change: set another.
    - `sort`: a column's name, a name and a direction, or several of these, the first deciding: `"projects"`,
      `("projects", "descending")`, `["level", ("projects", "descending")]`. It is read as a tuple of pairs, which is
      empty where rows stand as they came.

    A name that is no column's raises TraitError. Other rows are looked at as those before, except by columns that are
    gone. `view` holds the ids of the rows that are shown, in the order on the screen; it follows the screen by a third
    of a second, and is all rows until a screen has told of another.

    None of these is a state that a notebook saves, for each may name people; but the value of another widget that is
    linked to one, such as an `ipywidgets.Text`, is. `label` and `height` are states: a label says what the rows are
    ("People"), never whose they are.
    """

    _esm = module("table.js")
    _css = styles("common.css", "table.css")
    label = traitlets.Unicode("Rows").tag(sync=True)
    height = traitlets.Int(380).tag(sync=True)
    selected = traitlets.Tuple()
    search = traitlets.Unicode()
    filters = _Said(MappingProxyType({}), filters_of)
    sort = _Said((), sort_of)
    view = traitlets.Tuple()

    def __init__(self, columns: Sequence[Column] = (), *, ids: Sequence[Id] | None = None, **more: Any) -> None:  # noqa: ANN401  (the traits of any widget)
        self._shown = shown = Shown.of(1, columns, ids)
        self._known = shown.bits(())
        """The selection that the screens know of."""
        self._looked = Look()
        """How the rows are looked at, as far as the screens know."""
        self._turn = 0
        """Counts what the screens were told of that: a screen says of which it had heard when a person acted."""
        self._screens: set[str] = set()
        super().__init__(view=shown.ids, **more)
        self.on_msg(self._hear)

    def show(self, columns: Sequence[Column], *, ids: Sequence[Id] | None = None) -> None:
        """Show other rows; what is selected stays so where its id is still there. Raises ValueError.

        Without `ids` a row is known by its number, from 0.
        """
        self._shown = shown = Shown.of(self._shown.generation + 1, columns, ids)
        self._known = shown.bits(self.selected)
        before = self._look
        self._looked = before.of(shown.columns)
        self._turn += 1
        if self._screens:
            self._send_rows()
        if self._looked != before:
            self._take_look()
        self._tell_look()  # what another thread has set meanwhile
        if shown.ids:
            self.selected = shown.at_bits(self._known)
        self.view = shown.ids

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
        generation, look = self._shown.generation, self._looked.told()
        self.send(
            {"op": "rows", "generation": generation, "turn": self._turn, "look": look, **to},
            [self._shown.sent, self._known],
        )

    def _send_selection(self, **but: str) -> None:
        """Send the selection to all screens, or to all but the one that told of it."""
        self.send({"op": "selection", "generation": self._shown.generation, **but}, [self._known])

    @property
    def _look(self) -> Look:
        return Look(self.search, self.filters, self.sort)

    def _send_look(self, **but: str) -> None:
        """Send how the rows are looked at to all screens; the one that told of it learns only that they were told."""
        self._turn += 1
        if self._screens:
            self.send({"op": "look", "turn": self._turn, "look": self._looked.told(), **but})

    def _take_look(self) -> None:
        """Look at the rows as the screens do."""
        look = self._looked
        with self.hold_trait_notifications():
            self.search, self.filters, self.sort = look.search, look.filters, look.sort

    @traitlets.observe("search", "filters", "sort")
    def _tell_look(self, _change: object = None) -> None:
        look = self._look
        if look != self._looked:
            self._looked = look
            self._send_look()

    @traitlets.validate("selected")
    def _of_the_rows(self, proposal: dict[str, Any]) -> tuple[Id, ...]:
        """An id that no row has selects nothing; without rows, each waits for its own."""
        if not self._shown.ids:
            return tuple(dict.fromkeys(proposal["value"]))
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
            case {"op": "look", "view": str(view), "turn": int(turn), "look": dict(look)}:
                self._hear_look(view, heard(look), is_late=turn != self._turn)

    def _hear_look(self, view: str, look: Look, *, is_late: bool) -> None:
        """Look at the rows as a screen tells; if it had not heard the last of ours, tell it what has come of both."""
        self._looked = look.of(self._shown.columns)
        if is_late:
            self._send_look()
        elif len(self._screens) > 1:
            self._send_look(but=view)
        self._take_look()

    @override
    def __repr__(self) -> str:
        return f"{self.label}: {count(len(self._shown.ids), 'row')}, {count(len(self._shown.columns), 'column')}"

    @override
    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Give, beside the widget itself, a text with counts only: it is saved in the notebook."""
        return bundled(self, super()._repr_mimebundle_(**options))


def bundled(widget: anywidget.AnyWidget, bundle: Any) -> Any:  # noqa: ANN401  (what anywidget gives)
    """Add to what a notebook keeps of a widget what is read where the widget cannot be drawn."""
    data, metadata = bundle
    return {**data, "text/html": f"<p>{escape(repr(widget))}. Run the cell to see them.</p>"}, metadata
