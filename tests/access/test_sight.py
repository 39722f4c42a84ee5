"""What a token is said to see: what is documented, corrected by what Harvest answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.access.permissions import EXTRAS
from harvest_mcp.access.sight import PARTS, WHOLE, WORDS, Part, Sight, expected_sight, forbidden, sight_as_answered
from harvest_mcp.access.standing import Standing

ADMINISTRATOR = Standing("administrator")
PEOPLE_MANAGER = Standing("manager", extras=("people_manager",))
PROJECT_MANAGER = Standing("manager")
CLIENT_MANAGER = Standing("manager", extras=("client_and_task_manager",))
MEMBER = Standing("member")
LEGACY = Standing("manager", generation="legacy")
BY_PROFILE = Standing("administrator", profile="Administrator", generation="profiles")
LOSSY = Standing("administrator", profile="Executive Manager", generation="profiles")
UNKNOWN = Standing("unknown")

# In the order of PARTS: company, users, roles, projects, user_assignments, clients, teammates.
DOCUMENTED = {
    "an administrator": (ADMINISTRATOR, "whole whole whole whole whole whole whole"),
    "a manager with teammates": (PEOPLE_MANAGER, "forbidden partial forbidden partial partial partial partial"),
    "a manager of projects": (PROJECT_MANAGER, "forbidden partial forbidden partial partial partial forbidden"),
    "a manager of clients and tasks": (CLIENT_MANAGER, "forbidden partial forbidden partial partial whole forbidden"),
    "a member": (MEMBER, "forbidden partial forbidden partial partial partial forbidden"),
    "a manager of before 2022": (LEGACY, "forbidden partial forbidden partial partial partial partial"),
    "an administrator by profile": (BY_PROFILE, "whole whole whole whole whole whole whole"),
    "one with a profile that equals no level": (LOSSY, "partial partial partial partial partial partial partial"),
    "one whose level is unknown": (UNKNOWN, "partial partial partial partial partial partial partial"),
}


@pytest.mark.parametrize(("standing", "states"), DOCUMENTED.values(), ids=DOCUMENTED)
def test_each_standing_sees_what_harvest_documents(standing: Standing, states: str) -> None:
    """Documented: who may ask for which list; members' and managers' own things are always shown to them."""
    expected = expected_sight(standing)
    assert tuple(expected) == PARTS
    assert [sight.state for sight in expected.values()] == states.split()


@pytest.mark.parametrize(("standing", "states"), DOCUMENTED.values(), ids=DOCUMENTED)
def test_whatever_is_not_whole_says_why_and_who_could_see_it(standing: Standing, states: str) -> None:
    """Documented: a gap is what, why and who could."""
    for part, sight in expected_sight(standing).items():
        assert sight.is_whole == (sight == WHOLE), states
        if not sight.is_whole:
            assert WORDS[part] in sight.why or part in {"users", "teammates"}
            assert sight.why.endswith(".")
            assert sight.who_could == "an administrator"


def test_a_refusal_corrects_what_is_documented() -> None:
    """Our choice: an administrator whom Harvest refuses a list has a gap there and nowhere else."""
    told = sight_as_answered(ADMINISTRATOR, answered={"users"}, refused={"roles"})
    assert told == dict.fromkeys(PARTS, WHOLE) | {"roles": forbidden("roles")}
    assert told["roles"] == Sight("forbidden", "Harvest does not show job roles to this token.", "an administrator")


def test_where_nothing_is_documented_a_refusal_is_all_that_is_known() -> None:
    """Known gap: what the profiles of 2026 see is not documented list by list."""
    told = sight_as_answered(LOSSY, answered={"users"}, refused={"roles"})
    assert told == {**expected_sight(LOSSY), "roles": forbidden("roles")}


def test_a_manager_who_may_have_people_is_not_told_that_they_have_none() -> None:
    """Recorded: before access roles, Harvest did not say which manager had people assigned."""
    assert expected_sight(LEGACY)["users"].why == expected_sight(PEOPLE_MANAGER)["users"].why
    assert expected_sight(PROJECT_MANAGER)["users"].why == "A manager without assigned people sees no other people."


def test_an_answer_corrects_what_is_documented() -> None:
    """Known gap: whether the settings are shown to others than administrators is uncertain; what comes is believed."""
    told = sight_as_answered(MEMBER, answered={"company", "roles"}, refused={"users"})
    assert told["company"] == WHOLE
    assert told["roles"] == Sight(
        "partial", "Harvest does not say whether this token sees all job roles.", "an administrator"
    )
    assert told["users"] == expected_sight(MEMBER)["users"]


def test_a_list_that_is_shown_for_some_and_refused_for_others_is_partial() -> None:
    """Our choice: teammates are asked for one manager at a time."""
    told = sight_as_answered(ADMINISTRATOR, answered={"teammates"}, refused={"teammates"})
    assert told["teammates"].state == "partial"


standings = st.builds(
    Standing,
    st.sampled_from(["administrator", "manager", "member", "unknown"]),
    extras=st.sets(st.sampled_from(EXTRAS)).map(tuple),
)
parts = st.sets(st.sampled_from(PARTS))


@given(standings, parts, parts)
def test_a_part_that_was_refused_is_never_whole(standing: Standing, answered: set[Part], refused: set[Part]) -> None:
    """Documented: what the token cannot see is unknown, never absent; the exception is a company told all the same."""
    told = sight_as_answered(standing, answered=answered, refused=refused)
    assert tuple(told) == PARTS
    for part in refused - {"company"}:
        assert not told[part].is_whole
    for part in answered:
        assert told[part].state != "forbidden"
