"""Every rule of a review, theme by theme, in the order in which findings of one severity are told."""

from collections.abc import Mapping
from typing import Final

from harvest_mcp.access.review import duties, levels, managers, people, projects, records, unread
from harvest_mcp.access.review.rule import Rule

RULES: Final[Mapping[str, Rule]] = {
    rule.id: rule for theme in (levels, managers, projects, people, duties, unread, records) for rule in theme.RULES
}
"""By id."""
