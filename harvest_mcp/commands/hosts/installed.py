"""How this program was installed, and so what a host starts."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final

DISTRIBUTION: Final = "harvest-access-mcp"
SCRIPTS: Final = ("harvest-mcp", DISTRIBUTION)
THROWN_AWAY: Final = re.compile(r"(archive|builds|environments)-v\d+")
"""The folders in which uv's cache holds the environments that it makes for one run."""


@dataclass(frozen=True, slots=True)
class Command:
    """A program and the arguments that make it ours."""

    program: str
    arguments: tuple[str, ...] = ()


def command_of(
    executable: str, typed: str, environment: Mapping[str, str], *, platform: str, has_path: bool
) -> Command:
    """Tell what starts this program again, from the interpreter that runs it and the name that it was started by.

    A script that stands on the PATH beside its environment (pipx and `uv tool` put it there) is named without its
    folder, where the host has that PATH. A host that no shell has started has another one, and gets whole paths.
    """
    script = None if _is_thrown_away(executable, platform) else _script(executable, typed, platform)
    if script is None:
        uvx = "uvx" if has_path else _on_path("uvx", environment) or "uvx"
        return Command(uvx, (DISTRIBUTION,))
    found = _on_path(script.stem, environment) if has_path else None
    if found and Path(found).parent != Path(executable).parent and Path(found).samefile(script):
        return Command(script.stem)
    return Command(str(script))


def _is_thrown_away(executable: str, platform: str) -> bool:
    path = PureWindowsPath(executable) if platform == "win32" else PurePath(executable)
    return any(THROWN_AWAY.fullmatch(part) for part in path.parts)


def _script(executable: str, typed: str, platform: str) -> Path | None:
    return next((path for path in _candidates(executable, typed, platform) if path.is_file()), None)


def _candidates(executable: str, typed: str, platform: str) -> Iterator[Path]:
    """Where a script of ours may be: the one that was typed, then those of the interpreter's environment."""
    ending = ".exe" if platform == "win32" else ""
    if Path(typed).stem in SCRIPTS:
        yield Path(os.path.abspath(typed)).with_suffix(ending)  # noqa: PTH100  (a link that was typed stays one)
    folder = Path(executable).parent
    for name in SCRIPTS:
        yield folder / f"{name}{ending}"
        yield folder / "Scripts" / f"{name}{ending}"


def _on_path(name: str, environment: Mapping[str, str]) -> str | None:
    return shutil.which(name, path=environment.get("PATH", ""))
