"""Findings of an access review: each a small rule over one picture of the account, and what the policy accepts."""

from harvest_mcp.access.review.policy import Policy, Suppression
from harvest_mcp.access.review.reviewing import Finding, Review, review
from harvest_mcp.access.review.rules import RULES
from harvest_mcp.access.review.scene import Activity

__all__ = ["RULES", "Activity", "Finding", "Policy", "Review", "Suppression", "review"]
