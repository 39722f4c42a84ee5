"""How far a reading of Harvest is, told to whoever waits for it.

Whoever listens hears what is read in the same task and in the tasks that it starts, and nothing of anybody else's.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Progress:
    """So many rows of a list are read, of so many where Harvest said; `note` says what keeps us."""

    what: str
    done: int
    total: int | None = None
    note: str = ""

    @override
    def __str__(self) -> str:
        of = f" of {self.total:,}" if self.total is not None else ""
        return f"{self.what}: {self.done:,}{of}{'; ' if self.note else ''}{self.note}"


Listener = Callable[[Progress], None]

_listeners: Final[ContextVar[tuple[Listener, ...]]] = ContextVar("listeners", default=())


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tell this listener, besides those around it, how far whatever is read in this block is."""
    before = _listeners.set((*_listeners.get(), listener))
    try:
        yield
    finally:
        _listeners.reset(before)


def tell(progress: Progress) -> None:
    """Tell everyone who listens here."""
    for listener in _listeners.get():
        listener(progress)
