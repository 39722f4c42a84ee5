"""Who holds which access, and who has which job role: whole answers, and pages while the account changes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.access.permissions import EXTRAS, LEVELS
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.roles import Kind, list_roles
from harvest_mcp.harvest.errors import BadCursor
from harvest_mcp.harvest.models import Role, User
from tests.accounts import ANN, FOOT, HEAD, MAX, account, person, untold

NOTE = "Job roles are labels for reports and grant no access; access levels and extras do."
TEAM = "https://support.getharvest.com/hc/en-us/articles/360048687451"
USERS = "https://help.getharvest.com/api-v2/users-api/users/users/"
PROFILES = "https://support.getharvest.com/hc/en-us/articles/44171549176077"


def test_job_roles_with_those_who_have_them() -> None:
    """Documented: job roles with who has them, by name; one that only people tell of has no id."""
    answer = list_roles(account(), kind="job")
    new = {"id": 15, "name": "New Kid"}
    assert answer.structured() == HEAD | {
        "access": [],
        "jobs": [
            {"id": 41, "name": "Design", "count": 2, "people": [{"id": 12, "name": "Max Müller"}, new]},
            {"name": "Night shift", "count": 1, "people": [new]},
            {"id": 42, "name": "Zoology", "count": 0, "people": []},
        ],
        "note": NOTE,
        "total": 3,
        "returned": 3,
    }  # fmt: skip
    assert answer.text().splitlines() == [
        "job role | held by",
        "Design (41) | 2 people: Max Müller (12), New Kid (15)",
        "Night shift | 1 person: New Kid (15)",
        "Zoology (42) | 0 people",
        NOTE,
        "3 of 3 shown.",
        FOOT,
    ]


def test_access_with_those_who_hold_it() -> None:
    """Documented: levels and extras with who holds them, what each lets them do and the source; archived apart."""
    answer = list_roles(account(), kind="access")
    structured = answer.structured()
    assert [row["id"] for row in structured["access"]] == [*LEVELS, *EXTRAS, "workforce_planner"]
    assert structured["jobs"] == []
    assert structured["access"][1] == {
        "id": "manager",
        "kind": "level",
        "lets": "Reports on and approves time and expenses of the projects and people that they manage.",
        "source": TEAM,
        "count": 1,
        "archived": 1,
        "people": [{"id": 12, "name": "Max Müller"}],
    }
    assert structured["access"][4] == {
        "id": "billable_rates_manager",
        "kind": "extra",
        "lets": "Sees billable rates and amounts of managed projects and people.",
        "source": USERS,
        "count": 0,
        "people": [],
    }
    assert structured["access"][-1] == {
        "id": "workforce_planner",
        "kind": "unknown",
        "count": 1,
        "people": [{"id": 15, "name": "New Kid"}],
    }
    lines = answer.text().splitlines()
    assert lines[2] == (
        "manager | level | 1 person: Max Müller (12) (and 1 archived) | Reports on and approves time and expenses"
        f" of the projects and people that they manage. | {TEAM}"
    )
    assert lines[12] == "workforce_planner | unknown | 1 person: New Kid (15) |  | "


def test_profiles_and_people_of_no_known_level_have_rows_of_their_own() -> None:
    """Documented: unknown values are shown, never guessed at; a profile named like a level is still a profile."""
    people = (
        person(1, "Ann", permissions_profile="member"),
        person(2, "Ben", permissions_profile="Studio lead", access_roles=None),
        person(3, "Cat", permissions_profile="Accounting", access_roles=()),
    )
    rows = list_roles(account(users=people, roles=()), kind="access").structured()["access"]
    assert [(row["id"], row["kind"], row["count"], row.get("source")) for row in rows[len(LEVELS) + len(EXTRAS) :]] == [
        ("Accounting", "profile", 1, PROFILES),
        ("member", "profile", 1, PROFILES),
        ("Studio lead", "profile", 1, PROFILES),
        ("no known level", "unknown", 2, None),
    ]
    assert "lets" not in rows[-3]


def test_both_kinds_are_one_list() -> None:
    """Documented: kind all, which is the default; access first."""
    answer = list_roles(account())
    assert (len(answer.access), len(answer.jobs), answer.total) == (12, 3, 15)
    assert answer.text().splitlines()[0] == "access | kind | held by | lets them | source"
    assert answer.text().splitlines()[13] == "job role | held by"
    assert untold(answer) == []


def test_one_who_sees_no_job_roles_is_told() -> None:
    """Documented: only administrators are shown job roles; access rests on people alone."""
    seen = account(MAX, roles=())
    assert [gap["what"] for gap in list_roles(seen, kind="job").structured()["gaps"]] == ["people", "job roles"]
    assert [gap["what"] for gap in list_roles(seen, kind="access").structured()["gaps"]] == ["people"]
    assert [(job.id, job.name) for job in list_roles(seen, kind="job").jobs] == [
        (None, "Design"),
        (None, "Night shift"),
    ]


def test_holders_that_do_not_fit_are_counted() -> None:
    """Documented: a default answer stays under 8 kB; nothing is cut silently; each row names as many."""
    crowd = account(users=tuple(person(number, f"Person {number}") for number in range(1, 4_001)), roles=())
    row = list_roles(crowd).access[2]
    assert (row.id, row.count, [who.id for who in row.people]) == ("member", 4_000, list(range(1, 51)))
    assert "4,000 people: Person 1 (1), " in list_roles(crowd).text()
    assert ", 3,950 more | Tracks own time" in list_roles(crowd).text()


def test_all_holders_up_to_200_are_named_where_everything_is_asked_for() -> None:
    """Our choice: the command line asks without a limit."""
    crowd = account(users=tuple(person(number, f"Person {number}") for number in range(1, 4_001)))
    assert len(list_roles(crowd, turn=Turn(None)).access[2].people) == 200


def test_a_cursor_is_bound_to_the_kind() -> None:
    """Our choice: a cursor of another question would skip rows without a word."""
    cursor = str(list_roles(account(), kind="job", turn=Turn(1)).next_cursor)
    assert len(cursor) < 100  # what a tool takes for a cursor
    with pytest.raises(BadCursor):
        list_roles(account(), kind="all", turn=Turn(1, cursor))


names = st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=30), max_size=6, unique=True)


@given(before=names, later=names, kind=st.sampled_from(["all", "job"]), limit=st.integers(min_value=1, max_value=9))
def test_what_stays_is_shown_exactly_once_while_job_roles_come_and_go(
    before: list[str], later: list[str], kind: Kind, limit: int
) -> None:
    """Documented: cursors stay right when the account changes between pages, here where rows are in order of names."""
    now = account(users=(ANN,), roles=_roles(before))
    then = replace(now, roles=_roles([*later, *before[1:]]), users=(ANN, _holder(later)))
    shown: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        found = list_roles(now, kind=kind, turn=Turn(limit, cursor))
        shown += [str(row.id) for row in found.access] + [str(row.id or row.name) for row in found.jobs]
        now, cursor = then, found.next_cursor
    stays = {str(role.id) for role in _roles(before[1:])} | (set() if kind == "job" else {*LEVELS, *EXTRAS})
    assert len(shown) == len(set(shown))
    assert stays <= set(shown)


def _roles(of: list[str]) -> tuple[Role, ...]:
    """Job roles of these names; the id comes from the name, so that it is the same before and later."""
    return tuple({name: Role(id=int.from_bytes(name.encode()) + 1, name=name) for name in of}.values())


def _holder(jobs: list[str]) -> User:
    return person(16, "Kim", "manager", "x", roles=tuple(f"{job}!" for job in jobs))
