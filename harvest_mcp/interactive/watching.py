"""A line for whoever waits: how far the reading of Harvest is, shown once the wait is long enough to wonder.

In a terminal it is a line of stderr, in a notebook a text under the cell; elsewhere there is nobody to read it.
"""

import shutil
import sys
from time import monotonic
from typing import Any, Final, Protocol, Self

from harvest_mcp.harvest.progress import Progress

PATIENCE: Final = 0.5
"""Seconds that one waits without being told why."""
ASKING: Final = "Asking Harvest"


class _Screen(Protocol):
    def write(self, text: str) -> None:
        """Show this in place of what was shown; nothing, where it is empty."""


class watching:  # noqa: N801  (a context manager that reads as a verb)
    """Shows a line while its block waits, gone when the block ends; calling what it gives tells how far one is."""

    def __init__(self, *, quiet: bool) -> None:
        self._screen = None if quiet else _screen()
        self._began = monotonic()
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __call__(self, progress: Progress | None) -> None:
        """Show how far one is, if it has been long enough."""
        text = str(progress or ASKING)
        if self._screen is not None and monotonic() - self._began >= PATIENCE and text != self._shown:
            self._shown = text
            self._screen.write(text)

    def __exit__(self, *_: object) -> None:
        if self._screen is not None and self._shown:
            self._screen.write("")


class _Terminal:
    """The line of stderr that the cursor is on."""

    def write(self, text: str) -> None:
        wide = shutil.get_terminal_size().columns
        sys.stderr.write(f"\r\x1b[K{text[: wide - 1]}")
        sys.stderr.flush()


class _Cell:
    """A text under a notebook's cell; the notebook keeps it as empty as it is left."""

    def __init__(self) -> None:
        self._handle: Any = None

    def write(self, text: str) -> None:
        from IPython.display import Pretty, display  # noqa: PLC0415  (there, since this is its notebook)

        if self._handle is None:
            self._handle = display(Pretty(text), display_id=True)
        else:
            self._handle.update(Pretty(text))


def _screen() -> _Screen | None:
    if is_notebook():
        return _Cell()
    return _Terminal() if sys.stderr is not None and sys.stderr.isatty() else None


def is_notebook() -> bool:
    """Whether a kernel runs this, which draws what it is given under its cell."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return getattr(shell, "kernel", None) is not None
