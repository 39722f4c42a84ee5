"""Puts a question to the account that is meant, and waits for the answer.

Whatever goes wrong is explained on stderr, and the program ends with the status of it.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import anyio

from harvest_mcp.access.account import Account
from harvest_mcp.commands.words import HARVEST_FAILED, explained, watching
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.connection.finding import account_id_in, find
from harvest_mcp.connection.history import find_history
from harvest_mcp.connection.opening import Connection
from harvest_mcp.directory import Directory
from harvest_mcp.harvest.errors import HarvestError, Unconnected
from harvest_mcp.harvest.progress import listening

if TYPE_CHECKING:
    from harvest_mcp.history import History

A = TypeVar("A")
Question = Callable[[Connection, Directory], Awaitable[A]]


def ask(question: Callable[[Account], A], *, sandbox: bool, account: str, at: str = "") -> A:
    """Answer from the whole picture of the account, or from the one that was kept of a moment."""
    if at:
        with explained():
            history, account_id = remembered(sandbox=sandbox, account=account)
            return question(history.at(at, account_id))

    async def read(_: Connection, directory: Directory) -> A:
        return question(await directory.account())

    return reach(read, sandbox=sandbox, account=account)


def remembered(*, sandbox: bool, account: str) -> "tuple[History, int | None]":
    """Open the history, and tell which account is meant; null: none is connected, and nothing says which.

    Of a token that opens one account Harvest is asked which that is. Raises HarvestError.
    """
    environment = surroundings()
    try:
        connection = find(environment, sandbox=sandbox, account=account)
    except Unconnected as error:
        if error.name or account:
            raise
        return find_history(environment), account_id_in(environment)
    account_id = connection.credentials.account_id or anyio.run(_opened_by, connection)
    return find_history(environment, sandbox=connection.sandbox), account_id


async def _opened_by(connection: Connection) -> int:
    async with connection.open() as directory:
        try:
            return await directory.client.chosen_account()
        except HarvestError as error:
            failed = error
    raise failed  # out here, as below


def reach(question: Question[A], *, sandbox: bool, account: str, failure: int = HARVEST_FAILED) -> A:
    """Answer with the connection in hand."""
    with explained(failure=failure):
        return anyio.run(_reach, question, find(surroundings(), sandbox=sandbox, account=account))


async def _reach(question: Question[A], connection: Connection) -> A:
    with watching() as tell, listening(tell):
        async with connection.open() as directory:
            try:
                return await question(connection, directory)
            except HarvestError as error:
                failed = error
        raise failed  # out here: a directory that an error ends would wrap it in a group
