"""The one door to the network: it sends GET, with the token, and nothing else.

Nothing of ours but this file awaits the network. It is loaded with the first question: a server that only lists
its tools needs no HTTP library.
"""

import socket
import ssl
from collections.abc import Generator, Iterator
from typing import Final

import anyio
import httpx
from pydantic import SecretStr
from typing_extensions import override

from harvest_mcp.harvest import wire
from harvest_mcp.harvest.errors import HarvestBroken, HarvestError, TimedOut, Unreachable
from harvest_mcp.harvest.wire import Answer

CONNECTIONS: Final = 10


class _Bearer(httpx.Auth):
    """Puts the token into a request on its way out, so that nothing else of ours ever holds it in the clear."""

    def __init__(self, token: SecretStr) -> None:
        self._token = token

    @override
    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token.get_secret_value()}"
        yield request

    def struck_out(self, response: httpx.Response) -> bytes:
        """Give a body; in one that tells of a failure, and may quote our request, the token is struck out."""
        if response.is_success:
            return response.content
        return response.content.replace(self._token.get_secret_value().encode(), b"[token]")


class Door:
    """A pool of connections, opened with the first request: reading the machine's certificates takes a while.

    `timeout` is how many seconds Harvest may be silent; to connect it has a third of that.
    """

    def __init__(
        self, token: SecretStr, *, transport: httpx.AsyncBaseTransport | None, timeout: float, user_agent: str
    ) -> None:
        self._user_agent = user_agent
        self._bearer = _Bearer(token)
        self._http = _pool(self._bearer, transport, httpx.Timeout(timeout, connect=timeout / 3, pool=None))

    async def get(self, url: str, *, account_id: int | None, what: str) -> Answer:
        """Send the one kind of request there is. The error is raised where nothing of httpx hangs on to it."""
        trouble: HarvestError
        try:
            response = await self._http.get(
                url, headers=wire.headers(user_agent=self._user_agent, account_id=account_id)
            )
            return Answer(response.status_code, response.headers, self._bearer.struck_out(response))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            trouble = _trouble(error, what)
        raise trouble

    async def close(self) -> None:
        """Close every connection, also while everything is being cancelled."""
        with anyio.CancelScope(shield=True):
            await self._http.aclose()


async def greet(url: str, *, timeout: float, user_agent: str) -> Answer:  # noqa: ASYNC109  (the error is ours)
    """Ask without a token: a host that answers anything in time is there. Raises Unreachable where it does not."""
    trouble = Unreachable(*_SILENT)
    with anyio.move_on_after(timeout):
        try:
            async with _pool(None, None, httpx.Timeout(timeout)) as http:
                response = await http.get(url, headers=wire.headers(user_agent=user_agent))
            return Answer(response.status_code, response.headers, b"")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            trouble = _why_unreachable(error)
    raise trouble


def _pool(
    auth: _Bearer | None, transport: httpx.AsyncBaseTransport | None, timeout: httpx.Timeout
) -> httpx.AsyncClient:
    """Make a pool by this machine's proxy and certificate settings. Raises Unreachable where they cannot be right."""
    try:
        return httpx.AsyncClient(
            auth=auth,
            transport=transport,
            timeout=timeout,
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS),
            follow_redirects=False,
        )
    except OSError:
        trouble = Unreachable("The certificates of this machine cannot be read.", "Mend or unset SSL_CERT_FILE.")
    except ImportError:
        trouble = Unreachable(
            "The proxy speaks SOCKS, which needs the package socksio.", "Install that beside this program."
        )
    except (ValueError, httpx.InvalidURL):
        trouble = Unreachable("The address of the proxy cannot be right.", "Mend HTTPS_PROXY, HTTP_PROXY or ALL_PROXY.")
    raise trouble


def _why_unreachable(error: Exception) -> Unreachable:
    """Say which of the things between here and there it is."""
    causes = list(_causes(error))
    for kind, what, hint in _BETWEEN:
        if any(isinstance(cause, kind) for cause in causes):
            return Unreachable(what, hint)
    return Unreachable(f"The connection failed ({type(error).__name__}).", "Check the network of this machine.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Walk from an error to what lies beneath it; an attempt at several addresses of a host leaves a group."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from _causes(one)
        error = error.__cause__ or error.__context__


_SILENT: Final = ("It was silent for too long.", "Check the network, or set HTTPS_PROXY.")
_BETWEEN: Final = (
    (httpx.ProxyError, "The proxy did not let us through.", "Check HTTPS_PROXY, or put the host into NO_PROXY."),
    (
        ssl.SSLCertVerificationError,
        "Its certificate is not trusted here.",
        "Set SSL_CERT_FILE to your company's certificates.",
    ),
    (ssl.SSLError, "It does not speak TLS as it should.", "Check whether a proxy or a sign-in page stands in between."),
    (socket.gaierror, "Its name is not found.", "Check the network and DNS of this machine, or set HTTPS_PROXY."),
    (ConnectionRefusedError, "It refused the connection.", "Check the address, or the proxy in between."),
    (httpx.TimeoutException, *_SILENT),
)


def _trouble(error: Exception, what: str) -> HarvestError:
    """Say what a failure on the way means, without a word of httpx's own: it may hold addresses of proxies."""
    match error:
        case httpx.TimeoutException():
            return TimedOut(f"Harvest was silent for too long about {what}.", "Try again in a moment.", passing=True)
        case httpx.DecodingError() | httpx.RemoteProtocolError():
            return HarvestBroken(
                f"Harvest's answer for {what} broke off or was garbled on the way.",
                "Try again in a moment; if it stays so, check whether a proxy stands in between.",
                passing=True,
            )
        case httpx.ProxyError():
            return Unreachable(
                "The proxy did not let us through to Harvest.", "Check the proxy's settings.", passing=True
            )
        case httpx.NetworkError():
            return Unreachable(
                f"The connection to Harvest failed ({type(error).__name__}).",
                "Check the network, the proxy and the certificates of this machine.",
                passing=True,
            )
    return Unreachable(
        f"No request to Harvest could be made ({type(error).__name__}).",
        "Check HARVEST_API_URL, HARVEST_ID_URL, and the proxy and certificate settings of this machine.",
    )
