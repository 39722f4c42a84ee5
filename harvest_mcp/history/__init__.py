"""What the account was like: pictures kept over time, each fact once with the interval in which it held.

It needs the extra `history`. No token is ever in it, and no rate unless that was asked for.
"""

from harvest_mcp.history.snapshot import Snapshot
from harvest_mcp.history.store import History
from harvest_mcp.history.taking import take_snapshot

__all__ = ["History", "Snapshot", "take_snapshot"]
