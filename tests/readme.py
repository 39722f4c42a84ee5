"""What of README is run: its console blocks, a command a time, and its Python, each with what it prints.

`python -m tests.readme` runs all of it and writes what was printed into README; nothing else ever changes it.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

README: Final = Path(__file__).parent.parent / "README.md"
CONSOLE: Final = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
PYTHON: Final = re.compile(
    r"^```python\n(?P<code>.*?)^```\n\n```text\n(?P<printed>.*?)(?=^```$)", re.MULTILINE | re.DOTALL
)
COMMAND: Final = re.compile(r"^\$ (?P<line>.*)\n(?P<printed>(?:(?!\$ ).*\n)*)", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """Something that README tells to run, what it says comes of it, and where that stands in README."""

    command: tuple[str, ...]
    words: str
    printed: str
    place: slice

    def run(self, folder: Path) -> str:
        """Run it in this folder, with our command on the path and nothing else of ours in the environment."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("HARVEST_")}
        clean["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), clean["PATH"]))
        told = subprocess.run(
            self.command, check=True, stdout=subprocess.PIPE, text=True, cwd=folder, env=clean, timeout=60
        )
        return told.stdout


def examples(text: str) -> Iterator[Example]:
    """Every example, in the order in which they stand."""
    for block in CONSOLE.finditer(text):
        for found in COMMAND.finditer(text, block.start(), block.end()):
            yield Example(("sh", "-c", found["line"]), found["line"], found["printed"], slice(*found.span("printed")))
    for found in PYTHON.finditer(text):
        yield Example(
            (sys.executable, "-c", found["code"]),
            found["code"].splitlines()[-1],
            found["printed"],
            slice(*found.span("printed")),
        )


def column(text: str, heading: str, number: int = 0) -> list[str]:
    """A column of the table whose first heading this is, without the marks of code."""
    _, _, rest = text.partition(f"\n| {heading} |")
    rows = rest.partition("\n\n")[0].splitlines()[2:]
    return [row.strip("| ").split(" | ")[number].replace("`", "") for row in rows]


def rewritten(text: str, folder: Path) -> str:
    """README with what its examples print now."""
    for example in sorted(examples(text), key=lambda example: example.place.start, reverse=True):
        text = text[: example.place.start] + example.run(folder) + text[example.place.stop :]
    return text


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as empty:
        README.write_text(rewritten(README.read_text(encoding="utf-8"), Path(empty)), encoding="utf-8")
