"""Installs the wheel far from its source and runs every verb there, with an empty home and none of our variables.

The wheel is in `dist`, where `make wheel` puts it. A verb that `harvest-mcp --help` lists and that is not run fails.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

CHECKOUT: Final = Path(__file__).parent.parent
LISTED: Final = re.compile(r"^│ (\w+)  +\S", re.MULTILINE)
"""A verb in the list of them that the help ends with."""
EXPORTED: Final = re.compile(r"^  export (\w+)=(\S+)$", re.MULTILINE)
PATIENCE: Final = 120


class Installed:
    """The wheel in an environment of its own, used from an empty folder that is its home too."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "venv" / "bin"
        self.home = folder / "home"
        self.home.mkdir()
        venv.create(folder / "venv", with_pip=True)
        self.install()

    def install(self, extra: str = "") -> None:
        """Install the wheel, with an extra."""
        (wheel,) = (CHECKOUT / "dist").glob("*.whl")
        pip = (self.bin / "python", "-m", "pip", "--disable-pip-version-check", "-qq", "install", f"{wheel}{extra}")
        subprocess.run(pip, check=True, stdin=subprocess.DEVNULL)

    def start(self, *arguments: str, **more: str) -> "subprocess.Popen[str]":
        """Start the command."""
        environment = {"PATH": f"{self.bin}{os.pathsep}{os.defpath}", "HOME": str(self.home), "COLUMNS": "100", **more}
        command, pipe = (str(self.bin / "harvest-mcp"), *arguments), subprocess.PIPE
        return subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=self.home, env=environment
        )

    def run(self, *arguments: str, typed: str = "", **more: str) -> str:
        """Run the command and give what it wrote; any failure ends the program."""
        with self.start(*arguments, **more) as process:
            out, err = process.communicate(typed, timeout=PATIENCE)
        if process.returncode != 0 or "Traceback" in err:
            sys.exit(f"error: harvest-mcp {' '.join(arguments)}: exit {process.returncode}\n{out}{err}")
        return out

    def asked(self, *arguments: str, **more: str) -> dict[str, Any]:
        """Run a verb that asks Harvest; give its structured answer."""
        answer: dict[str, Any] = json.loads(self.run(*arguments, "--json", **more))
        return answer


def serve(here: Installed) -> bool:
    """Serve a host over stdio until the input ends."""
    asked = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HANDSHAKE}
    with here.start("serve", "--sandbox") as process:
        if process.stdin is None or process.stdout is None:
            return False
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        process.communicate(timeout=PATIENCE)
    return process.returncode == 0 and answer["result"]["serverInfo"]["name"] == "harvest"


def sandbox(here: Installed) -> bool:
    """Serve the sandbox on a port, and check the connection to it as its own words say."""
    with here.start("sandbox") as process:
        try:
            return here.asked("check", **_exported(process))["sandbox"] is False
        finally:
            process.kill()


def _exported(process: "subprocess.Popen[str]") -> dict[str, str]:
    """Read which variables the sandbox says to set."""
    words = ""
    while process.stderr and "sandbox-member" not in words and (line := process.stderr.readline()):
        words += line
    return dict(EXPORTED.findall(words))


def history(here: Installed) -> bool:
    """Say what to install; with the extra, keep a snapshot, ask it, and find nothing changed."""
    with here.start("snapshot", "--sandbox") as process:
        _, err = process.communicate(timeout=PATIENCE)
    if process.returncode != 3 or "harvest-access-mcp[history]" not in err:
        return False
    here.install("[history]")
    settings = {"XDG_DATA_HOME": str(here.home.parent / "data")}
    kept = here.asked("snapshot", "--sandbox", **settings)
    changed = here.asked("changes", "--sandbox", **settings)
    then = here.asked("users", "--at", str(kept["id"]), "--sandbox", **settings)
    return changed["changes"] == [] and len(then["users"]) > 100


HANDSHAKE: Final = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "ci", "version": "1"}}


def connect(here: Installed) -> bool:
    """Connect an account of the sandbox, list it, ask it and forget it."""
    with here.start("sandbox") as process:
        try:
            settings = _exported(process)
            token = settings.pop("HARVEST_ACCESS_TOKEN")
            settings |= {"XDG_CONFIG_HOME": str(here.home.parent / "config")}
            here.run("connect", "--file", typed=token, **settings)
            (account,) = here.asked("accounts", **settings)["accounts"]
            asked = here.asked("check", "--account", account["name"], **settings)
            here.run("disconnect", account["name"], **settings)
            return [asked["level"], here.asked("accounts", **settings)["accounts"]] == ["administrator", []]
        finally:
            process.kill()


VERBS: Final[dict[str, Callable[[Installed], bool]]] = {
    "serve": serve,
    "demo": lambda here: "verify_connection()" in here.run("demo"),
    "connect": connect,
    "accounts": lambda here: here.asked("accounts")["accounts"] == [],
    "disconnect": connect,
    "check": lambda here: here.asked("check", "--sandbox")["sandbox"],
    "config": lambda here: "serve" in json.loads(here.run("config", "cursor"))["mcpServers"]["harvest"]["args"],
    "doctor": lambda here: (
        {check["status"] for check in here.asked("doctor", "--sandbox")["checks"]} <= {"ok", "warning"}
    ),
    "users": lambda here: len(here.asked("users", "--sandbox")["users"]) > 100,
    "user": lambda here: here.asked("user", "me", "--sandbox")["user"]["id"] > 0,
    "roles": lambda here: len(here.asked("roles", "--sandbox")["jobs"]) > 1,
    "projects": lambda here: len(here.asked("projects", "--sandbox")["projects"]) > 1,
    "can": lambda here: len(here.asked("can", "time.approve", "--project", "apollo", "--sandbox")["people"]) > 1,
    "explain": lambda here: here.asked("explain", "ruth", "invoices.draft", "--sandbox")["answer"] == "no",
    "compare": lambda here: here.asked("compare", "ruth", "samuel", "--sandbox")["complete"],
    "review": lambda here: len(here.asked("review", "--sandbox", "--severity", "high")["findings"]) > 1,
    "snapshot": history,
    "changes": lambda here: "--since" in here.run("changes", "--help"),
    "export": lambda here: here.run("export", "users", "--sandbox").count("@example.com") > 100,
    "permissions": lambda here: len(here.asked("permissions")["permissions"]) > 1,
    "sandbox": sandbox,
}
"""Every verb, with what shows that it works."""


def main() -> None:
    """Install, compare the list of verbs with ours, and run each."""
    with tempfile.TemporaryDirectory() as folder:
        here = Installed(Path(folder))
        listed = LISTED.findall(here.run("--help"))
        if set(listed) != VERBS.keys():
            sys.exit(f"error: --help lists {', '.join(listed)}.\nhint: {__file__} runs {', '.join(VERBS)}: mend it.")
        for verb, works in VERBS.items():
            if not works(here):
                sys.exit(f"error: harvest-mcp {verb} did not answer as it should.")
        if left := sorted(path.name for path in here.home.iterdir()):
            sys.exit(f"error: it left {', '.join(left)} behind in the home folder.")
        print(f"installed alone, every verb works: {', '.join(listed)}")


if __name__ == "__main__":
    main()
