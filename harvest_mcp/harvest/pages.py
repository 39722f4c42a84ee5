"""Lists that Harvest gives page by page: what a page is, which is the next, what has been read so far.

A link is followed only within the list and on the host that were asked; no row comes twice; every list ends.
"""

from collections.abc import Callable
from types import GenericAlias
from typing import Any, Final, Generic, TypeVar
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, ConfigDict, Field, create_model

from harvest_mcp.harvest.errors import HarvestBroken
from harvest_mcp.harvest.models import Thing

PER_PAGE: Final = 2000
MOST_PAGES: Final = 10_000
"""No list is this long; one that seems to be has no end."""

_DEFAULT_PORTS: Final = {"https": 443, "http": 80}


Row = TypeVar("Row", bound=Thing)


class Links(BaseModel):
    """Where the neighbouring pages are; only the next one matters."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    next: str | None


class Page(BaseModel, Generic[Row]):
    """One page of a list."""

    # Looking up every name among those read before takes longer than writing it again.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, cache_strings="keys")

    rows: list[Row]
    links: Links
    total_entries: int | None = None


def page_reader(collection: str, row: type[Row]) -> Callable[[bytes], Page[Row]]:
    """Give what reads a page from its bytes; the rows stand under the collection's name."""
    rows: Any = (GenericAlias(list, (row,)), Field(validation_alias=collection))
    return create_model(f"PageOf_{collection}", __base__=Page, rows=rows).model_validate_json


class Reading(Generic[Row]):
    """What has been read of one list: its rows by id, and the address of the next page, None at the end."""

    def __init__(self, address: str, *, what: str) -> None:
        self.next: str | None = address
        self.rows: dict[int, Row] = {}
        self.total: int | None = None
        self._first = urlsplit(address)
        self._what = what
        self._seen = {address}

    def add(self, page: Page[Row]) -> None:
        """Take in a page. Raises HarvestBroken where its next one lies elsewhere or was read before."""
        for row in page.rows:
            self.rows.setdefault(row.id, row)
        self.total = page.total_entries
        self.next = page.links.next
        if self.next is not None:
            self._check(self.next)
            self._seen.add(self.next)

    def _check(self, link: str) -> None:
        if not _continues(self._first, link):
            raise HarvestBroken(
                f"The next page of {self._what} lies on another host or in another list; a token must not go there.",
                "Check HARVEST_API_URL, and whether a proxy stands in between.",
            )
        if link in self._seen or len(self._seen) >= MOST_PAGES:
            raise HarvestBroken(f"Harvest's pages of {self._what} have no end.", "Try again in a few minutes.")


def _continues(first: SplitResult, link: str) -> bool:
    try:
        there = urlsplit(link)
        same_host = _origin(there) == _origin(first)
    except ValueError:
        return False
    return same_host and "@" not in there.netloc and there.path == first.path and link.isascii() and link.isprintable()


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme)
