"""What claims grant beyond the rest: for each kind of person, and the same as the findings say of them."""

import anyio
import pytest

from harvest_mcp.access.account import Account, bearer_of
from harvest_mcp.access.claims import claims_beyond
from harvest_mcp.access.standing import standing
from harvest_mcp.sandbox import Sandbox
from harvest_mcp.sandbox.claims import MANAGER, MEMBER, PROFILES, Generation
from tests.accounts import person
from tests.stage import directory_on

RATES = "cost_rates:read:all"
OWN = {
    "expenses:read:own": ["expenses.read"],
    "expenses:write:own": ["expenses.track"],
    "timers:read:own": ["time.read"],
    "timers:write:own": ["time.track"],
}
WHO = {
    "a member's own": (person(7, "Ida", "member", permissions_claims=MEMBER), {}),
    "a manager's own": (person(7, "Ida", "manager", permissions_claims=MANAGER), {}),
    "one too many": (person(7, "Ida", "member", permissions_claims=(*MEMBER, RATES)), {RATES: ["cost_rates.read"]}),
    "a wider reach": (
        person(7, "Ida", "manager", permissions_claims=(*MANAGER, "timers:read:all")),
        {"timers:read:all": ["time.read"]},
    ),
    "archived": (
        person(7, "Ida", "member", permissions_claims=(*MEMBER, RATES), is_active=False),
        {RATES: ["cost_rates.read"]},
    ),
    "no level": (person(7, "Ida", access_roles=(), permissions_claims=MEMBER), OWN),
    "no claims told": (person(7, "Ida", "member"), {}),
    "a claim that nobody knows": (person(7, "Ida", "member", permissions_claims=(*MEMBER, "moon:read:all")), {}),
    "a built-in profile": (
        person(7, "Ida", "member", permissions_profile="Accounting", permissions_claims=PROFILES["Accounting"]), {}
    ),
    "a custom profile": (
        person(7, "Ida", "member", permissions_profile="Studio Lead", permissions_claims=(*MEMBER, RATES)),
        {**OWN, RATES: ["cost_rates.read"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("who", WHO)
def test_a_claim_counts_where_nothing_else_grants_as_much(who: str) -> None:
    """Our choice: what a reviewer would not see by level, extras or profile."""
    user, expected = WHO[who]
    found = claims_beyond(bearer_of(user, standing(user)))
    assert {claim: sorted(permissions) for claim, permissions in found.items()} == dict(sorted(expected.items()))


@pytest.mark.parametrize("generation", ["access_roles", "profiles"])
def test_it_is_what_the_findings_say(generation: Generation) -> None:
    """Our choice: the list of entitlements and the finding claims-disagree never tell two stories."""

    async def load() -> Account:
        async with directory_on(Sandbox(generation=generation)) as directory:
            return await directory.account()

    account = anyio.run(load)
    told = set[str]()
    for alike in account.alike:
        if alike.bearer.is_active and not alike.bearer.has_custom_profile:
            more = {name for name, held in alike.holds.items() if held.claims_grant == "more"}
            assert {name for names in alike.claims_beyond.values() for name in names} == more
            told |= more
    assert told
