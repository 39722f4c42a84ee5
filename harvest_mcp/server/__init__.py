"""The MCP face: typed tools over the shared answers, served over stdio in both protocol eras."""

from harvest_mcp.harvest.wire import undisturbed

with undisturbed():  # mcp makes some thousands of lasting things and no garbage: this takes a tenth off every start
    import mcp.server.mcpserver  # noqa: F401
