"""What a panel is made with: whatever it does not know is refused, and what came with it is told to nobody."""

from collections.abc import Sequence
from typing import Final

from harvest_mcp.interactive.asking import Harvest

HINT: Final = "hint: AccessPanel(harvest_mcp.connect(token)) shows the account of a token."


def trouble_with(harvest: object, strangers: Sequence[str], *, is_named: bool) -> str:
    """Say what cannot be, of the account and of names that no trait has; empty where nothing is amiss.

    An account that is given is not named (`is_named`) besides: it might be another.

    Whoever asks raises the error, so that none of its frames holds a value: it may be a token.
    """
    if harvest is not None and not isinstance(harvest, Harvest):
        kind = type(harvest).__name__
        return f"AccessPanel shows what harvest_mcp.connect gives, and that is no {kind}. {HINT}"
    if harvest is not None and is_named:
        return "AccessPanel shows the account that it is given, or the one that is named. hint: Give one of the two."
    if strangers:
        known = "harvest, account, sandbox and the traits of a widget"
        return f"AccessPanel knows no {', '.join(strangers)}, but {known}. {HINT}"
    return ""
