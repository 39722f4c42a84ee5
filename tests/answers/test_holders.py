"""Who may do something: whole answers about a small account, pages, and what the token cannot see."""

import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import PROFILES, RULES
from harvest_mcp.answers.holders import POSSIBLY_NAMED, who_can
from harvest_mcp.answers.paging import DEFAULT_SIZE, Turn
from harvest_mcp.harvest.errors import Ambiguous, BadCursor, NoSuchThing
from harvest_mcp.harvest.models import Company
from tests.accounts import (
    ACME,
    ANN,
    APP,
    BEN,
    FOOT,
    HEAD,
    MAX,
    NEW,
    SITE,
    account,
    assigned,
    largest,
    mates,
    person,
    project,
    untold,
)

USERS = "https://help.getharvest.com/api-v2/users-api/users/users/"
TEAM = "https://support.getharvest.com/hc/en-us/articles/360048687451"
ASSIGNMENTS = "https://help.getharvest.com/api-v2/projects-api/projects/user-assignments/"
NOBODY_KNOWS = {"because": "Has an access role that nobody knows (workforce_planner).", "source": USERS}
READ_IT = "See tracked time and report on it."


def test_who_may_read_the_time_of_a_project() -> None:
    """Documented: each with extent and reasons, who possibly may by cause, and the rule once for all of them."""
    answer = who_can(account(), permission="time.read", project="Site")
    assert answer.structured() == HEAD | {
        "permission": "time.read",
        "lets": READ_IT,
        "project": {"id": 21, "name": "Site", "client": {"id": 31, "name": "Acme"}},
        "people": [
            {
                "id": 11,
                "name": "Ann Admin",
                "level": "administrator",
                "extent": {"kind": "all"},
                "reasons": [{"because": "Is an administrator.", "source": USERS}],
            },
            {
                "id": 12,
                "name": "Max Müller",
                "level": "manager",
                "extent": {"kind": "projects", "projects": [{"id": 21, "name": "Site"}]},
                "reasons": [
                    {"because": "Is a manager.", "source": USERS},
                    {
                        "because": "Manages Site (assignment 51, since 2020-02-03).",
                        "source": "user assignment 51",
                    },
                ],
            },
        ],
        "rules": [
            {"because": f"That lets them, everywhere in the account: {READ_IT}", "source": TEAM},
            {"because": f"That lets them, for the projects and people that they manage: {READ_IT}", "source": TEAM},
        ],
        "possibly": [NOBODY_KNOWS | {"count": 1, "people": [{"id": 15, "name": "New Kid"}]}],
        "own": {"count": 1, "because": "May there for their own things only."},
        "total": 2,
        "returned": 2,
    }
    assert answer.text().splitlines() == [
        f"time.read on Site (21) of Acme (31): {READ_IT}",
        "id | name | level | extent | why",
        "11 | Ann Admin | administrator | all | Is an administrator. [1]",
        (
            "12 | Max Müller | manager | projects Site (21) | Is a manager. [1]"
            " Manages Site (assignment 51, since 2020-02-03). (user assignment 51)"
        ),
        f"Rule: That lets them, everywhere in the account: {READ_IT} [2]",
        f"Rule: That lets them, for the projects and people that they manage: {READ_IT} [2]",
        "Possibly 1 person: Has an access role that nobody knows (workforce_planner). [1] New Kid (15)",
        "1 other: May there for their own things only.",
        f"[1] {USERS}",
        f"[2] {TEAM}",
        "2 of 2 shown.",
        FOOT,
    ]


def test_who_reaches_a_project_and_what_they_may_do_there() -> None:
    """Documented: with `any`, everyone who reaches the thing, with their permissions there; facts, and no rules."""
    answer = who_can(account(users=(MAX, BEN)), project="S-1")
    assert answer.rules is None
    assert answer.structured()["people"] == [
        {
            "id": 12,
            "name": "Max Müller",
            "level": "manager",
            "extent": {"kind": "projects", "projects": [{"id": 21, "name": "Site"}]},
            "reasons": [
                {"because": "Is a manager.", "source": USERS},
                {
                    "because": "Max Müller is assigned to Site (assignment 51, since 2020-02-03).",
                    "source": "user assignment 51",
                },
                {"because": "Manages Site (assignment 51, since 2020-02-03).", "source": "user assignment 51"},
                {"because": "Is a manager with project_creator.", "source": USERS},
            ],
            "permissions": [
                "time.track",
                "time.read",
                "time.approve",
                "expenses.track",
                "expenses.read",
                "projects.read",
                "projects.edit",
                "projects.assign_people",
                "project_reports.read",
            ],
        },
        {
            "id": 13,
            "name": "Ben",
            "level": "member",
            "extent": {"kind": "projects", "projects": [{"id": 21, "name": "Site"}]},
            "reasons": [
                {"because": "Is a member.", "source": USERS},
                {"because": "Ben is assigned to Site (assignment 52).", "source": "user assignment 52"},
            ],
            "permissions": ["time.track", "expenses.track"],
        },
    ]
    assert answer.text().splitlines()[1] == "id | name | level | extent | why | may"
    assert answer.text().splitlines()[3].endswith(" (user assignment 52) | time.track, expenses.track")


def test_who_may_for_a_persons_things_on_a_project() -> None:
    """Documented: project and person together narrow a question; both are told by name."""
    answer = who_can(account(), permission="time.read", project="App", person="Ben", client="Bolt")
    assert [(who.id, who.extent.words()) for who in answer.people] == [
        (11, "all"),
        (12, "people Ben (13)"),
        (13, "own"),
    ]
    assert answer.text().splitlines()[0] == (
        f"time.read on App (22) of Bolt & Sons (32) for Ben (13) for client Bolt & Sons (32): {READ_IT}"
    )
    assert answer.caveats is None


def test_a_project_of_another_client_is_said_to_be_one() -> None:
    """Our choice: the narrower thing counts, and the answer says so rather than answering another question."""
    answer = who_can(account(), permission="time.read", project="Site", client="Bolt")
    assert answer.caveats == ["The project is not this client's; the answer is about the project."]
    assert [who.id for who in answer.people] == [11, 12]


def test_time_on_ones_own_projects_is_counted_in_an_account() -> None:
    """Documented: `own` answers only where the person who may is the subject; else it is a count."""
    answer = who_can(account(), permission="time.track")
    assert answer.people == []
    assert answer.structured()["own"] == {"count": 2, "because": "May for their own things only."}
    assert answer.text().splitlines()[1:3] == ["Nobody to list.", "2 others: May for their own things only."]


def test_a_module_that_is_off_is_why_nobody_may() -> None:
    """Documented: no, for that reason."""
    answer = who_can(account(company=Company(approval_feature=False)), permission="time.approve")
    assert answer.structured()["people"] == answer.structured()["possibly"] == []
    assert answer.caveats == ["The account has this module switched off (approval_feature)."]


def test_who_may_be_out_of_sight_is_possible_and_not_absent() -> None:
    """Documented: a person out of sight is unknown; a name unique among those in sight may not be unique."""
    answer = who_can(account(MAX, users=(MAX, BEN)), permission="time.read", project="Site")
    assert [who.id for who in answer.people] == [12]
    assert answer.structured()["possibly"][0] == {
        "because": "A manager's token sees only its owner and the people assigned to them.",
        "source": "in sight of an administrator",
        "count": 1,
        "people": [{"id": 14, "name": "Old Hand"}],
        "open": True,
    }
    assert answer.caveats == [
        "Found by name among the projects that this token sees: others of that name may be out of sight."
    ]
    assert [gap["what"] for gap in answer.structured()["gaps"]] == [
        "people",
        "projects",
        "project assignments",
        "who manages whom",
    ]
    assert "Possibly 1 person and maybe others out of sight: A manager's token sees only its owner" in answer.text()


def test_an_id_leaves_no_doubt_who_is_meant() -> None:
    """Documented: only a name may be another's too."""
    narrow = account(MAX, users=(MAX, BEN))
    for project_id in ("21", "#21"):
        assert who_can(narrow, permission="time.read", project=project_id).caveats is None
    for who in ("me", "13", "ben@example.com"):
        assert who_can(narrow, permission="time.read", person=who).caveats is None
    assert who_can(narrow, permission="time.read", person="Ben").caveats == [
        "Found by name among the people that this token sees: others of that name may be out of sight."
    ]


def test_only_what_the_answer_rests_on_is_a_gap() -> None:
    """Documented: gaps of the parts that the question rests on; creating projects depends on nothing managed."""
    answer = who_can(account(MAX), permission="projects.create")
    assert [gap["what"] for gap in answer.structured()["gaps"]] == ["people"]
    answer = who_can(account(MAX), permission="people.read")
    assert [gap["what"] for gap in answer.structured()["gaps"]] == ["people", "who manages whom"]
    answer = who_can(account(MAX), permission="projects.edit", client="31")
    assert [gap["what"] for gap in answer.structured()["gaps"]] == ["people", "projects", "project assignments"]


def test_adjustments_of_profiles_are_one_gap_of_the_whole_answer() -> None:
    """Documented: a built-in profile has its documented reach, with one caveat in gaps."""
    people = tuple(
        person(number, name, "manager", permissions_profile=name) for number, name in enumerate(PROFILES, 100)
    )
    answer = who_can(account(users=people), permission="cost_rates.read")
    assert [who.name for who in answer.people] == ["Accounting", "Executive Manager", "Administrator"]
    assert [who.caveats for who in answer.people] == [None, None, None]
    assert answer.complete is False
    assert [gap["what"] for gap in answer.structured()["gaps"]] == ["individual adjustments of permission profiles"]


def test_what_is_to_be_known_of_one_person_stands_in_their_row() -> None:
    """Documented: conflicts between claims and access roles are shown."""
    claims = person(20, "Claire", "manager", permissions_claims=("cost_rates:read:all",))
    answer = who_can(account(users=(ANN, claims)), permission="cost_rates.read")
    conflict = "The claims grant more than the access roles: Has the claim cost_rates:read:all."
    assert answer.structured()["people"][1]["caveats"] == [conflict]
    assert f"Note: {conflict}" in answer.text()


def test_the_first_of_many_who_possibly_may_are_named_and_all_are_counted() -> None:
    """Documented: grouped by cause with counts; nothing is cut silently."""
    many = [person(100 + number, f"Kid {number}", "member", "workforce_planner") for number in range(40)]
    answer = who_can(account(users=(ANN, *many), user_assignments=(), teammates={}), permission="billing.read")
    (possible,) = answer.possibly
    assert (possible.count, len(possible.people)) == (40, POSSIBLY_NAMED)
    assert "Possibly 40 people: " in answer.text()
    assert f"{40 - POSSIBLY_NAMED} more" in answer.text()


def test_causes_without_number_are_counted_where_they_do_not_fit() -> None:
    """Documented: under 8 kB for any account, and what is left out is counted; more rows give more room."""
    many = [person(100 + number, f"Kid {number}", "member", f"planner_{number}") for number in range(500)]
    crowd = account(users=(ANN, *many), user_assignments=(), teammates={})
    for turn, most in ((Turn(), DEFAULT_SIZE), (Turn(200), 60_000)):
        answer = who_can(crowd, permission="billing.read", turn=turn)
        assert answer.more_causes == 500 - len(answer.possibly)
        assert largest([answer]) < most
        assert untold(answer) == []
        assert f"{answer.more_causes} more causes of possibly left out for room." in answer.text()
    assert who_can(crowd, permission="billing.read", turn=Turn(None)).more_causes is None


def test_pages_together_are_everyone() -> None:
    """Documented: what does not fit is paged, in order of ids; each page says the whole total."""
    leads = [person(100 + number, f"Lead {number}", "manager") for number in range(60)]
    sites = [project(300 + number, f"Site {number}", ACME) for number in range(60)]
    on = [assigned(500 + number, sites[number], lead, manages=True) for number, lead in enumerate(leads)]
    crowd = account(users=(ANN, *leads), projects=tuple(sites), user_assignments=tuple(on), teammates={})
    shown: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = who_can(crowd, turn=Turn(50, cursor))
        assert answer.total == 61
        assert largest([answer]) < DEFAULT_SIZE
        shown += [who.id for who in answer.people]
        cursor = answer.next_cursor
    assert shown == [11, *(lead.id for lead in leads)]


def test_the_cursor_of_another_question_is_refused() -> None:
    """Our choice: it would skip people without a word."""
    first = who_can(account(), permission="time.read", turn=Turn(1))
    assert who_can(account(), permission="time.read", turn=Turn(1, str(first.next_cursor))).people[0].id == 12
    with pytest.raises(BadCursor):
        who_can(account(), permission="time.approve", turn=Turn(1, str(first.next_cursor)))


def test_long_reaches_are_named_in_part_and_counted() -> None:
    """Documented: extents say which projects and people, bounded, with counts."""
    sites = [project(300 + number, f"Site {number}", ACME) for number in range(30)]
    crew = [person(200 + number, f"Crew {number}") for number in range(30)]
    on = [assigned(500 + number, site, MAX, manages=True) for number, site in enumerate(sites)]
    crowd = account(users=(MAX, *crew), projects=tuple(sites), user_assignments=tuple(on), teammates={12: mates(*crew)})
    (row,) = who_can(crowd, permission="time.read").people
    assert row.extent.structured() == {
        "kind": "projects",
        "projects": [{"id": 300 + number, "name": f"Site {number}"} for number in range(5)],
        "more_projects": 25,
        "people": [{"id": 200 + number, "name": f"Crew {number}"} for number in range(5)],
        "more_people": 25,
    }
    assert "Site 4 (304), 25 more; people Crew 0 (200)" in who_can(crowd, permission="time.read").text()


def test_a_thing_that_is_not_there_or_not_clear_is_refused() -> None:
    """Documented: an error with the candidates and their ids."""
    twins = account(projects=(SITE, APP, project(25, "App", ACME)))
    with pytest.raises(Ambiguous, match=r"2 projects fit 'app': App \(id 22, client Bolt & Sons\); App \(id 25"):
        who_can(twins, project="app")
    with pytest.raises(NoSuchThing, match="No clients in this account fit 'Zeta'"):
        who_can(account(), client="Zeta")
    with pytest.raises(NoSuchThing, match="No people in this account fit 'Zoe'"):
        who_can(account(), person="Zoe")


@pytest.mark.parametrize("permission", ["any", *RULES])
def test_text_and_structured_form_tell_the_same(permission: str) -> None:
    """Documented: some hosts show a model only one of the two."""
    accounts: tuple[Account, ...] = (account(), account(MAX, users=(MAX, BEN)), account(BEN, users=(BEN, NEW)))
    for seen in accounts:
        for things in ({}, {"project": "Site"}, {"person": "Ben"}, {"client": "Acme"}):
            assert untold(who_can(seen, permission=permission, **things)) == []  # type: ignore[arg-type]  # any of them
