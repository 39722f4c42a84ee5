"""Whether each connected account, and a token in the environment, still works: who it is, and what it sees."""

from collections.abc import Mapping
from functools import partial
from typing import Final

import anyio

from harvest_mcp.answers.connection import verified
from harvest_mcp.commands.health.checks import Check
from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.connection.environment import said
from harvest_mcp.connection.finding import TOKEN, find
from harvest_mcp.connection.opening import Connection
from harvest_mcp.directory.loading import together
from harvest_mcp.harvest.errors import HarvestError, NotConnected

PATIENCE: Final = 10.0
"""Seconds for one account."""


async def checks(environment: Mapping[str, str], accounts: Accounts, *, sandbox: bool) -> list[Check]:
    """Ask for all of them at once."""
    if sandbox:
        return [await _check("the sandbox", find(environment, sandbox=True))]
    found: dict[str, Check] = {}
    wanted: dict[str, Connection] = {}
    try:
        if said(environment, TOKEN):
            in_environment = {name: value for name, value in environment.items() if name != "HARVEST_ACCOUNT"}
            wanted[TOKEN] = find(in_environment)
        for account in accounts.all():
            try:
                wanted[account.name] = Connection(accounts.credentials(account))
            except NotConnected as problem:
                found[account.name] = _failed(account.name, problem)
    except NotConnected as problem:
        return [_failed("accounts", problem)]

    async def look(name: str, connection: Connection) -> None:
        found[name] = await _check(name, connection)

    await together(*(partial(look, name, connection) for name, connection in wanted.items()))
    if not found:
        advice = "Run `harvest-mcp connect`."
        return [Check(part="accounts", name="accounts", status="warning", found="none is connected", advice=advice)]
    return [found[name] for name in sorted(found)]


async def _check(name: str, connection: Connection) -> Check:
    with anyio.move_on_after(PATIENCE):
        async with connection.open() as directory:
            try:
                answer = verified(await directory.look(), sandbox=connection.sandbox)
            except HarvestError as problem:
                return _failed(name, problem)
        who = f"{answer.account.name} (id {answer.account.id}), as {answer.user.name}, {answer.level}"
        if answer.complete:
            return Check(part="accounts", name=name, status="ok", found=f"{who}; sees everything")
        found = f"{who}; does not see all of {', '.join(answer.cannot_see)}"
        return Check(part="accounts", name=name, status="warning", found=found, advice=answer.advice)
    advice = "See what is said of the network, and try again in a moment."
    return Check(part="accounts", name=name, status="failed", found=f"no answer in {PATIENCE:g} s", advice=advice)


def _failed(name: str, problem: HarvestError) -> Check:
    return Check(part="accounts", name=name, status="failed", found=problem.what, advice=problem.hint)
