"""Whether the settings are well: our variables, proxies and certificates. What may be secret stays out."""

import ssl
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from harvest_mcp.commands.health.checks import Check
from harvest_mcp.connection.environment import said
from harvest_mcp.connection.finding import find
from harvest_mcp.harvest.errors import NotConnected, Unconnected

SHOWN: Final = ("HARVEST_ACCOUNT_ID", "HARVEST_ACCOUNT", "HARVEST_SANDBOX")
SECRET: Final = "HARVEST_ACCESS_TOKEN"  # noqa: S105  (the variable's name)
ADDRESSES: Final = ("HARVEST_API_URL", "HARVEST_ID_URL")
PROXIES: Final = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
NOT_OURS: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def checks(environment: Mapping[str, str], *, sandbox: bool, account: str) -> Iterator[Check]:
    """Look at the environment, and at whose account it names."""
    yield _variables(environment)
    yield _account(environment, sandbox=sandbox, account=account)
    yield _proxies(environment)
    yield _certificates(environment)


def _variables(environment: Mapping[str, str]) -> Check:
    names = [name for name in (SECRET, *SHOWN, *ADDRESSES) if environment.get(name, "").strip()]
    try:
        for name in names:
            said(environment, name)
    except NotConnected as problem:
        return _of("variables", "failed", problem.what, problem.hint)
    told = [f"{name}={environment[name].strip()}" if name in SHOWN else f"{name} (set)" for name in names]
    return _of("variables", "ok", ", ".join(told) or "none of ours is set")


def _account(environment: Mapping[str, str], *, sandbox: bool, account: str) -> Check:
    try:
        found = find(environment, sandbox=sandbox, account=account)
    except Unconnected as problem:
        return _of("account", "warning", problem.what, problem.hint)
    except NotConnected as problem:
        return _of("account", "failed", problem.what, problem.hint)
    return _of("account", "ok", found.source)


def _proxies(environment: Mapping[str, str]) -> Check:
    told = []
    for name in (each for upper in PROXIES for each in (upper, upper.lower())):
        if value := environment.get(name, "").strip():
            host = _host(value)
            if not host:
                return _of(
                    "proxy", "failed", f"{name} is no address", f"Set {name} to http://HOST:PORT, or leave it out."
                )
            told.append(f"{name}: {host}")
    if told and (spared := environment.get("NO_PROXY") or environment.get("no_proxy")):
        told.append(f"but not for {spared}")
    return _of("proxy", "ok", ", ".join(told) or "none")


def _host(address: str) -> str:
    """The host and port of a proxy, without the password that may stand before them."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return f"{parts.hostname}{port}" if parts.hostname else ""


def _certificates(environment: Mapping[str, str]) -> Check:
    file, folder = environment.get("SSL_CERT_FILE"), environment.get("SSL_CERT_DIR")
    if file or folder:
        try:
            ssl.create_default_context(cafile=file or None, capath=None if file else folder)
        except OSError:  # no such file, or nothing in it that is a certificate
            what = "SSL_CERT_FILE" if file else "SSL_CERT_DIR"
            return _of("certificates", "failed", f"{what} holds no certificates", f"Mend {what}, or leave it out.")
        return _of("certificates", "ok", f"of {file or folder}")
    if unread := [name for name in NOT_OURS if environment.get(name)]:
        advice = f"If your company's proxy needs its own, set SSL_CERT_FILE to what {unread[0]} names."
        return _of("certificates", "warning", f"{unread[0]} is set, which is not read here", advice)
    return _of("certificates", "ok", "those that come with Python's certifi")


def _of(name: str, status: str, found: str, advice: str | None = None) -> Check:
    return Check.model_validate({"part": "settings", "name": name, "status": status, "found": found, "advice": advice})
