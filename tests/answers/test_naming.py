"""Who is meant: an id, an e-mail, a name, a part of one; and what is said when that is not clear."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.access.sight import PARTS, WHOLE, expected_sight
from harvest_mcp.access.standing import standing
from harvest_mcp.answers import naming
from harvest_mcp.harvest.errors import Ambiguous, NoSuchThing
from harvest_mcp.harvest.models import Project, Reference, Role, User

AMY = User(id=101, first_name="Amy", last_name="Stone", email="amy@example.com", access_roles=("administrator",))
ALSO_AMY = User(id=102, first_name="Amy", last_name="Stone", email="amy.stone@example.com", is_active=False)
RENE = User(id=103, first_name="René", last_name="Ødegård", email="rene@example.com", roles=("Design",))
LEE = User(id=104, first_name="Lee", last_name="Stonebridge", email="lee@example.com")
SITE = Project(id=7, name="Website", code="W1", client=Reference(id=1, name="Acme"))
OTHER_SITE = Project(id=8, name="Website", code="W2", client=Reference(id=2, name="Bolt"))
APP = Project(id=104, name="App", client=Reference(id=1, name="Acme"), is_active=False)


def account(viewer: User = AMY) -> Account:
    """A small account as this person's token sees it."""
    held = standing(viewer)
    return Account(
        id=1,
        name="Acme",
        as_of=datetime(2026, 11, 24, tzinfo=UTC),
        viewer=viewer,
        company=None,
        users=(AMY, ALSO_AMY, RENE, LEE),
        roles=(Role(id=5, name="Design", user_ids=()),),
        projects=(SITE, OTHER_SITE, APP),
        user_assignments=(),
        clients=(),
        sight=dict.fromkeys(PARTS, WHOLE) if held.is_administrator else expected_sight(held),
    )


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("103", RENE),
        ("#103", RENE),
        ("AMY@example.com", AMY),
        ("rene odegard", RENE),
        ("  René   Ødegård ", RENE),
        ("bridge", LEE),
        ("me", AMY),
    ],
)
def test_a_person_is_found(words: str, person: User) -> None:
    """Documented: by id, exact name or unique part of a name, people also by e-mail; case and accents do not matter."""
    assert naming.person(account(), words) is person


@pytest.mark.parametrize("words", ["Amy Stone (102)", "amy stone (id 102)", " AMY  STONE (102) "])
def test_a_name_with_the_id_as_answers_write_it_is_understood(words: str) -> None:
    """Our choice: whoever reads a candidate can write it back."""
    assert naming.person(account(), words) is ALSO_AMY
    assert naming.perhaps_another(account(LEE), "Amy Stone (102)", naming.PEOPLE, ALSO_AMY) == ""


def test_a_name_with_the_id_of_another_is_nobodys() -> None:
    """Our choice: a name and an id that contradict each other are not weighed."""
    with pytest.raises(NoSuchThing):
        naming.person(account(), "Amy Stone (104)")


@pytest.mark.parametrize(("words", "project"), [("7", SITE), ("w2", OTHER_SITE), ("app", APP), ("104", APP)])
def test_a_project_is_found(words: str, project: Project) -> None:
    """Documented: by id, name, code or a unique part of a name."""
    assert naming.project(account(), words) is project


def test_a_client_and_a_job_role_are_found() -> None:
    """Our choice: clients are known from projects too, where the token sees no clients."""
    assert naming.client(account(), "bolt") == (2, "Bolt")
    assert naming.job_role(account(), "desi") == "Design"
    assert naming.job_role(account(), "5") == "Design"


@pytest.mark.parametrize("number", ["0", "-1"])
def test_a_job_role_that_only_people_tell_of_has_no_id(number: str) -> None:
    """Documented: only administrators are shown job roles; to others they have names and no ids."""
    blind = replace(account(RENE), roles=())
    assert naming.job_role(blind, "design") == "Design"
    with pytest.raises(NoSuchThing) as raised:
        naming.job_role(blind, number)
    assert all("id" not in label for label in raised.value.candidates)


def test_a_nameless_person_is_found_by_id_alone() -> None:
    """Our choice: what is blank names nobody, though somebody's name be blank."""
    nameless = User(id=105, access_roles=("member",))
    odd = replace(account(), users=(AMY, nameless))
    assert naming.person(odd, "105") is nameless
    for words in ("", "  ", "\t"):
        with pytest.raises(NoSuchThing):
            naming.person(odd, words)


def test_a_name_of_several_is_refused_with_all_of_them() -> None:
    """Documented: an error that lists the candidates with their ids."""
    with pytest.raises(Ambiguous) as raised:
        naming.person(account(), "amy stone")
    assert raised.value.candidates == (
        "Amy Stone (id 101, amy@example.com)",
        "Amy Stone (id 102, amy.stone@example.com, archived)",
    )
    with pytest.raises(Ambiguous) as raised:
        naming.project(account(), "website")
    assert raised.value.candidates == ("Website (id 7, client Acme)", "Website (id 8, client Bolt)")


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    """Documented: an ambiguous or misspelt one gets the nearest candidates."""
    with pytest.raises(NoSuchThing) as raised:
        naming.person(account(), "Lee Stonebrige")
    assert raised.value.candidates[0] == "Lee Stonebridge (id 104, lee@example.com)"
    assert str(raised.value).startswith(
        "No people in this account fit 'Lee Stonebrige'. Nearest: Lee Stonebridge (id 104"
    )


def test_one_who_sees_a_part_is_not_told_that_nobody_fits() -> None:
    """Documented: what the token cannot see is unknown, never absent."""
    with pytest.raises(NoSuchThing, match="None of the people that this token sees fit"):
        naming.person(account(RENE), "Zoe")


@pytest.mark.parametrize("words", ["", "   ", "999", "\x00", "٣"])
def test_words_that_name_nobody_are_refused(words: str) -> None:
    """Our choice: an empty name fits nobody rather than everybody."""
    with pytest.raises((NoSuchThing, Ambiguous)):
        naming.person(account(), words)
