"""What a host may offer while somebody fills in a prompt or a URI: people, projects and permissions.

It is a help and no answer: where nothing can be read, nothing is offered, and the call itself says why.
"""

from collections.abc import Callable, Mapping
from typing import Final

from mcp.server import MCPServer
from mcp.types import Completion, CompletionArgument, CompletionContext, PromptReference, ResourceTemplateReference

from harvest_mcp.access.account import Account
from harvest_mcp.answers import suggesting
from harvest_mcp.answers.suggesting import Suggestions
from harvest_mcp.harvest.errors import HarvestError
from harvest_mcp.server.app import App, serving_app
from harvest_mcp.server.parameters import LONGEST_NAME
from harvest_mcp.server.resources import PERMISSION, PROJECT, USER

Suggest = Callable[[Account, str], Suggestions]

BY_ARGUMENT: Final[Mapping[str, Suggest]] = {
    "person": suggesting.people,
    "like": suggesting.people,
    "project": suggesting.projects,
}
"""For the arguments of prompts, which mean the same wherever they stand."""
BY_URI: Final[Mapping[str, Suggest]] = {USER: suggesting.person_ids, PROJECT: suggesting.project_ids}


def add_completions(server: MCPServer[App]) -> None:
    """Have the server complete arguments of prompts and variables of URIs."""
    server.completion()(complete)  # type: ignore[no-untyped-call]  # the SDK gives this method no types


async def complete(
    ref: PromptReference | ResourceTemplateReference, argument: CompletionArgument, _: CompletionContext | None
) -> Completion:
    """Offer what goes on from the letters that are there."""
    typed = argument.value[:LONGEST_NAME]
    if isinstance(ref, PromptReference):
        is_check = argument.name == "check"
        found = suggesting.check_ids(typed) if is_check else await _from_account(BY_ARGUMENT.get(argument.name), typed)
    elif ref.uri == PERMISSION:
        found = suggesting.permission_ids(typed)
    else:
        found = await _from_account(BY_URI.get(ref.uri), typed)
    return Completion(values=found.values, total=found.total, has_more=found.total > len(found.values))


async def _from_account(suggest: Suggest | None, typed: str) -> Suggestions:
    try:
        return suggest(await serving_app().account(), typed) if suggest else Suggestions([], 0)
    except HarvestError:
        return Suggestions([], 0)
