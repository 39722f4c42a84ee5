"""What it costs to import the server, beside importing the SDK alone."""

from functools import partial
from typing import Final

from benchmarks.accounts import Accounts
from benchmarks.figures import Group, bounded
from benchmarks.measuring import cpu_seconds, in_turns, python

MOST: Final = 1.1


def importing(accounts: Accounts) -> Group:
    """Time both imports in new processes, by the processor time that they use."""
    ours, theirs = in_turns(
        4 if accounts.quick else 15,
        partial(python, "-c", "import harvest_mcp.server.stdio"),
        partial(python, "-c", "import mcp"),
        measure=cpu_seconds,
    )
    return Group(
        "Import",
        "`import harvest_mcp.server.stdio` against `import mcp`, each in a new process with compiled bytecode; "
        "processor time, the interpreter's own start included.",
        (bounded("ratio", ours, theirs, most=MOST),),
    )
