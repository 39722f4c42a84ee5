"""What is suggested to somebody who types: what begins so first, and nothing that would not be understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.answers import naming, suggesting
from harvest_mcp.harvest.models import Client, Role
from tests.accounts import ANN, BEN, MAX, NASTY, OLD, account, person, project

TWIN = person(21, "Ben")
AMANN = person(22, "Liz Amann")
GONE_ANNA = person(23, "Anna Old", is_active=False)
ODD = person(24, NASTY)
NUMBER = person(25, "13")
PEOPLE = account(users=(ANN, MAX, BEN, OLD, TWIN, AMANN, GONE_ANNA, ODD, NUMBER))


def test_what_begins_so_comes_first_and_archived_last() -> None:
    """Our choice: prefix, then part; of either, active people first, by name."""
    assert suggesting.people(PEOPLE, "an") == suggesting.Suggestions(
        ["Ann Admin", "Anna Old", "Liz Amann", "Old Hand"], 4
    )
    assert suggesting.people(PEOPLE, "MULL").values == ["Max Müller"]
    assert suggesting.people(PEOPLE, "q").values == []


@given(st.text(max_size=3))
def test_whatever_is_suggested_is_understood(typed: str) -> None:
    """Law: a name that several bear, or that reads as another's id, comes with its own id, which is understood."""
    found = [naming.person(PEOPLE, value) for value in suggesting.people(PEOPLE, typed).values]
    assert len({user.id for user in found}) == suggesting.people(PEOPLE, typed).total


def test_a_name_that_several_bear_comes_with_the_id() -> None:
    """Documented: candidates with their ids."""
    assert suggesting.people(PEOPLE, "ben").values == ["Ben (13)", "Ben (21)"]
    assert suggesting.people(PEOPLE, "13").values == ["13 (25)"]


def test_projects_are_suggested_alike() -> None:
    """Our choice: all kinds of things are suggested in one way."""
    found = account(projects=(project(7, "Website"), project(8, "Website"), project(9, "Our website", is_active=False)))
    assert suggesting.projects(found, "web").values == ["Website (7)", "Website (8)", "Our website"]
    assert suggesting.project_ids(found, "web").values == ["7", "8", "9"]


def test_clients_are_suggested_by_name() -> None:
    """Our choice: the same order, though Harvest does not say which of them are active."""
    found = account(
        projects=(project(7, "Site", Client(id=1, name="Web & Co")), project(8, "Shop", Client(id=2, name="Our web")))
    )
    assert suggesting.clients(found, "web").values == ["Web & Co", "Our web"]
    assert suggesting.clients(found, "WEB & C") == suggesting.Suggestions(["Web & Co"], 1)


def test_job_roles_are_suggested_by_name() -> None:
    """Our choice: those that the account lists, and those that only somebody's own record tells of."""
    found = account(users=(person(31, "Eve", roles=("Web designer",)),), roles=(Role(id=3, name="Our web"),))
    assert suggesting.job_roles(found, "web").values == ["Web designer", "Our web"]
    assert naming.job_role(found, "Web designer") == "Web designer"


def test_an_id_is_suggested_by_its_figures_or_by_the_name() -> None:
    """Our choice: a URI holds the id, and a person knows the name."""
    assert suggesting.person_ids(PEOPLE, "2").values == ["21", "22", "23", "24", "25"]
    assert suggesting.person_ids(PEOPLE, "liz").values == ["22"]
    assert suggesting.person_ids(PEOPLE, "").total == 9


def test_a_hundred_is_the_most_and_the_rest_is_counted() -> None:
    """Documented by the protocol: at most 100 values, with how many there are."""
    many = account(users=tuple(person(number, f"Person {number}") for number in range(1, 151)))
    found = suggesting.people(many, "person")
    assert (len(found.values), found.total) == (100, 150)


@pytest.mark.parametrize(
    ("typed", "first"),
    [("time.", "time.track"), ("read", "time.read"), ("", "time.track"), ("Cost", "cost_rates.read")],
)
def test_permissions_are_suggested_in_the_order_of_the_table(typed: str, first: str) -> None:
    """Our choice: what begins so first, each in the order of the table."""
    assert suggesting.permission_ids(typed).values[0] == first
