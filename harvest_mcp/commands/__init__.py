"""The terminal face: a file for each verb, and only the verb that was asked for is loaded."""

from harvest_mcp.commands.line import run

__all__ = ["run"]
