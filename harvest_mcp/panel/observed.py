"""Widgets that others observe: an observer that fails breaks nothing that is told to it on a thread of ours."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import anywidget
from typing_extensions import override

LOG: Final = logging.getLogger(__name__)
_telling: Final[ContextVar[bool]] = ContextVar("telling", default=False)


class Observed(anywidget.AnyWidget):
    """A widget whose observers may fail: what sets its traits within `telling` goes on, and their error is shown."""

    @override
    def notify_change(self, change: Any) -> None:
        """Tell the observers of a trait; nobody would read what they raise on a thread of ours."""
        try:
            super().notify_change(change)
        except Exception:
            if not is_telling():
                raise
            shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
            if shell is None:
                LOG.exception("An observer failed.")
            else:
                shell.showtraceback()  # as of any callback


@contextmanager
def telling() -> Iterator[None]:
    """Set traits in this block on a thread of ours."""
    before = _telling.set(True)
    try:
        yield
    finally:
        _telling.reset(before)


def is_telling() -> bool:
    """Whether an observer that runs here is told by a thread of ours."""
    return _telling.get()
