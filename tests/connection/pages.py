"""A person at the link page, without a browser: forms read from its HTML and sent as a browser sends them."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape

import httpx


class Visitor:
    """One browser with its cookies; `seen` is the page that it shows."""

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self.url = url
        self.client = client
        self.seen = httpx.Response(0)

    async def open(self) -> httpx.Response:
        """Open the link."""
        self.seen = await self.client.get(self.url)
        return self.seen

    async def send(self, do: str, **fields: str) -> httpx.Response:
        """Send the form that is shown by one of its buttons; follow where the answer leads."""
        form = {"proof": self.proof, "do": do, **fields}
        self.seen = await self.client.post(self.url, data=form, follow_redirects=True)
        return self.seen

    @property
    def proof(self) -> str:
        """What the form that is shown proves itself with."""
        found = re.search(r'name="proof" value="([^"]+)"', self.seen.text)
        return found[1] if found else ""

    @property
    def trouble(self) -> str:
        """What the page says is wrong."""
        found = re.search(r'<p class="trouble".*?</p>', self.seen.text, re.DOTALL)
        return _words(found[0]) if found else ""

    @property
    def heading(self) -> str:
        """The page's heading."""
        found = re.search(r"<h1>(.*?)</h1>", self.seen.text)
        return _words(found[1]) if found else ""

    @property
    def words(self) -> str:
        """All that the page says."""
        body = self.seen.text.partition("<main>")[2].partition("</main>")[0]
        return _words(body)


@asynccontextmanager
async def visiting(url: str) -> AsyncIterator[Visitor]:
    """Somebody who has the link open in a browser."""
    async with httpx.AsyncClient(timeout=30) as client:
        visitor = Visitor(url, client)
        await visitor.open()
        yield visitor


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
