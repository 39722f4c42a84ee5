"""The engine agrees with a second one that is as naive as can be, on accounts that hypothesis makes up."""

from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.access.account import Account
from harvest_mcp.access.grants import explain
from harvest_mcp.access.permissions import PERMISSIONS
from harvest_mcp.access.question import On
from tests.access.oracle import Oracle
from tests.access.worlds import THINGS, accounts, seen_less

some = st.lists(st.sampled_from(THINGS), min_size=4, max_size=4, unique=True)


def assert_agreement(account: Account, things: list[On]) -> None:
    """Ask both engines every permission of everybody, on these things."""
    oracle = Oracle(account)
    for person in account.users:
        for permission in PERMISSIONS:
            for on in things:
                naive = oracle.answer(person, permission, on)
                assert explain(account, person, permission, on).answer == naive, (person, permission, on)


@given(account=accounts(), things=some)
def test_a_second_engine_agrees(account: Account, things: list[On]) -> None:
    """Documented: DESIGN 4.1, followed twice; the second time from the facts alone."""
    assert_agreement(account, things)


@given(account=accounts().flatmap(seen_less), things=some)
def test_a_second_engine_agrees_where_much_is_out_of_sight(account: Account, things: list[On]) -> None:
    """Documented: DESIGN 4.1, point 7: what the token cannot see is unknown, never absent."""
    assert_agreement(account, things)
