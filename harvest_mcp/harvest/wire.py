"""Harvest's HTTP manners without I/O: what is sent beside the token, and what an answer means.

Every function is pure; whatever comes over the wire, what they raise is a HarvestError.
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, ValidationError

from harvest_mcp.harvest.credentials import DEVELOPERS
from harvest_mcp.harvest.errors import (
    BadToken,
    Forbidden,
    HarvestBroken,
    HarvestError,
    NotFound,
    RateLimited,
    TimedOut,
    Unprocessable,
)

LONGEST_WAIT: Final = 86_400.0
"""Seconds; whatever longer wait Harvest may ask for, it is as good as a day."""

T = TypeVar("T")
Filter = bool | int | str | datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer; names of headers are in lower case. Its `repr` repeats nothing that came over the wire."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class _Message(BaseModel):
    model_config = ConfigDict(defer_build=True)

    message: str = ""


def headers(*, user_agent: str, account_id: int | None = None) -> dict[str, str]:
    """Everything that Harvest wants to be told beside the token; the id host wants no account."""
    told = {"Accept": "application/json", "User-Agent": user_agent}
    return told if account_id is None else {**told, "Harvest-Account-Id": str(account_id)}


def address(base: str, path: str, **filters: Filter) -> str:
    """Write the address of a question; a filter that is None is left out."""
    query = urlencode({name: _written(value) for name, value in filters.items() if value is not None})
    return f"{base}{path}?{query}" if query else f"{base}{path}"


def _written(value: Filter) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


def interpret(answer: Answer, *, what: str, seen_by: str, now: datetime, wait: float) -> Answer:
    """Give back a good answer, or raise what any other means.

    `what` was asked for, `seen_by` are those who see it, and `wait` is how many seconds to leave Harvest alone after a
    429 that does not say.
    """
    if answer.status == 200:  # noqa: PLR2004  (the only status with which Harvest answers a GET that it grants)
        return answer
    if answer.status == 429:  # noqa: PLR2004
        raise _rate_limited(answer, now, wait)
    raise _failure(answer, what, seen_by)


def _failure(answer: Answer, what: str, seen_by: str) -> HarvestError:
    if 500 <= answer.status <= 599:  # noqa: PLR2004
        return HarvestBroken(
            f"Harvest failed on {what} ({answer.status}).", "Try again in a few minutes.", passing=True
        )
    if 300 <= answer.status <= 399:  # noqa: PLR2004
        return HarvestBroken(
            f"Harvest wants {what} to be read from somewhere else ({answer.status}), where a token must not go.",
            "Check HARVEST_API_URL and HARVEST_ID_URL, and whether a proxy or a sign-in page stands in between.",
        )
    return _refusal(answer, what, seen_by) or HarvestBroken(
        f"Harvest answered {what} with a status that means nothing here ({answer.status}).",
        "Check HARVEST_API_URL and HARVEST_ID_URL, and whether a proxy stands in between.",
    )


def _refusal(answer: Answer, what: str, seen_by: str) -> HarvestError | None:
    match answer.status:
        case 401:
            return BadToken(
                "Harvest refused the token, or the account id that came with it (it answers 401 to both).",
                f"Make a new token at {DEVELOPERS}, and check that the account id is one that stands there beside it.",
            )
        case 403:
            return Forbidden(f"Harvest does not show {what} to this token (403).", f"Who could see it: {seen_by}.")
        case 404:
            return NotFound(
                f"Harvest finds nothing where {what} should be (404).",
                f"It may be gone, or in another account, or hidden from this token. Who could see it: {seen_by}.",
            )
        case 408:
            return TimedOut(f"Harvest gave up on {what} (408).", "Try again in a moment.", passing=True)
        case 422:
            return Unprocessable(
                f"Harvest cannot answer for {what} (422){_message(answer.body)}.",
                "It does not fit what was asked about.",
            )
    return None


def _message(body: bytes) -> str:
    """Harvest's own words, as far as they are fit to be shown."""
    try:
        said = _Message.model_validate_json(body).message
    except ValidationError:
        return ""
    words = shown(said)
    return f": {words.rstrip('.')}" if words else ""


def shown(said: str) -> str:
    """Make words of Harvest's fit to be shown in an error: printable, on one line, and not too many."""
    return " ".join("".join(character if character.isprintable() else " " for character in said).split())[:200]


def _rate_limited(answer: Answer, now: datetime, wait: float) -> RateLimited:
    asked = retry_after(answer.headers, now)
    return limited(now + timedelta(seconds=wait if asked is None else asked))


def limited(until: datetime) -> RateLimited:
    """Say until when Harvest wants to be left alone."""
    return RateLimited(
        f"Harvest asks to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC (429: too many requests).",
        "Ask again then; other programs that use the same token or account count too.",
        until=until,
    )


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """How many seconds an answer asks to wait, told as a number or as a date; None where it does not say."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), LONGEST_WAIT)
    try:
        then = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return min(max((then - now).total_seconds(), 0.0), LONGEST_WAIT)


def read(reader: Callable[[bytes], T], answer: Answer, *, what: str) -> T:
    """Read a good answer into a noun or a page. Raises HarvestBroken, passing where the body is no JSON at all."""
    trouble: HarvestBroken
    try:
        with undisturbed():
            return reader(answer.body)
    except ValidationError as error:
        trouble = _unreadable(error, what)
    raise trouble


def _unreadable(error: ValidationError, what: str) -> HarvestBroken:
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if fault["type"] == "json_invalid":
        return HarvestBroken(
            f"Harvest answered {what} with something that is not JSON, or with a part of it.",
            "Try again in a moment; if it stays so, check whether a proxy or a sign-in page stands in between.",
            passing=True,
        )
    where = ".".join(str(step) for step in fault["loc"])
    return HarvestBroken(
        f"Harvest answered {what} in a form that is not its own ({where or 'the whole'}: {fault['type']}).",
        "Check HARVEST_API_URL; if it is Harvest's own, this program is older than the answer: update it.",
    )


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the garbage collector away from work that makes a great many lasting things and no garbage.

    It would walk them all again and again, twice as the young ones and then among the old: reading the pages of a large
    account would take three times as long. What was made goes to the old ones unwalked, unless somebody else keeps
    things frozen, which a thaw would undo.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        gc.enable()
