"""The MCP face: typed tools over the shared answers, served over stdio in both protocol eras."""
