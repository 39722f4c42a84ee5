"""Lists as Harvest gives them: pages with their links, by number or by a cursor that stays right while the list grows.

On a list that takes cursors `next` is a cursor; from the second page on such a list does not say which page it is.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from harvest_mcp.sandbox.asking import Asked
from harvest_mcp.sandbox.company import Thing
from harvest_mcp.sandbox.replies import Refused, Reply, answer, unprocessable

MOST: Final = 2000
"""Rows on a page, also where none are asked for; until 2023 that was 100."""
MOST_IN_2019: Final = 100

T = TypeVar("T", bound=Thing)
Shape = Callable[[T], dict[str, Any]]


def listed(asked: Asked, name: str, things: Iterable[T], shape: Shape[T], *, cursors: bool = True) -> Reply:
    """Answer with a page of things, newest first; `cursors` says whether this list takes them."""
    newest_first = sorted(things, key=lambda thing: thing.id, reverse=True)
    return in_order(asked, name, newest_first, shape, cursors=cursors and asked.generation != "legacy")


def in_order(asked: Asked, name: str, things: Sequence[T], shape: Shape[T], *, cursors: bool = False) -> Reply:
    """Answer with a page of things in the order in which they come."""
    size = _size(asked)
    pages = max(1, -(-len(things) // size))
    cursor = asked.query.get("cursor", "") if cursors else ""
    number = None if cursor else _number(asked)
    start = _place(things, cursor) if number is None else (number - 1) * size
    rows = things[start : start + size]
    more = start + size < len(things)
    return answer(
        {
            name: [shape(thing) for thing in rows],
            "per_page": size,
            "total_pages": pages,
            "total_entries": len(things),
            "next_page": number + 1 if number is not None and more else None,
            "previous_page": number - 1 if number is not None and number > 1 else None,
            "page": number,
            "links": {
                "first": _link(asked, size, "first", page=1),
                "next": _next(asked, size, number, rows, cursors=cursors) if more else None,
                "previous": _link(asked, size, "previous", page=number - 1) if number and number > 1 else None,
                "last": _link(asked, size, "last", page=pages),
            },
        }
    )


def _next(asked: Asked, size: int, number: int | None, rows: Sequence[T], *, cursors: bool) -> str:
    if number is not None and (not cursors or "page" in asked.query):
        return _link(asked, size, "next", page=number + 1)
    return _link(asked, size, "next_cursor", cursor=_cursor(rows[-1].id))


def _link(asked: Asked, size: int, ref: str, **place: object) -> str:
    """Write a link with the question's own filters, in the order of their names; in 2019 no link said its `ref`."""
    kept = {name: value for name, value in asked.query.items() if name not in {"page", "cursor", "per_page", "ref"}}
    said = {**kept, **place, "per_page": size, **({} if asked.generation == "legacy" else {"ref": ref})}
    return f"{asked.url}?{urlencode(sorted(said.items()))}"


def _cursor(last: int) -> str:
    return urlsafe_b64encode(json.dumps({"after": {"id": last}}, separators=(",", ":")).encode()).decode()


def _place(things: Sequence[T], cursor: str) -> int:
    """Find where the things after a cursor begin, be the last one that was shown still there or not."""
    try:
        after = int(json.loads(urlsafe_b64decode(cursor))["after"]["id"])
    except (ValueError, KeyError, TypeError):
        raise Refused(unprocessable("Invalid cursor parameter")) from None
    return bisect_right(things, -after, key=lambda thing: -thing.id)


def _size(asked: Asked) -> int:
    size = asked.number("per_page")
    if size is None:
        return MOST_IN_2019 if asked.generation == "legacy" else MOST
    if not 1 <= size <= MOST:
        raise Refused(unprocessable("Invalid per_page parameter"))
    return size


def _number(asked: Asked) -> int:
    number = asked.number("page")
    if number == 0:
        raise Refused(unprocessable("Invalid page parameter"))
    return 1 if number is None else number
