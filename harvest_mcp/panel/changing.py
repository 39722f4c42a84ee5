"""What has changed since the last snapshot, as the panel draws it."""

from harvest_mcp.access.account import Account
from harvest_mcp.answers.grids import changes as drawn
from harvest_mcp.connection.environment import surroundings
from harvest_mcp.connection.history import find_history
from harvest_mcp.harvest.errors import BadQuestion, HistoryFailed
from harvest_mcp.panel.blocks import Json, blocks, words


def since_the_last(account: Account, *, sandbox: bool) -> list[Json]:
    """Draw up the changes since the last snapshot of this account, or say what is wanting."""
    try:
        from harvest_mcp.history.answering import access_changes  # noqa: PLC0415  (it needs the extra `history`)

        history = find_history(surroundings(), sandbox=sandbox)
        answer = access_changes(history, account.id, first="last", until="now", live=account)
    except (HistoryFailed, BadQuestion) as problem:
        return [words("No earlier picture to compare with", problem.what, problem.hint)]
    except ModuleNotFoundError:
        return [words("Changes need SQLAlchemy", "Run: pip install 'harvest-access-mcp[history]'")]
    return blocks(drawn.grids(answer))
