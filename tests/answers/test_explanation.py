"""Whether a person may, and why: whole answers of yes, no and unknown about a small account."""

import pytest

from harvest_mcp.access.permissions import PERMISSIONS
from harvest_mcp.answers.explanation import explain_access
from harvest_mcp.harvest.errors import NoSuchThing
from harvest_mcp.harvest.models import Company
from tests.accounts import BEN, FOOT, HEAD, MAX, NEW, account, person, untold

USERS = "https://help.getharvest.com/api-v2/users-api/users/users/"
TEAM = "https://support.getharvest.com/hc/en-us/articles/360048687451"
READ_IT = "See tracked time and report on it."
RULE = {"because": f"That lets them, for the projects and people that they manage: {READ_IT}", "source": TEAM}


def test_a_yes_comes_with_every_step_that_leads_there() -> None:
    """Documented: what they hold, what they manage, who is on it, and the rule with its source."""
    answer = explain_access(account(), "max", "time.read", project="Site", person="Ben")
    assert answer.structured() == HEAD | {
        "permission": "time.read",
        "lets": READ_IT,
        "project": {"id": 21, "name": "Site", "client": {"id": 31, "name": "Acme"}},
        "person": {"id": 13, "name": "Ben"},
        "answer": "yes",
        "sentence": f"Yes: Max Müller may, on Site (21) of Acme (31) for Ben (13): {READ_IT}",
        "user": {
            "id": 12,
            "name": "Max Müller",
            "level": "manager",
            "extras": ["project_creator", "people_manager"],
        },
        "extent": {"kind": "projects", "projects": [{"id": 21, "name": "Site"}]},
        "reasons": [
            {"because": "Is a manager.", "source": USERS},
            {"because": "Manages Site (assignment 51, since 2020-02-03).", "source": "user assignment 51"},
            {"because": "Ben is assigned to Site (assignment 52).", "source": "user assignment 52"},
            {"because": "Ben is assigned to them as a teammate.", "source": "teammates of this account"},
            RULE,
        ],
    }
    assert answer.text().splitlines() == [
        f"Yes: Max Müller may, on Site (21) of Acme (31) for Ben (13): {READ_IT}",
        "permission time.read | answer yes | projects Site (21)",
        "Max Müller | id 12 | manager + project_creator + people_manager",
        f"- Is a manager. ({USERS})",
        "- Manages Site (assignment 51, since 2020-02-03). (user assignment 51)",
        "- Ben is assigned to Site (assignment 52). (user assignment 52)",
        "- Ben is assigned to them as a teammate. (teammates of this account)",
        f"- {RULE['because']} ({TEAM})",
        FOOT,
    ]


def test_a_no_names_the_nearest_missing_step() -> None:
    """Documented: and says what holds all the same, of one's own things there."""
    missing = {"because": "Is a member; it takes the level manager.", "source": TEAM}
    answer = explain_access(account(), "13", "time.read", project="Site")
    assert answer.structured() == HEAD | {
        "permission": "time.read",
        "lets": READ_IT,
        "project": {"id": 21, "name": "Site", "client": {"id": 31, "name": "Acme"}},
        "answer": "no",
        "sentence": f"No, but for their own things there: Ben may not, on Site (21) of Acme (31): {READ_IT}",
        "user": {"id": 13, "name": "Ben", "level": "member", "contractor": True, "all_future_projects": True},
        "reasons": [{"because": "Is a member.", "source": USERS}, missing],
        "missing": missing,
    }
    assert answer.text().splitlines()[2:] == [
        "Ben | id 13 | member | contractor, all future projects",
        f"- Is a member. ({USERS})",
        f"Missing: Is a member; it takes the level manager. ({TEAM})",
        FOOT,
    ]


def test_an_unknown_names_its_cause() -> None:
    """Documented: an access role that nobody knows turns a would-be no into unknown."""
    cause = {"because": "Has an access role that nobody knows (workforce_planner).", "source": USERS}
    answer = explain_access(account(), "New Kid", "cost_rates.read")
    assert answer.structured() == HEAD | {
        "permission": "cost_rates.read",
        "lets": "See cost rates and amounts.",
        "answer": "unknown",
        "sentence": ("Unknown: it cannot be told whether New Kid may, in the account: See cost rates and amounts."),
        "user": {"id": 15, "name": "New Kid", "level": "member", "unknown_access_roles": ["workforce_planner"]},
        "reasons": [cause],
        "missing": cause,
    }
    assert f"Not known: {cause['because']} ({USERS})" in answer.text().splitlines()


SENTENCES = {
    "everything": (("me", "time.read", {}), f"Yes: Ann Admin may, in the account: {READ_IT}"),
    "a part of the account": (
        ("max", "time.read", {}),
        f"Yes, for 1 project and 2 people: Max Müller may, in the account: {READ_IT}",
    ),
    "their own things": (("ben", "time.read", {}), f"Yes, for their own things: Ben may, in the account: {READ_IT}"),
    "one project, whole": (
        ("max", "time.read", {"project": "Site"}),
        f"Yes: Max Müller may, on Site (21) of Acme (31): {READ_IT}",
    ),
    "a teammate on a project": (
        ("max", "time.read", {"project": "App"}),
        f"Yes, for 1 person: Max Müller may, on App (22) of Bolt & Sons (32): {READ_IT}",
    ),
    "a teammate": (("max", "time.read", {"person": "Ben"}), f"Yes: Max Müller may, for Ben (13): {READ_IT}"),
    "a client, in part": (
        ("max", "time.read", {"client": "Bolt"}),
        f"Yes, for 1 person: Max Müller may, for client Bolt & Sons (32): {READ_IT}",
    ),
    "themselves": (
        ("ben", "time.read", {"person": "Ben"}),
        f"Yes, for their own things: Ben may, for Ben (13): {READ_IT}",
    ),
    "an archived person": (("old", "time.read", {}), f"No: Old Hand may not, in the account: {READ_IT}"),
}


@pytest.mark.parametrize(("question", "sentence"), SENTENCES.values(), ids=SENTENCES)
def test_the_sentence_says_how_far_a_yes_goes(question: tuple[str, str, dict[str, str]], sentence: str) -> None:
    """Documented: a yes that holds for a part says which part."""
    user, permission, things = question
    answer = explain_access(account(), user, permission, **things)  # type: ignore[arg-type]  # it is a permission
    assert answer.sentence == sentence
    assert answer.text().splitlines()[0] == sentence


def test_a_client_all_of_whose_projects_somebody_manages_is_reached_whole() -> None:
    """Our choice: only where all of its projects are in sight; else there may be more of them."""
    sentence = f"Yes, for 1 project: Max Müller may, for client Acme (31): {READ_IT}"
    mine = account(teammates={}, projects=account().projects[:2])
    assert explain_access(mine, "max", "time.read", client="Acme").sentence == sentence.replace(", for 1 project", "")
    narrow = account(MAX, teammates={}, projects=account().projects[:2])
    assert explain_access(narrow, "max", "time.read", client="Acme").sentence == sentence


def test_nothing_that_an_answer_does_not_rest_on_is_a_gap() -> None:
    """Documented: only parts that the question rests on; an administrator needs no assignment to read."""
    narrow = account(MAX, company=Company(approval_feature=True))
    assert explain_access(narrow, "11", "cost_rates.read").structured()["complete"] is True
    told = explain_access(narrow, "11", "time.approve").structured()
    assert [gap["what"] for gap in told["gaps"]] == ["company settings"]
    told = explain_access(narrow, "12", "people.read").structured()
    assert [gap["what"] for gap in told["gaps"]] == ["who manages whom"]
    told = explain_access(narrow, "11", "time.write", project="21", person="13").structured()
    assert [gap["what"] for gap in told["gaps"]] == ["projects", "project assignments"]


def test_whatever_was_found_by_name_may_be_another_where_not_all_is_in_sight() -> None:
    """Documented: a name unique among those in sight may not be unique in the account, and the answer says so."""
    told = explain_access(account(MAX), "Ben", "time.read", project="Site", client="31").caveats
    assert told == [
        "Found by name among the people that this token sees: others of that name may be out of sight.",
        "Found by name among the projects that this token sees: others of that name may be out of sight.",
    ]
    assert explain_access(account(MAX), "ben@example.com", "time.read", project="21").caveats is None


def test_adjustments_of_a_profile_are_a_gap() -> None:
    """Documented: with one caveat in gaps, since individual adjustments cannot be read."""
    admin = person(20, "Peg", "manager", permissions_profile="People Admin")
    answer = explain_access(account(users=(admin,)), "Peg", "people.manage")
    assert (answer.answer, answer.caveats) == ("yes", None)
    assert [gap["what"] for gap in answer.structured()["gaps"]] == ["individual adjustments of permission profiles"]


def test_what_is_besides_to_be_known_is_said() -> None:
    """Documented: future projects give nothing today."""
    answer = explain_access(account(), "Ben", "time.track", project="App")
    assert answer.answer == "yes"
    assert answer.caveats == [
        "Will be added to every project created from now on; that gives nothing on today's projects.",
        "Administrators too must be assigned.",
    ]
    assert "Note: Administrators too must be assigned." in answer.text().splitlines()


def test_a_person_who_is_not_there_is_refused() -> None:
    """Documented: an error with the nearest names."""
    with pytest.raises(NoSuchThing, match="None of the people that this token sees fit 'Zoe'"):
        explain_access(account(MAX), "Zoe", "time.read")


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_text_and_structured_form_tell_the_same(permission: str) -> None:
    """Documented: some hosts show a model only one of the two."""
    for seen in (account(), account(MAX, users=(MAX, BEN)), account(BEN, users=(BEN, NEW))):
        for user in seen.users:
            for things in ({}, {"project": "Site"}, {"person": "Ben"}, {"client": "Acme"}):
                answer = explain_access(seen, str(user.id), permission, **things)  # type: ignore[arg-type]  # as above
                assert untold(answer) == []


def test_one_s_own_things_are_said_to_be_that() -> None:
    """Documented: the reach `own` answers where the person is the subject."""
    answer = explain_access(account(), "ben", "time.read", person="ben")
    assert (answer.answer, answer.extent and answer.extent.kind) == ("yes", "own")
    assert answer.sentence == f"Yes, for their own things: Ben may, for Ben (13): {READ_IT}"
