"""What may be written after `%harvest`: a verb, its words, then options, each with as many words as it needs."""

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn, get_args

from harvest_mcp.access.reasons import Severity
from harvest_mcp.answers import people, roles
from harvest_mcp.answers.text import count
from harvest_mcp.harvest.errors import BadQuestion
from harvest_mcp.interactive.asking import Harvest
from harvest_mcp.interactive.calls import Call
from harvest_mcp.interactive.rows import Rows

AnyCall = Call[Any]
Options = Mapping[str, Any]
"""Words by the parameter that they are for; what they may be is checked where the question is put."""

THINGS: Final = ("project", "person", "client")
ALWAYS: Final = ("sandbox", "account", "refresh")
FLAGS: Final = frozenset({"sandbox", "refresh", "full"})
HELP: Final = ("--help", "-h")
"""Words with which somebody asks what can be asked, and puts no question."""
BETWEEN: Final = ("with", "and")
"""Words that may stand between two people."""
CHOICES: Final[Mapping[str, Sequence[str]]] = {
    "status": get_args(people.Status),
    "access": get_args(people.Access),
    "contractor": get_args(people.YesNo),
    "severity": get_args(Severity),
    "kind": get_args(roles.Kind),
}
"""What an option may be, where that is known."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: what stands after it, which options it takes, the question that it puts, and the most words it takes."""

    usage: str
    options: tuple[str, ...]
    ask: Callable[[Harvest, Sequence[str], Options], AnyCall | Rows]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was understood."""

    verb: Verb
    words: tuple[str, ...]
    options: Mapping[str, str]

    @property
    def sandbox(self) -> bool:
        """Whether the invented company is asked."""
        return "sandbox" in self.options

    @property
    def refresh(self) -> bool:
        """Whether the account is read anew."""
        return "refresh" in self.options

    @property
    def account(self) -> str:
        """The connected account that is asked; empty where it is the usual one."""
        return self.options.get("account", "")

    def ask(self, harvest: Harvest) -> AnyCall | Rows:
        """Put the question. Raises BadQuestion."""
        return self.verb.ask(harvest, self.words, {name: of for name, of in self.options.items() if name not in ALWAYS})


def read(line: str) -> Line:
    """Understand a line. Raises BadQuestion with how it is written."""
    words, options = _taken_apart(_words(line))
    for name in sorted(VERBS, key=len, reverse=True):
        verb, parts = VERBS[name], tuple(name.split())
        if tuple(words[: len(parts)]) == parts:
            if unknown := [f"--{of}" for of in options if of not in (*verb.options, *ALWAYS)]:
                known = ", ".join(f"--{of}" for of in (*verb.options, *ALWAYS))
                raise BadQuestion(f"{name} has no {', '.join(unknown)}.", f"It takes {known}.")
            rest = words[len(parts) :]
            if verb.most is not None and len(rest) > verb.most:
                most = f"at most {count(verb.most, 'word')}" if verb.most else "no words"
                raise BadQuestion(f"{name} takes {most}, not {len(rest)}.", f"It is written so:\n{_written(name)}")
            return Line(verb, tuple(rest), options)
    raise BadQuestion("That is no question that is known here.", f"Write one of these.\n{usage()}")


def asks_for_help(line: str) -> bool:
    """Whether a line asks what can be asked."""
    return any(word in HELP for word in line.split())


def usage() -> str:
    """Write every question that there is, one a line."""
    return "\n".join(map(_written, VERBS))


def _written(name: str) -> str:
    return f"  %harvest {name} {VERBS[name].usage}".rstrip()


def _words(line: str) -> list[str]:
    """Part a line at its spaces, but for those between double quotes: names may hold single ones."""
    parts = shlex.shlex(line, posix=True)
    parts.whitespace_split, parts.quotes, parts.escape, parts.commenters = True, '"', "", ""
    try:
        return list(parts)
    except ValueError:
        raise BadQuestion("A quotation mark has no other.", "Names of several words need none.") from None


def _taken_apart(written: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Set words apart from options; an option has the words that follow it, a flag has none."""
    words: list[str] = []
    options: dict[str, list[str]] = {}
    into = words
    for word in written:
        if word.startswith("--"):
            name, is_told, value = word.removeprefix("--").partition("=")
            if name in options:
                raise BadQuestion(f"--{name} is there twice.", "Say which of the two is meant.")
            if name in FLAGS and is_told:
                raise BadQuestion(f"--{name} takes no word after it.", f"Write --{name}, or leave it out.")
            options[name] = [value] if value else []
            into = options[name] if name not in FLAGS else words
        else:
            into.append(word)
    empty = [name for name, of in options.items() if not of and name not in FLAGS]
    if empty:
        raise BadQuestion(f"--{empty[0]} needs a word after it.", "For example: --project Apollo")
    return words, {name: " ".join(of) for name, of in options.items()}


def _one(words: Sequence[str], what: str) -> str:
    """Put words together that are one name."""
    return " ".join(words) if words else _short_of(what)


def _two(words: Sequence[str]) -> Iterator[str]:
    """Take two names apart: at a word between them, or where there are two words."""
    at = next((place for place, word in enumerate(words) if word in BETWEEN and 0 < place < len(words) - 1), None)
    if at is None:
        if len(words) != len(BETWEEN):
            _short_of("two people, with the word `with` between them")
        yield from words
    else:
        yield " ".join(words[:at])
        yield " ".join(words[at + 1 :])


def _short_of(what: str) -> NoReturn:
    raise BadQuestion(f"That question needs {what}.", f"It is written so:\n{usage()}")


def _users(harvest: Harvest, words: Sequence[str], options: Options) -> AnyCall:
    more = dict(options)
    detail: people.Detail = "full" if more.pop("full", None) is not None else "concise"
    return harvest.users(" ".join(words), detail=detail, **more)


def _projects(harvest: Harvest, words: Sequence[str], options: Options) -> AnyCall:
    return harvest.projects(" ".join(words), **options)


def _roles(harvest: Harvest, words: Sequence[str], options: Options) -> AnyCall:
    return harvest.roles(**({**options, "kind": words[0]} if words else options))


def _explain(harvest: Harvest, words: Sequence[str], options: Options) -> AnyCall:
    *who, permission = words or [""]
    if who and who[-1] == "can":
        who.pop()
    return harvest.explain(_one(who, "a person and a permission"), permission, **options)


def _review(harvest: Harvest, words: Sequence[str], options: Options) -> AnyCall:
    return harvest.review(words[0] if words else "all", **options)


VERBS: Final[Mapping[str, Verb]] = {
    "users": Verb(
        "[QUERY] [--access LEVEL] [--role JOB] [--project X] [--status archived] [--contractor yes] [--full]",
        ("access", "role", "project", "status", "contractor", "full"),
        _users,
    ),
    "user": Verb("WHO", (), lambda harvest, words, _: harvest.user(_one(words, "a person"))),
    "roles": Verb("[access|job]", (), _roles, most=1),
    "projects": Verb("[QUERY] [--client X] [--status archived]", ("client", "status"), _projects),
    "who can": Verb(
        "PERMISSION [--project X] [--person X] [--client X]",
        THINGS,
        lambda harvest, words, options: harvest.who_can(" ".join(words) or "any", **options),
    ),
    "explain": Verb("WHO PERMISSION [--project X] [--person X] [--client X]", THINGS, _explain),
    "compare": Verb("WHO with WHO", (), lambda harvest, words, _: harvest.compare(*_two(words))),
    "review": Verb("[CHECK] [--severity high]", ("severity",), _review, most=1),
    "changes": Verb(
        "[WHO] [--since WHEN] [--until WHEN]",
        ("since", "until"),
        lambda harvest, words, options: harvest.changes(" ".join(words), **options),
    ),
    "check": Verb("", (), lambda harvest, *_: harvest.verify_connection(), most=0),
    "permissions": Verb("", (), lambda harvest, *_: harvest.permissions(), most=0),
}
"""Every question, by how it begins."""
