"""What Harvest answers, in status, headers and body: good answers as JSON, refusals each in their own recorded form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2s
from typing import Any, Final

JSON: Final = "application/json; charset=utf-8"
INVALID_TOKEN: Final = "The access token provided is expired, revoked, malformed or invalid for other reasons."  # noqa: S105  (Harvest's words)
PAGE_NOT_FOUND: Final = """<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Not found</title>
</head>
<body>
  <h1>There is no such page</h1>
  <p>Harvest answers an address that it does not know with a page like this, whatever the request accepts.</p>
</body>
</html>
"""
FAILURE_PAGE: Final = "<!DOCTYPE html>\n<html><head><title>Error</title></head><body><h1>Error</h1></body></html>\n"


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole answer; names of headers are as Harvest writes them."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """A question that gets this reply instead of an answer."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def answer(value: object) -> Reply:
    """Answer well, with the headers that recorded answers have."""
    body = _json(value)
    mark = blake2s(body, digest_size=16).hexdigest()
    return Reply(200, body, {"Content-Type": JSON, "Cache-Control": "no-store", "ETag": f'W/"{mark}"'})


def bad_request(message: str) -> Reply:
    """Refuse a request that lacks a User-Agent, or a date that is none."""
    return Reply(400, _json({"message": message}), {"Content-Type": JSON})


def unauthorized() -> Reply:
    """Refuse a token, and a missing or foreign account alike."""
    said = {"error": "invalid_token", "error_description": INVALID_TOKEN}
    told = ", ".join(f'{name}="{words}"' for name, words in said.items())
    return Reply(
        401,
        _json(said),
        {
            "Content-Type": "application/json",
            "WWW-Authenticate": f'Bearer realm="Rack::OAuth2 Protected Resources", {told}',
            "Cache-Control": "no-cache",
        },
    )


def forbidden() -> Reply:
    """Refuse what the token's owner may not see."""
    return Reply(
        403,
        _json({"message": "Not authorized!"}),
        {"Content-Type": JSON, "Cache-Control": "no-cache, no-store", "Hint": "Not authorized!"},
    )


def no_record() -> Reply:
    """Say that there is no such record."""
    return Reply(404, _json({"status": 404, "error": "Not Found"}), {"Content-Type": "application/json; charset=UTF-8"})


def no_page() -> Reply:
    """Say that there is no such address."""
    return Reply(404, PAGE_NOT_FOUND.encode(), {"Content-Type": "text/html; charset=UTF-8"})


def read_only() -> Reply:
    """Refuse to write: Harvest would, the sandbox does not."""
    message = "The sandbox only answers GET; nothing was changed."
    return Reply(405, _json({"message": message}), {"Content-Type": JSON, "Allow": "GET"})


def unprocessable(message: str) -> Reply:
    """Say what does not fit."""
    return Reply(
        422,
        _json({"message": message}),
        {"Content-Type": JSON, "Cache-Control": "no-cache, no-store", "Hint": message},
    )


def too_many(retry_after: str | None) -> Reply:
    """Ask to be left alone: recorded with an empty body and without Retry-After, documented with it."""
    told = {"Content-Type": "text/html", "Cache-Control": "no-cache, no-store"}
    return Reply(429, b"", told if retry_after is None else {**told, "Retry-After": retry_after})


def failed(status: int) -> Reply:
    """Fail as a web server does, with a page."""
    return Reply(status, FAILURE_PAGE.encode(), {"Content-Type": "text/html; charset=utf-8"})


def _json(value: Any) -> bytes:  # noqa: ANN401  (JSON)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
