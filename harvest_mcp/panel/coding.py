"""The lines of Python that show without the panel what it shows."""

from collections.abc import Mapping, Sequence
from typing import Final

Question = Mapping[str, str]
METHODS: Final = {"who_can": "who_can", "explain_access": "explain", "compare_access": "compare"}
FIRST: Final = {
    "who_can": ("permission",),
    "explain_access": ("user", "permission"),
    "compare_access": ("first", "second"),
}
"""What is given without its name."""
LISTED: Final = 50
"""Ids that are written down; of more, their number is said."""


def of_question(opening: str, question: Question) -> str:
    """Write a question of the panel."""
    kind = question["kind"]
    given = [repr(question[name]) for name in FIRST[kind] if question.get(name)]
    given += [f"{name}={value!r}" for name, value in question.items() if value and name not in (*FIRST[kind], "kind")]
    return _lines(opening, f"harvest.{METHODS[kind]}({', '.join(given)}).result()")


def of_view(opening: str, tab: str, shown: Sequence[object], of: int) -> str:
    """Write the rows that a table shows."""
    what, column = ("projects", "project_id") if tab == "projects" else ("people", "person_id")
    rows = [f"{what} = harvest.picture().result().{what}.to_pandas()"]
    if len(shown) == of:
        return _lines(opening, *rows, what)
    if len(shown) > LISTED:
        return _lines(opening, *rows, f"{what}  # of these, the panel shows {len(shown):,}: panel.view")
    return _lines(opening, *rows, f"{what}.set_index({column!r}).loc[{list(shown)!r}]")


def _lines(opening: str, *lines: str) -> str:
    return "\n".join(("import harvest_mcp", "", f"harvest = {opening}", *lines))
