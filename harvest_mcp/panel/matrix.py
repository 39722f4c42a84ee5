"""The matrix widget: who may do what, or who is on what, as a map that is looked at from afar and read from near.

Names, cells and reasons travel in messages and are never a state of the widget: a notebook that saves its widgets saves
none of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import traitlets
from typing_extensions import override

from harvest_mcp.answers.text import count
from harvest_mcp.panel.columns import MOST_ROWS, sealed
from harvest_mcp.panel.modules import module, styles
from harvest_mcp.panel.observed import Observed
from harvest_mcp.panel.table import Id, bundled

Why = Callable[[Any, Any], Sequence[str]]
"""Gives, of the ids of a row and of a column, the reasons for what stands in their cell, a sentence each."""
Place = tuple[int, int]

MOST_CELLS: Final = 50_000_000


class Extent(IntEnum):
    """What a cell says, from the least to the most; each is one byte."""

    NO = 0
    UNKNOWN = 1
    OWN = 2
    PART = 3
    ALL = 4


WORDS: Final = ("no", "unknown", "own", "part", "all")
"""What the legend calls them, unless `show` is told other words."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One side of a matrix: what its things are ("People"), their names, and ids that never leave Python."""

    label: str
    names: Sequence[str]
    ids: Sequence[Id]


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a matrix shows at one time; the screen says which time it speaks of."""

    generation: int
    rows: Axis
    columns: Axis
    sent: bytes

    @classmethod
    def of(cls, generation: int, rows: Axis, columns: Axis, cells: bytes, words: Sequence[str]) -> "Mapped":
        """Pack them. Raises ValueError where they make no matrix."""
        _check(rows, columns, cells, words)
        head = {
            "rows": {"label": rows.label, "names": list(rows.names)},
            "columns": {"label": columns.label, "names": list(columns.names)},
            "words": list(words),
        }
        return cls(generation, rows, columns, sealed(head, cells))

    def place(self, selected: tuple[Id, ...]) -> Place | None:
        """Give the numbers of the row and the column that have these ids."""
        if len(selected) != 2:  # noqa: PLR2004  (a row and a column)
            return None
        row, column = selected
        if row not in self.rows.ids or column not in self.columns.ids:
            return None
        return self.rows.ids.index(row), self.columns.ids.index(column)

    def ids(self, place: Place) -> tuple[Id, Id]:
        """Give the ids of a row and a column."""
        row, column = place
        return self.rows.ids[row], self.columns.ids[column]


class Matrix(Observed):
    """Rows by columns as a heat map: ordered, filtered, zoomed until names appear, and read as a table as well.

    `show` gives it other things. `why` is asked for the reasons of a cell when a person points at it; it may be set at
    any time. `selected` holds the ids of the row and the column of the cell that was chosen last, or is empty; it may
    be observed and set, before anything is shown as well, and is no state that a notebook saves. `label` and `height`
    are.
    """

    _esm = module("matrix.js")
    _css = styles("common.css", "table.css", "matrix.css")
    label = traitlets.Unicode("Matrix").tag(sync=True)
    height = traitlets.Int(420).tag(sync=True)
    selected = traitlets.Tuple()

    def __init__(self, *, why: Why | None = None, **more: Any) -> None:  # noqa: ANN401  (the traits of any widget)
        self.why = why
        self._mapped = Mapped.of(1, Axis("Rows", (), ()), Axis("Columns", (), ()), b"", WORDS)
        self._known: Place | None = None
        """The cell that the screens know to be chosen."""
        self._screens: set[str] = set()
        super().__init__(**more)
        self.on_msg(self._hear)

    def show(self, rows: Axis, columns: Axis, cells: bytes, *, words: Sequence[str] = WORDS) -> None:
        """Show other things: `cells` holds an `Extent` a byte, row after row. Raises ValueError.

        `words` are what the legend calls the five extents; one that is empty stands for an extent that does not occur.
        """
        self._mapped = Mapped.of(self._mapped.generation + 1, rows, columns, cells, words)
        self._known = self._mapped.place(self.selected)
        if self._screens:
            self._send_map()
        if self._known is None:
            self.selected = ()

    @property
    def weight(self) -> int:
        """How many bytes names and cells are on their way to the screen."""
        return len(self._mapped.sent)

    def _send_map(self, **to: str) -> None:
        """Send all of it to the one screen that asks (`view`), or to all."""
        self.send(self._content("map", place=self._known, **to), [self._mapped.sent])

    def _content(self, op: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401  (JSON)
        return {"op": op, "generation": self._mapped.generation, **more}

    @traitlets.validate("selected")
    def _of_the_map(self, proposal: dict[str, Any]) -> tuple[Id, ...]:
        """Ids that no row and column have choose nothing; before anything is shown, they wait for it."""
        value: tuple[Id, ...] = proposal["value"]
        return value if self._mapped.generation == 1 or self._mapped.place(value) else ()

    @traitlets.observe("selected")
    def _tell_selection(self, _change: object) -> None:
        place = self._mapped.place(self.selected)
        if place != self._known:
            self._known = place
            self.send(self._content("cell", place=place))

    def _hear(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        """Take what a screen tells; what it tells of things that are gone is no longer true."""
        match content:
            case {"op": "ready", "view": str(view)}:
                self._screens.add(view)
                self._send_map(view=view)
            case {"generation": generation} if generation != self._mapped.generation:
                return
            case {"op": "cell", "view": str(view), "place": place}:
                self._known = None if place is None else (int(place[0]), int(place[1]))
                if len(self._screens) > 1:
                    self.send(self._content("cell", place=self._known, but=view))
                self.selected = () if self._known is None else self._mapped.ids(self._known)
            case {"op": "why", "view": str(view), "place": [int(row), int(column)]}:
                self._answer(view, (row, column))

    def _answer(self, view: str, place: Place) -> None:
        """Tell one screen the reasons for a cell; it is told as well that they could not be found."""
        told: Sequence[str] = ("The reasons could not be found: an error stands in the log.",)
        try:
            told = self.why(*self._mapped.ids(place)) if self.why else ()
        finally:
            self.send(self._content("reasons", view=view, place=place, reasons=list(told)))

    @override
    def __repr__(self) -> str:
        """Count; labels say what is counted, and nobody is named."""
        rows, columns = self._mapped.rows, self._mapped.columns
        return f"{self.label}: {count(len(rows.ids), 'row')} by {count(len(columns.ids), 'column')}"

    @override
    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Give, beside the widget itself, a text with counts only: it is saved in the notebook."""
        return bundled(self, super()._repr_mimebundle_(**options))


def _check(rows: Axis, columns: Axis, cells: bytes, words: Sequence[str]) -> None:
    for axis in (rows, columns):
        if len(axis.names) != len(axis.ids) or len(set(axis.ids)) != len(axis.ids):
            raise ValueError(f"{axis.label}: {len(axis.names):,} names need as many ids, each another.")
        if len(axis.names) > MOST_ROWS:
            raise ValueError(f"{axis.label}: at most {MOST_ROWS:,} are shown. hint: show a part of them.")
    if len(cells) != len(rows.names) * len(columns.names):
        raise ValueError(f"{len(rows.names):,} by {len(columns.names):,} is not {len(cells):,} cells.")
    if len(cells) > MOST_CELLS:
        raise ValueError(f"At most {MOST_CELLS:,} cells are shown, not {len(cells):,}. hint: show a part of them.")
    if len(words) != len(Extent) or (cells and max(cells) > max(Extent)):
        raise ValueError(f"A cell is one of {len(Extent)} extents, and each has a word.")
