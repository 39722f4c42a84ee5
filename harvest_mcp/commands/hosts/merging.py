"""Merges an entry of ours into a host's configuration: everything else that is there stays as it is.

What cannot be merged without loss is refused, never rewritten.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final, Protocol

from harvest_mcp.commands.hosts import jsonc, toml
from harvest_mcp.commands.hosts.installed import DISTRIBUTION, SCRIPTS
from harvest_mcp.harvest.errors import BadQuestion

Change = tuple[tuple[str | int, ...], Any]
"""Where, and what stands there from now on."""

MARK: Final = b"\xef\xbb\xbf"
"""With which some editors of Windows begin a file in UTF-8."""
SECRET: Final = re.compile(r"token|secret|password|key", re.IGNORECASE)
PLAIN_NAME: Final = re.compile(r"[\w.-]{1,40}")
BY_HAND: Final = "Put in by hand what stands on stdout."


class Form(Protocol):
    """A way to write a configuration."""

    @property
    def NAME(self) -> str:  # noqa: N802  (a constant of the module that is the form)
        """What people call it."""

    def whole(self, document: Mapping[str, Any], /) -> str:
        """Write a document of this data."""

    def read(self, text: str, /) -> Any:  # noqa: ANN401  (JSON)
        """Read a document. Raises ValueError."""

    def put(self, text: str, path: Sequence[str | int], value: Any, /) -> str:  # noqa: ANN401  (JSON)
        """Change or add one value. Raises ValueError."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A configuration with our entry in it."""

    content: bytes
    replaced: str = ""
    """What the entry of this name started before, where that was not ours."""
    secrets: tuple[str, ...] = ()
    """The variables of our entry whose secret values stand in the file, and did before."""
    removed: tuple[str, ...] = ()
    """The variables whose secret values stood there, and no longer do."""


def form_of(file: PurePath) -> Form:
    """The form in which this file is written."""
    return toml if file.suffix == ".toml" else jsonc


def merged(
    old: bytes, wanted: Mapping[str, Any], *, form: Form, servers: str, name: str, force: bool = False
) -> Merged:
    """Merge what is wanted into what is there. Raises BadQuestion where that cannot be done, and says why."""
    mark = MARK if old.startswith(MARK) else b""
    text, there = _read(old.removeprefix(mark), form)
    if not text.strip():
        return Merged(mark + form.whole(wanted).encode())
    _see_that_it_fits(there, wanted)
    entry = _entry(there, servers, name)
    foreign = entry is not None and not is_ours(entry)
    if foreign and not force:
        raise BadQuestion(
            f"There is an entry {name} already, and it starts {_program(entry)}.",
            "Choose another name with --name, or replace it with --force (a backup is kept).",
        )
    changes: list[Change] = [((servers, name), wanted[servers][name])] if foreign else []
    expected = _after(there, changes)
    changes += differences(expected, wanted)
    expected = _after(there, changes)
    text = _put(text, changes, expected, form)
    before, after = (_secrets(_entry(data, servers, name)) for data in (there, expected))
    return Merged(
        mark + text.encode(),
        replaced=_program(entry) if foreign else "",
        secrets=tuple(after),
        removed=tuple(variable for variable in before if variable not in after),
    )


def _read(old: bytes, form: Form) -> tuple[str, Any]:
    line = None
    try:
        text = old.decode()
        return text, form.read(text) if text.strip() else {}
    except RecursionError:
        pass
    except ValueError as problem:
        line = re.search(r"line \d+", str(problem))
    where = f" ({line[0]})" if line else ""
    raise BadQuestion(f"It is not valid {form.NAME}{where}, and so it was left as it is.", f"Mend it, or: {BY_HAND}")


def _see_that_it_fits(there: Any, wanted: Mapping[str, Any]) -> None:  # noqa: ANN401  (JSON)
    """See that nothing but what hosts write stands where ours is to be entered. Raises BadQuestion."""
    wrong = "" if isinstance(there, dict) else "What it holds"
    for key, value in wanted.items() if not wrong else ():
        if not isinstance(there.get(key, value), type(value)):
            wrong = f"`{key}` in it"
    if wrong:
        raise BadQuestion(f"{wrong} is not what a host writes there, and so it was left as it is.", BY_HAND)


def _entry(data: Mapping[str, Any], servers: str, name: str) -> Any:  # noqa: ANN401  (JSON)
    """What stands under this name."""
    return data.get(servers, {}).get(name)


def is_ours(entry: Any) -> bool:  # noqa: ANN401  (JSON)
    """Whether an entry starts this program, by whichever of its names and means."""
    if not isinstance(entry, dict) or not isinstance(entry.get("command"), str):
        return False
    program = re.split(r"[/\\]", entry["command"])[-1].removesuffix(".exe")
    arguments = entry.get("args")
    words = [word for word in arguments if isinstance(word, str)] if isinstance(arguments, list) else []
    if program.startswith("python"):
        return words[:2] == ["-m", "harvest_mcp"]
    return program in SCRIPTS or (program in {"uv", "uvx", "pipx"} and DISTRIBUTION in words)


def _program(entry: Any) -> str:  # noqa: ANN401  (JSON)
    """Name what an entry starts, as far as that is a plain name: the rest of it may hold secrets."""
    command = entry.get("command") if isinstance(entry, dict) else None
    name = re.split(r"[/\\]", command)[-1] if isinstance(command, str) else ""
    return f"`{name}`" if PLAIN_NAME.fullmatch(name) else "something else"


def differences(there: Any, wanted: Any, path: tuple[str | int, ...] = ()) -> Iterator[Change]:  # noqa: ANN401  (JSON)
    """What must change so that all that is wanted is there; lists are added to, but for a program's arguments."""
    for name, value in wanted.items():
        place = (*path, name)
        if name not in there:
            yield place, value
        elif isinstance(value, dict) and isinstance(there[name], dict):
            yield from differences(there[name], value, place)
        elif isinstance(value, list) and isinstance(there[name], list) and name != "args":
            missing = [member for member in value if not any(_same(member, other) for other in there[name])]
            yield from (((*place, len(there[name]) + number), member) for number, member in enumerate(missing))
        elif there[name] != value:
            yield place, value


def _same(member: Any, other: Any) -> bool:  # noqa: ANN401  (JSON)
    """Whether two members of a list are one; those that have an id are told apart by it."""
    if isinstance(member, dict) and isinstance(other, dict):
        return bool(member.get("id") == other.get("id"))
    return bool(member == other)


def _after(there: Any, changes: Sequence[Change]) -> Any:  # noqa: ANN401  (JSON)
    data = deepcopy(there)
    for (*way, name), value in changes:
        inner = data
        for step in way:
            inner = inner[step]
        if isinstance(inner, list):
            inner.append(value)
        else:
            inner[name] = deepcopy(value)
    return data


def _put(text: str, changes: Sequence[Change], expected: Any, form: Form) -> str:  # noqa: ANN401  (JSON)
    """Make the changes, and read what comes of them: an editor may have lost something. Raises BadQuestion."""
    with suppress(ValueError):
        for path, value in changes:
            text = form.put(text, path, value)
        if form.read(text) == expected:
            return text
    what = f"This {form.NAME} cannot be added to without loss, and so it was left as it is."
    raise BadQuestion(what, BY_HAND)


def _secrets(entry: Any) -> Iterator[str]:  # noqa: ANN401  (JSON)
    """Name the variables of an entry that hold secrets, and not merely say where one comes from."""
    environment = entry.get("env") if isinstance(entry, dict) else None
    for name, value in environment.items() if isinstance(environment, dict) else ():
        if SECRET.search(name) and isinstance(value, str) and value and not value.startswith("$"):
            yield name
