"""The sandbox as an ASGI app: it lets in whoever holds one of the company's tokens, and only tells.

It runs on any event loop, in process behind a transport or behind a server; `requests` holds what it was asked.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import Receive, Scope, Send

from harvest_mcp.sandbox.asking import Asked
from harvest_mcp.sandbox.claims import Generation
from harvest_mcp.sandbox.company import ACCOUNT_ID, Company, Person
from harvest_mcp.sandbox.endpoints import ACCOUNTS, ENDPOINTS, Endpoint
from harvest_mcp.sandbox.example import example_company
from harvest_mcp.sandbox.faults import Fault, pause, spoil
from harvest_mcp.sandbox.limit import RateLimit
from harvest_mcp.sandbox.replies import (
    Refused,
    Reply,
    bad_request,
    no_page,
    read_only,
    too_many,
    unauthorized,
)
from harvest_mcp.sandbox.sight import Viewer

API_URL: Final = "https://api.harvestapp.com/v2"
ROOTS: Final = ("/api/v2", "/v2")
"""Harvest's API answers under both; the id host, which only tells accounts, under the first."""

_ROUTES: Final = [(*compile_path(path), endpoint) for path, endpoint in ENDPOINTS.items()]


class Seen(NamedTuple):
    """A request that came in: its path with the query, and its headers in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]


class Sandbox:
    """A Harvest account of an invented company. `base_url` None: links name the host that was asked."""

    def __init__(
        self,
        company: Company | None = None,
        *,
        generation: Generation = "access_roles",
        rate_limit: bool = True,
        base_url: str | None = API_URL,
        faults: Iterable[Fault] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.company = company or example_company()
        self.generation = generation
        self.faults = list(faults)
        self.requests: list[Seen] = []
        self._base_url = base_url
        self._limit = RateLimit(clock) if rate_limit else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = Request(scope)
        target = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
        self.requests.append(Seen(request.method, target, request.headers))
        fault = next((fault for fault in self.faults if fault.strikes(request.url.path)), None)
        instead = fault.reply() if fault else None
        reply = instead or self._reply(request)
        if fault and fault.kind == "slow":
            await pause(fault.seconds)
        elif fault and instead is None:
            await spoil(fault, reply, send)
            return
        headers = {**reply.headers, "X-Request-Id": f"{len(self.requests):032x}"}
        await Response(reply.body, reply.status, headers)(scope, receive, send)

    def _reply(self, request: Request) -> Reply:
        try:
            path = _within_the_api(request.url.path)
            endpoint, ids = _route(path)
            person = self._let_in(request, needs_account=endpoint is not ENDPOINTS[ACCOUNTS])
            asked = Asked(
                viewer=Viewer(person, self.company),
                generation=self.generation,
                url=f"{self._base_url or _root_of(request)}{path}",
                ids=ids,
                query=dict(request.query_params),
            )
            return endpoint(asked) if request.method == "GET" else read_only()
        except Refused as refused:
            return refused.reply

    def _let_in(self, request: Request, *, needs_account: bool) -> Person:
        """Look at a request's manners, its pace, its token and its account, as Harvest does. Raises Refused."""
        if not request.headers.get("user-agent"):
            raise Refused(bad_request("User-Agent is missing"))
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._limit and (wait := self._limit.seconds_to_wait(token)):
            raise Refused(too_many(str(wait)))
        person = self.company.tokens.get(token)
        if person is None or not person.is_active:
            raise Refused(unauthorized())
        if needs_account and request.headers.get("harvest-account-id") != str(ACCOUNT_ID):
            raise Refused(unauthorized())
        return person


def _route(path: str) -> tuple[Endpoint, dict[str, int]]:
    """Find what answers a path, and the numbers in it. Raises Refused."""
    for pattern, _, convertors, endpoint in _ROUTES:
        if match := pattern.match(path):
            return endpoint, {name: convertors[name].convert(said) for name, said in match.groupdict().items()}
    raise Refused(no_page())


def _within_the_api(path: str) -> str:
    """The path below whichever root it begins with; empty where it begins with neither."""
    return next((path.removeprefix(root) for root in ROOTS if path.startswith(f"{root}/")), "")


def _root_of(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{ROOTS[1]}"
