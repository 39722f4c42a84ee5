"""Asks one Harvest account: page by page, within the pace, again where that helps.

Every failure is a HarvestError; the token goes to the two configured hosts only and is in none of them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Final, Generic, Self, TypeVar

import anyio
from typing_extensions import override

from harvest_mcp import __version__
from harvest_mcp.harvest import wire
from harvest_mcp.harvest.credentials import DEVELOPERS, Credentials
from harvest_mcp.harvest.errors import (
    AccountChoice,
    HarvestError,
    RateLimited,
    TimedOut,
)
from harvest_mcp.harvest.models import Accounts, Thing
from harvest_mcp.harvest.pace import Pace
from harvest_mcp.harvest.pages import PER_PAGE, Reading
from harvest_mcp.harvest.progress import Listener, Progress, tell
from harvest_mcp.harvest.questions import Collection, Questions, Topic, one
from harvest_mcp.harvest.wire import Answer, Filter

if TYPE_CHECKING:
    import httpx

    from harvest_mcp.harvest.door import Door

PATIENCE: Final = 120.0
"""Seconds for one request with all its retries."""
TIMEOUT: Final = 30.0
"""Seconds for which Harvest may be silent within one request; to connect it has a third of that."""
ATTEMPTS: Final = 5
PAUSE: Final = 0.25
"""Seconds before a request is made again, to which up to twice as many are added by chance; each pause doubles it."""
ACCOUNTS_NAMED: Final = 20
"""Of the accounts among which one is to be chosen."""
NOTABLE: Final = 1.0
"""Seconds; whoever waits is not told of shorter waits."""
USER_AGENT: Final = f"harvest-access-mcp/{__version__} (https://modelcontextprotocol.io)"

T = TypeVar("T")
R = TypeVar("R", bound=Thing)


@dataclass(frozen=True, slots=True)
class _Request(Generic[T]):
    """A GET: what about, where, for which account, and how far the reading is that it belongs to."""

    topic: Topic[T]
    url: str
    path: str
    account_id: int | None
    done: int = 0
    total: int | None = None

    def kept_by(self, note: str) -> Progress:
        """Say what keeps this request."""
        return Progress(self.topic.what, self.done, self.total, note)


class HarvestClient(Questions):
    """An async context manager that asks one Harvest account; many tasks may share it.

    `patience` is how many seconds one request may take with all its retries, once it is its turn.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        transport: "httpx.AsyncBaseTransport | None" = None,
        pace: Pace | None = None,
        patience: float = PATIENCE,
        attempts: int = ATTEMPTS,
        pause: float = PAUSE,
        timeout: float = TIMEOUT,
        user_agent: str = USER_AGENT,
        on_progress: Listener | None = None,
    ) -> None:
        self.credentials = credentials
        self.account_id = credentials.account_id
        self._transport = transport
        self._pace = pace or Pace()
        self._patience = patience
        self._attempts = attempts
        self._pause = pause
        self._timeout = timeout
        self._user_agent = user_agent
        self._on_progress = on_progress
        self._resolving = anyio.Lock()
        self._door: Door | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._door is not None:
            await self._door.close()

    async def accounts(self) -> Accounts:
        """List what the token opens, in Harvest and in Forecast; where that is one Harvest account, choose it."""
        topic = one(Accounts, "the token's accounts", "anyone")
        url = wire.address(self.credentials.id_url, "/accounts")
        accounts = await self._get(_Request(topic, url, "/accounts", None))
        if self.account_id is None and len(accounts.harvest) == 1:
            self.account_id = accounts.harvest[0].id
        return accounts

    async def chosen_account(self) -> int:
        """Tell which account is asked; where the credentials do not say, the only one. Raises HarvestError."""
        async with self._resolving:
            if self.account_id is None:
                accounts = await self.accounts()
                if self.account_id is None:
                    raise _choice(accounts)
            return self.account_id

    @override
    async def _ask(self, topic: Topic[T], path: str, **filters: Filter) -> T:
        account_id = await self.chosen_account()
        return await self._get(
            _Request(topic, wire.address(self.credentials.api_url, path, **filters), path, account_id)
        )

    @override
    async def _list(self, collection: Collection[R], path: str, **filters: Filter) -> list[R]:
        account_id = await self.chosen_account()
        topic = collection.page
        first = wire.address(self.credentials.api_url, path, **filters, per_page=PER_PAGE)
        reading = Reading[R](first, what=topic.what)
        while reading.next is not None:
            request = _Request(topic, reading.next, path, account_id, len(reading.rows), reading.total)
            reading.add(await self._get(request))
            self._tell(Progress(topic.what, len(reading.rows), reading.total))
        return list(reading.rows.values())

    async def _get(self, request: _Request[T]) -> T:
        """Ask until there is an answer, an error that asking again does not mend, or no patience left."""
        await self._turn(request, self._patience)
        with anyio.move_on_after(self._patience):
            return await self._persist(request)
        raise TimedOut(
            f"Harvest gave no whole answer for {request.topic.what} within {self._patience:g} seconds.",
            "Try again in a moment.",
            passing=True,
        )

    async def _persist(self, request: _Request[T]) -> T:
        """Ask a few times, with growing, jittered pauses; the pause after a 429 is everybody's and the pace's."""
        from harvest_mcp.harvest.again import attempts  # noqa: PLC0415  (see there)

        async for attempt in attempts(_is_worth_another, most=self._attempts, pause=self._pause):
            with attempt:
                if attempt.num > 1:
                    await self._turn(request, _time_left())
                return await self._once(request)
        raise AssertionError

    async def _once(self, request: _Request[T]) -> T:
        topic, path = request.topic, request.path
        try:
            answer = await self._fetch(request)
            wire.interpret(answer, what=topic.what, seen_by=topic.seen_by, now=_now(), wait=self._pace.fallback(path))
            return wire.read(topic.read, answer, what=topic.what)
        except RateLimited as limited:
            self._pace.pause(path, _seconds_until(limited))
            raise
        except HarvestError as error:
            if error.passing:
                self._tell(request.kept_by(f"asking again. {error.what}"))
            raise

    async def _turn(self, request: _Request[T], patience: float) -> None:
        def note(seconds: float) -> None:
            if seconds >= NOTABLE:
                self._tell(request.kept_by(f"Harvest asks to wait {seconds:.0f} s"))

        await self._pace.turn(request.path, patience=patience, note=note)

    def _tell(self, progress: Progress) -> None:
        tell(progress)
        if self._on_progress is not None:
            self._on_progress(progress)

    async def _fetch(self, request: _Request[T]) -> Answer:
        if self._door is None:
            from harvest_mcp.harvest.door import Door  # noqa: PLC0415  (see there)

            self._door = Door(
                self.credentials.token,
                transport=self._transport,
                timeout=self._timeout,
                user_agent=self._user_agent,
            )
        return await self._door.get(request.url, account_id=request.account_id, what=request.topic.what)


async def greet(url: str, *, patience: float) -> Answer:
    """Ask an address without a token, to see whether somebody is there. Raises Unreachable."""
    from harvest_mcp.harvest.door import greet  # noqa: PLC0415  (see there)

    return await greet(url, timeout=patience, user_agent=USER_AGENT)


def _choice(accounts: Accounts) -> AccountChoice:
    if not accounts.harvest:
        return AccountChoice(
            "This token opens no Harvest account.", f"Make one as a person of the account, at {DEVELOPERS}."
        )
    listed = "; ".join(f"{account.id} ({wire.shown(account.name)})" for account in accounts.harvest[:ACCOUNTS_NAMED])
    unnamed = len(accounts.harvest) - ACCOUNTS_NAMED
    more = f" and {unnamed} more" if unnamed > 0 else ""
    return AccountChoice(
        f"This token opens {len(accounts.harvest)} Harvest accounts: {listed}{more}.",
        "Choose one by its id, in HARVEST_ACCOUNT_ID.",
    )


def _is_worth_another(error: Exception) -> bool | float:
    """Whether to ask again: at once where the pace keeps the pause, later where nobody does, or not at all."""
    if isinstance(error, RateLimited):
        return 0.0 if _seconds_until(error) <= _time_left() else False
    return isinstance(error, HarvestError) and error.passing


def _seconds_until(limited: RateLimited) -> float:
    return max((limited.until - _now()).total_seconds(), 0.0) if limited.until is not None else 0.0


def _time_left() -> float:
    return anyio.current_effective_deadline() - anyio.current_time()


def _now() -> datetime:
    return datetime.now(UTC)
