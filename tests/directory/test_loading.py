"""What one load of the example company brings, to each of its four tokens and in each way of writing permissions.

What ought to be seen is worked out here from the company's plain data and from what Harvest documents.
"""

from dataclasses import dataclass
from typing import Literal

import pytest

from harvest_mcp.access.account import Account, View
from harvest_mcp.access.grants import grants_of
from harvest_mcp.access.permissions import LEVELS
from harvest_mcp.access.sight import PARTS, Part
from harvest_mcp.directory.loading import may_have_teammates
from harvest_mcp.harvest.errors import AccountChoice, BadToken
from harvest_mcp.harvest.models import User
from harvest_mcp.sandbox import Company, Sandbox, example_company
from tests.stage import ACCOUNT, ADMINISTRATOR, MEMBER, PEOPLE_MANAGER, PROJECT_MANAGER, directory_on

pytestmark = pytest.mark.anyio

Generation = Literal["access_roles", "legacy", "profiles"]
INVOICES = {"managed_projects_invoice_drafter"}
"""What one boolean of before 2022 stands for, though two extras came of it."""
GENERATIONS: tuple[Generation, ...] = ("access_roles", "legacy", "profiles")


@dataclass(frozen=True)
class Seen:
    """Ids that a token sees of each part."""

    users: set[int]
    projects: set[int]
    assignments: set[int]
    clients: set[int]
    roles: set[int]


def seen(account: Account) -> Seen:
    """What came."""
    return Seen(
        users={user.id for user in account.users},
        projects={project.id for project in account.projects},
        assignments={on.id for on in account.user_assignments},
        clients={client.id for client in account.clients},
        roles={role.id for role in account.roles},
    )


def documented(company: Company, token: str) -> Seen:
    """What Harvest documents that this token sees: everything, or its owner's own, team and managed projects."""
    me = company.tokens[token]
    if token == ADMINISTRATOR:
        return Seen(
            users={who.id for who in company.users},
            projects={of.id for of in company.projects},
            assignments={on.id for on in company.user_assignments},
            clients={of.id for of in company.clients},
            roles={of.id for of in company.roles},
        )
    own = [on for on in company.user_assignments if on.user is me and on.is_active]
    team = set(me.teammates) if token == PEOPLE_MANAGER else set()
    managed = {on.project for on in own if on.is_project_manager} if token != MEMBER else set()
    return Seen(
        users={me.id, *(who.id for who in team)},
        projects={on.project.id for on in own},
        assignments={on.id for on in company.user_assignments if on in own or on.user in team or on.project in managed},
        clients=set(),
        roles=set(),
    )


async def loaded(token: str, generation: Generation = "access_roles") -> tuple[Account, View, Company]:
    """The picture that this token gets, what `look` said before, and the company as it is."""
    sandbox = Sandbox(generation=generation, rate_limit=False)
    async with directory_on(sandbox, token) as directory:
        view = await directory.look()
        return await directory.account(), view, sandbox.company


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("token", [ADMINISTRATOR, PEOPLE_MANAGER, PROJECT_MANAGER, MEMBER])
async def test_each_token_sees_what_harvest_documents(token: str, generation: Generation) -> None:
    """Documented: who may ask for which list, and that everyone may ask for their own projects."""
    account, _, company = await loaded(token, generation)
    assert seen(account) == documented(company, token)
    assert account.viewer.id == company.tokens[token].id
    assert (account.id, account.name) == (ACCOUNT, company.name)


async def test_a_project_is_active_only_where_harvest_says_so() -> None:
    """Documented: one's own list holds active assignments, and nothing is said of their projects (unknown is not yes).

    The example company's member is still assigned to a project that is archived; a manager has the list of projects.
    """
    account, _, company = await loaded(MEMBER)
    own = [on.project for on in company.user_assignments if on.user is company.tokens[MEMBER] and on.is_active]
    assert {project.is_active for project in own} == {True, False}
    assert {project.is_active for project in account.projects} == {None}
    (grant,) = (of for of in grants_of(account, account.viewer) if of.permission == "time.track")
    assert (grant.answer, grant.extent) == ("unknown", None)
    managers, _, _ = await loaded(PROJECT_MANAGER)
    assert {project.is_active for project in managers.projects} == {True}


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("token", [PEOPLE_MANAGER, PROJECT_MANAGER, MEMBER])
async def test_what_did_not_come_whole_is_a_gap(token: str, generation: Generation) -> None:
    """Documented: complete is false, and what is missing is told; nothing that is missing counts as whole."""
    account, view, company = await loaded(token, generation)
    everything = documented(company, ADMINISTRATOR)
    for part in PARTS:
        assert not account.sight[part].is_whole, part
        assert not view.sight[part].is_whole, part
    assert not account.complete
    assert seen(account) != everything


async def test_an_administrator_sees_everything() -> None:
    """Documented: an administrator's token is what a full answer needs."""
    for generation in GENERATIONS:
        account, view, company = await loaded(ADMINISTRATOR, generation)
        assert account.complete
        assert view.sight == account.sight
        led = {who.id: {mate.id for mate in who.teammates} for who in company.users if who.teammates}
        assert {of: {mate.id for mate in mates} for of, mates in account.teammates.items()} == led


@pytest.mark.parametrize(
    ("token", "generation", "states"),
    [
        (PEOPLE_MANAGER, "access_roles", "forbidden partial forbidden partial partial partial partial"),
        (PEOPLE_MANAGER, "legacy", "forbidden partial forbidden partial partial partial partial"),
        (PEOPLE_MANAGER, "profiles", "forbidden partial forbidden partial partial forbidden forbidden"),
        (PROJECT_MANAGER, "access_roles", "forbidden partial forbidden partial partial partial forbidden"),
        (PROJECT_MANAGER, "legacy", "forbidden partial forbidden partial partial partial partial"),
        (PROJECT_MANAGER, "profiles", "forbidden forbidden forbidden partial partial forbidden partial"),
        (MEMBER, "access_roles", "forbidden partial forbidden partial partial partial forbidden"),
        (MEMBER, "legacy", "forbidden partial forbidden partial partial partial forbidden"),
        (MEMBER, "profiles", "forbidden partial forbidden partial partial partial forbidden"),
    ],
)
async def test_how_much_of_each_part_is_seen(token: str, generation: Generation, states: str) -> None:
    """Documented, and corrected by what was refused; in the order of company, users, roles, projects and so on."""
    account, _, _ = await loaded(token, generation)
    told: dict[Part, str] = {part: account.sight[part].state for part in PARTS}
    assert list(told.values()) == states.split()


@pytest.mark.parametrize(("generation", "known"), [("access_roles", True), ("legacy", True), ("profiles", False)])
async def test_a_people_manager_knows_their_own_team(generation: Generation, known: bool) -> None:  # noqa: FBT001
    """Documented: Harvest lists to them exactly these people; where a profile decides, it may list others too."""
    account, _, company = await loaded(PEOPLE_MANAGER, generation)
    team = {mate.id for mate in company.tokens[PEOPLE_MANAGER].teammates}
    told = {of: {mate.id for mate in mates} for of, mates in account.teammates.items()}
    assert told == ({account.viewer.id: team} if known else {})


@pytest.mark.parametrize("generation", GENERATIONS)
async def test_levels_and_extras_are_those_of_the_company(generation: Generation) -> None:
    """Documented: three ways of writing; the oldest knew three extras, of managers, and no unknown access role."""
    account, _, company = await loaded(ADMINISTRATOR, generation)
    for who in company.users:
        stated = account.standings[who.id]
        assert stated.generation == generation
        if generation == "legacy" or not set(LEVELS).isdisjoint(who.access_roles):
            assert stated.level == who.level
        leads = {"people_manager"} if who.level == "manager" and who.teammates else set()
        held = {*who.access_roles, *leads} - set(LEVELS)
        if generation == "legacy":
            assert {*stated.extras, *stated.unknown} <= held | INVOICES
        else:
            assert {*stated.extras, *stated.unknown} == held


async def test_the_account_is_found_where_the_token_opens_only_one() -> None:
    """Documented: the account id may be left out; its name costs no further request."""
    sandbox = Sandbox(rate_limit=False)
    async with directory_on(sandbox, account_id=None) as directory:
        view = await directory.look()
        assert (view.id, view.name, len(sandbox.requests)) == (ACCOUNT, sandbox.company.name, 3)
    async with directory_on(sandbox, account_id=None) as directory:
        assert (await directory.account()).id == ACCOUNT


async def test_another_account_or_a_token_that_opens_none_is_an_error() -> None:
    """Documented: a foreign account id gets the 401 of a bad token; Forecast accounts do not count."""
    async with directory_on(Sandbox(), account_id=ACCOUNT + 1) as directory:
        with pytest.raises(BadToken):
            await directory.account()
    async with directory_on(Sandbox(), "sandbox-nobody", account_id=None) as directory:
        with pytest.raises((BadToken, AccountChoice)):
            await directory.look()


@pytest.mark.parametrize(
    ("user", "may"),
    [
        (User(id=1, access_roles=("manager", "people_manager")), True),
        (User(id=1, access_roles=("manager",)), False),
        (User(id=1, access_roles=("administrator",)), False),
        (User(id=1, is_project_manager=True, is_admin=False), True),
        (User(id=1, is_project_manager=False, is_admin=False), False),
        (User(id=1, is_project_manager=False, is_admin=True), False),
        (User(id=1, permissions_profile="Studio lead"), True),
        (User(id=1, permissions_profile="Member"), False),
        (User(id=1), False),
    ],
)
def test_teammates_are_asked_for_only_where_there_may_be_some(user: User, may: bool) -> None:  # noqa: FBT001
    """Documented: only managers have teammates, and people_manager says so; where nothing says, they are asked for."""
    assert may_have_teammates(user) is may


def test_the_example_company_has_the_four_tokens() -> None:
    """Documented: the sandbox's tokens."""
    assert set(example_company().tokens) >= {ADMINISTRATOR, PEOPLE_MANAGER, PROJECT_MANAGER, MEMBER}
