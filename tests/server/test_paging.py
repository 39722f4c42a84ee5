"""Cursors stay right while the account changes between pages: asked through the tools, of an account that does."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from mcp import Client

from harvest_mcp.harvest.client import HarvestClient
from harvest_mcp.harvest.pace import Pace
from harvest_mcp.sandbox import Company, Sandbox, made_up_company
from harvest_mcp.sandbox.company import Assignment, Role
from tests.stage import client_over, credentials, refused, told

pytestmark = pytest.mark.anyio

Change = Callable[[Company], None]
LONG_AGO = "2016-02-01T09:00:00Z"


@asynccontextmanager
async def changing() -> AsyncIterator[tuple[Client, Company]]:
    """A host on our server on an account of 30 people, and that account."""
    company = made_up_company(people=30, projects=12, assignments=90)
    sandbox = Sandbox(company, rate_limit=False)
    transport = httpx.ASGITransport(sandbox)
    harvest = HarvestClient(credentials(), transport=transport, pace=Pace.unlimited())
    async with client_over(harvest) as client:
        yield client, company


async def paged(
    client: Client,
    company: Company,
    *changes: Change,
    tool: str,
    rows: str,
    **arguments: Any,  # noqa: ANN401
) -> list[dict[str, Any]]:
    """Every row of every page, where the account changes after each page as long as there are changes left."""
    left = list(changes)
    shown: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = await told(client, tool, **arguments, limit=4, cursor=cursor, refresh=True)
        assert page["returned"] == len(page[rows]) <= 4
        shown += page[rows]
        if "next_cursor" not in page:
            return shown
        cursor = page["next_cursor"]
        if left:
            left.pop(0)(company)


def leave(number: int) -> Change:
    """Somebody's record is deleted."""

    def change(company: Company) -> None:
        del company.users[number]

    return change


def join(number: int, own: int) -> Change:
    """A copy of somebody joins under another id."""

    def change(company: Company) -> None:
        old = company.users[number]
        new = type(old)(
            id=own,
            created_at=LONG_AGO,
            first_name="New",
            last_name=str(own),
            email=f"new.{own}@example.com",
            access_roles=("member",),
        )
        company.users.append(new)

    return change


def rename(company: Company) -> None:
    """Everybody gets another name, which changes every order but that of ids."""
    for who in company.users:
        who.first_name = who.first_name[::-1]


async def test_pages_of_people_neither_skip_nor_repeat_anybody() -> None:
    """Documented: people of pages that were shown leave, others join at both ends, everybody is renamed."""
    async with changing() as (client, company):
        there = {who.id for who in company.users}
        gone = {company.users[0].id, company.users[1].id}
        first, last = min(there) - 1, max(there) + 1
        changes = (leave(0), join(5, first), leave(0), rename, join(5, last))
        shown = [
            row["id"] for row in await paged(client, company, *changes, tool="list_users", rows="users", status="all")
        ]
    assert shown == sorted(shown)
    assert len(shown) == len(set(shown))
    assert there - gone <= set(shown)
    assert last in shown
    assert first not in shown


async def test_one_who_is_archived_between_pages_is_not_waited_for() -> None:
    """Our choice: each page tells of the account as it is when it is asked for, total too."""
    async with changing() as (client, company):
        first = await told(client, "list_users", limit=4)
        later = [who for who in company.users if who.is_active and who.id > first["users"][-1]["id"]]
        later[0].is_active = False
        second = await told(client, "list_users", limit=4, cursor=first["next_cursor"], refresh=True)
    assert second["total"] == first["total"] - 1
    assert [row["id"] for row in second["users"]] == [who.id for who in later[1:5]]


async def test_pages_of_projects_neither_skip_nor_repeat_one() -> None:
    """Documented: the same of projects."""
    async with changing() as (client, company):
        there = [project.id for project in company.projects]

        def drop(company: Company) -> None:
            gone = company.projects.pop(1)
            company.user_assignments = [on for on in company.user_assignments if on.project is not gone]

        shown = await paged(client, company, drop, drop, tool="list_projects", rows="projects", status="all")
    assert [row["id"] for row in shown] == sorted(there)


async def test_pages_of_a_persons_projects_neither_skip_nor_repeat_one() -> None:
    """Documented: the same of the projects of one person."""
    async with changing() as (client, company):
        who = company.users[5]
        for number, project in enumerate(company.projects):
            row = Assignment(id=600_000_000 + number, created_at=LONG_AGO, project=project, user=who)
            company.user_assignments.append(row)
        there = [on.id for on in company.user_assignments if on.user is who]

        def drop(company: Company) -> None:
            company.user_assignments = [on for on in company.user_assignments if on.id != min(there)]
            early = Assignment(id=1, created_at=LONG_AGO, project=company.projects[0], user=who)
            company.user_assignments.append(early)

        shown = await paged(client, company, drop, tool="get_user", rows="projects", user=str(who.id))
    assert [row["assignment"] for row in shown] == sorted(there)


async def test_pages_of_job_roles_neither_skip_nor_repeat_one() -> None:
    """Documented: the same of job roles, which are in order of their names."""
    async with changing() as (client, company):
        names = sorted(role.name for role in company.roles)

        def before(company: Company) -> None:
            company.roles.append(Role(id=1_700_000, created_at=LONG_AGO, name="Aardvark keeper"))
            company.roles[:] = [role for role in company.roles if role.name != names[1]]
            for who in company.users:
                who.roles = tuple(role for role in who.roles if role.name != names[1])

        shown = await paged(client, company, before, tool="list_roles", rows="jobs", kind="job")
    assert [row["name"] for row in shown] == names


async def test_the_size_of_a_page_may_change_on_the_way() -> None:
    """Our choice: a cursor says where to go on, not how far."""
    async with changing() as (client, company):
        first = await told(client, "list_users", status="all", limit=4)
        rest = await told(client, "list_users", status="all", limit=200, cursor=first["next_cursor"])
    assert [row["id"] for row in first["users"] + rest["users"]] == sorted(who.id for who in company.users)


async def test_a_cursor_of_another_question_is_refused() -> None:
    """Our choice: it would skip rows without a word."""
    async with changing() as (client, _):
        cursor = (await told(client, "list_users", limit=4))["next_cursor"]
        for tool, arguments in (("list_users", {"status": "all"}), ("list_projects", {}), ("list_roles", {})):
            assert await refused(client, tool, cursor=cursor, **arguments) == (
                "This cursor does not belong to this question. "
                "Repeat the call that gave it with the same filters, or leave cursor out to start again."
            )
