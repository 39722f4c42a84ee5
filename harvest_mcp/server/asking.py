"""Asks the person, by way of the host, to connect an account: a link that the host shows, in both eras of the protocol.

The token is typed on a page of this machine: neither the host nor the model ever has it.
"""

from contextlib import suppress
from typing import Any, Final
from uuid import uuid4

import anyio
from mcp import MCPError, UrlElicitationRequiredError
from mcp.server.mcpserver import Context
from mcp.shared.exceptions import NoBackChannelError
from mcp.types import ElicitRequest, ElicitRequestURLParams, ElicitResult, InputRequiredResult
from mcp.types.version import MODERN_PROTOCOL_VERSIONS

from harvest_mcp.harvest.errors import Unconnected
from harvest_mcp.server.app import App, app_of
from harvest_mcp.server.link import Link

ASKED: Final = "connect_account"
MESSAGE: Final = "Connect a Harvest account: the page opens on this computer, and the token stays here."
PATIENCE: Final = 50.0
"""Seconds for which a call that was asked again waits for the person to be done; hosts give up after a minute."""
BETWEEN: Final = 5.0
"""Seconds between two words of progress meanwhile."""


async def connected(context: Context[App], error: Unconnected) -> bool | InputRequiredResult:
    """Whether an account has been connected, or what to ask the host first; false where words are all that is left.

    Raises UrlElicitationRequiredError, which is how the older era asks.
    """
    link = app_of(context).link
    if link is None or not _shows_links(context):
        return False
    if context.protocol_version not in MODERN_PROTOCOL_VERSIONS:
        raise UrlElicitationRequiredError([await _legacy(context, link, error)], MESSAGE)
    response = (context.input_responses or {}).get(ASKED)
    if response is None:
        params = ElicitRequestURLParams(message=MESSAGE, url=await link.url(error.name))
        return InputRequiredResult(input_requests={ASKED: ElicitRequest(params=params)})
    if not (isinstance(response, ElicitResult) and response.action == "accept"):
        return False
    await _wait(context, link)
    return True


async def _legacy(context: Context[App], link: Link, error: Unconnected) -> ElicitRequestURLParams:
    elicitation, session = uuid4().hex, context.session

    async def tell() -> None:
        with suppress(MCPError, NoBackChannelError, anyio.ClosedResourceError, anyio.BrokenResourceError):
            await session.send_elicit_complete(elicitation)

    url = await link.url(error.name, tell=tell)
    return ElicitRequestURLParams(message=MESSAGE, url=url, elicitation_id=elicitation)


async def _wait(context: Context[App], link: Link) -> None:
    """Wait until the page is done with, or as long as a host does."""
    with anyio.move_on_after(PATIENCE):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_say_so, context)
            await link.ended()
            tasks.cancel_scope.cancel()


async def _say_so(context: Context[App]) -> None:
    told = 0
    while True:
        told += 1
        await context.report_progress(told, message="Waiting until the account is connected in the browser")
        await anyio.sleep(BETWEEN)


def _shows_links(context: Context[Any]) -> bool:
    can = context.client_capabilities
    return can is not None and can.elicitation is not None and can.elicitation.url is not None
