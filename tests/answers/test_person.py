"""One person: whole answers about people of a small account, and what does not fit."""

from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.person import NAMES_SHOWN, get_user
from tests.accounts import ANN, APP, BEN, FOOT, HEAD, MAX, SITE, account, assigned, mates, person, untold

TEAM = "https://support.getharvest.com/hc/en-us/articles/360048687451"
USERS = "https://help.getharvest.com/api-v2/users-api/users/users/"
MANAGES = "manager: Reports on and approves time and expenses of the projects and people that they manage."
CREATES = "project_creator: Creates projects, and edits the projects that they manage."
LEADS = "people_manager: Has assigned people (teammates); Harvest derives it from them."


def test_a_manager_of_projects_and_people() -> None:
    """Documented: the person, what each thing that they hold lets them do and its source, projects, people."""
    answer = get_user(account(), "max")
    assert answer.structured() == HEAD | {
        "user": {
            "id": 12,
            "name": "Max Müller",
            "email": "max@example.com",
            "level": "manager",
            "extras": ["project_creator", "people_manager"],
            "job_roles": ["Design"],
            "projects": 1,
            "manages_projects": 1,
            "manages_people": 2,
        },
        "holds": [
            {"because": MANAGES, "source": TEAM},
            {"because": CREATES, "source": USERS},
            {"because": LEADS, "source": USERS},
        ],
        "projects": [
            {
                "id": 21,
                "name": "Site",
                "client": {"id": 31, "name": "Acme"},
                "code": "S-1",
                "assignment": 51,
                "manages": True,
                "since": "2020-02-03",
            },
            {"id": 22, "name": "App", "client": {"id": 32, "name": "Bolt & Sons"}, "assignment": 56, "ended": True},
        ],
        "teammates": [{"id": 13, "name": "Ben"}, {"id": 14, "name": "Old Hand"}],
        "total": 2,
        "returned": 2,
    }
    assert answer.text().splitlines() == [
        (
            "Max Müller | id 12 | manager + project_creator + people_manager | job roles: Design"
            " | max@example.com, on 1 project, manages 1 project, manages 2 people"
        ),
        f"- {MANAGES} ({TEAM})",
        f"- {CREATES} ({USERS})",
        f"- {LEADS} ({USERS})",
        "Manages: Ben (13), Old Hand (14)",
        "project id | project | client | notes",
        "21 | Site | Acme (31) | code S-1, manages it, assignment 51, since 2020-02-03",
        "22 | App | Bolt & Sons (32) | assignment 56, assignment archived",
        "2 of 2 shown.",
        FOOT,
    ]


def test_a_person_with_a_manager_on_an_archived_project() -> None:
    """Documented: effective access needs the project active too, so it is shown."""
    answer = get_user(account(), "13")
    assert answer.structured()["managed_by"] == [{"id": 12, "name": "Max Müller"}]
    assert answer.structured()["managed_by_people"] == 1
    assert [(on.id, on.archived) for on in answer.projects] == [(21, None), (22, None), (23, True)]
    assert answer.text().splitlines()[2:3] == ["Is managed by: Max Müller (12)"]
    assert "23 | Gone | Acme (31) | assignment 55, project archived" in answer.text()


def test_oneself_without_any_project() -> None:
    """Documented: `me` is whose token it is; the list of projects is there though it is empty."""
    answer = get_user(account(), "me")
    assert answer.structured() == HEAD | {
        "user": {
            "id": 11,
            "name": "Ann Admin",
            "email": "ann@example.com",
            "level": "administrator",
            "projects": 0,
        },
        "holds": [{"because": "administrator: Sees and changes everything in the account.", "source": TEAM}],
        "projects": [],
        "total": 0,
        "returned": 0,
    }
    assert answer.text().splitlines() == [
        "Ann Admin | id 11 | administrator | ann@example.com, on 0 projects",
        f"- administrator: Sees and changes everything in the account. ({TEAM})",
        "On no projects.",
        "0 of 0 shown.",
        FOOT,
    ]


def test_one_of_no_known_level_holds_nothing_that_we_could_explain() -> None:
    """Documented: unknown values are shown, never guessed at."""
    odd = person(16, "Pat", permissions_profile="Studio lead", access_roles=None)
    answer = get_user(account(users=(odd,)), "Pat")
    assert answer.structured()["holds"] == []
    assert answer.user.profile == "Studio lead"


def test_a_project_out_of_sight_is_known_by_its_assignment() -> None:
    """Documented: a manager sees a teammate's assignment to a project that they do not see."""
    answer = get_user(
        account(MAX, users=(MAX, BEN), projects=(SITE,), user_assignments=(assigned(53, APP, BEN),)), "13"
    )
    assert answer.structured()["projects"] == [{"id": 22, "name": "App", "assignment": 53}]
    assert [gap["what"] for gap in answer.structured()["gaps"]] == [
        "people",
        "project assignments",
        "who manages whom",
    ]


def test_many_teammates_and_managers_are_counted_where_they_are_not_named() -> None:
    """Documented: nothing is ever cut silently."""
    leads = [person(100 + number, f"Lead {number}") for number in range(40)]
    crowd = account(users=(ANN, *leads), teammates={11: mates(*leads), **{lead.id: mates(ANN) for lead in leads}})
    answer = get_user(crowd, "me")
    assert answer.user.manages_people == answer.managed_by_people == 40
    for named in (answer.teammates, answer.managed_by):
        assert named is not None
        assert [who.id for who in named] == [lead.id for lead in leads[:NAMES_SHOWN]]
    assert "Manages: Lead 0 (100), " in answer.text()
    assert answer.text().count(", 15 more") == 2


def test_pages_of_projects_follow_each_other_while_they_come_and_go() -> None:
    """Documented: cursors stay right when the account changes between pages; total counts the projects."""
    first = get_user(account(), "Ben", turn=Turn(1))
    later = account(user_assignments=(assigned(50, APP, BEN), assigned(55, APP, BEN), assigned(60, SITE, BEN)))
    second = get_user(later, "Ben", turn=Turn(1, str(first.next_cursor)))
    third = get_user(later, "Ben", turn=Turn(1, str(second.next_cursor)))
    assert [[on.assignment for on in page.projects] for page in (first, second, third)] == [[52], [55], [60]]
    assert (first.total, second.total, third.next_cursor) == (3, 3, None)


def test_text_and_structured_form_tell_the_same() -> None:
    """Documented: some hosts show a model only one of the two."""
    for who in ("11", "12", "13", "14", "15"):
        assert untold(get_user(account(), who, turn=Turn(1))) == []
        assert untold(get_user(account(MAX), who)) == []
