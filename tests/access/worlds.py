"""Accounts that hypothesis makes up: small, and with everything in them that makes access hard to tell."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, TypeVar

from hypothesis import strategies as st

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import EXTRAS, LEVELS, PROFILES
from harvest_mcp.access.question import On
from harvest_mcp.access.sight import PARTS, WHOLE, Part, Sight
from harvest_mcp.harvest.models import (
    Client,
    Company,
    Project,
    ProjectReference,
    Reference,
    Teammate,
    User,
    UserAssignment,
)
from tests.access import documented

PEOPLE: Final = (1, 2, 3, 4)
PROJECTS: Final = (11, 12, 13)
CLIENTS: Final = (21, 22)
THINGS: Final = (
    On(),
    *(On(project=project) for project in (*PROJECTS, 19)),
    *(On(person=person) for person in PEOPLE),
    *(On(client=client) for client in (*CLIENTS, 29)),
    *(On(project=project, person=person) for project in PROJECTS[:2] for person in PEOPLE[:3]),
    On(client=21, person=2),
)
facts = st.sampled_from((True, True, True, False, None))
marked = st.sampled_from((True, True, False, False, None))
claims = st.none() | st.lists(st.sampled_from(sorted(documented.CLAIMS)), max_size=5).map(tuple)

levels = st.sampled_from(LEVELS)
extras = st.lists(st.sampled_from(EXTRAS), max_size=3, unique=True)
roles = st.one_of(
    st.builds(lambda level, held: (level, *held), levels, extras),
    st.builds(lambda held: ("manager", *held), extras),
    st.sampled_from(((), ("manager", "workforce_planner"), ("member", "robot"), ("project_creator",), ("robot",))),
)
access_words = st.one_of(
    st.fixed_dictionaries({"access_roles": roles, "permissions_claims": claims}),
    st.fixed_dictionaries({"access_roles": roles}),
    st.fixed_dictionaries(
        {
            "access_roles": st.none() | roles,
            "permissions_profile": st.sampled_from((*PROFILES, " project  MANAGER", "Studio Lead")),
            "permissions_claims": claims,
        }
    ),
    st.fixed_dictionaries(
        {
            "is_admin": st.booleans(),
            "is_project_manager": st.booleans(),
            "can_see_rates": st.booleans(),
            "can_create_projects": st.booleans(),
            "can_create_invoices": st.booleans(),
        },
        optional={"permissions_claims": claims},
    ),
    st.just({}),
)


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """Make up an account as an administrator's token sees it; some of its people are alike."""
    words = st.sampled_from(draw(st.lists(access_words, min_size=1, max_size=len(PEOPLE))))
    users = [User(id=number, first_name=f"P{number}", is_active=draw(facts), **draw(words)) for number in PEOPLE]
    projects = [
        Project(
            id=number,
            name=f"J{number}",
            client=Reference(id=draw(st.sampled_from(CLIENTS))),
            is_active=draw(facts),
            show_budget_to_all=draw(facts),
        )
        for number in PROJECTS
    ]
    rows = draw(
        st.lists(st.tuples(st.sampled_from((*PEOPLE, 9)), st.sampled_from((*PROJECTS, 19)), marked, facts), max_size=9)
    )
    led = draw(st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from((*PEOPLE, 9))), max_size=5, unique=True))
    return Account(
        id=1,
        name="Made up",
        as_of=datetime(2026, 11, 24, tzinfo=UTC),
        viewer=User(id=99, access_roles=("administrator",), is_active=True),
        company=draw(companies),
        sight=dict.fromkeys(PARTS, WHOLE),
        users=tuple(users),
        roles=(),
        projects=tuple(projects),
        user_assignments=tuple(
            assignment(100 + place, user, project, manages=manages, active=active)
            for place, (user, project, manages, active) in enumerate(rows)
        ),
        clients=tuple(Client(id=number) for number in CLIENTS),
        teammates=leading(led),
    )


companies = st.none() | st.builds(
    lambda off: Company(**{module: module not in off for module in MODULES}),
    st.sets(st.sampled_from(MODULES := tuple(sorted(set(documented.MODULES.values())))), max_size=2),
)


def assignment(number: int, user: int, project: int, *, manages: bool | None, active: bool | None) -> UserAssignment:
    """Put a person on a project."""
    return UserAssignment(
        id=number,
        user=Reference(id=user, name=f"P{user}"),
        project=ProjectReference(id=project, name=f"J{project}"),
        is_project_manager=manages,
        is_active=active,
    )


def leading(pairs: list[tuple[int, int]]) -> dict[int, tuple[Teammate, ...]]:
    """Assign people to their managers."""
    managers = dict.fromkeys(manager for manager, _ in pairs)
    return {manager: tuple(Teammate(id=mate) for of, mate in pairs if of == manager) for manager in managers}


def as_harvest_derives(account: Account) -> Account:
    """Make `people_manager` say who has teammates, as Harvest does where access roles are all there is."""
    led = {
        user.id
        for user in account.users
        if user.access_roles is None or user.permissions_profile or "people_manager" in user.access_roles
    }
    return replace(account, teammates={of: mates for of, mates in account.teammates.items() if of in led})


HIDEABLE: Final[tuple[Part, ...]] = ("users", "projects", "user_assignments", "teammates")
PARTLY: Final = Sight("partial", "Only some of it is shown.", "an administrator")
Thing = TypeVar("Thing", User, Project, UserAssignment)


@st.composite
def seen_less(draw: st.DrawFn, account: Account) -> Account:
    """Take some of an account out of sight, and say so, as Harvest does for other tokens than an administrator's."""
    viewer = draw(st.sampled_from(account.users))
    hidden = draw(st.sets(st.sampled_from(HIDEABLE)))
    users, projects, rows = account.users, account.projects, account.user_assignments
    mates = account.teammates
    if "users" in hidden:
        users = tuple(user for user in users if user.id == viewer.id or draw(st.booleans()))
    if "projects" in hidden:
        projects = tuple(project for project in projects if draw(st.booleans()))
    if "user_assignments" in hidden:
        rows = tuple(on for on in rows if on.user.id == viewer.id or draw(st.booleans()))
    if "teammates" in hidden:
        mates = {of: led for of, led in mates.items() if of == viewer.id}
    untold = draw(st.sets(st.sampled_from(("is_active", "show_budget_to_all", "is_project_manager")), max_size=1))
    return replace(
        account,
        viewer=viewer,
        sight={part: PARTLY if part in hidden else WHOLE for part in PARTS},
        users=tuple(without(user, untold if draw(st.booleans()) else set()) for user in users),
        projects=tuple(without(project, untold if draw(st.booleans()) else set()) for project in projects),
        user_assignments=tuple(without(on, untold if draw(st.booleans()) else set()) for on in rows),
        teammates=mates,
    )


def without(thing: Thing, untold: set[str]) -> Thing:
    """Leave facts out of a record."""
    if isinstance(thing, User):
        untold = untold - {"is_project_manager"}  # of a person it is a level, as Harvest wrote it before 2022
    return thing.model_copy(update=dict.fromkeys(untold & type(thing).model_fields.keys()))
