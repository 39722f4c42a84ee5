"""A self-test of the server: started as hosts start it, on the sandbox, and asked in each era of the protocol."""

import os
import sys
from functools import partial
from time import perf_counter
from typing import Final

import anyio
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters

from harvest_mcp.commands.health.checks import Check
from harvest_mcp.directory.loading import together

ERAS: Final = {"legacy": "with a handshake", "2026-07-28": "without one"}
PATIENCE: Final = 40.0
"""Seconds for one era."""
ADVICE: Final = "Run `harvest-mcp serve --sandbox`, which is what was started, to see why."


async def checks() -> list[Check]:
    """Ask in all eras at once."""
    found: dict[str, Check] = {}

    async def look(era: str) -> None:
        found[era] = await _asked(era)

    await together(*(partial(look, era) for era in ERAS))
    return [found[era] for era in ERAS]


async def _asked(era: str) -> Check:
    name, began = f"MCP {ERAS[era]}", perf_counter()
    with anyio.move_on_after(PATIENCE):
        try:
            async with Client(_server(), mode=era) as client:
                tools = (await client.list_tools()).tools
                answer = await client.call_tool("verify_connection", {})
                if not answer.is_error:
                    took = (
                        f"{client.protocol_version}: {len(tools)} tools and an answer in {perf_counter() - began:.1f} s"
                    )
                    return Check(part="server", name=name, status="ok", found=took)
                why = "it did not answer a call"
        except (MCPError, OSError, RuntimeError, ExceptionGroup) as problem:
            why = f"it could not be asked ({type(_first(problem)).__name__})"
        return Check(part="server", name=name, status="failed", found=why, advice=ADVICE)
    return Check(part="server", name=name, status="failed", found=f"no answer in {PATIENCE:g} s", advice=ADVICE)


def _first(problem: BaseException) -> BaseException:
    return _first(problem.exceptions[0]) if isinstance(problem, BaseExceptionGroup) else problem


def _server() -> StdioServerParameters:
    """What a host is told to start; nothing of a live account goes along."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HARVEST_")}
    return StdioServerParameters(
        command=sys.executable, args=["-m", "harvest_mcp", "serve", "--sandbox"], env=environment
    )
