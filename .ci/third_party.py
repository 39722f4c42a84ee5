"""Points other people's Harvest clients, unchanged, at `harvest-mcp sandbox`: they must find what ours finds there.

They come from their registries into a folder that is removed again: python-harvest_apiv2 (whose base URL is its first
argument) and the npm package `harvest`.
"""

import json
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import anyio
from pydantic import SecretStr

from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.credentials import Credentials

SCRIPTS: Final = Path(__file__).parent / "third_party"
ACCOUNT: Final = 1000001
TOKEN: Final = "sandbox-administrator"  # noqa: S105  (it opens an invented company only)
PATIENCE: Final = 120


def main() -> None:
    """Ask the same through each client; the first that finds something else ends the program."""
    with tempfile.TemporaryDirectory() as folder, sandbox() as host:
        ours = anyio.run(_ours, f"{host}/v2")
        print(f"ours: {ours}")
        for name, command in (("python-harvest_apiv2", _python(Path(folder))), ("npm harvest", _node(Path(folder)))):
            base = f"{host}/v2" if name.startswith("python") else host
            theirs = _asked(*command, base, str(ACCOUNT), TOKEN)
            if wrong := {what: value for what, value in theirs.items() if value != ours[what]}:
                sys.exit(f"error: {name} found {wrong}.")
            print(f"{name}: the same {', '.join(theirs)}")


async def _ours(api: str) -> dict[str, Any]:
    credentials = Credentials(SecretStr(TOKEN), ACCOUNT, api_url=api)
    async with HarvestClient(credentials) as client:
        lists = (client.users, client.projects, client.clients, client.roles, client.user_assignments)
        counts = {ask.__name__: len(await ask()) for ask in (*lists, client.task_assignments)}
        return {"me": (await client.me()).id, "company": (await client.company()).name, **counts}


def _python(folder: Path) -> tuple[Path, ...]:
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv/bin/python"
    _quietly(python, "-m", "pip", "--disable-pip-version-check", "-qq", "install", "python-harvest_apiv2==1.11.0")
    return (python, SCRIPTS / "harvest_apiv2.py")


def _node(folder: Path) -> tuple[Path | str, ...]:
    options = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder)
    _quietly("npm", "install", *options, "harvest@2.2.6")
    script = folder / "node_harvest.js"  # beside node_modules, where node looks for packages
    script.write_bytes((SCRIPTS / script.name).read_bytes())
    return ("node", script)


def _quietly(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _asked(*command: str | Path) -> dict[str, Any]:
    told = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
    if told.returncode != 0:
        sys.exit(f"error: {' '.join(map(str, command))}\n{told.stderr}")
    found: dict[str, Any] = json.loads(told.stdout)
    return found


@contextmanager
def sandbox() -> Iterator[str]:
    """Serve the sandbox on a free port while this lasts; give its address."""
    command = (sys.executable, "-m", "harvest_mcp", "sandbox", "--port", "0")
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            told = process.stderr.readline() if process.stderr else ""
            found = re.search(r"http://[\d.]+:\d+", told)
            if found is None:
                sys.exit(f"error: the sandbox did not start: {told}")
            yield found[0]
        finally:
            process.kill()


if __name__ == "__main__":
    main()
