"""What can go wrong between us and Harvest: one tree, and every error says what happened and what to do.

HarvestError
├── NotConnected         no credentials, or credentials that cannot be right
│   ├── Unconnected      connecting an account would mend it
│   └── AccountChoice    the token opens no Harvest account, or several and none was chosen
├── BadToken             401: the token is refused, or the account's id is missing or foreign
├── Forbidden            403: the token's owner may not see this
├── NotFound             404: there is no such thing, or it is hidden from the token's owner
├── Unprocessable        422: Harvest understood the question and cannot answer it
├── RateLimited          429: for longer than we are willing to wait
├── HarvestBroken        5xx, a redirect, or a body that is not what it should be
├── Unreachable          no connection: refused, reset, no such host, TLS, proxy
├── TimedOut             no answer within the deadline
├── HistoryFailed        the snapshots cannot be kept or read: no room, no right, in use, damaged, of a newer version
└── BadQuestion          what was asked for cannot be right
    ├── NoSuchThing      a name or id that fits nothing
    ├── Ambiguous        a name that fits several
    └── BadCursor        a cursor of another question

No error's text, attributes or traceback holds a token.
"""

from datetime import datetime

from typing_extensions import override


class HarvestError(Exception):
    """One sentence of what happened, one of what to do; `passing` says that the same question may succeed later."""

    def __init__(self, what: str, hint: str, *, passing: bool = False) -> None:
        super().__init__(what, hint)
        self.what = what
        self.hint = hint
        self.passing = passing

    @override
    def __str__(self) -> str:
        return f"{self.what} {self.hint}".strip()


class NotConnected(HarvestError):
    """There are no credentials, or they cannot be right."""


class Unconnected(NotConnected):
    """No account is connected where one is meant; connecting one, under `name` where there is one, mends it."""

    def __init__(self, what: str, hint: str, *, name: str = "") -> None:
        super().__init__(what, hint)
        self.name = name


class AccountChoice(NotConnected):
    """The token opens no Harvest account, or several of which none was chosen; the error lists them."""


class BadToken(HarvestError):
    """Harvest refused the token, or the account's id with it: it answers both alike (401)."""


class Forbidden(HarvestError):
    """The token's owner may not see this (403); the hint says who could."""


class NotFound(HarvestError):
    """There is no such thing, or Harvest hides it from the token's owner (404)."""


class Unprocessable(HarvestError):
    """Harvest understood the question and cannot answer it (422)."""


class RateLimited(HarvestError):
    """Harvest asks to wait for longer than we are willing to (429)."""

    def __init__(self, what: str, hint: str, *, until: datetime | None = None) -> None:
        super().__init__(what, hint, passing=True)
        self.until = until


class HarvestBroken(HarvestError):
    """Harvest failed (5xx), sent us elsewhere, or answered with something that is not what it should be."""


class Unreachable(HarvestError):
    """There is no connection to Harvest."""


class TimedOut(HarvestError):
    """Harvest gave no whole answer within the deadline."""


class HistoryFailed(HarvestError):
    """The snapshots cannot be kept or read; what was kept before is as it was."""


class BadQuestion(HarvestError):
    """What was asked for cannot be right; asking Harvest again does not help."""


class NoSuchThing(BadQuestion):
    """A name or an id that fits nothing; `candidates` are the nearest."""

    def __init__(self, what: str, hint: str, *, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(what, hint)
        self.candidates = candidates


class Ambiguous(BadQuestion):
    """A name that fits several things, which `candidates` lists."""

    def __init__(self, what: str, hint: str, *, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(what, hint)
        self.candidates = candidates


class BadCursor(BadQuestion):
    """A cursor that is not ours, or that belongs to another question."""
