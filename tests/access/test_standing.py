"""What Harvest states of a person, in each of the three ways in which it has written permissions."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.access.permissions import EXTRAS, LEVELS, PROFILES
from harvest_mcp.access.standing import Standing, standing
from harvest_mcp.harvest.models import User

ACCESS_ROLES = {
    "an administrator": (("administrator",), Standing("administrator", generation="access_roles")),
    "a plain manager": (("manager",), Standing("manager", generation="access_roles")),
    "a member": (("member",), Standing("member", generation="access_roles")),
    "extras, in the order of Harvest's table": (
        ("people_manager", "manager", "project_creator"),
        Standing("manager", extras=("project_creator", "people_manager"), generation="access_roles"),
    ),
    "an access role that nobody knows, word for word": (
        ("manager", "Workforce_Planner", "a b"),
        Standing("manager", unknown=("Workforce_Planner", "a b"), generation="access_roles"),
    ),
    "no access roles at all": ((), Standing("unknown", generation="access_roles")),
    "an extra without a level": (
        ("project_creator",),
        Standing("unknown", extras=("project_creator",), generation="access_roles"),
    ),
    "several levels: the highest": (("member", "administrator"), Standing("administrator", generation="access_roles")),
}


@pytest.mark.parametrize(("access_roles", "stated"), ACCESS_ROLES.values(), ids=ACCESS_ROLES)
def test_access_roles_are_read_as_they_are_written(access_roles: tuple[str, ...], stated: Standing) -> None:
    """Documented: one level and its extras (users API); what is unknown is kept, and no level is guessed."""
    assert standing(User(id=1, access_roles=access_roles)) == stated


LEGACY = {
    "an administrator": (
        {"is_admin": True, "can_see_rates": True, "can_create_projects": True, "can_create_invoices": True},
        Standing("administrator", generation="legacy"),
    ),
    "a manager with everything": (
        {"is_project_manager": True, "can_see_rates": True, "can_create_projects": True, "can_create_invoices": True},
        Standing(
            "manager",
            extras=("project_creator", "billable_rates_manager", "managed_projects_invoice_drafter"),
            generation="legacy",
        ),
    ),
    "a plain manager": (
        {"is_project_manager": True, "is_admin": False, "can_see_rates": False},
        Standing("manager", generation="legacy"),
    ),
    "a member, whose other booleans mean nothing": (
        {"is_admin": False, "is_project_manager": False, "can_see_rates": True},
        Standing("member", generation="legacy"),
    ),
}


@pytest.mark.parametrize(("booleans", "stated"), LEGACY.values(), ids=LEGACY)
def test_booleans_of_before_2022_are_read(booleans: dict[str, bool], stated: Standing) -> None:
    """Recorded: the same people in both forms, 2021 and 2022; the three extras are inferred from them."""
    assert standing(User.model_validate({"id": 1, **booleans})) == stated


@pytest.mark.parametrize(
    ("profile", "level"),
    [
        ("Administrator", "administrator"),
        ("  member ", "member"),
        *((name, "unknown") for name in PROFILES if name not in {"Administrator", "Member"}),
        ("Studio lead", "unknown"),
    ],
)
def test_a_profile_alone_gives_a_level_only_where_it_equals_one(profile: str, level: str) -> None:
    """Documented: a profile's name is found whatever its case and spaces; four built-in ones equal no level."""
    stated = standing(User(id=1, permissions_profile=profile))
    assert (stated.level, stated.profile, stated.generation) == (level, profile, "profiles")


def test_access_roles_decide_where_a_profile_stands_beside_them() -> None:
    """Our choice: access roles are lossy on accounts with profiles, so the profile is kept beside them."""
    both = User(id=1, access_roles=("manager", "project_creator"), permissions_profile="Studio lead", is_admin=True)
    assert standing(both) == Standing(
        "manager", extras=("project_creator",), profile="Studio lead", generation="profiles"
    )
    bare = User(id=1, access_roles=(), permissions_profile="Administrator")
    assert standing(bare) == Standing("administrator", profile="Administrator", generation="profiles")


@pytest.mark.parametrize(
    ("access_roles", "profile", "lossy"),
    [
        (("manager",), None, False),
        (("administrator",), " administrator", False),
        (("member",), "Member", False),
        (("manager",), "Project Manager", True),
        (("administrator",), "Executive Manager", True),
        (("member",), "Studio lead", True),
        (None, "Accounting", True),
    ],
)
def test_a_profile_that_equals_no_level_makes_the_level_lossy(
    access_roles: tuple[str, ...] | None,
    profile: str | None,
    lossy: bool,  # noqa: FBT001  (a case of the table)
) -> None:
    """Documented: on accounts with profiles, access roles do not hold a profile's own rights."""
    assert standing(User(id=1, access_roles=access_roles, permissions_profile=profile)).is_lossy is lossy


def test_one_of_whom_harvest_states_nothing_is_unknown() -> None:
    """Documented: an absent field is not a no."""
    assert standing(User(id=1)) == Standing("unknown", generation="unstated")
    assert standing(User(id=1, can_create_projects=True)).level == "unknown"


def test_a_standing_answers_for_its_level_its_extras_and_what_is_unknown() -> None:
    """Our choice: one question for all three."""
    stated = standing(User(id=1, access_roles=("manager", "estimates_manager", "x")))
    assert [role for role in (*LEVELS, *EXTRAS, "x", "y") if stated.holds(role)] == [
        "manager",
        "estimates_manager",
        "x",
    ]
    assert not stated.is_administrator


@given(st.sets(st.sampled_from([*LEVELS, *EXTRAS, "x", "y"])), st.randoms())
def test_every_access_role_is_told_and_its_order_does_not_matter(roles: set[str], chance: Random) -> None:
    """Our choice: nothing that Harvest states gets lost, save a level beneath another."""
    shuffled = sorted(roles)
    chance.shuffle(shuffled)
    stated = standing(User(id=1, access_roles=tuple(shuffled)))
    assert stated == standing(User(id=1, access_roles=tuple(sorted(roles))))
    assert {*stated.extras, *stated.unknown} == roles - set(LEVELS)
    assert stated.level in roles or (stated.level == "unknown" and roles.isdisjoint(LEVELS))
