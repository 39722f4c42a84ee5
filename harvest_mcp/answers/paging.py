"""Pages of an answer: the rows that were asked for and fit, and a cursor that stays right while the account changes.

Rows are in order of ids, which never change, so nothing that stays in a list is ever skipped or shown twice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from itertools import accumulate
from typing import Final, Generic, Protocol, TypeVar

from pydantic import BaseModel
from pydantic_core import to_json

from harvest_mcp.harvest.errors import BadCursor

DEFAULT_LIMIT: Final = 50
DEFAULT_SIZE: Final = 8_000
LARGEST_SIZE: Final = 60_000
"""Bytes that a default answer may take, and any, in compact JSON; its text always takes less."""
HEAD: Final = 2_000
"""Bytes that what every answer says about itself never passes: whose account, as of when, gaps, totals, a cursor."""


class _HasId(Protocol):
    @property
    def id(self) -> int: ...


Thing = TypeVar("Thing", bound=_HasId)
Row = TypeVar("Row", bound=BaseModel)
Part = TypeVar("Part", bound=BaseModel | str)


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page of which question: how many rows at the most (None: all of them), and after which cursor."""

    limit: int | None = DEFAULT_LIMIT
    cursor: str = ""

    def room(self, beside: int = HEAD) -> int | None:
        """How many bytes are left where `beside` are taken; None where everything was asked for."""
        if self.limit is None:
            return None
        return max((DEFAULT_SIZE if self.limit <= DEFAULT_LIMIT else LARGEST_SIZE) - beside, 0)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page and where the next one starts."""

    rows: list[Row]
    total: int
    next_cursor: str | None


def page(
    things: Sequence[Thing],
    turn: Turn,
    *,
    question: Sequence[object],
    row: Callable[[Thing], Row],
    beside: int = HEAD,
) -> Page[Row]:
    """Take the page of `turn` from all that match a question, which the cursor is bound to.

    Rows share the answer with as many bytes as stand `beside` them. There is always one, so that every page makes
    progress. Raises BadCursor where the cursor is not one of this question's.
    """
    mark = _mark(question)
    after = _after(turn.cursor, mark)
    rest = sorted((thing for thing in things if thing.id > after), key=lambda thing: thing.id)
    rows = fitting(map(row, rest[: turn.limit]), turn.room(beside), least=1)
    more = len(rows) < len(rest)
    return Page(rows, len(things), f"{mark}.{rest[len(rows) - 1].id}" if more else None)


def fitting(parts: Iterable[Part], room: int | None, *, least: int = 0) -> list[Part]:
    """Take parts from the front while they fit into so many bytes, and at least so many parts."""
    every = list(parts)
    if room is None or size(*every) <= room:
        return every
    used = accumulate(map(size, every))
    return every[: max(least, sum(until <= room for until in used))]


def size(*parts: BaseModel | str) -> int:
    """How many bytes these take in an answer, with a comma after each."""
    return len(to_json(parts, exclude_none=True)) - 1 if parts else 0


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
