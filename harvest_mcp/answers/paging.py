"""Pages of an answer: the rows that were asked for and fit, and a cursor that stays right while the account changes.

Rows are in order of Harvest's ids, which never change, so nothing that stays in a list is ever skipped or shown twice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import Final, Generic, Protocol, TypeVar

from pydantic import BaseModel

from harvest_mcp.harvest.errors import BadCursor

DEFAULT_LIMIT: Final = 50
DEFAULT_ROOM: Final = 6_000
LARGEST_ROOM: Final = 54_000
"""Bytes for the rows of a default answer (8 kB in all) and of any (60 kB); the rest is for head, gaps and keys."""


class _HasId(Protocol):
    @property
    def id(self) -> int: ...


Thing = TypeVar("Thing", bound=_HasId)
Row = TypeVar("Row", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page of which question: how many rows at the most (None: all of them), and after which cursor."""

    limit: int | None = DEFAULT_LIMIT
    cursor: str = ""

    @property
    def room(self) -> int | None:
        """How many bytes the rows of this page may take; None where everything was asked for."""
        if self.limit is None:
            return None
        return DEFAULT_ROOM if self.limit <= DEFAULT_LIMIT else LARGEST_ROOM


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page and where the next one starts."""

    rows: list[Row]
    total: int
    next_cursor: str | None


def page(things: Sequence[Thing], turn: Turn, *, question: Sequence[object], row: Callable[[Thing], Row]) -> Page[Row]:
    """Take the page of `turn` from all that match a question, which the cursor is bound to.

    Raises BadCursor where the cursor is not one of this question's.
    """
    mark = _mark(question)
    after = _after(turn.cursor, mark)
    rest = sorted((thing for thing in things if thing.id > after), key=lambda thing: thing.id)
    rows = _fitting(map(row, rest[: turn.limit]), turn.room)
    more = len(rows) < len(rest)
    return Page(rows, len(things), f"{mark}.{rest[len(rows) - 1].id}" if more else None)


def _fitting(rows: Iterable[Row], room: int | None) -> list[Row]:
    """Take rows while they fit, and always one, so that every page makes progress."""
    taken: list[Row] = []
    used = 0
    for row in rows:
        if room is not None:
            used += len(row.model_dump_json(exclude_none=True).encode()) + 1
            if taken and used > room:
                break
        taken.append(row)
    return taken


def _mark(question: Sequence[object]) -> str:
    return blake2s(repr(tuple(question)).encode(), digest_size=5).hexdigest()


def _after(cursor: str, mark: str) -> int:
    if not cursor:
        return 0
    of, _, after = cursor.partition(".")
    if of != mark or not (after.isascii() and after.isdigit()):
        raise BadCursor(
            "This cursor does not belong to this question.",
            "Repeat the call that gave it with the same filters, or leave cursor out to start again.",
        )
    return int(after)
