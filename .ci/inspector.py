"""Has the MCP Inspector list and call every tool, in both protocol eras, as `mcp.json` starts the server.

The Inspector and the Node that it needs come from npm into a folder that is removed again.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

CHECKOUT: Final = Path(__file__).parent.parent
PACKAGES: Final = ("@modelcontextprotocol/inspector@2.12.0", "node@22.23.3")
ERAS: Final = ("legacy", "modern")
ARGUMENTS: Final[dict[str, Any]] = {"user": "me", "permission": "time.approve", "first": "me", "second": "ruth"}
"""A value for each parameter that a tool cannot do without."""
ABOUT_ITSELF: Final = "[mcp-inspector]"
"""Begins what it says on stderr of where it would keep secrets; what it complains of begins otherwise."""


def main() -> None:
    """List the tools, each schema held to what hosts can read, and call each; the first failure ends the program."""
    with tempfile.TemporaryDirectory() as folder:
        inspector = Inspector(Path(folder))
        inspector.keep_a_snapshot()
        for era in ERAS:
            tools = inspector.ask(era, "tools/list", "--strict")["tools"]
            for tool in tools:
                called = inspector.ask(era, "tools/call", *_call(tool))
                if not called["structuredContent"]["account"]["id"]:
                    sys.exit(f"error: {tool['name']} answered about no account.")
            print(f"{era}: listed and called {len(tools)} tools: {', '.join(tool['name'] for tool in tools)}")


def _call(tool: dict[str, Any]) -> tuple[str, ...]:
    needed = tool["inputSchema"].get("required", [])
    if unknown := set(needed) - ARGUMENTS.keys():
        sys.exit(f"error: {tool['name']} was not called.\nhint: give a value for {', '.join(unknown)} in {__file__}.")
    arguments = {name: ARGUMENTS[name] for name in needed}
    return ("--tool-name", tool["name"], "--tool-args-json", json.dumps(arguments))


class Inspector:
    """The Inspector's command line, installed into a folder that is its home too."""

    def __init__(self, folder: Path) -> None:
        install = ("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *PACKAGES)
        subprocess.run(install, check=True, stdin=subprocess.DEVNULL)
        modules = folder / "node_modules"
        launcher = modules / "@modelcontextprotocol/inspector/clients/launcher/build/index.js"
        self._command = (modules / "node/bin/node", launcher, "--cli", "--config", "mcp.json", "--server", "harvest")
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "MCP_AUTO_OPEN_ENABLED": "false",
        }

    def keep_a_snapshot(self) -> None:
        """Keep the picture with which `access_changes` compares."""
        harvest = (Path(sys.executable).parent / "harvest-mcp", "snapshot", "--sandbox")
        subprocess.run(harvest, check=True, env=self._environment, stdout=subprocess.DEVNULL)

    def ask(self, era: str, method: str, *more: str) -> dict[str, Any]:
        """Ask the sandbox one thing; whatever the Inspector takes for a failure or complains of is one."""
        options = ("-e", "HARVEST_SANDBOX=1", "--protocol-era", era, "--format", "json", "--method", method, *more)
        told = subprocess.run(
            (*self._command, *options),
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            cwd=CHECKOUT,
            env=self._environment,
            timeout=120,
        )
        complaints = [line for line in told.stderr.splitlines() if line and not line.startswith(ABOUT_ITSELF)]
        if told.returncode != 0 or complaints:
            sys.exit("\n".join((f"error: {method} {' '.join(more)} ({era}): exit {told.returncode}", *complaints)))
        result: dict[str, Any] = json.loads(told.stdout)["result"]
        return result


if __name__ == "__main__":
    main()
