"""Who has access to what in a Harvest account.

`connect` gives the account to ask in Python, and `rows` an answer as rows. Importing this package loads neither mcp nor
ipywidgets: each name is loaded when it is asked for.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from harvest_mcp.interactive.answered import rows
    from harvest_mcp.interactive.asking import Harvest
    from harvest_mcp.interactive.connecting import connect
    from harvest_mcp.panel.panel import AccessPanel

__all__ = ["AccessPanel", "Harvest", "__version__", "connect", "rows"]
__version__ = "0.1.0"

_ROOMS: Final = {
    "AccessPanel": "harvest_mcp.panel.panel",
    "Harvest": "harvest_mcp.interactive.asking",
    "connect": "harvest_mcp.interactive.connecting",
    "rows": "harvest_mcp.interactive.answered",
}
"""Where each public name is defined."""


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the name stands for)
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_ROOMS[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


def load_ipython_extension(shell: Any) -> None:  # noqa: ANN401  (IPython's shell)
    """Add `%harvest` to IPython: `%load_ext harvest_mcp`."""
    is_there = find_spec("anywidget") is not None
    import_module("harvest_mcp.interactive.magic.extension").load(shell, alone=_panel if is_there else None)


def unload_ipython_extension(shell: Any) -> None:  # noqa: ANN401  (IPython's shell)
    """Take it away: `%unload_ext harvest_mcp`."""
    import_module("harvest_mcp.interactive.magic.extension").unload(shell)


def _panel() -> object:
    """What `%harvest` with nothing after it gives."""
    return __getattr__("AccessPanel")()
