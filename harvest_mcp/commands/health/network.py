"""Whether Harvest's two hosts are there, and whether this machine's clock agrees with theirs. No token is sent."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import perf_counter
from typing import Final

from pydantic import SecretStr

from harvest_mcp.commands.health.checks import Check, Status
from harvest_mcp.connection.connecting import Hosts
from harvest_mcp.directory.loading import together
from harvest_mcp.harvest.client import greet
from harvest_mcp.harvest.credentials import Credentials
from harvest_mcp.harvest.errors import HarvestError, NotConnected
from harvest_mcp.harvest.wire import Answer

PATIENCE: Final = 5.0
"""Seconds that a host may take to answer."""
UNKNOWN: Final = frozenset({401, 403, 429})
"""How Harvest may answer somebody who brings no token."""
PROXY_ASKS: Final = 407
HARVEST_FAILS: Final = 500
NOTABLE: Final = 60
BAD: Final = 300
"""Seconds by which a clock may be wrong."""
CLOCK: Final = "Set the clock of this machine by the network: certificates and `as_of` rely on it."


async def checks(environment: Mapping[str, str]) -> list[Check]:
    """Greet both hosts at once."""
    try:
        hosts = Hosts.of(environment)
        Credentials(SecretStr("none"), api_url=hosts.api_url, id_url=hosts.id_url)  # it refuses other addresses
    except NotConnected as problem:
        return [Check(part="network", name="hosts", status="failed", found=problem.what, advice=problem.hint)]
    answers: dict[str, Answer] = {}
    found: dict[str, Check] = {}

    async def look(name: str, url: str) -> None:
        began = perf_counter()
        try:
            answers[name] = await greet(url, patience=PATIENCE)
        except HarvestError as problem:
            found[name] = Check(part="network", name=name, status="failed", found=problem.what, advice=problem.hint)
        else:
            found[name] = _answered(name, answers[name].status, perf_counter() - began)

    api, identity = "Harvest's API", "Harvest ID"
    await together(
        lambda: look(api, f"{hosts.api_url}/users/me"),
        lambda: look(identity, f"{hosts.id_url}/accounts"),
    )
    clock = [_clock(answer) for answer in answers.values() if "date" in answer.headers]
    return [found[api], found[identity], *clock[:1]]


def _answered(name: str, status: int, seconds: float) -> Check:
    """Say whether it is Harvest that answered: a proxy or a sign-in page in between answers otherwise."""
    found = f"it answers (status {status}, {seconds:.1f} s)"
    if status in UNKNOWN:
        return Check(part="network", name=name, status="ok", found=found)
    if status == PROXY_ASKS:
        advice = "Give the proxy's settings the user name and password that it asks for."
        return Check(
            part="network", name=name, status="failed", found=f"the proxy refuses us ({status})", advice=advice
        )
    if status >= HARVEST_FAILS:
        advice = "Harvest, or a proxy in between, is in trouble: try again in a few minutes."
    else:
        advice = "Without a token Harvest answers 401: check whether a proxy or a sign-in page stands in between."
    return Check(part="network", name=name, status="warning", found=found, advice=advice)


def _clock(answer: Answer) -> Check:
    try:
        theirs = parsedate_to_datetime(answer.headers["date"])
        off = round((datetime.now(UTC) - theirs).total_seconds())
    except (TypeError, ValueError):
        return Check(part="network", name="clock", status="ok", found="Harvest does not say what time it is")
    status: Status = "ok" if abs(off) <= NOTABLE else "warning" if abs(off) <= BAD else "failed"
    words = f"{abs(off):,} s {'ahead of' if off > 0 else 'behind'} Harvest's"
    if status == "ok":
        words = "agrees with Harvest's"
    return Check(part="network", name="clock", status=status, found=words, advice=None if status == "ok" else CLOCK)
