"""Harvest's nouns, in every form in which it has written them."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from harvest_mcp.harvest import models
from harvest_mcp.harvest.models import (
    Accounts,
    Client,
    Company,
    HarvestAccount,
    HarvestId,
    Noun,
    Project,
    ProjectAssignment,
    ProjectReference,
    Rate,
    Reference,
    Teammate,
    TimeEntry,
    User,
    UserAssignment,
)
from harvest_mcp.harvest.questions import CLIENTS, PROJECTS, TASK_ASSIGNMENTS, TIME_ENTRIES, USER_ASSIGNMENTS, USERS
from tests.recordings import Recording, needs_recordings, recordings

NOUNS = [kind for kind in vars(models).values() if isinstance(kind, type) and issubclass(kind, Noun)]
COLLECTIONS = {of.name: of for of in (USERS, PROJECTS, CLIENTS, USER_ASSIGNMENTS, TASK_ASSIGNMENTS, TIME_ENTRIES)}
SINGLE: dict[str, type[Noun]] = {"users": User, "projects": Project, "time_entries": TimeEntry}
GOOD = [
    told for told in recordings() if told.status == 200 and "contacts" not in told.path and "/tasks" not in told.path
]


@needs_recordings
@pytest.mark.parametrize("told", GOOD, ids=lambda told: told.name)
def test_every_recorded_answer_is_understood(told: Recording) -> None:
    """Recorded: 2018 to 2024, by administrators and others; contacts and tasks are nothing that we ask for."""
    body = json.loads(told.body)
    name = told.path.partition("?")[0].rstrip("/").split("/")[-1]
    if name in body:
        page = COLLECTIONS[name].page.read(told.body) if "links" in body else None
        rows = page.rows if page else [SINGLE[name].model_validate(row) for row in body[name]]
        assert [row.id for row in rows if isinstance(row, models.Thing)] == [row["id"] for row in body[name]]
    else:
        assert dict(SINGLE[told.path.split("/")[2]].model_validate_json(told.body))["id"] == body["id"]


@needs_recordings
def test_a_person_of_2019_is_read_whole() -> None:
    """Recorded: the legacy booleans; to a non-administrator the rates are left out, not null."""
    told = next(told for told in recordings() if told.name == "2019-01-25_GET_users-me_200.json")
    person = User.model_validate_json(told.body)
    assert person == User(
        id=2516167,
        first_name="Aaron",
        last_name="Burr",
        email="scott+harvested-employee@corgibytes.com",
        timezone="Eastern Time (US & Canada)",
        is_active=True,
        is_contractor=False,
        has_access_to_all_future_projects=False,
        weekly_capacity=126000,
        roles=(),
        is_admin=False,
        is_project_manager=False,
        can_see_rates=False,
        can_create_projects=False,
        can_create_invoices=False,
        created_at=datetime(2019, 1, 18, 21, 21, 18, tzinfo=UTC),
    )
    assert not person.tells("cost_rate")
    assert not person.tells("access_roles")


@needs_recordings
def test_an_assignment_of_2019_names_its_person_and_project() -> None:
    """Recorded: before 2022 there was no use_default_rates."""
    told = next(told for told in recordings() if told.name == "2019-01-25_GET_user-assignments_200.json")
    assignment = USER_ASSIGNMENTS.page.read(told.body).rows[0]
    assert assignment == UserAssignment(
        id=186878708,
        project=ProjectReference(id=19919747, name="Road Building"),
        user=Reference(id=2527916, name="Jane Doe"),
        is_project_manager=False,
        is_active=True,
        hourly_rate=None,
        created_at=datetime(2019, 1, 25, 18, 31, 12, tzinfo=UTC),
    )
    assert assignment.tells("hourly_rate")
    assert not assignment.tells("use_default_rates")


def test_a_person_with_access_roles_is_understood() -> None:
    """Documented: the second generation; a role that nobody knows is kept as it came."""
    person = User.model_validate_json(b'{"id": 1, "access_roles": ["manager", "people_manager", "something_new"]}')
    assert person.access_roles == ("manager", "people_manager", "something_new")


def test_a_person_with_a_profile_is_understood() -> None:
    """Documented: the third generation; claims and profile names are kept as they came."""
    person = User.model_validate_json(
        b'{"id": 1, "permissions_profile": "Night Shift", "permissions_claims": ["timers:read:own", "new:claim"],'
        b' "employee_id": "E-7", "saml_exempt": false}'
    )
    assert (person.permissions_profile, person.employee_id, person.saml_exempt) == ("Night Shift", "E-7", False)
    assert person.permissions_claims == ("timers:read:own", "new:claim")


def test_left_out_is_not_null() -> None:
    """Recorded: what a token may not see is left out."""
    hidden = User.model_validate_json(b'{"id": 1}')
    unset = User.model_validate_json(b'{"id": 1, "cost_rate": null}')
    assert hidden.cost_rate is unset.cost_rate is None
    assert (hidden.tells("cost_rate"), unset.tells("cost_rate")) == (False, True)


def test_ids_need_not_fit_into_32_bits() -> None:
    """Recorded: a time entry of 2024 has the id 2380504951."""
    assert TimeEntry.model_validate_json(b'{"id": 9223372036854775807}').id == 2**63 - 1


@pytest.mark.parametrize("body", [b"{}", b'{"id": null}', b'{"id": "x"}', b"[]", b"null", b'{"id": 1, "roles": "x"}'])
def test_what_is_no_person_is_refused(body: bytes) -> None:
    """Our choice: without an id, or with a field of another type, it is not what it should be."""
    with pytest.raises(ValidationError):
        User.model_validate_json(body)


@pytest.mark.parametrize(
    ("person", "name"),
    [
        (User(id=1, first_name=" Ann ", last_name="Lee "), "Ann Lee"),
        (User(id=1, first_name="Ann"), "Ann"),
        (User(id=1, last_name="Lee"), "Lee"),
        (User(id=1), ""),
        (Teammate(id=1, first_name="Ann", last_name="Lee"), "Ann Lee"),
        (HarvestId(first_name="Ann", last_name="Lee"), "Ann Lee"),
    ],
)
def test_a_name_is_first_and_last(person: User | Teammate | HarvestId, name: str) -> None:
    """Our choice: either may be missing."""
    assert person.name == name


@given(st.sampled_from(NOUNS), st.sampled_from(["statement_key", "client_key"]), st.integers(0, 3))
def test_keys_of_public_pages_never_survive(kind: type[Noun], key: str, depth: int) -> None:
    """Documented: statement_key and client_key open pages to anybody; they never get past the door."""
    inner: Any = {"id": 1, "user_id": 1, "name": "x", key: "sesame", "accounts": []}
    for _ in range(depth):
        inner = {
            "id": 1,
            "user_id": 1,
            key: "sesame",
            "accounts": [],
            **dict.fromkeys(("client", "project", "user", "task"), inner),
        }
    noun = kind.model_validate({**inner, "project": {"id": 2, key: "sesame"}, "user": {"id": 3}, "task": {"id": 4}})
    assert "sesame" not in noun.model_dump_json()
    assert "sesame" not in repr(noun)


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: kind.__name__)
def test_nothing_of_harvests_changes_once_it_is_read(kind: type[BaseModel]) -> None:
    """Our choice: a picture of an account is one moment."""
    assert kind.model_config.get("frozen") is True


def test_of_the_accounts_of_a_token_those_of_forecast_are_told_apart() -> None:
    """Documented: the id host lists Forecast's too."""
    accounts = Accounts.model_validate_json(
        b'{"user": {"id": 9}, "accounts": [{"id": 1, "name": "F", "product": "forecast"},'
        b' {"id": 2, "name": "H", "product": "harvest", "google_sign_in_required": false}]}'
    )
    assert accounts.harvest == (HarvestAccount(id=2, name="H", product="harvest", google_sign_in_required=False),)


def test_what_else_is_asked_for_is_understood() -> None:
    """Documented: company, clients, projects, rates and one's own assignments, as the API's pages describe them."""
    assert Company.model_validate_json(b'{"name": "Acme", "approval_feature": true}').approval_feature is True
    assert Client.model_validate_json(b'{"id": 3, "name": "Bolt", "is_active": false}').is_active is False
    assert Project.model_validate_json(b'{"id": 4, "bill_by": "Moonlight"}').bill_by == "Moonlight"
    assert Rate.model_validate_json(b'{"id": 5, "amount": 99.5, "start_date": "2026-01-31"}') == Rate(
        id=5, amount=99.5, start_date=date(2026, 1, 31)
    )
    own = ProjectAssignment.model_validate_json(
        b'{"id": 6, "project": {"id": 4, "name": "P", "code": "X", "is_billable": true}, "client": {"id": 3},'
        b' "task_assignments": [{"id": 7, "task": {"id": 8, "name": "T"}}]}'
    )
    assert own.project == ProjectReference(id=4, name="P", code="X")
    assert own.task_assignments[0].task == Reference(id=8, name="T")
