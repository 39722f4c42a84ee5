"""The report that people read, print and sign: one HTML file that asks nothing of any network."""

from harvest_mcp.evidence.report.drawing import report

__all__ = ["report"]
