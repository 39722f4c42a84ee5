"""Words for a moment: a date, a date and time, a snapshot's id, `last` or `now`. What has no zone is UTC."""

import re
from datetime import UTC, date, datetime, time
from typing import Final

from harvest_mcp.harvest.errors import BadQuestion

LAST: Final = "last"
NOW: Final = "now"
HOW: Final = "Say a date (2026-03-01), a date and time (2026-03-01T09:30, UTC), a snapshot's id, or last."
NONE: Final = "This is no moment of the history."
_NUMBER: Final = re.compile(r"#?(\d{1,18})")


def is_last(said: str | date) -> bool:
    """Whether the last snapshot is meant, whenever it was taken."""
    return isinstance(said, str) and said.strip().casefold() == LAST


def is_now(said: str) -> bool:
    """Whether the live picture is meant."""
    return said.strip().casefold() == NOW


def number_in(said: str | date) -> int | None:
    """Give the id of the snapshot that is meant, where it is meant by that."""
    found = _NUMBER.fullmatch(said.strip()) if isinstance(said, str) else None
    return int(found[1]) if found else None


def moment_in(said: str | date, *, starting: bool = False) -> datetime:
    """Give the moment that is meant, in UTC: of a day the last, or where it is `starting` the first.

    Raises BadQuestion.
    """
    try:
        when = _read(said.strip()) if isinstance(said, str) else said
        if isinstance(when, datetime):
            return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadQuestion(NONE, HOW) from None
    return datetime.combine(when, time.min if starting else time.max, UTC)


def _read(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return datetime.fromisoformat(word)
