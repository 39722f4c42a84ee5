"""One person: whole answers about people of a small account, and what does not fit."""

from harvest_mcp.access.permissions import PERMISSIONS
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.person import KEPT, NAMES_SHOWN, get_user
from tests.accounts import ANN, APP, BEN, FOOT, HEAD, MAX, SITE, account, assigned, mates, person, untold

USERS = "https://help.getharvest.com/api-v2/users-api/users/users/"
ASSIGNMENTS_API = "https://help.getharvest.com/api-v2/projects-api/projects/user-assignments/"
MANAGES_SITE = {"because": "Manages Site (assignment 51, since 2020-02-03).", "source": "user assignment 51"}
ON_SITE = {
    "because": "Max Müller is assigned to Site (assignment 51, since 2020-02-03).",
    "source": "user assignment 51",
}
LEADS = {"because": "2 people are assigned to them as teammates.", "source": "teammates of this account"}


def by(because: str, *permissions: str) -> dict[str, object]:
    """What somebody holds and what it gives them."""
    return {"because": because, "source": USERS, "permissions": list(permissions)}


def test_a_manager_of_projects_and_people() -> None:
    """Documented: the person, everything that they may do and reach and why, projects, people."""
    answer = get_user(account(), "max")
    site, crew = [{"id": 21, "name": "Site"}], [{"id": 13, "name": "Ben"}, {"id": 14, "name": "Old Hand"}]
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
        "grants": [
            {
                "reach": "own",
                "extent": {"kind": "projects", "projects": site},
                "by": [by("Is a manager.", "time.track", "expenses.track")],
                "reasons": [ON_SITE],
            },
            {
                "reach": "managed",
                "extent": {"kind": "projects", "projects": site, "people": crew},
                "by": [by("Is a manager.", "time.read", "time.approve", "expenses.read")],
                "reasons": [MANAGES_SITE, LEADS],
            },
            {
                "reach": "managed",
                "extent": {"kind": "projects", "projects": site},
                "by": [
                    by("Is a manager.", "projects.read", "project_reports.read"),
                    by("Is a manager with project_creator.", "projects.edit", "projects.assign_people"),
                ],
                "reasons": [MANAGES_SITE],
            },
            {
                "reach": "all",
                "extent": {"kind": "all"},
                "by": [by("Is a manager with project_creator.", "projects.create")],
            },
            {
                "reach": "managed",
                "extent": {"kind": "people", "people": crew},
                "by": [by("Is a manager.", "people.read", "people.edit_basics")],
                "reasons": [LEADS],
            },
        ],
        "possibly": [],
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
        "teammates": crew,
        "total": 2,
        "returned": 2,
    }
    assert answer.text().splitlines() == [
        (
            "Max Müller | id 12 | manager + project_creator + people_manager | job roles: Design"
            " | max@example.com, on 1 project, manages 1 project, manages 2 people"
        ),
        f"May (reach own) | projects Site (21) | {ON_SITE['because']} (user assignment 51)",
        "- Is a manager. [1]: time.track, expenses.track",
        (
            f"May (reach managed) | projects Site (21); people Ben (13), Old Hand (14) | {MANAGES_SITE['because']}"
            f" (user assignment 51) {LEADS['because']} (teammates of this account)"
        ),
        "- Is a manager. [1]: time.read, time.approve, expenses.read",
        f"May (reach managed) | projects Site (21) | {MANAGES_SITE['because']} (user assignment 51)",
        "- Is a manager. [1]: projects.read, project_reports.read",
        "- Is a manager with project_creator. [1]: projects.edit, projects.assign_people",
        "May (reach all) | all",
        "- Is a manager with project_creator. [1]: projects.create",
        (f"May (reach managed) | people Ben (13), Old Hand (14) | {LEADS['because']} (teammates of this account)"),
        "- Is a manager. [1]: people.read, people.edit_basics",
        f"[1] {USERS}",
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
    assert "Is managed by: Max Müller (12)" in answer.text().splitlines()
    assert "23 | Gone | Acme (31) | assignment 55, project archived" in answer.text()
    assert answer.structured()["grants"] == [
        {
            "reach": "own",
            "extent": {"kind": "projects", "projects": [{"id": 21, "name": "Site"}, {"id": 22, "name": "App"}]},
            "by": [by("Is a member.", "time.track", "expenses.track")],
            "reasons": [{"because": "Ben is assigned to 2 projects.", "source": "user assignments of this account"}],
        },
        {"reach": "own", "extent": {"kind": "own"}, "by": [by("Is a member.", "time.read", "expenses.read")]},
    ]


def test_oneself_without_any_project() -> None:
    """Documented: `me` is whose token it is; an administrator may do all but track time on no project."""
    answer = get_user(account(), "me")
    everything = [name for name in PERMISSIONS if not name.endswith(".track")]
    assert answer.structured() == HEAD | {
        "user": {
            "id": 11,
            "name": "Ann Admin",
            "email": "ann@example.com",
            "level": "administrator",
            "projects": 0,
        },
        "grants": [{"reach": "all", "extent": {"kind": "all"}, "by": [by("Is an administrator.", *everything)]}],
        "possibly": [],
        "projects": [],
        "total": 0,
        "returned": 0,
    }
    assert answer.text().splitlines() == [
        "Ann Admin | id 11 | administrator | ann@example.com, on 0 projects",
        "May (reach all) | all",
        f"- Is an administrator. [1]: {', '.join(everything)}",
        f"[1] {USERS}",
        "On no projects.",
        "0 of 0 shown.",
        FOOT,
    ]


def test_an_archived_person_may_do_nothing() -> None:
    """Documented: an archived person may do nothing; both lists are there though they are empty."""
    answer = get_user(account(), "14")
    assert answer.structured()["grants"] == answer.structured()["possibly"] == []
    assert answer.text().splitlines()[1] == "May do nothing that is known."


def test_one_of_whom_nobody_can_tell_is_unknown_and_not_no() -> None:
    """Documented: a custom profile without claims is unknown, apart from what is sure."""
    odd = person(16, "Pat", permissions_profile="Studio lead", access_roles=None)
    answer = get_user(account(users=(odd,)), "Pat")
    (possible,) = answer.possibly
    assert possible.because == "Has a custom profile whose permissions the API does not show."
    assert "billing.manage" in possible.permissions
    assert answer.user.profile == "Studio lead"
    assert f"Possibly: {possible.because} [" in answer.text()


def test_what_is_to_be_known_of_a_grant_stands_with_it() -> None:
    """Documented: conflicts between claims and access roles are shown, and do not tear a reach apart."""
    claims = person(20, "Claire", permissions_claims=("cost_rates:read:all", "reports:read:contractor"))
    answer = get_user(account(users=(claims,)), "Claire")
    told = [row for row in answer.structured()["grants"] if row["reach"] == "all"]
    assert [[why["permissions"] for why in row["by"]] for row in told] == [
        [["cost_rates.read"], ["reports.contractor"]]
    ]
    conflict = "The claims grant more than the access roles: Has the claim cost_rates:read:all."
    assert told[0]["by"][0]["caveats"] == [conflict]
    assert f": cost_rates.read | Note: {conflict}" in answer.text()


def test_extras_of_a_member_are_said_to_be_void() -> None:
    """Documented: extras let managers do more; a member with one may do no more than a member."""
    answer = get_user(account(users=(person(20, "Sal", "member", "project_creator", "people_manager"),)), "Sal")
    assert answer.caveats == ["Void without the level manager: project_creator."]
    assert "Note: Void without the level manager: project_creator." in answer.text().splitlines()


def test_a_project_out_of_sight_is_known_by_its_assignment() -> None:
    """Documented: a manager sees a teammate's assignment to a project that they do not see: it may be archived."""
    answer = get_user(
        account(MAX, users=(MAX, BEN), projects=(SITE,), user_assignments=(assigned(53, APP, BEN),)), "13"
    )
    assert answer.structured()["projects"] == [{"id": 22, "name": "App", "assignment": 53}]
    assert answer.structured()["possibly"][:2] == [
        {
            "because": "Is assigned, but Harvest does not tell this token whether the project is archived.",
            "source": ASSIGNMENTS_API,
            "permissions": ["time.track", "expenses.track"],
        },
        {
            "because": "Harvest does not tell this token enough about assignments, projects or people.",
            "source": ASSIGNMENTS_API,
            "permissions": ["time.approve", "projects.read", "project_reports.read"],
        },
    ]
    assert [gap["what"] for gap in answer.structured()["gaps"]] == [
        "people",
        "project assignments",
        "who manages whom",
        "company settings",
        "projects",
    ]


def test_whoever_was_found_by_name_may_be_another_where_not_all_is_in_sight() -> None:
    """Documented: a name unique among those in sight may not be unique in the account, and the answer says so."""
    assert get_user(account(MAX), "Ben").caveats == [
        "Found by name among the people that this token sees: others of that name may be out of sight."
    ]
    assert get_user(account(MAX), "13").caveats is None


def test_the_same_answer_is_given_again_while_the_picture_lasts() -> None:
    """Our choice: an answer about a picture never changes, so it is made once; not without end."""
    kept, fresh = account(), account()
    first = get_user(kept, "max")
    assert get_user(kept, "12") is first
    assert get_user(kept, "max", turn=Turn(1)) is not first
    assert get_user(fresh, "max") == first
    for limit in range(1, KEPT + 1):
        get_user(kept, "ben", turn=Turn(limit))
    assert get_user(kept, "max") == first
    assert get_user(kept, "max") is not first


def test_many_teammates_and_managers_are_counted_where_they_are_not_named() -> None:
    """Documented: nothing is ever cut silently."""
    leads = [person(100 + number, f"Lead {number}") for number in range(40)]
    crowd = account(users=(ANN, *leads), teammates={11: mates(*leads), **{lead.id: mates(ANN) for lead in leads}})
    answer = get_user(crowd, "me")
    assert answer.user.manages_people == answer.managed_by_people == 40
    for named in (answer.teammates, answer.managed_by):
        assert named is not None
        assert [who.id for who in named] == [lead.id for lead in leads[:NAMES_SHOWN]]
    assert "Manages 40 people: Lead 0 (100), " in answer.text()
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
