"""What may stand next in a line after `%harvest`: verbs, options, permissions, and names of this account.

It is a help and no answer: where nothing can be read, no names are offered.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.answers import suggesting
from harvest_mcp.interactive.magic.grammar import ALWAYS, BETWEEN, CHOICES, FLAGS, VERBS

Look = Callable[[], Account | None]
"""Gives the picture to take names from, if there is one."""

FLAG: Final = re.compile(rf"(?<!\S)--(?:{'|'.join(FLAGS)})\s+")
PEOPLE: Final = ("user", "explain", "compare", "changes")
"""Verbs after which a person is named."""
ROLES: Final = ("access", "job")
THINGS: Final[Mapping[str, Callable[[Account, str], suggesting.Suggestions]]] = {
    "project": suggesting.projects,
    "person": suggesting.people,
    "client": suggesting.clients,
    "role": suggesting.job_roles,
}
"""Options that name a thing of the account."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What may stand in place of the last letters of the line."""

    fragment: str
    texts: Sequence[str]


def offer(line: str, look: Look, *, accounts: Callable[[], Iterable[str]]) -> Offer:
    """Offer what goes on from a line that is not yet whole; `accounts` gives the names of the connected ones."""
    found = _offer(FLAG.sub("", line), look, accounts)
    return found if line.endswith(found.fragment) else Offer("", ())


def _offer(line: str, look: Look, accounts: Callable[[], Iterable[str]]) -> Offer:
    option, value = _last_option(line)
    last = line.rpartition(" ")[2]
    verb = next((name for name in sorted(VERBS, key=len, reverse=True) if line.startswith(f"{name} ")), "")
    if last.startswith("-"):
        known = (*(VERBS[verb].options if verb else ()), *ALWAYS)
        return _starting(last, [f"--{name}" for name in known])
    if option:
        return _of_option(option, value, look, accounts)
    if not verb:
        return _starting(line.lstrip(), list(VERBS))
    return _of_verb(verb, line.removeprefix(f"{verb} ").lstrip(), look)


def _last_option(line: str) -> tuple[str, str]:
    """The option at the end of the line and what stands after it."""
    _, dashes, rest = f" {line}".rpartition(" --")
    name, space, value = rest.partition(" ")
    return (name, value.lstrip()) if dashes and space else ("", "")


def _of_option(option: str, value: str, look: Look, accounts: Callable[[], Iterable[str]]) -> Offer:
    if option == "account":
        return _starting(value, [*accounts()])
    if option in CHOICES:
        return _starting(value, CHOICES[option])
    suggest = THINGS.get(option)
    account = look() if suggest is not None else None
    return Offer(value, suggest(account, value).values if suggest is not None and account is not None else ())


def _of_verb(verb: str, typed: str, look: Look) -> Offer:
    if verb == "who can":
        return Offer(typed, ["any", *suggesting.permission_ids(typed).values] if not typed else _permissions(typed))
    if verb == "roles":
        return _starting(typed, ROLES)
    if verb == "review":
        return Offer(typed, suggesting.check_ids(typed).values)
    if verb not in PEOPLE:
        return Offer(typed, ())
    before, between, after = typed.rpartition(next((f" {word} " for word in BETWEEN if f" {word} " in typed), "\n"))
    who = after if between and before and verb == "compare" else typed
    account = look()
    people = suggesting.people(account, who).values if account is not None else []
    if verb == "explain" and " " in typed and not people:
        last = typed.rpartition(" ")[2]
        return Offer(last, _permissions(last))
    return Offer(who, people)


def _permissions(typed: str) -> Sequence[str]:
    return suggesting.permission_ids(typed).values


def _starting(typed: str, known: Iterable[str]) -> Offer:
    return Offer(typed, [word for word in known if word.startswith(typed)])
