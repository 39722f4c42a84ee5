"""The verb `disconnect`: forgets a connected account and its token."""

from typing import Annotated

import typer

from harvest_mcp.commands.words import explained, say
from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.harvest.credentials import DEVELOPERS


def disconnect(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The account, as `harvest-mcp accounts` names it.")],
) -> None:
    """Forget a connected account and its token.

    Harvest goes on knowing the token: whoever may have seen it, revoke it there too.
    """
    with explained():
        kept = Accounts()
        account = kept.named(name)
        kept.forget(account)
    say(("Forgotten", "bold"), f": {account.name} and its token.")
    say(f"Harvest goes on knowing the token: revoke it at {DEVELOPERS} if it is not needed elsewhere.")
