"""Connects an account by the link page: prints its address, opens a browser where there is one, and waits."""

import os
import sys
import webbrowser
from collections.abc import Mapping
from typing import Final

import anyio
import anyio.to_thread

from harvest_mcp.commands.words import say
from harvest_mcp.connection.accounts import Accounts, ConnectedAccount
from harvest_mcp.connection.connecting import Hosts
from harvest_mcp.connection.link.page import MINUTES, LinkPage
from harvest_mcp.connection.tokens import Kind
from harvest_mcp.harvest.errors import NotConnected

REMOTE: Final = ("SSH_CONNECTION", "SSH_TTY")


def connect_in_browser(accounts: Accounts, hosts: Hosts, *, name: str, kept_in: Kind) -> ConnectedAccount:
    """Wait for a person to connect an account in their browser. Raises NotConnected where they do not."""
    return anyio.run(_wait, LinkPage(accounts, hosts, name=name, kept_in=kept_in))


async def _wait(link: LinkPage) -> ConnectedAccount:
    async with link as page:
        say("Open this in a browser on this machine:")
        say()
        say(f"  {page.url}")
        say()
        say(f"It works once, in one browser, for {MINUTES} minutes. Ctrl-C gives up.")
        if has_a_browser(os.environ, sys.platform):
            await anyio.to_thread.run_sync(webbrowser.open, page.url, abandon_on_cancel=True)
        account = await page.finished()
    if account is None:
        raise NotConnected("No account was connected.", "Run `harvest-mcp connect --browser` for a new link.")
    return account


def has_a_browser(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a browser that opens here is one that the person sees."""
    if any(environment.get(name) for name in REMOTE):
        return False
    if platform in {"win32", "darwin"}:
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
