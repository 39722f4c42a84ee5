"""The command `harvest-mcp`: alone it serves MCP over stdio; with a verb it answers at the terminal.

Only the verb that was asked for is loaded.
"""

import sys
from typing import Final

PLAIN_SERVE: Final = (["serve"], ["serve", "--sandbox"], ["--sandbox"], [])


def main() -> None:
    """Run the verb that the command line names; without one, serve."""
    arguments = sys.argv[1:]
    if arguments in PLAIN_SERVE:  # what hosts start: it loads nothing of the terminal face
        from harvest_mcp.server.stdio import serve

        serve(sandbox="--sandbox" in arguments)
    else:
        from harvest_mcp.commands import run

        run(arguments)


if __name__ == "__main__":
    main()
