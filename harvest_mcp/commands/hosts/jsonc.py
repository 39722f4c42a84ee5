"""JSON with comments and trailing commas, as hosts have it: read, and changed in place.

A change touches nothing but what it changes: comments, order and layout stay as they are.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, NoReturn

NAME: Final = "JSON"
INDENT: Final = "  "
TOKEN: Final = re.compile(
    r"""(?P<space>[ \t\r\n]+) | (?P<comment>//[^\r\n]*|/\*.*?\*/) | (?P<mark>[][{},:])
        | (?P<plain>"(?:[^"\\]|\\.)*"|[-+.\w]+)""",
    re.VERBOSE | re.DOTALL,
)
CLOSING: Final = {"{": "}", "[": "]"}


class Token(NamedTuple):
    """A piece of the text; the last one, after everything, is empty."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands."""

    start: int
    end: int
    data: Any
    members: "Mapping[str | int, Node] | None" = None
    """Of an object by name, of an array by number."""
    first: int = 0
    last: int = 0
    """Where the first member begins and the last one ends, without a comma."""
    tail: int = 0
    """Where the last thing ends within the brackets, be it a comma or a comment."""
    comma: bool = False
    """Whether the last member has a comma after it."""


def whole(document: Mapping[str, Any]) -> str:
    """Write a document of this data."""
    return json.dumps(document, ensure_ascii=False, indent=INDENT) + "\n"


def read(text: str) -> Any:  # noqa: ANN401  (JSON)
    """Read a document. Raises ValueError, which says the line."""
    return _Reader(text).document().data


def put(text: str, path: Sequence[str | int], value: Any) -> str:  # noqa: ANN401  (JSON)
    """Change the value that the path leads to, or add it as the last of those beside it."""
    root = node = _Reader(text).document()
    *way, name = path
    for step in way:
        node = (node.members or {})[step]
    unit = _indentation(text, root.first) if root.members and _starts_line(text, root.first) else INDENT
    there = (node.members or {}).get(name)
    if there is None:
        return _added(text, node, name, value, unit)
    return text[: there.start] + _dumped(text, value, _indentation(text, there.start), unit) + text[there.end :]


def _added(text: str, node: Node, name: str | int, value: Any, unit: str) -> str:  # noqa: ANN401  (JSON)
    label = f"{json.dumps(name, ensure_ascii=False)}: " if isinstance(name, str) else ""
    comma = "," if node.members and not node.comma else ""
    kept = text[: node.last] + comma + text[node.last : node.tail] if node.members else text[: node.tail]
    if node.members and "\n" not in text[node.start : node.end]:
        return f"{kept} {label}{json.dumps(value, ensure_ascii=False)}{text[node.tail :]}"
    newline, outer = _newline(text), _indentation(text, node.start)
    indent = _indentation(text, node.first) if node.members and _starts_line(text, node.first) else outer + unit
    rest = text[node.tail :] if "\n" in text[node.tail : node.end] else newline + outer + text[node.end - 1 :]
    return f"{kept}{newline}{indent}{label}{_dumped(text, value, indent, unit)}{rest}"


def _dumped(text: str, value: Any, indent: str, unit: str) -> str:  # noqa: ANN401  (JSON)
    return json.dumps(value, ensure_ascii=False, indent=unit).replace("\n", _newline(text) + indent)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _indentation(text: str, at: int) -> str:
    """The space with which the line begins in which this stands."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _starts_line(text: str, at: int) -> bool:
    return text.rfind("\n", 0, at) + 1 + len(_indentation(text, at)) == at


class _Reader:
    """Reads a document, one token ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._scanned()
        self._before = 0
        self._now = Token("", 0, 0)
        self._advance()

    def document(self) -> Node:
        """Read one value and nothing after it."""
        node = self._value()
        if self._now.text:
            self._refuse()
        return node

    def _value(self) -> Node:
        start, mark = self._now.start, self._now.text
        if mark in CLOSING:
            return self._container(start, CLOSING[mark], named=mark == "{")
        end = self._now.end
        return Node(start, end, self._plain())

    def _container(self, start: int, closing: str, *, named: bool) -> Node:
        self._advance()
        first, last, comma = self._now.start, 0, True
        members: dict[str | int, Node] = {}
        while self._now.text != closing:
            if not comma:
                self._refuse()
            name = self._name() if named else len(members)
            members[name] = self._value()
            last = members[name].end
            if comma := self._now.text == ",":
                self._advance()
        tail, end = self._before, self._now.end
        self._advance()
        data = {name: node.data for name, node in members.items()}
        return Node(start, end, data if named else list(data.values()), members, first, last, tail, comma)

    def _name(self) -> str:
        name = self._plain() if self._now.text.startswith('"') else None
        if not isinstance(name, str) or self._now.text != ":":
            self._refuse()
        self._advance()
        return name

    def _plain(self) -> Any:  # noqa: ANN401  (JSON)
        """Read a value that is not made of others."""
        try:
            data = json.loads(self._now.text, parse_constant=self._refuse)
        except ValueError:
            self._refuse()
        self._advance()
        return data

    def _advance(self) -> None:
        """Go on to the next token that means something."""
        self._before = self._now.end
        for token in self._tokens:
            if token.text.startswith("/"):
                self._before = token.end
            else:
                self._now = token
                return

    def _scanned(self) -> Iterator[Token]:
        at = 0
        while at < len(self._text):
            found = TOKEN.match(self._text, at)
            if found is None:
                self._now = Token("", at, at)
                self._refuse()
            if found.lastgroup != "space":
                yield Token(found[0], at, found.end())
            at = found.end()
        yield Token("", at, at)

    def _refuse(self, _: object = None) -> NoReturn:
        raise ValueError(f"line {self._text.count(chr(10), 0, self._now.start) + 1}")
