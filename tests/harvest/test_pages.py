"""Lists that come page by page: whole, without doubles, never from elsewhere, never for ever."""

from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.harvest import pages
from harvest_mcp.harvest.errors import HarvestBroken
from harvest_mcp.harvest.models import User
from harvest_mcp.harvest.pages import Links, Page, Reading

FIRST = "https://api.harvestapp.com/v2/users?per_page=2000"


def page(*ids: int, next: str | None = None) -> Page[User]:  # noqa: A002  (Harvest's own word)
    """A page of people."""
    return Page[User](rows=[User(id=of) for of in ids], links=Links(next=next), total_entries=len(ids))


@dataclass(frozen=True)
class PagedList:
    """The pages of a list that is read while it changes, and where the last of them leads."""

    ids: list[list[int]]
    kind: Literal["cursor", "page"]
    end: Literal["null", "loop", "elsewhere"]

    def address(self, number: int) -> str:
        """Where a page is, as Harvest writes it."""
        if number == 0:
            return FIRST
        where = f"cursor=c{number}" if self.kind == "cursor" else f"page={number + 1}"
        return f"https://api.harvestapp.com/v2/users?{where}&per_page=2000&ref=next"

    def read(self) -> Reading[User]:
        """Follow it as the client does."""
        reading = Reading[User](FIRST, what="people")
        numbers = {self.address(number): number for number in range(len(self.ids))}
        while reading.next is not None:
            number = numbers[reading.next]
            last = number == len(self.ids) - 1
            ends = {"null": None, "loop": self.address(number // 2), "elsewhere": "https://example.com/v2/users?page=2"}
            reading.add(page(*self.ids[number], next=ends[self.end] if last else self.address(number + 1)))
        return reading


def lists(end: Literal["null", "loop", "elsewhere"]) -> st.SearchStrategy[PagedList]:
    """Lists of either kind that end in this way; ids come back on later pages."""
    rows = st.lists(st.lists(st.integers(1, 30), max_size=6), min_size=1, max_size=6)
    return st.builds(PagedList, rows, st.sampled_from(["cursor", "page"]), st.just(end))


@given(lists("null"))
def test_every_row_comes_once_in_the_order_in_which_it_first_came(paged: PagedList) -> None:
    """Documented: follow links.next until null, de-duplicate by id; an empty page in the middle ends nothing."""
    reading = paged.read()
    assert list(reading.rows) == list(dict.fromkeys(row for of in paged.ids for row in of))
    assert reading.total == len(paged.ids[-1])


@given(lists("loop"))
def test_pages_that_go_round_in_a_circle_are_an_error(paged: PagedList) -> None:
    """Our choice: half a list is not a list."""
    with pytest.raises(HarvestBroken, match="have no end"):
        paged.read()


@given(lists("elsewhere"))
def test_pages_that_lead_elsewhere_are_an_error(paged: PagedList) -> None:
    """Documented: foreign links.next hosts are refused."""
    with pytest.raises(HarvestBroken, match="another host"):
        paged.read()


@pytest.mark.parametrize(
    "link",
    [
        "",
        "page=2",
        "/v2/users?page=2",
        "http://api.harvestapp.com/v2/users?page=2",
        "https://api.harvestapp.com:8443/v2/users?page=2",
        "https://api.harvestapp.com.example.com/v2/users?page=2",
        "https://api.harvestapp.com@example.com/v2/users?page=2",
        "https://someone@api.harvestapp.com/v2/users?page=2",
        "https://api.harvestapp.com/v2/roles?page=2",
        "https://api.harvestapp.com/v2/users/../roles",
        "https://api.harvestapp.com:port/v2/users?page=2",
        "https://[api.harvestapp.com/v2/users?page=2",
        "https://api.harvestapp.com/v2/users?page=2\n",
        "https://api.harvestapp.com/v2/users?page=ü",
        "https://api.harvestäpp.com/v2/users?page=2",
    ],
)
def test_a_link_leads_on_only_within_the_list(link: str) -> None:
    """Our choice: scheme, host, port and path of every link are those of the list that was asked for."""
    with pytest.raises(HarvestBroken, match="another host"):
        Reading[User](FIRST, what="people").add(page(1, next=link))


@pytest.mark.parametrize(
    "link",
    [
        "https://api.harvestapp.com/v2/users?cursor=eyJhZnRlciI6eyJpZCI6MX19&per_page=2000&ref=next_cursor",
        "https://API.harvestapp.com:443/v2/users?page=2&per_page=2000",
    ],
)
def test_a_link_as_harvest_writes_it_is_followed_as_it_is(link: str) -> None:
    """Documented: both forms; the address is never taken apart and put together again."""
    reading = Reading[User](FIRST, what="people")
    reading.add(page(1, next=link))
    assert reading.next == link


def test_a_list_that_never_ends_is_given_up() -> None:
    """Our choice: a bound that no account comes near."""
    reading = Reading[User](FIRST, what="people")
    for number in range(1, pages.MOST_PAGES):
        reading.add(page(number, next=f"{FIRST}&cursor={number}"))
    with pytest.raises(HarvestBroken, match="have no end"):
        reading.add(page(0, next=f"{FIRST}&cursor=0"))
