"""The company's e-mail domains: those of the policy, or else the one of most active people, where it can be its own."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.review.policy import Policy

PUBLIC: Final = frozenset(
    {
        "126.com", "163.com", "aol.com", "att.net", "bigpond.com", "bluewin.ch", "btinternet.com",
        "comcast.net", "fastmail.com", "free.fr", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com",
        "gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com", "hotmail.fr",
        "icloud.com", "laposte.net", "libero.it", "live.com", "mac.com", "mail.com", "mail.ru", "me.com",
        "msn.com", "naver.com", "orange.fr", "outlook.com", "outlook.de", "pm.me", "proton.me",
        "protonmail.com", "qq.com", "rediffmail.com", "sbcglobal.net", "seznam.cz", "t-online.de", "tuta.com",
        "tuta.io", "tutanota.com", "uol.com.br", "verizon.net", "virgilio.it", "wanadoo.fr", "web.de", "wp.pl",
        "yahoo.ca", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.au", "yahoo.com.br",
        "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.it", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
    }
)  # fmt: skip
"""Where anybody gets an address: no company's own, however many of its people have one."""


@dataclass(frozen=True, slots=True)
class Domains:
    """The company's domains, and whether they were guessed."""

    names: tuple[str, ...]
    is_guess: bool

    def words(self) -> str:
        """Write them, and who says so."""
        how = "as most active people have it" if self.is_guess else "as the policy says"
        return f"{', '.join(self.names)} ({how})"

    def has(self, mail: str) -> bool:
        """Whether an address is in one of them."""
        domain = _domain(mail)
        company = {name.casefold().removeprefix("@") for name in self.names}
        return any(domain == of or domain.endswith(f".{of}") for of in company)


def company_domains(account: Account, policy: Policy) -> Domains | None:
    """Give the company's domains; None where the policy names none and none can be guessed."""
    if policy.domains:
        return Domains(policy.domains, is_guess=False)
    guessed = account.derive(_domain_of_most)
    return None if guessed is None else Domains((guessed,), is_guess=True)


def _domain_of_most(account: Account) -> str | None:
    """The domain of more than half of all active people, where all are in sight and not everybody may have it."""
    if not account.sees("users").is_whole:
        return None
    active = [user for user in account.users if user.is_active is True]
    domains = Counter(_domain(user.email) for user in active if user.email)
    domain, people = next(iter(domains.most_common(1)), ("", 0))
    return domain if domain not in PUBLIC and 2 * people > len(active) else None


def _domain(mail: str) -> str:
    return mail.rpartition("@")[2].strip().casefold()
