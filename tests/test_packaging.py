"""What pyproject.toml promises of the package."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

import harvest_mcp

PACKAGE = Path(harvest_mcp.__file__).parent
OF_THE_WORKSHOP = {"test", "browser", "bench", "lint"}
"""Extras that the package itself never imports."""
FLOOR_FOR_ANOTHER = {"ipywidgets"}  # anywidget would take an older one
PINNED_BY_ANOTHER = {"pydantic-core"}  # each pydantic wants exactly one version of it
THERE_ANYWAY = {"ipython"}  # what loads our extension for it


@pytest.fixture(scope="module")
def pyproject(checkout: Path) -> dict[str, Any]:
    """The file's contents."""
    return tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))


def imported() -> set[str]:
    """The distributions that the package imports, wherever in a file the statement stands."""
    modules: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    modules.update(name.name.split(".")[0] for name in names)
                case ast.ImportFrom(module=str(module), level=0):
                    modules.add(module.split(".")[0])
    distributions = packages_distributions()
    foreign = modules - sys.stdlib_module_names - {PACKAGE.name}
    return {distributions.get(module, [module])[0].lower().replace("_", "-") for module in foreign}


def test_what_is_imported_is_declared_and_nothing_else(pyproject: dict[str, Any]) -> None:
    """Our choice: what merely comes along with another package today may not come along tomorrow."""
    extras = pyproject["project"]["optional-dependencies"]
    ours = [
        *pyproject["project"]["dependencies"],
        *(of for name in extras.keys() - OF_THE_WORKSHOP for of in extras[name]),
    ]
    declared = {re.split(r"[>\[]", dependency)[0].lower() for dependency in ours}
    assert declared - FLOOR_FOR_ANOTHER == imported() - PINNED_BY_ANOTHER - THERE_ANYWAY


def test_what_goes_into_the_source_archive_is_there(pyproject: dict[str, Any], checkout: Path) -> None:
    """Our choice: a name that leads nowhere is left out of the archive without a word."""
    listed = pyproject["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert [name for name in listed if not (checkout / name.lstrip("/")).exists()] == []
