"""What has changed since an earlier picture, and what the two could not tell: a list of changes alone may be short."""

from collections.abc import Iterator
from typing import Any, Final

from harvest_mcp.answers.changes import ChangesAnswer
from harvest_mcp.answers.sheet import Sheet, Value
from harvest_mcp.answers.text import count

COLUMNS: Final = ("what", "person", "project", "before", "after")
COLUMNS_OF_UNKNOWN: Final = ("what", "why", "who_could")
UNTOLD: Final = "Only one of the two pictures tells them: unknown, neither gained nor lost."


def changes(of: ChangesAnswer) -> Sheet:
    """Give a row for each change."""
    return Sheet(
        COLUMNS, [(row.what, row.person.words(), row.project.words(), row.before, row.after) for row in of.changes]
    )


def not_compared(of: ChangesAnswer) -> Sheet:
    """Give a row for each thing that could not be compared; none: everything was."""
    return Sheet(COLUMNS_OF_UNKNOWN, list(_unknown(of)))


def is_whole(of: ChangesAnswer) -> bool:
    """Whether everything could be compared."""
    return of.complete and not of.not_compared


def told(of: ChangesAnswer) -> dict[str, Any]:
    """Say since when, and how much of it could be compared, for the manifest."""
    return {
        "since": of.since.words(),
        "complete": is_whole(of),
        "count": of.total,
        "not_compared": of.not_compared or 0,
        "caveats": list(of.caveats or ()),
    }


def _unknown(of: ChangesAnswer) -> Iterator[list[Value]]:
    if of.not_compared:
        yield [count(of.not_compared, "fact"), UNTOLD, ""]
    for caveat in of.caveats or ():
        yield ["", caveat, ""]
    for gap in of.gaps or ():
        yield [gap.what, gap.why, gap.who_could]
