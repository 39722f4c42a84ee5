"""The tools: typed functions in one list, which is the table of contents."""

from typing import Annotated, Final

from mcp.server.mcpserver import Context
from pydantic import Field

from harvest_mcp.answers import people, person, projects, roles
from harvest_mcp.answers.connection import VerifiedConnection, verified
from harvest_mcp.answers.paging import DEFAULT_LIMIT, Turn
from harvest_mcp.server.app import App, account_for, app_of
from harvest_mcp.server.definition import AnswerTool, tool
from harvest_mcp.server.parameters import (
    Cursor,
    Limit,
    OfClient,
    OnProject,
    ProjectQuery,
    Query,
    Refresh,
    Who,
    WithJobRole,
)


async def verify_connection(ctx: Context[App]) -> VerifiedConnection:
    """Check the Harvest connection: returns the account, whose token it is, its level, what it can and cannot see."""
    app = app_of(ctx)
    return verified(await app.directory.look(), sandbox=app.sandbox)


async def list_users(
    ctx: Context[App],
    *,
    query: Query = "",
    status: people.Status = "active",
    access: Annotated[people.Access, Field(description="only holders of this level or extra permission")] = "any",
    role: WithJobRole = "",
    project: OnProject = "",
    contractor: people.YesNo = "any",
    detail: Annotated[people.Detail, Field(description="full: also e-mail, and how much they are on")] = "concise",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
    refresh: Refresh = False,
) -> people.Users:
    """List people in the Harvest account who fit every filter, with access level, extra permissions and job roles."""
    return people.list_users(
        await account_for(ctx, refresh=refresh),
        query=query,
        status=status,
        access=access,
        role=role,
        project=project,
        contractor=contractor,
        detail=detail,
        turn=Turn(limit, cursor),
    )


async def get_user(
    ctx: Context[App],
    *,
    user: Who,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
    refresh: Refresh = False,
) -> person.UserDetail:
    """Show one person: access level, extra permissions and what each lets them do, projects, whom they manage."""
    return person.get_user(await account_for(ctx, refresh=refresh), user, turn=Turn(limit, cursor))


async def list_roles(
    ctx: Context[App],
    *,
    kind: Annotated[roles.Kind, Field(description="access: levels and extras; job: job roles")] = "all",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
    refresh: Refresh = False,
) -> roles.Roles:
    """List access levels and extra permissions with their holders, and job roles (which grant nothing) with theirs."""
    return roles.list_roles(await account_for(ctx, refresh=refresh), kind=kind, turn=Turn(limit, cursor))


async def list_projects(
    ctx: Context[App],
    *,
    query: ProjectQuery = "",
    client: OfClient = "",
    status: people.Status = "active",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
    refresh: Refresh = False,
) -> projects.Projects:
    """List projects that fit every filter, with client, project managers and how many people are on each."""
    return projects.list_projects(
        await account_for(ctx, refresh=refresh), query=query, client=client, status=status, turn=Turn(limit, cursor)
    )


TOOLS: Final[tuple[AnswerTool, ...]] = (
    tool(verify_connection, "Verify the Harvest connection"),
    tool(list_users, "List people"),
    tool(get_user, "Show a person"),
    tool(list_roles, "List access levels and job roles"),
    tool(list_projects, "List projects"),
)
