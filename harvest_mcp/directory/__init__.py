"""Where a picture of the account is loaded and kept: one load at a time, an age, never half an account."""

from harvest_mcp.directory.keeping import Directory

__all__ = ["Directory"]
