"""What tests of the Python face share: Harvest on a sandbox, a sandbox that keeps a request waiting, programs."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event

import httpx
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from harvest_mcp import Harvest
from harvest_mcp.connection.opening import Connection
from harvest_mcp.harvest.credentials import Credentials
from harvest_mcp.sandbox import Sandbox
from tests.stage import ADMINISTRATOR, credentials, served

PATIENCE = 20
"""Seconds in which what must happen happens, however busy the machine is."""


class Holding(Sandbox):
    """A sandbox that holds every request for people until whoever asked goes away; `free` lets them through."""

    def __init__(self) -> None:
        super().__init__(base_url=None)
        self.asked, self.gone, self.free = Event(), Event(), Event()

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].endswith("/users") and not self.free.is_set():
            self.asked.set()
            while (await receive())["type"] != "http.disconnect":
                pass
            self.gone.set()
            return
        await super().__call__(scope, receive, send)


@contextmanager
def harvest_on(sandbox: Sandbox, token: str = ADMINISTRATOR) -> Iterator[Harvest]:
    """Harvest on a sandbox that is in this process."""
    with Harvest(Connection(credentials(token), sandbox=True, transport=httpx.ASGITransport(sandbox))) as harvest:
        yield harvest


@contextmanager
def harvest_at(sandbox: Sandbox) -> Iterator[Harvest]:
    """Harvest on a sandbox behind a socket."""
    with served(sandbox) as opens, Harvest(Connection(opens)) as harvest:
        yield harvest


def variables(opens: Credentials) -> dict[str, str]:
    """What names an account to a program that is started."""
    return {
        "HARVEST_ACCESS_TOKEN": opens.token.get_secret_value(),
        "HARVEST_ACCOUNT_ID": str(opens.account_id),
        "HARVEST_API_URL": opens.api_url,
        "HARVEST_ID_URL": opens.id_url,
    }


def started(program: str, environment: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start a program in Python; every warning of it is an error."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("HARVEST_")}
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ours | dict(environment or {}),
    )


def told(program: str, environment: Mapping[str, str] | None = None) -> str:
    """What a program writes that must end well and say nothing on stderr."""
    with started(program, environment) as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    return out
