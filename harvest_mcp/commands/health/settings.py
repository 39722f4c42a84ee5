"""Whether the settings are well: our variables, proxies and certificates. What may be secret stays out."""

import re
import ssl
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from harvest_mcp.commands.health.checks import Check
from harvest_mcp.connection.environment import is_on, said
from harvest_mcp.connection.finding import ACCOUNT, ACCOUNT_ID, API, ID, SANDBOX, TOKEN, find
from harvest_mcp.harvest.errors import NotConnected, Unconnected

PREFIX: Final = "HARVEST_"
OURS: Final = (TOKEN, ACCOUNT_ID, ACCOUNT, SANDBOX, API, ID, "HARVEST_HISTORY_URL")
PROXIES: Final = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
SCHEMES: Final = ("http", "https", "socks5", "socks5h")
HASHED: Final = re.compile(r"[0-9a-f]{8}\.\d+")
"""How a certificate in a folder must be called, or OpenSSL does not find it."""
NOT_OURS: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def checks(environment: Mapping[str, str], *, sandbox: bool, account: str) -> Iterator[Check]:
    """Look at the environment, and at whose account it names."""
    yield _variables(environment)
    yield _account(environment, sandbox=sandbox, account=account)
    yield _proxies(environment)
    yield _certificates(environment)


def in_sandbox(environment: Mapping[str, str]) -> bool:
    """Whether the environment asks for the sandbox; what is neither on nor off is told of as a variable."""
    try:
        return is_on(environment, SANDBOX)
    except NotConnected:
        return False


def _variables(environment: Mapping[str, str]) -> Check:
    """Which are set, by name alone: people put a token into the wrong one, too."""
    names = [name for name in OURS if environment.get(name, "").strip()]
    try:
        for name in names:
            said(environment, name)
        is_on(environment, SANDBOX)
    except NotConnected as problem:
        return _of("variables", "failed", problem.what, problem.hint)
    if others := sorted(name for name in environment if name.startswith(PREFIX) and name not in OURS):
        advice = f"If it was meant for this program, one of these was meant: {', '.join(OURS)}."
        return _of("variables", "warning", f"{', '.join(others)}: set, but not read by this program", advice)
    return _of("variables", "ok", f"{', '.join(names)}: set" if names else "none of ours is set")


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
            if host.startswith("socks") and find_spec("socksio") is None:
                return _of(
                    "proxy", "failed", f"{name}: {host} needs the package socksio", "Install that beside this program."
                )
            told.append(f"{name}: {host}")
    if told and (spared := environment.get("NO_PROXY") or environment.get("no_proxy")):
        told.append(f"but not for {spared}")
    return _of("proxy", "ok", ", ".join(told) or "none")


def _host(address: str) -> str:
    """The host and port of a proxy, without the password that may stand before them; empty where it is no address."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if not parts.hostname or parts.scheme not in SCHEMES:
        return ""
    return f"{'' if parts.scheme == 'http' else parts.scheme + '://'}{parts.hostname}{port}"


def _certificates(environment: Mapping[str, str]) -> Check:
    file, folder = environment.get("SSL_CERT_FILE"), environment.get("SSL_CERT_DIR")
    if file or folder:
        if not (_holds_certificates(file) if file else _lists_certificates(Path(folder or ""))):
            what = "SSL_CERT_FILE" if file else "SSL_CERT_DIR"
            return _of("certificates", "failed", f"{what} holds no certificates", f"Mend {what}, or leave it out.")
        return _of("certificates", "ok", f"of {file or folder}")
    if unread := [name for name in NOT_OURS if environment.get(name)]:
        advice = f"If your company's proxy needs its own, set SSL_CERT_FILE to what {unread[0]} names."
        return _of("certificates", "warning", f"{unread[0]} is set, which is not read here", advice)
    return _of("certificates", "ok", "those that come with Python's certifi")


def _holds_certificates(file: str) -> bool:
    try:
        ssl.create_default_context(cafile=file)
    except OSError:  # no such file, or nothing in it that is a certificate
        return False
    return True


def _lists_certificates(folder: Path) -> bool:
    try:
        return any(HASHED.fullmatch(file.name) for file in folder.iterdir())
    except OSError:  # no such folder, or none that we may read
        return False


def _of(name: str, status: str, found: str, advice: str | None = None) -> Check:
    return Check.model_validate({"part": "settings", "name": name, "status": status, "found": found, "advice": advice})
