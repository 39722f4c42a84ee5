"""Whose token, which account, which hosts; refused at once where they cannot be right.

The token is a secret from here on: no `repr`, error or traceback shows it, and no other host than these two gets it.
"""

from dataclasses import KW_ONLY, dataclass, field
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from harvest_mcp.harvest.errors import NotConnected

API_URL: Final = "https://api.harvestapp.com/v2"
ID_URL: Final = "https://id.getharvest.com/api/v2"
DEVELOPERS: Final = "https://id.getharvest.com/developers"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A token, the account that it shall open (None: the only one that it opens), and where Harvest answers.

    Making them raises NotConnected where something cannot be right. Addresses stay out of the `repr` and of the error:
    a wrong one may hold a password.
    """

    token: SecretStr
    account_id: int | None = None
    _: KW_ONLY
    api_url: str = field(default=API_URL, repr=False)
    id_url: str = field(default=ID_URL, repr=False)

    def __post_init__(self) -> None:
        """Raise NotConnected where something cannot be right."""
        if trouble := _trouble_with(self.token):
            raise NotConnected(trouble, f"Copy it again, or make a new one at {DEVELOPERS}.")
        if self.account_id is not None and self.account_id < 1:
            raise NotConnected(
                "The account id is not a positive number.", f"It stands beside each account at {DEVELOPERS}."
            )
        for name, of in (("api_url", "Harvest's API"), ("id_url", "Harvest ID")):
            object.__setattr__(self, name, getattr(self, name).rstrip("/"))
            if not _may_get_a_token(getattr(self, name)):
                raise NotConnected(
                    f"The address of {of} is not one that a token may be sent to.",
                    "It must be https, or http to this machine itself, with no user name, password or query in it.",
                )


def _trouble_with(secret: SecretStr) -> str:
    """Say what cannot be right about a token; the error is raised elsewhere, so that no frame of it holds the text."""
    token = secret.get_secret_value()
    if not token:
        return "The token is empty."
    if not _is_plain(token):
        return "The token holds characters that no Harvest token has."
    return ""


def _may_get_a_token(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or not _is_plain(url) or "@" in parts.netloc or "?" in url or "#" in url:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_plain(text: str) -> bool:
    return all("!" <= character <= "~" for character in text)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
