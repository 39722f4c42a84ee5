"""The JavaScript and the styles of widgets, as a notebook takes them: each widget's in one piece."""

import re
from importlib.resources import files
from typing import Final

WEB: Final = files("harvest_mcp.panel").joinpath("web")
IMPORT: Final = re.compile(r'^import \{[^}]*\} from "\./(?P<name>[\w.]+)";\n', re.MULTILINE)
UNREAD: Final = re.compile(r"^\s*//[^\n]*\n|^\s*/\*(?:(?!\*/).)*\*/\n|^\s+", re.MULTILINE | re.DOTALL)
"""What only people need: comments and indents. They would be two fifths of what travels with each widget."""
EXPORT: Final = re.compile(r"^export (?!default )", re.MULTILINE)


def module(name: str) -> str:
    """Give a module of `web` and those that it imports as a browser needs them."""
    return UNREAD.sub("", joined(name))


def joined(name: str) -> str:
    """Join a module of `web` and those that it imports, each once and after what it needs.

    All of them then share one scope, so no two may use a name at their top. No build step is needed, and none is done.
    """
    parts: dict[str, str] = {}
    _collect(name, parts)
    return "\n".join(parts.values())


def styles(*names: str) -> str:
    """Join style sheets of `web`."""
    return UNREAD.sub("", "\n".join(map(_read, names)))


def _collect(name: str, parts: dict[str, str]) -> None:
    text = _read(name)
    for needed in IMPORT.finditer(text):
        if needed["name"] not in parts:
            _collect(needed["name"], parts)
    parts[name] = EXPORT.sub("", IMPORT.sub("", text))


def _read(name: str) -> str:
    return WEB.joinpath(name).read_text(encoding="utf-8")
