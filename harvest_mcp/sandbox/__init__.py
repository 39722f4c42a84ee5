"""A little Harvest: an ASGI app that answers as Harvest's API v2 does, for a company that nobody works at.

It imports starlette and the standard library only, nothing of the rest of this project, so that it can prove us wrong.
"""

from harvest_mcp.sandbox.app import Sandbox
from harvest_mcp.sandbox.company import Company
from harvest_mcp.sandbox.example import example_company
from harvest_mcp.sandbox.faults import KINDS, Fault
from harvest_mcp.sandbox.made_up import made_up_company

__all__ = ["KINDS", "Company", "Fault", "Sandbox", "example_company", "made_up_company"]
