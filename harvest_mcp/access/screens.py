"""Where in Harvest a person changes what this program only reads: the way there, and the page that describes it."""

from dataclasses import dataclass
from typing import Final

from harvest_mcp.access.permissions import ARCHIVED_PEOPLE, ASSIGNMENTS, HELP, TEAM_PERMISSIONS

PROJECT_MANAGERS: Final = HELP + "4410147273869"


@dataclass(frozen=True, slots=True)
class Screen:
    """A place in Harvest: what an administrator does there, how to get there, and its page in the help centre."""

    does: str
    way: str
    source: str
    short: str = ""
    """The way in a few words, for whoever has been there."""

    def words(self) -> str:
        """Write it on one line."""
        return f"{self.does}: {self.way} ({self.source})"


_EDIT: Final = "Team > Actions > Edit beside the person"

PERMISSIONS_TAB: Final = Screen(
    "Level and extras",
    f"{_EDIT} > Permissions > Update permissions",
    TEAM_PERMISSIONS,
    "Team > Edit > Permissions",
)
PROJECTS_TAB: Final = Screen(
    "Project assignments", f"{_EDIT} > Assigned projects", PROJECT_MANAGERS, "Team > Edit > Assigned projects"
)
MARKS_COLUMN: Final = Screen(
    "Project managers",
    f"{_EDIT} > Assigned projects > the box Manages this project",
    PROJECT_MANAGERS,
    "Team > Edit > Assigned projects > Manages this project",
)
PEOPLE_TAB: Final = Screen(
    "Assigned people",
    f"{_EDIT} who manages them > Assigned people > Assign people",
    ASSIGNMENTS,
    "Team > Edit > Assigned people",
)
ARCHIVE: Final = Screen(
    "Archiving", "Team > Actions > Archive beside the person", ARCHIVED_PEOPLE, "Team > Actions > Archive"
)
