"""The resources: what a host may put before a model without a question being asked.

Each is JSON, with the very members of the tools' structured answers: whoever takes a resource in is a program first,
and whatever reads one shape reads the other.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Final, ParamSpec

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError

from harvest_mcp.answers.person import get_user
from harvest_mcp.answers.shapes import Shape
from harvest_mcp.harvest.errors import BadQuestion, HarvestError
from harvest_mcp.server.app import App, account_for, serving_app
from harvest_mcp.server.refusal import told

P = ParamSpec("P")

JSON: Final = "application/json"
USER: Final = "harvest://users/{id}"
PROJECT: Final = "harvest://projects/{id}"
PERMISSION: Final = "harvest://permissions/{id}"


async def read_account() -> Shape:
    """The Harvest account: whose token it is read with, what that shows and hides, and how many of everything."""
    from harvest_mcp.answers.overview import overview

    app = serving_app()
    return overview(await app.account(), sandbox=app.sandbox)


async def read_user(ctx: Context[App], id: str) -> Shape:  # noqa: A002  (the variable of the URI)
    """One person by id: what they can do and reach, and why, and their projects. As get_user answers."""
    return get_user(await account_for(ctx, refresh=False), id)


async def read_project(ctx: Context[App], id: str) -> Shape:  # noqa: A002
    """One project by id: its managers, the people on it, and who may do what there."""
    from harvest_mcp.answers.project import get_project

    return get_project(await account_for(ctx, refresh=False), id)


async def read_permissions() -> Shape:
    """Every permission of Harvest: what it lets people do, and who holds it with which reach. Needs no connection."""
    from harvest_mcp.answers.permissions import permissions

    return permissions()


async def read_permission(id: str) -> Shape:  # noqa: A002
    """One permission of that table, by its id."""
    from harvest_mcp.answers.permissions import permission, permissions

    return permissions(permission(id))


@dataclass(frozen=True, slots=True)
class Resource:
    """A function, the URI at which it is read, and its title; its docstring is its description."""

    uri: str
    title: str
    read: Callable[..., Awaitable[Shape]]


RESOURCES: Final = (
    Resource("harvest://account", "The Harvest account", read_account),
    Resource("harvest://permissions", "Permissions", read_permissions),
    Resource(USER, "A person", read_user),
    Resource(PROJECT, "A project", read_project),
    Resource(PERMISSION, "A permission", read_permission),
)


def add_resources(server: MCPServer[App]) -> None:
    """Have the server list and read them all."""
    for resource in RESOURCES:
        name = resource.read.__name__.removeprefix("read_")
        add = server.resource(resource.uri, name=name, title=resource.title, mime_type=JSON)
        add(_as_json(resource.read))


def _as_json(read: Callable[P, Awaitable[Shape]]) -> Callable[P, Awaitable[str]]:
    """The one edge where resources and their errors go out: what cannot be right is not found, in our words."""

    @wraps(read)
    async def edge(*args: P.args, **kwargs: P.kwargs) -> str:
        try:
            shape = await read(*args, **kwargs)
        except HarvestError as error:
            kind = ResourceNotFoundError if isinstance(error, BadQuestion) else ResourceError
            raise kind(told(error)) from None
        return json.dumps(shape.structured(), ensure_ascii=False, separators=(",", ":"))

    return edge
