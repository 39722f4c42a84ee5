"""The same SDK's server with one tool that always gives the same answer: what the SDK itself costs.

Alone it is a program: `python -m benchmarks.constant FILE` reads the tool and its answer from a JSON file. The answer
is not held to the schema, as ours is not: that makes it the fastest `MCPServer` that this SDK allows.
"""

import json
import sys
from pathlib import Path

from mcp.server import MCPServer
from mcp.server.mcpserver.tools import Tool
from mcp.types import CallToolResult, TextContent


def main() -> None:
    """Serve the tool over the SDK's own stdio."""
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    answer = CallToolResult(
        content=[TextContent(type="text", text=told["text"])], structured_content=told["structured"]
    )

    async def get_user(user: str) -> CallToolResult:  # noqa: ARG001  (whoever is asked about, the same comes back)
        return answer

    made = Tool.from_function(get_user, description=told["tool"]["description"], structured_output=False)
    made.parameters = told["tool"]["inputSchema"]
    made.fn_metadata.output_schema = told["tool"]["outputSchema"]
    MCPServer("harvest", tools=[made], log_level="WARNING").run()


if __name__ == "__main__":
    main()
