"""The tables of the panel as frames: where their rows come from in Python, and what says their filters and orders.

Each line is one of pandas. What it gives is what the screen shows, in the order of the screen.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from harvest_mcp.panel.looking import Direction, Item

Condition = Callable[[str, Collection[Item]], str]
"""Writes which rows have one of some items, of a column as it is written."""

FOLDED: Final = """\
def folded(column):  # as the panel orders text: whatever its capitals and accents, and nothing last
    texts = column.astype(object).map(lambda of: [of] if isinstance(of, str) else of, na_action='ignore')
    return texts.map(lambda of: [(fold(text), text) for text in of if text] or None, na_action='ignore')


"""
"""What a line that sorts by `key=folded` needs before it."""


@dataclass(frozen=True, slots=True)
class Of:
    """A column of a table: which column of the frame holds it, how that is ordered, and how it is filtered by."""

    name: str
    key: str = ""
    condition: Condition | None = None
    is_negated: bool = False
    """Whether the frame says the opposite, yes for no."""
    is_sortable: bool = True

    def sort(self, frame: str, way: Direction) -> str:
        """Write the line that sorts by it, equal rows staying as they were; empty where none can say it."""
        if not self.is_sortable:
            return ""
        is_down = (way == "descending") != self.is_negated
        given = [repr(self.name), *(["ascending=False"] if is_down else []), *([f"key={self.key}"] if self.key else [])]
        return f"{frame} = {frame}.sort_values({', '.join(given)}, kind='stable')"


@dataclass(frozen=True, slots=True)
class Frame:
    """A table as a frame: what gives it, how its ids are its index, and its columns by the names of the table's."""

    name: str
    source: str
    index: str
    columns: Mapping[str, Of]
    order: str = ""
    """The line that puts rows in the order in which the panel has them before anybody sorts."""

    def filtered(self, name: str, items: Collection[Item]) -> str:
        """Write the line that filters; empty where none can say it."""
        of = self.columns.get(name)
        if of is None or of.condition is None:
            return ""
        return f"{self.name} = {self.name}[{of.condition(f'{self.name}[{of.name!r}]', items)}]"

    def sorted(self, name: str, way: Direction) -> str:
        """Write the line that sorts; empty where none can say it."""
        return self.columns[name].sort(self.name, way) if name in self.columns else ""

    def of_ids(self, ids: str) -> str:
        """Write the rows of some ids, in their order."""
        return f"{self.name}.set_index({self.index}).loc[{ids}].reset_index(drop=True)"


def _text(column: str, items: Collection[Item]) -> str:
    wanted = [item or "" for item in items]
    filled = ".fillna('')" if None in items else ""
    return f"{column}{filled}.isin({wanted!r})"


def _flag(column: str, items: Collection[Item]) -> str:
    wanted = [item for item in items if item is not None]
    return f"{column}.isin({wanted!r}){f' | {column}.isna()' if None in items else ''}"


def _archived(column: str, items: Collection[Item]) -> str:
    return _flag(column, [None if item is None else not item for item in items])


def _texts(column: str, items: Collection[Item]) -> str:
    wanted = [item for item in items if item is not None]
    if not wanted:
        return f"{column}.map(len).eq(0)"
    held = f"any(one in of for one in {wanted!r}){' or not of' if None in items else ''}"
    return f"{column}.map(lambda of: {held}).astype(bool)"


def _kind(column: str, items: Collection[Item]) -> str:
    return _text(column, ["job" if item == "job role" else item for item in items])


def _flags(_column: str, items: Collection[Item]) -> str:
    """A person's flags are columns of their own in the frame."""
    said = [FLAGS[str(item)] for item in items if str(item) in FLAGS]
    nothing = [f"~({' | '.join(FLAGS.values())})"] if None in items else []
    return " | ".join([*said, *nothing]) or "people['active'].isin([])"


FLAGS: Final = {
    "archived": "people['active'].isin([False])",
    "contractor": "people['contractor'].isin([True])",
    "all future projects": "people['all_future_projects'].isin([True])",
    "unknown access role": "people['unknown_access_roles'].map(bool).astype(bool)",
}
MOST_ACCESS_FIRST: Final = """\
people = people.sort_values(  # those with the most access first, as in the panel
    ['active', 'level', 'extras', 'person'],
    ascending=[False, True, False, True],
    na_position='first',
    key=lambda of: of.map(len) if of.name == 'extras' else of,
)"""
PEOPLE: Final = Frame(
    "people",
    "harvest.picture().result().people",
    "'person_id', drop=False",
    {
        "name": Of("person", "folded"),
        "email": Of("email", "folded"),
        "level": Of("level", "folded", _text),
        "extras": Of("extras", "folded", _texts),
        "job_roles": Of("job_roles", "folded", _texts),
        "flags": Of("flags", "", _flags, is_sortable=False),
        "projects": Of("projects"),
        "manages": Of("manages_projects"),
        "leads": Of("manages_people"),
        "profile": Of("profile", "folded"),
    },
    order=MOST_ACCESS_FIRST,
)
PROJECTS: Final = Frame(
    "projects",
    "harvest.picture().result().projects",
    "'project_id', drop=False",
    {
        "client": Of("client", "folded", _text),
        "project": Of("project", "folded"),
        "code": Of("code", "folded"),
        "managers": Of("managers", "folded"),
        "people": Of("people"),
        "archived": Of("active", "", _archived, is_negated=True),
        "report_shared": Of("report_shared", "", _flag),
    },
)
ROLES: Final = Frame(
    "roles",
    "harvest_mcp.rows(harvest.roles().result())",
    "roles['kind'].eq('job').map({True: 'job:', False: 'access:'}) + roles['role']",
    {
        "name": Of("role", "folded"),
        "kind": Of("kind", "folded", _kind),
        "count": Of("held_by"),
        "archived": Of("archived", "lambda of: of.fillna(0)"),
    },
)
FINDINGS: Final = Frame(
    "findings",
    "harvest_mcp.rows(harvest.review().result())",
    "'finding', drop=False",
    {
        "severity": Of("severity", "folded", _text),
        "finding": Of("title", "folded"),
        "count": Of("count"),
        "of": Of("of"),
        "among": Of("among", "folded"),
        "remedy": Of("remedy", "folded"),
    },
)
FRAMES: Final = {"people": PEOPLE, "projects": PROJECTS, "roles": ROLES, "review": FINDINGS}
TABLES: Final = {
    "people": "people_table",
    "projects": "projects_table",
    "roles": "roles_table",
    "review": "findings_table",
}
"""What each tab's table is called in the panel."""
