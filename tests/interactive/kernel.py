"""A real kernel of a notebook, in a process of its own, spoken to as a notebook does."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from harvest_mcp import connect
from harvest_mcp.history import History
from tests.interactive.held import PATIENCE
from tests.questions.histories import file_in

LOAD = "%load_ext harvest_mcp"
CONNECT = "import harvest_mcp; harvest = harvest_mcp.connect()"


@dataclass
class Ran:
    """What a cell wrote, showed and gave, and its error where it failed."""

    status: str = ""
    stdout: str = ""
    stderr: str = ""
    shown: list[dict[str, str]] = field(default_factory=list)
    result: dict[str, str] = field(default_factory=dict)
    error: list[str] = field(default_factory=list)


class Kernel:
    """Cells are run one after the other; one may be started and interrupted."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self._manager = manager
        self._client = client

    def run(self, code: str) -> Ran:
        """Run a cell to its end."""
        return self.wait(self.start(code))

    def start(self, code: str) -> str:
        """Start a cell."""
        started: str = self._client.execute(code, store_history=False)
        return started

    def interrupt(self) -> None:
        """Do what the stop button does."""
        self._manager.interrupt_kernel()

    def wait(self, started: str) -> Ran:
        """Gather what a cell says until it is done."""
        ran = Ran()
        while True:
            message = self._client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != started:
                continue
            content = message["content"]
            match message["msg_type"]:
                case "status" if content["execution_state"] == "idle":
                    ran.status = self._reply(started)["status"]
                    return ran
                case "stream":
                    setattr(ran, content["name"], getattr(ran, content["name"]) + content["text"])
                case "display_data" | "update_display_data":
                    ran.shown.append(content["data"])
                case "execute_result":
                    ran.result = content["data"]
                case "error":
                    ran.error = content["traceback"]

    def completions(self, code: str) -> list[str]:
        """What is offered at the end of this, as whole lines."""
        content = self._reply(self._client.complete(code))
        return [code[: content["cursor_start"]] + text for text in content["matches"]]

    def _reply(self, to: str) -> dict[str, Any]:
        """The reply to this message, and to no other."""
        while True:
            message = self._client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == to:
                content: dict[str, Any] = message["content"]
                return content


@contextmanager
def kernel(environment: Mapping[str, str], folder: Path) -> Iterator[Kernel]:
    """Start a kernel that keeps its own things in this folder, and knows these variables of ours only."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("HARVEST_")}
    places = {"IPYTHONDIR": str(folder / "ipython"), "JUPYTER_RUNTIME_DIR": str(folder / "runtime")}
    manager = KernelManager()
    manager.start_kernel(env={**ours, **places, **environment}, cwd=str(folder), stderr=subprocess.DEVNULL)
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE)
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        for context in (client.context, manager.context):
            if not context.closed:
                context.destroy(linger=0)


@contextmanager
def on_the_example(folder: Path) -> Iterator[Kernel]:
    """Start a kernel on the invented company, of which one snapshot is kept, with `%harvest`."""
    with connect(sandbox=True) as harvest:
        History.open(file_in(folder)).take(harvest.picture().result().account)
    with kernel({"HARVEST_SANDBOX": "1", "XDG_DATA_HOME": str(folder)}, folder) as notebook:
        assert notebook.run(LOAD).status == "ok"
        yield notebook
