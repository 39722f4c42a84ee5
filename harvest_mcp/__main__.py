"""The command `harvest-mcp`: alone it serves MCP over stdio; with a verb it answers at the terminal.

Only the verb that was asked for is loaded.
"""

import os
import sys
from typing import Final

COMPLETING: Final = ("_HARVEST_MCP_COMPLETE", "_HARVEST_ACCESS_MCP_COMPLETE")
"""Set by a shell that asks for completions; it names no verb."""

INTERRUPTED: Final = 130


def main() -> None:
    """Run the verb that the command line names; without one, serve."""
    arguments = sys.argv[1:]
    try:
        match arguments if os.environ.keys().isdisjoint(COMPLETING) else [""]:
            # What hosts start: it loads nothing of the terminal face.
            case [] | ["serve"]:
                serve(sandbox=False)
            case ["--sandbox"] | ["serve", "--sandbox"]:
                serve(sandbox=True)
            case ["--account", name] | ["serve", "--account", name] if not name.startswith("-"):
                serve(sandbox=False, account=name)
            case _:
                from harvest_mcp.commands import run

                run(arguments, serve=serve)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def serve(*, sandbox: bool, account: str = "") -> None:
    """Serve MCP over stdio; who does so by hand is told what they are looking at."""
    if sys.stdin is not None and sys.stdin.isatty():
        words = "Speaking MCP here, for an assistant's host. Ctrl-C ends it; `harvest-mcp --help` says more."
        sys.stderr.write(f"{words}\n")
    from harvest_mcp.server.stdio import serve as serve_stdio

    serve_stdio(sandbox=sandbox, account=account)


if __name__ == "__main__":
    main()
