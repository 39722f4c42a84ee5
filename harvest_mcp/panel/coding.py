"""The lines of Python that show without the panel what it shows."""

from collections.abc import Collection, Mapping
from typing import Final

from harvest_mcp.panel.looking import Item
from harvest_mcp.panel.opening import Opening
from harvest_mcp.panel.table import Table

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
IDS: Final = {"people": "person_id", "projects": "project_id"}


def of_question(opening: Opening, question: Question) -> str:
    """Write a question of the panel."""
    kind = question["kind"]
    given = [repr(question[name]) for name in FIRST[kind] if question.get(name)]
    given += [f"{name}={value!r}" for name, value in question.items() if value and name not in (*FIRST[kind], "kind")]
    return _lines(opening, f"harvest.{METHODS[kind]}({', '.join(given)}).result()")


def of_view(opening: Opening, tab: str, table: Table) -> str:
    """Write the rows that a table shows: by their filters where these say it all, or else by their ids."""
    what = "projects" if tab == "projects" else "people"
    rows = [f"{what} = harvest.picture().result().{what}.to_pandas()"]
    shown, filters = table.view, [_filter(what, name, items) for name, items in table.filters.items()]
    if filters and all(filters) and not table.search and (not table.sort or len(shown) > LISTED):
        return _lines(opening, *rows, *(f"{what} = {what}[{condition}]" for condition in filters), what)
    if len(shown) == len(table.ids):
        return _lines(opening, *rows, what)
    if len(shown) > LISTED:
        return _lines(opening, *rows, f"{what}  # of these, the panel shows {len(shown):,}: panel.view")
    return _lines(opening, *rows, f"{what}.set_index({IDS[what]!r}).loc[{list(shown)!r}]")


def _filter(what: str, name: str, items: Collection[Item]) -> str:
    """Write which rows a filter leaves; nothing, where no single column of the picture says so."""
    wanted, nothing = [item for item in items if item is not None], None in items
    match what, name:
        case ("people", "extras" | "job_roles"):
            held = f"any(one in of for one in {wanted!r}){' or not of' if nothing else ''}"
            return f"{what}[{name!r}].map(lambda of: {held})"
        case ("projects", "archived"):
            name, wanted = "active", [not item for item in wanted]
        case ("people", "level") | ("projects", "client" | "report_shared"):
            pass
        case _:
            return ""
    column = f"{what}[{name!r}]"
    return f"{column}.isin({wanted!r}){f' | {column}.isna()' if nothing else ''}"


def _lines(opening: Opening, *lines: str) -> str:
    remark = f"  # {opening.remark}" if opening.remark else ""
    return "\n".join(("import harvest_mcp", "", f"harvest = {opening.python}{remark}", *lines))
