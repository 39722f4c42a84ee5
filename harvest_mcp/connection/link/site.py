"""The link page as an ASGI app: who is let in, what a form may be, and the headers that every answer has.

One browser, one address that nobody can guess, nothing from another site; a step answers with a redirect, so that no
browser keeps a token to send it again.
"""

import secrets
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qs

import anyio
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from harvest_mcp.connection.link import drawing
from harvest_mcp.connection.link.steps import Form, Steps

ADDRESS: Final = "127.0.0.1"
COOKIE: Final = "harvest_link"
MOST: Final = 64 * 1024
"""Bytes that a form may have."""
DRAINED: Final = 16 * MOST
"""Bytes that are read off and dropped, so that the browser hears why; of more nothing is read."""
FIELDS: Final = 10
FORM: Final = "application/x-www-form-urlencoded"

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Nothing reaches another site. With `no-referrer` a browser would send its own forms with `Origin: null`.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Refused(Exception):
    """A request that is not let in: the status, what is told, and whether there is a way back to the page."""

    def __init__(self, status: int, what: str, hint: str, *, back: str = "") -> None:
        super().__init__(what)
        self.status = status
        self.what = what
        self.hint = hint
        self.back = back


class Site:
    """Serves the steps to the first browser that comes; `shown` is set once it has seen the end."""

    def __init__(self, steps: Steps, port: int) -> None:
        self.shown = anyio.Event()
        self._steps = steps
        self._host = f"{ADDRESS}:{port}"
        self._origin = f"http://{self._host}"
        self._path = f"/{secrets.token_urlsafe(32)}/"
        self._browser = secrets.token_urlsafe(32)
        self._proof = secrets.token_urlsafe(32)
        self._is_bound = False

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"{self._origin}{self._path}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        try:
            response = await self._answer(Request(scope, receive))
        except Refused as refused:
            nonce = secrets.token_urlsafe(16)
            response = _page(drawing.refusal(refused.what, refused.hint, refused.back, nonce), nonce, refused.status)
        await response(scope, receive, send)
        if self._steps.ended.is_set() and response.status_code == 200:  # noqa: PLR2004  (OK)
            self.shown.set()

    async def _answer(self, request: Request) -> Response:
        self._let_in(request)
        if request.method == "GET":
            return self._draw(request)
        if not self._knows(request):
            raise Refused(403, "This form comes from another browser.", "Go on where you opened the link first.")
        if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != FORM:
            raise Refused(415, "That is no form of this page.", "Use the form itself.", back=self._path)
        form = _form(await _body(request))
        if form is None:
            raise Refused(
                413, "That is too much for a token.", "Copy the personal access token alone.", back=self._path
            )
        if not _same(form.proof, self._proof):
            raise Refused(
                403, "This form is not one that this page has shown.", "Use the form itself.", back=self._path
            )
        await self._steps.take(form)
        return RedirectResponse(self._path, 303, HEADERS)

    def _let_in(self, request: Request) -> None:
        """Refuse what does not come from a browser on this machine that was given the link."""
        headers = request.headers
        if headers.getlist("host") != [self._host]:
            raise Refused(421, "There is no such page here.", "Open the link as it was given.")
        if not _same(request.url.path, self._path):
            raise Refused(404, "There is no such page here.", "Open the link as it was given.")
        if request.method not in {"GET", "POST"}:
            raise Refused(405, "This page is read, or its form is sent.", "Open the link in a browser.")
        if headers.get("origin", self._origin) != self._origin or not _is_of_this_site(request.method, headers):
            raise Refused(403, "Another site asked for this page.", "Open the link yourself.", back=self._path)

    def _draw(self, request: Request) -> Response:
        """Show the step that comes next, to the browser that came first."""
        if self._is_bound and not self._knows(request):
            raise Refused(
                403,
                "This link was opened elsewhere.",
                "It works in one browser only. If that is this one, go on; if it was not you, cancel where you got it.",
                back=self._path,
            )
        nonce = secrets.token_urlsafe(16)
        response = _page(drawing.step(self._steps, self._proof, nonce), nonce, 200)
        if not self._is_bound:
            self._is_bound = True
            response.set_cookie(COOKIE, self._browser, path=self._path, httponly=True, samesite="strict")
        return response

    def _knows(self, request: Request) -> bool:
        return _same(request.cookies.get(COOKIE, ""), self._browser)


def _is_of_this_site(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a browser says so, where it says anything: forms are this page's own, a link may be anywhere."""
    site = headers.get("sec-fetch-site", "same-origin")
    if site == "same-origin" or (site == "none" and method == "GET"):
        return True
    followed = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return method == "GET" and followed


async def _body(request: Request) -> bytes | None:
    """What was sent; None where it is too much."""
    size, parts = 0, []
    async for part in request.stream():
        size += len(part)
        if size > DRAINED:
            break
        if size <= MOST:
            parts.append(part)
    return b"".join(parts) if size <= MOST else None


def _form(body: bytes | None) -> Form | None:
    """Read a form; None where it is none of ours. What it holds is in no error."""
    if body is None:
        return None
    try:
        fields = parse_qs(body.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:
        return None
    said = {name: values[-1] for name, values in fields.items()}
    return Form(
        do=said.get("do", ""),
        proof=said.get("proof", ""),
        token=SecretStr(said.get("token", "")),
        account_id=said.get("account_id", ""),
        account=said.get("account", ""),
        in_file="in_file" in said,
    )


def _page(html: str, nonce: str, status: int) -> HTMLResponse:
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src data:; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    return HTMLResponse(html, status, {**HEADERS, "Content-Security-Policy": policy})


def _same(said: str, meant: str) -> bool:
    return secrets.compare_digest(said.encode(), meant.encode())
