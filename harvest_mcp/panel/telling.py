"""What a panel tells its screens: one that is drawn late, or anew, is told the last of everything once more.

What is told may name people: it is kept in memory only, and no longer than the account that it tells of is shown.
"""

from collections.abc import Callable
from threading import RLock
from typing import Any

from harvest_mcp.panel.blocks import Json


class Telling:
    """Sends messages to all screens; `send` may be called from any thread, and is by one at a time."""

    def __init__(self, send: Callable[[Json], None]) -> None:
        self._send = send
        self._turn = RLock()
        self._last: dict[tuple[str, str], Json] = {}

    def tell(self, op: str, **more: Any) -> None:  # noqa: ANN401  (JSON)
        """Tell what is of this moment only; `view` is the one screen that it is for."""
        with self._turn:
            self._send({"op": op, **more})

    def keep(self, op: str, *, of: str = "", **more: Any) -> None:  # noqa: ANN401  (JSON)
        """Tell how something stands, and those that come later as well; `of` says which of its kind."""
        with self._turn:
            self._last[op, of] = {"op": op, "of": of, **more}
            self._send(self._last[op, of])

    def repeat(self, view: str) -> None:
        """Tell one screen how everything stands."""
        with self._turn:
            for content in self._last.values():
                self._send({**content, "view": view})

    def forget(self) -> None:
        """Let go of all that was told: it is no longer so."""
        with self._turn:
            self._last.clear()
