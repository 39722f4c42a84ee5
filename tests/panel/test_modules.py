"""The JavaScript of widgets as it is joined: nothing missing, nothing twice, nothing that must be fetched."""

import re
from collections.abc import Iterator

import pytest

from harvest_mcp.panel.modules import WEB, joined, module
from tests.house_rules import LONGEST

FILES = sorted(file.name for file in WEB.iterdir() if file.name.endswith(".js"))
WIDGETS = [name for name in FILES if "export default" in WEB.joinpath(name).read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_is_one_piece(name: str) -> None:
    """Our choice: what it imports stands above it, once, and nothing is left to be fetched."""
    text = joined(name)
    assert not re.search(r"^\s*import\b|\bimport\s*\(\s*[^\"]", text, re.MULTILINE)
    assert re.findall(r"^export .*", text, re.MULTILINE) == ["export default { render };"]
    tops = re.findall(r"^(?:async )?(?:function|class|const|let) (\w+)", text, re.MULTILINE)
    assert len(tops) == len(set(tops))


@pytest.mark.parametrize("name", WIDGETS)
def test_a_browser_is_sent_neither_comments_nor_indents(name: str) -> None:
    """Our choice: they would be two fifths of what travels with each widget; every other line is there."""
    assert module(name).splitlines() == list(code(joined(name)))


def code(text: str) -> Iterator[str]:
    """The lines that are neither empty nor comments, without their indents."""
    inside = False
    for line in map(str.strip, text.splitlines()):
        if inside or (line.startswith("/*") and ("*/" not in line or line.endswith("*/"))):
            inside = "*/" not in line
        elif line and not line.startswith("//"):
            yield line


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_short(name: str) -> None:
    """Our choice: the house's bound holds for every language, and every file says what it is."""
    lines = WEB.joinpath(name).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST
    assert lines[0].startswith("// ")
