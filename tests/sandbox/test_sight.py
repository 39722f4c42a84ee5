"""What each viewer is shown, and which members of it; and how the three generations write permissions."""

from typing import Any

import pytest

from harvest_mcp.sandbox import Sandbox
from harvest_mcp.sandbox.claims import Generation
from tests.sandbox.asking import asking, status, told
from tests.sandbox.companies import person, small_company

pytestmark = pytest.mark.anyio

TOKENS = ("ann", "bea", "col", "dan")
SEEN: dict[str, tuple[object, object, object, object]] = {
    "/users": ([6, 5, 4, 3, 2, 1], [5, 2], 403, 403),
    "/users/5": (200, 200, 403, 403),
    "/users/4": (200, 404, 403, 403),
    "/users/me": (200, 200, 200, 200),
    "/roles": ([62, 61], 403, 403, 403),
    "/roles/61": (200, 403, 403, 403),
    "/company": (200, 403, 403, 403),
    "/projects": ([23, 22, 21], [21], [22], 403),
    "/projects/21": (200, 200, 404, 403),
    "/user_assignments": ([36, 35, 34, 33, 32, 31], [36, 35, 33, 32, 31], [35, 34], 403),
    "/projects/21/user_assignments": ([33, 32, 31], [33, 32, 31], 404, 403),
    "/task_assignments": ([82, 81], [82, 81], [], 403),
    "/projects/21/task_assignments": ([82, 81], [82, 81], 404, 403),
    "/clients": ([12, 11], [12, 11], 403, 403),
    "/clients/11": (200, 200, 403, 403),
    "/tasks": ([71], [71], 403, 403),
    "/tasks/71": (200, 200, 403, 403),
    "/users/2/teammates": ([5], 403, 403, 403),
    "/users/5/billable_rates": ([5], 403, 404, 403),
    "/users/5/cost_rates": ([5], 403, 403, 403),
    "/users/me/project_assignments": ([], [31], [34], [32]),
    "/users/4/project_assignments": ([32], 404, 403, [32]),
    "/users/5/project_assignments": ([36], [36], 403, 403),
}
"""Ids of the rows, or the status, that an administrator, a manager with a team, one without and a member get."""


@pytest.mark.parametrize(("path", "token", "seen"), [
    (path, token, seen) for path, row in SEEN.items() for token, seen in zip(TOKENS, row, strict=True)
])  # fmt: skip
async def test_each_viewer_is_shown_what_is_documented_for_their_level(path: str, token: str, seen: object) -> None:
    """Documented: the table of what a token sees; of a thing out of sight a manager hears 404 (our choice)."""
    sandbox = Sandbox(small_company())
    if isinstance(seen, int):
        assert await status(sandbox, path, token) == seen
    else:
        page = await told(sandbox, path, token)
        rows = next(value for value in page.values() if isinstance(value, list))
        assert [row["id"] for row in rows] == seen


async def test_time_entries_are_one_s_own_and_those_that_one_manages() -> None:
    """Documented: an administrator all, a manager those of the projects and people they manage, a member their own."""
    sandbox = Sandbox(small_company())
    seen = {}
    for token in TOKENS:
        page = await told(sandbox, "/time_entries", token)
        seen[token] = {entry["user"]["id"] for entry in page["time_entries"]}
    assert seen == {"ann": {2, 3, 4, 5}, "bea": {2, 4, 5}, "col": {3, 5}, "dan": {4}}


async def told_of(path: str, token: str) -> Any:  # noqa: ANN401  (JSON)
    """What the small company tells."""
    return await told(Sandbox(small_company()), path, token)


async def test_rates_vanish_for_those_who_may_not_see_them() -> None:
    """Recorded: they are left out, not null; cost rates are for administrators alone."""
    ann, bea = await told_of("/users/5", "ann"), await told_of("/users/5", "bea")
    assert (ann["default_hourly_rate"], ann["cost_rate"]) == (105.0, 55.0)
    assert {"default_hourly_rate", "cost_rate"}.isdisjoint(bea)
    col, bea = await told_of("/projects/22", "col"), await told_of("/projects/21", "bea")
    assert (col["hourly_rate"], col["fee"]) == (120.0, 5000.0)
    assert {"hourly_rate", "fee", "cost_budget"}.isdisjoint(bea)
    rows = (await told_of("/user_assignments", "bea"))["user_assignments"]
    assert all("hourly_rate" not in row for row in rows)
    assert (await told_of("/time_entries", "dan"))["time_entries"][0]["billable_rate"] is None


async def test_a_manager_who_sees_rates_sees_those_of_their_people() -> None:
    """Documented: billable rates of assigned people, with the extra permission."""
    company = small_company()
    bea = company.tokens["bea"]
    bea.access_roles = ("manager", "billable_rates_manager")
    sandbox = Sandbox(company)
    assert (await told(sandbox, "/users/5", "bea"))["default_hourly_rate"] == 105.0
    assert "default_hourly_rate" not in await told(sandbox, "/users/me", "bea")
    assert [row["amount"] for row in (await told(sandbox, "/users/5/billable_rates", "bea"))["billable_rates"]] == [
        105.0
    ]
    assert await status(sandbox, "/users/5/cost_rates", "bea") == 403


async def test_an_assignment_with_default_rates_tells_the_person_s_own() -> None:
    """Recorded: `hourly_rate` by itself does not mean a custom rate."""
    rows = (await told_of("/user_assignments", "ann"))["user_assignments"]
    rates = {row["id"]: (row["use_default_rates"], row["hourly_rate"]) for row in rows}
    assert (rates[31], rates[32], rates[36]) == ((True, 102.0), (False, 77.0), (True, 105.0))
    assert (await told_of("/users/me/project_assignments", "dan"))["project_assignments"][0]["hourly_rate"] is None


async def test_keys_of_public_pages_are_told_to_whoever_sees_clients() -> None:
    """Documented: `statement_key` opens a page to anyone, so that a client of ours must drop it."""
    assert len((await told_of("/clients/11", "bea"))["statement_key"]) == 32


PERMISSIONS: dict[Generation, dict[str, dict[str, Any]]] = {
    "legacy": {
        "ann": {
            "is_admin": True,
            "is_project_manager": False,
            "can_see_rates": True,
            "can_create_projects": True,
            "can_create_invoices": True,
        },
        "col": {
            "is_admin": False,
            "is_project_manager": True,
            "can_see_rates": True,
            "can_create_projects": False,
            "can_create_invoices": False,
        },
        "dan": dict.fromkeys(
            ("is_admin", "is_project_manager", "can_see_rates", "can_create_projects", "can_create_invoices"), False
        ),
    },
    "access_roles": {
        "bea": {
            "access_roles": ["manager", "client_and_task_manager", "people_manager"],
            "can_create_projects": False,
            "permissions_claims": [
                "clients:read:all", "clients:write:all", "expenses:read:managed", "expenses:write:own",
                "projects:read:managed", "tasks:read:all", "tasks:write:all", "timers:read:managed", "timers:write:own",
                "users:read:managed",
            ],
        },
        "dan": {
            "access_roles": ["member"],
            "can_create_projects": False,
            "permissions_claims": ["expenses:read:own", "expenses:write:own", "timers:read:own", "timers:write:own"],
        },
    },
    "profiles": {
        "dan": {
            "access_roles": ["member"],
            "can_create_projects": False,
            "permissions_profile": "Member",
            "permissions_claims": ["expenses:read:own", "expenses:write:own", "timers:read:own", "timers:write:own"],
        },
    },
}  # fmt: skip


@pytest.mark.parametrize(("generation", "token"), [(of, token) for of, told in PERMISSIONS.items() for token in told])
async def test_each_generation_writes_permissions_in_its_own_way(generation: Generation, token: str) -> None:
    """Recorded (2019) and documented (2022, 2026): which members tell of permissions, and how."""
    user = await told(Sandbox(small_company(), generation=generation), "/users/me", token)
    names = {
        "is_admin", "is_project_manager", "can_see_rates", "can_create_projects", "can_create_invoices",
        "access_roles", "permissions_profile", "permissions_claims",
    }  # fmt: skip
    assert {name: value for name, value in user.items() if name in names} == PERMISSIONS[generation][token]


SIZES = {
    ("access_roles", "administrator", None): 26,
    ("access_roles", "manager", None): 5,
    ("access_roles", "member", None): 4,
    ("profiles", "administrator", None): 32,
    ("profiles", "member", "Executive Manager"): 26,
    ("profiles", "manager", None): 16,
    ("profiles", "member", "Accounting"): 15,
    ("profiles", "member", "People Admin"): 10,
    ("profiles", "member", None): 4,
}


@pytest.mark.parametrize(("generation", "level", "profile", "size"), [(*of, size) for of, size in SIZES.items()])
async def test_the_sets_of_claims_are_as_large_as_those_that_were_seen(
    generation: Generation, level: str, profile: str | None, size: int
) -> None:
    """Documented: how many claims a member, a plain manager, an administrator and each built-in profile hold.

    Known gap: of the profiles Administrator and Accounting 34 and 16 were counted; the sources name fewer.
    """
    company = small_company()
    company.users.append(person(8, "Gil", level, profile=profile))
    user = await told(Sandbox(company, generation=generation), "/users/8", "ann")
    assert len(user["permissions_claims"]) == len(set(user["permissions_claims"])) == size


async def test_a_custom_profile_may_tell_no_claims() -> None:
    """Documented: definitions of custom profiles are not readable; claims are optional."""
    company = small_company()
    company.users.append(person(8, "Gil", "member", profile="Studio lead", tells_claims=False))
    user = await told(Sandbox(company, generation="profiles"), "/users/8", "ann")
    assert user["permissions_profile"] == "Studio lead"
    assert "permissions_claims" not in user


async def test_an_exemption_from_saml_is_told_only_where_saml_is_required() -> None:
    """Documented: the member is there on such accounts alone."""
    company = small_company()
    assert "saml_exempt" not in await told(Sandbox(company), "/users/me", "ann")
    company.settings["saml_sign_in_required"] = True
    company.tokens["ann"].saml_exempt = True
    sandbox = Sandbox(company)
    assert (await told(sandbox, "/users/me", "ann"))["saml_exempt"] is True
    async with asking(sandbox, "ann") as client:
        assert (await client.get("/company")).json()["saml_sign_in_required"] is True
