"""The lines of Python that show without the panel what it shows."""

from collections.abc import Mapping
from typing import Final

from harvest_mcp.panel.framing import FOLDED, FRAMES, MOST_ACCESS_FIRST, TABLES, Frame
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
THINGS: Final = ("project", "person", "client")
IMPORTED: Final = "from harvest_mcp.answers.text import fold"
LISTED: Final = 50
"""Ids that are written down; more are taken from the panel."""
ACTIVE: Final = "people = people[~people['active'].isin([False])]"
MAPPED: Final = {
    "permissions": (
        "grants = picture.grants.to_pandas()",
        "grants['reach'] = grants['reach'].replace('managed', 'part').where(grants['answer'] == 'yes', 'unknown')",
        "matrix = grants.pivot(index='person_id', columns='permission', values='reach')",
        "matrix = matrix.reindex(index=people['person_id'], columns=harvest.permissions()['permission'])",
        "matrix.astype(object).fillna('no').set_axis(people['person'])",
    ),
    "projects": (
        "projects = picture.projects.to_pandas()",
        "projects = projects[~projects['active'].isin([False])]",
        "on = picture.assignments.to_pandas()",
        "on = on[~on['active'].isin([False])].sort_values('manages', kind='stable', na_position='first')",
        "on['as'] = on['manages'].isin([True]).map({True: 'manages it', False: 'on it'})",
        "matrix = on.pivot_table(index='person_id', columns='project_id', values='as', aggfunc='last')",
        "matrix = matrix.reindex(index=people['person_id'], columns=projects['project_id'])",
        "matrix = matrix.astype(object).fillna('not on it')",
        "matrix.set_axis(people['person']).set_axis(projects['project'], axis=1)",
    ),
}
"""What people are mapped by, from a picture and its active people."""


def of_question(opening: Opening, question: Question) -> str:
    """Write a question of the panel, or that none was asked."""
    kind = question.get("kind", "")
    if kind not in METHODS:
        return _lines(opening, "# Nothing was asked in the panel yet: harvest.who_can, .explain and .compare ask.")
    given = [repr(question.get(name, "")) for name in FIRST[kind] if question.get(name) or kind != "who_can"]
    given += [f"{name}={question[name]!r}" for name in THINGS if question.get(name)]
    return _lines(opening, f"harvest.{METHODS[kind]}({', '.join(given)}).result()")


def of_changes(opening: Opening) -> str:
    """Write what has changed since the last snapshot."""
    return _lines(opening, "harvest.changes().result()")


def of_matrix(opening: Opening, by: str) -> str:
    """Write the whole of a matrix, in the order in which it is given to the screen."""
    people = ("picture = harvest.picture().result()", "people = picture.people.to_pandas()", MOST_ACCESS_FIRST, ACTIVE)
    return _lines(opening, *people, *MAPPED[by])


def of_view(opening: Opening, tab: str, table: Table) -> str:
    """Write the rows that a table shows: by filters and order, which hold tomorrow too, or else by their ids."""
    frame = FRAMES[tab]
    said = [frame.filtered(name, items) for name, items in table.filters.items()]
    said += [frame.sorted(name, way) for name, way in reversed(table.sort)]
    first = f"{frame.name} = {frame.source}.to_pandas()"
    is_chosen = not said and table.view != table.ids
    if table.search.strip() or not all(said) or is_chosen:
        return _lines(opening, first, _of_ids(frame, table, f"panel.{TABLES[tab]}.view"))
    lines = _lines(opening, first, *([frame.order] if frame.order else []), *said, frame.name)
    if not any("key=folded" in line for line in said):
        return lines
    return lines.replace("\n\n", f"\n{IMPORTED}\n\n\n{FOLDED}", 1)


def _of_ids(frame: Frame, table: Table, of_panel: str) -> str:
    """Write the rows that are on the screen, by their ids or, where these are too many, by those of the panel."""
    shown = table.view
    if len(shown) <= LISTED:
        return frame.of_ids(repr(list(shown)))
    return f"{frame.of_ids(f'list({of_panel})')}  # the {len(shown):,} that this notebook's panel shows"


def _lines(opening: Opening, *lines: str) -> str:
    remark = f"  # {opening.remark}" if opening.remark else ""
    return "\n".join(("import harvest_mcp", "", f"harvest = {opening.python}{remark}", *lines))
