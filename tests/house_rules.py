"""The rules of the house, read off the source of a package.

`broken_rules` imports nothing: it reads every import statement, wherever in a file it stands, and says what is amiss.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

PACKAGE: Final = "harvest_mcp"
# A room may use every room to its left. The three faces stand side by side and never look at each other.
ROOMS: Final = (
    "harvest",
    "access",
    "answers",
    "evidence",
    "directory",
    "history",
    "connection",
    "interactive",
    "server|panel|commands",
)
# __main__ opens the door to one face; __init__ names what is public. Nothing stands above them.
ENTRANCES: Final = ("__main__", "__init__")
SANDBOX_GUESTS: Final = ("connection", "commands", "__main__")  # the rest does not know whether Harvest is real
VERSION: Final = f"{PACKAGE}.__version__"  # the one name that a room may take from the package itself
LONGEST: Final = 300
EXEMPT_FROM_LENGTH: Final = ("access/permissions.py",)  # a table of rules: data

# Who may import what from outside, as folders or files of the package.
KEEPERS: Final = {
    "httpx": (
        "harvest/door.py",  # the one file that awaits the network
        "harvest/client.py",  # names the transport, which is an argument
        "connection",  # builds the transport: ASGITransport for the sandbox
    ),
    "mcp": (
        "server",
        "commands/demo.py",  # the demo is a real MCP client that talks to our server
        "commands/health/serving.py",  # and so is the self-test
    ),
    "mcp_types": ("server", "commands/demo.py"),
    "stamina": ("harvest",),
    "keyring": ("connection/tokens.py",),
    "platformdirs": ("connection/places.py",),
    "sqlalchemy": ("history",),  # an extra: whoever opens the history loads it then
    "typer": ("commands", "__main__.py"),
    "rich": ("commands",),
    "jinja2": ("evidence/report",),
    "tomlkit": ("commands/hosts/toml.py",),  # nothing else writes TOML
    "pandas": ("interactive/frames.py", "interactive/rows.py"),  # the latter names its types
    "polars": ("interactive/frames.py", "interactive/rows.py"),
    "pyarrow": ("interactive/frames.py", "interactive/rows.py"),
    "IPython": ("interactive",),
    "ipywidgets": ("panel",),
    "anywidget": ("panel",),
    "traitlets": ("panel",),
}
# No file of these rooms reads a clock, the environment, a file or the network.
PURE: Final = ("access", "answers", "harvest/wire.py", "harvest/errors.py", "harvest/models.py")
IMPURE: Final = frozenset(
    {
        "anyio", "asyncio", "http.client", "httpx", "io", "logging", "os", "pathlib", "random", "secrets", "selectors",
        "shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "trio", "urllib.request",
    }
)  # fmt: skip
CLOCKS: Final = frozenset({"now", "utcnow", "today"})
UNFINISHED: Final = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b|#\s*pragma:\s*no\s*cover", re.IGNORECASE)


@dataclass(frozen=True)
class Source:
    """One file of the package."""

    path: str  # within the package, with slashes
    text: str

    @property
    def name(self) -> str:
        """The module's dotted name."""
        dotted = f"{PACKAGE}.{self.path.removesuffix('.py').replace('/', '.')}"
        return dotted if self.path == "__init__.py" else dotted.removesuffix(".__init__")

    @property
    def room(self) -> str:
        """The first folder or file name within the package."""
        return self.path.split("/")[0].removesuffix(".py")

    def within(self, places: tuple[str, ...]) -> bool:
        """Whether the file is one of these places or lies in one of them."""
        return any(self.path == place or self.path.startswith(f"{place}/") for place in places)


def broken_rules(package: Path) -> list[str]:
    """Every way in which the package at this path breaks a rule of the house, a sentence each."""
    sources = [
        Source(file.relative_to(package).as_posix(), file.read_text(encoding="utf-8"))
        for file in sorted(package.rglob("*.py"))
    ]
    modules = {source.name for source in sources}
    imports = {source: sorted(_imports(source, modules)) for source in sources}
    return [
        *(broken for source in sources for broken in _in_file(source)),
        *(broken for source in sources for name in imports[source] for broken in _in_import(source, name)),
        *_cycles(imports, modules),
    ]


def _in_file(source: Source) -> Iterator[str]:
    lines = source.text.splitlines()
    if len(lines) > LONGEST and source.path not in EXEMPT_FROM_LENGTH:
        yield f"{source.path} has {len(lines)} lines; {LONGEST} is the most."
    for number, line in enumerate(lines, 1):
        if UNFINISHED.search(line):
            yield f"{source.path}:{number} is unfinished: {line.strip()}"
    if source.within(PURE):
        for node in ast.walk(ast.parse(source.text)):
            if isinstance(node, ast.Call) and (clock := _clock(node)):
                yield f"{source.path}:{node.lineno} reads a clock or a file: {clock}()."


def _clock(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) if name in CLOCKS:
            return name
        case ast.Name(id="open" | "print" | "input" as name):
            return name
    return ""


def _in_import(source: Source, name: str) -> Iterator[str]:
    top = name.partition(".")[0]
    if top == PACKAGE:
        yield from _in_own_import(source, name)
        return
    if top in KEEPERS and not source.within(KEEPERS[top]):
        yield f"{source.path} imports {top}; only {', '.join(KEEPERS[top])} may."
    if source.within(PURE) and not IMPURE.isdisjoint(_prefixes(name)):
        yield f"{source.path} is pure, but imports {name}."
    if source.room == "sandbox" and top != "starlette" and top not in sys.stdlib_module_names:
        yield f"{source.path} imports {top}; the sandbox uses starlette and the standard library only."


def _in_own_import(source: Source, name: str) -> Iterator[str]:
    target = name.split(".")[1] if "." in name else "__init__"
    if name != PACKAGE and source.name.startswith(f"{name}."):
        yield f"{source.path} takes a name from the __init__ of its own room."
    elif source.room == "sandbox":
        if target != "sandbox":
            yield f"{source.path} imports {name}; the sandbox knows nothing of ours, so that it can prove us wrong."
    elif target == "sandbox":
        if source.room not in SANDBOX_GUESTS:
            yield f"{source.path} imports {name}; only {', '.join(SANDBOX_GUESTS)} may know the sandbox."
    elif source.room not in ENTRANCES and target != source.room and name != VERSION:
        here, there = _place(source.room), _place(target)
        if here is None:
            yield f"{source.path} is in no room of the house."
        elif there is None or there >= here:
            yield f"{source.path} imports {name}, which is not to its left."


def _place(room: str) -> int | None:
    return next((place for place, rooms in enumerate(ROOMS) if room in rooms.split("|")), None)


def _imports(source: Source, modules: set[str]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.text)):
        match node:
            case ast.Import(names=names):
                found.update(name.name for name in names)
            case ast.ImportFrom(names=names):
                origin = _origin(source, node)
                found.update(_imported(origin, name.name, modules) for name in names)
    return found


def _origin(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    above = f"{PACKAGE}/{source.path}".split("/")[: -node.level]
    return ".".join([*above, *([node.module] if node.module else [])])


def _imported(origin: str, name: str, modules: set[str]) -> str:
    """A submodule where there is one by that name, `harvest_mcp.__version__`, or else the module imported from."""
    full = f"{origin}.{name}"
    return full if full in modules or full == VERSION else origin


def _prefixes(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def _cycles(imports: dict[Source, list[str]], modules: set[str]) -> Iterator[str]:
    """A cycle among the files, counting that an import of `a.b` also runs `a/__init__.py`."""
    graph: dict[str, list[str]] = {}
    for source, names in imports.items():
        needs = {prefix for name in names for prefix in _prefixes(name)} & modules
        own = {source.name, PACKAGE, *_prefixes(source.name)}
        graph[source.name] = sorted(needs - own)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        yield f"Imports run in a circle: {' <- '.join(cycle.args[1])}."
