"""TOML: read, and changed in place, so that comments and order stay as they are."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

NAME: Final = "TOML"


def whole(document: Mapping[str, Any]) -> str:
    """Write a document of this data."""
    return tomlkit.dumps(document)


def read(text: str) -> Any:  # noqa: ANN401  (as of JSON)
    """Read a document; a number with a point stays text, so that it equals itself. Raises ValueError with the line."""
    return tomllib.loads(text, parse_float=str)


def put(text: str, path: Sequence[str | int], value: Any) -> str:  # noqa: ANN401  (as of JSON)
    """Change the value that the path leads to, or add it as the last of those beside it. Raises ValueError."""
    try:
        changed = _changed(text, path, value)
    except TOMLKitError as problem:
        raise ValueError(type(problem).__name__) from None
    crlf = "\r\n" in text and not re.search(r"(?<!\r)\n", text)
    return re.sub(r"(?<!\r)\n", "\r\n", changed) if crlf else changed


def _changed(text: str, path: Sequence[str | int], value: Any) -> str:  # noqa: ANN401  (as of JSON)
    document = tomlkit.parse(text)
    there: Any = document
    *way, name = path
    for step in way:
        there = there[step]
    if isinstance(there, list):
        there.append(value)
    elif isinstance(value, Mapping) and name not in there and not isinstance(there, InlineTable):
        return _with_table(text, path, value)
    else:
        there[name] = value
    return tomlkit.dumps(document)


def _with_table(text: str, path: Sequence[str | int], value: Mapping[str, Any]) -> str:
    """Add a table at the end, where it disturbs nothing."""
    table: Mapping[str, Any] = value
    for step in reversed(path):
        table = {str(step): table}
    space = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{space}{tomlkit.dumps(table)}"
