"""Prints the oldest versions that pyproject.toml allows, as constraints for pip: `name==floor`, one a line."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

EXTRAS: Final = ("test", "pandas", "polars", "arrow")
PYPROJECT: Final = Path(__file__).parent.parent / "pyproject.toml"
FLOOR: Final = re.compile(r"(?P<name>[\w.-]+)(?:\[[\w,-]+\])?>=(?P<floor>[\w.]+)(?:,<[\w.]+)?")
"""How each dependency is written: a floor, and at most a ceiling after it."""


def main() -> None:
    """Print the floors of what the package needs, of what its tests need, and of what takes its rows."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    extras = (dependency for extra in EXTRAS for dependency in project["optional-dependencies"][extra])
    for line in floors([*project["dependencies"], *extras]):
        print(line)


def floors(dependencies: list[str]) -> Iterator[str]:
    """Write each dependency's floor; one without a floor ends the program."""
    for dependency in dependencies:
        written = FLOOR.fullmatch(dependency)
        if written is None:
            sys.exit(f"error: pyproject.toml gives no floor in {dependency!r}.\nhint: write it as name>=version.")
        yield f"{written['name']}=={written['floor']}"


if __name__ == "__main__":
    main()
