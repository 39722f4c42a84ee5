"""What the tools share while the server runs: the open connection, or why there is none."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from mcp.server.mcpserver import Context

from harvest_mcp.access.account import Account
from harvest_mcp.connection.finding import find
from harvest_mcp.directory import Directory
from harvest_mcp.harvest.errors import NotConnected
from harvest_mcp.harvest.progress import Progress


@dataclass(frozen=True, slots=True)
class App:
    """The directory of the connected account; without one, every call raises what is amiss."""

    opened: Directory | NotConnected
    sandbox: bool = False

    @property
    def directory(self) -> Directory:
        """The open directory. Raises NotConnected."""
        if isinstance(self.opened, NotConnected):
            raise self.opened
        return self.opened


@asynccontextmanager
async def open_app(environment: Mapping[str, str], *, sandbox: bool = False) -> AsyncIterator[App]:
    """Open the account that the environment names; without one, the server runs and its calls say how to connect."""
    try:
        connection = find(environment, sandbox=sandbox)
    except NotConnected as problem:
        yield App(problem)
        return
    async with connection.open() as directory:
        yield App(directory, sandbox=connection.sandbox)


_SERVING: Final[ContextVar[App]] = ContextVar("harvest_app")


async def remember_app(ctx: Any, call_next: Callable[[Any], Any]) -> Any:  # noqa: ANN401  (the SDK types no middleware)
    """Keep the app at hand while a request is answered: static resources and completions are given no context."""
    token = _SERVING.set(ctx.lifespan_context)
    try:
        return await call_next(ctx)
    finally:
        _SERVING.reset(token)


def serving_app() -> App:
    """The app that serves the request under way."""
    return _SERVING.get()


def app_of(context: Context[App]) -> App:
    """The app that serves this call."""
    return context.request_context.lifespan_context


async def account_for(context: Context[App], *, refresh: bool) -> Account:
    """The picture to answer this call from; whoever waits for it to load hears how far it is."""
    told = 0

    async def tell(progress: Progress) -> None:
        nonlocal told
        told += 1  # the protocol asks for a number that grows
        await context.report_progress(told, message=str(progress))

    return await app_of(context).directory.account(refresh=refresh, progress=tell)
