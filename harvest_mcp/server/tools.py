"""The tools: typed functions in one list, which is the table of contents."""

from typing import Annotated, Final, Literal

from mcp.server.mcpserver import Context
from pydantic import Field

from harvest_mcp.access.permissions import Permission
from harvest_mcp.answers import comparison, explanation, holders, people, person, projects, roles
from harvest_mcp.answers.changes import ChangesAnswer
from harvest_mcp.answers.connection import VerifiedConnection, verified
from harvest_mcp.answers.paging import DEFAULT_LIMIT, Turn
from harvest_mcp.answers.review import ReviewAnswer
from harvest_mcp.server.app import App, account_for, app_of
from harvest_mcp.server.definition import AnswerTool, tool
from harvest_mcp.server.parameters import (
    AtLeast,
    Cursor,
    Limit,
    OfClient,
    OfPerson,
    OneCheck,
    OnePermission,
    OnProject,
    OnThing,
    ProjectQuery,
    Query,
    Refresh,
    SinceWhen,
    UntilWhen,
    Who,
    WithJobRole,
)


async def verify_connection(ctx: Context[App]) -> VerifiedConnection:
    """Check the Harvest connection: returns the account, whose token it is, its level, what it can and cannot see."""
    app = app_of(ctx)
    return verified(await app.look(), sandbox=app.sandbox)


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
    """Show one person: everything they can do and reach and why, access level, extras, projects, whom they manage."""
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


async def who_can(
    ctx: Context[App],
    *,
    permission: Literal["any", Permission] = "any",
    project: OnThing = "",
    person: OfPerson = "",
    client: OnThing = "",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
    refresh: Refresh = False,
) -> holders.WhoCan:
    """List everyone who may do something and why, in the account, on a project, for a person's things or a client.

    any: whoever reaches it, and all they may do there. harvest://permissions says what each permission means.
    """
    return holders.who_can(
        await account_for(ctx, refresh=refresh),
        permission=permission,
        project=project,
        person=person,
        client=client,
        turn=Turn(limit, cursor),
    )


async def explain_access(
    ctx: Context[App],
    *,
    user: Who,
    permission: OnePermission,
    project: OnThing = "",
    person: OfPerson = "",
    client: OnThing = "",
    refresh: Refresh = False,
) -> explanation.Explained:
    """Decide whether this user may do something (see who_can): yes, no or unknown, with every reason and its source."""
    return explanation.explain_access(
        await account_for(ctx, refresh=refresh), user, permission, project=project, person=person, client=client
    )


async def compare_access(
    ctx: Context[App], *, first: Who, second: Who, refresh: Refresh = False
) -> comparison.Compared:
    """Compare two people: what each can do or reach that the other cannot."""
    return comparison.compare_access(await account_for(ctx, refresh=refresh), first, second)


async def review_access(
    ctx: Context[App],
    *,
    check: OneCheck = "all",
    severity: AtLeast = "low",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
    refresh: Refresh = False,
) -> ReviewAnswer:
    """Review who has access they should not have: findings with evidence and remedy, and what could not be checked.

    check=inactive also asks Harvest for last tracked time.
    """
    from harvest_mcp.server.reviewing import reviewed  # noqa: PLC0415  (every start would pay for its rules)

    return await reviewed(ctx, check=check, severity=severity, turn=Turn(limit, cursor), refresh=refresh)


async def access_changes(
    ctx: Context[App],
    *,
    since: SinceWhen = "last",
    until: UntilWhen = "now",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> ChangesAnswer:
    """Tell who gained and who lost what between two snapshots, or since one until now."""
    from harvest_mcp.server.changing import changed  # noqa: PLC0415  (every start would pay for the comparison)

    return await changed(ctx, since=since, until=until, turn=Turn(limit, cursor))


TOOLS: Final[tuple[AnswerTool, ...]] = (
    tool(verify_connection, "Verify the Harvest connection"),
    tool(list_users, "List people"),
    tool(get_user, "Show a person"),
    tool(list_roles, "List access levels and job roles"),
    tool(list_projects, "List projects"),
    tool(who_can, "Find who can do something"),
    tool(explain_access, "Explain a person's access"),
    tool(compare_access, "Compare two people"),
    tool(review_access, "Review access"),
    tool(access_changes, "Show changes of access"),
)
