"""What a question may be asked with: words are those of the tools, ids may be numbers, a wrong word is told at once."""

from typing import Any, Final, TypeAlias, get_args

from harvest_mcp.access.holders import AnyPermission
from harvest_mcp.access.permissions import Permission
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.permissions import permission
from harvest_mcp.answers.text import clean
from harvest_mcp.harvest.errors import BadQuestion
from harvest_mcp.interactive.wording import in_python

Word: TypeAlias = str | int
"""An id, a name, a unique part of one; of people also an e-mail or `me`."""
ANY: Final = "any"


def chosen(name: str, said: object, choices: Any) -> None:  # noqa: ANN401  (a Literal has no type of its own)
    """Raise BadQuestion where a word is none of a Literal's."""
    if said not in get_args(choices):
        raise BadQuestion(f"{name} cannot be {clean(str(said))!r}.", f"It is one of {', '.join(get_args(choices))}.")


def text(said: Word) -> str:
    """Write an id or a name as the answers look for it."""
    return str(said)


def any_permission(said: str) -> AnyPermission:
    """Find the permission that is meant, or `any`. Raises NoSuchThing with the nearest."""
    return "any" if said == ANY else one_permission(said)


def one_permission(said: str) -> Permission:
    """Find the permission that is meant. Raises NoSuchThing with the nearest."""
    with in_python():
        return permission(said)


def turn(limit: int | None, cursor: str) -> Turn:
    """Give all rows where there is no limit. Raises BadQuestion where it is none."""
    if limit is not None and limit < 1:
        raise BadQuestion("limit is how many rows to give, at least 1.", "Leave it out for all of them.")
    return Turn(limit, cursor)
