"""What all answers say about themselves, how large they may be, and that text from Harvest stays data."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import DOCUMENTED_CLAIMS, EXTRAS, PERMISSIONS
from harvest_mcp.access.sight import PARTS, WHOLE
from harvest_mcp.answers import naming
from harvest_mcp.answers.comparison import compare_access
from harvest_mcp.answers.connection import verified
from harvest_mcp.answers.explanation import explain_access
from harvest_mcp.answers.holders import who_can
from harvest_mcp.answers.paging import DEFAULT_LIMIT, DEFAULT_SIZE, LARGEST_SIZE, Turn
from harvest_mcp.answers.people import list_users
from harvest_mcp.answers.person import get_user
from harvest_mcp.answers.projects import list_projects
from harvest_mcp.answers.reviewing import review_access
from harvest_mcp.answers.roles import list_roles
from harvest_mcp.answers.shapes import Answer, Gap, Named, about
from harvest_mcp.harvest.errors import Ambiguous, NoSuchThing
from harvest_mcp.harvest.models import Client, Role
from tests.accounts import (
    AS_OF,
    MAX,
    NASTY,
    account,
    assigned,
    awkward,
    compact,
    largest,
    mates,
    person,
    project,
    untold,
)

Question = Callable[[Account, Turn], Answer]

QUESTIONS: dict[str, Question] = {
    "verify_connection": lambda account, _: verified(account, sandbox=False),
    "list_users": lambda account, turn: list_users(account, turn=turn),
    "list_users in full": lambda account, turn: list_users(account, status="all", detail="full", turn=turn),
    "get_user": lambda account, turn: get_user(account, "1", turn=turn),
    "get_user of one on a single project": lambda account, turn: get_user(account, "2", turn=turn),
    "list_roles": lambda account, turn: list_roles(account, turn=turn),
    "list_roles of access": lambda account, turn: list_roles(account, kind="access", turn=turn),
    "list_roles of jobs": lambda account, turn: list_roles(account, kind="job", turn=turn),
    "list_projects": lambda account, turn: list_projects(account, turn=turn),
    "who_can": lambda account, turn: who_can(account, turn=turn),
    "who_can, on everything at once": lambda account, turn: who_can(
        account, permission="billable_rates.write", project="4", person="2", client="3", turn=turn
    ),
    "who_can on a project": lambda account, turn: who_can(account, project="4", turn=turn),
    "explain_access": lambda account, _: explain_access(account, "1", "time.read"),
    "explain_access on everything at once": lambda account, _: explain_access(
        account, "1", "billable_rates.write", project="4", person="2", client="3"
    ),
    "compare_access": lambda account, _: compare_access(account, "1", "2"),
    "review_access": lambda account, turn: review_access(account, turn=turn),
    "review_access of one check": lambda account, turn: review_access(account, check="same-name", turn=turn),
    "review_access of another": lambda account, turn: review_access(
        account, check="duties-edit-and-approve", turn=turn
    ),
}
"""Of an account where people 1 and 2, a client 3 and a project 4 exist."""


def test_an_answer_of_which_nothing_is_missing_is_complete() -> None:
    """Documented: as_of, account and complete in every answer; gaps only where there are some."""
    assert about(account(), "users", "roles") == {
        "account": Named(id=1, name="Acme Ltd"),
        "as_of": AS_OF,
        "complete": True,
        "gaps": None,
    }


def test_only_what_a_question_rests_on_is_a_gap() -> None:
    """Our choice: whoever asks about projects is not told of clients' settings."""
    told = about(
        account(MAX, sight={"users": WHOLE, **{part: account(MAX).sight[part] for part in PARTS[2:]}}), "roles"
    )
    assert told["gaps"] == [
        Gap(what="job roles", why="Harvest does not show job roles to this token.", who_could="an administrator")
    ]
    assert about(account(MAX, sight={"users": WHOLE}), "users", "teammates")["complete"] is True


@pytest.fixture(scope="module", params=["x", "\\", "汉", "😀"], ids=["ASCII", "backslashes", "Chinese", "emoji"])
def crowd(request: pytest.FixtureRequest) -> Account:
    """Names as long as may be, in scripts of one to four bytes, thousands of holders."""
    return awkward(request.param)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_an_answer_about_the_most_awkward_account_fits(crowd: Account, question: Question) -> None:
    """Documented: a default answer stays under 8 kB for any account and none passes 60 kB, text and structured each.

    Both forms of it tell the same: some hosts show a model only one of the two.
    """
    assert largest([question(crowd, Turn())]) < DEFAULT_SIZE
    large = question(crowd, Turn(200))
    assert largest([large]) < LARGEST_SIZE
    assert untold(large) == []


EVERYBODY: dict[str, dict[str, Any]] = {
    "managers with every extra": {"access_roles": ("manager", *EXTRAS), "permissions_profile": None},
    "managers with more than is known": {"permissions_profile": None},
    "administrators": {"access_roles": ("administrator",), "permissions_profile": None},
    "members": {"access_roles": ("member",), "permissions_profile": None},
    "people with every claim": {"permissions_claims": tuple(DOCUMENTED_CLAIMS)},
    "people with a built-in profile and every claim": {
        "permissions_claims": tuple(DOCUMENTED_CLAIMS),
        "permissions_profile": "Project Manager",
    },
}
"""What may make an answer about access long: hundreds of managed projects and people, and every way to hold much."""


@pytest.mark.parametrize("letter", ["x", "\\"], ids=["ASCII", "backslashes"])
@pytest.mark.parametrize("held", EVERYBODY.values(), ids=EVERYBODY)
def test_whoever_the_people_are_an_answer_about_their_access_fits(held: dict[str, Any], letter: str) -> None:
    """Documented: under 8 kB by default and 60 kB at most, for any person of any account; both forms tell the same."""
    crowd = awkward(letter, holders=300, is_active=True, **held)
    for name in ("get_user", *(name for name in QUESTIONS if "_access" in name or "who_can" in name)):
        usual, large = (QUESTIONS[name](crowd, turn) for turn in (Turn(), Turn(200)))
        assert largest([usual]) < DEFAULT_SIZE
        assert largest([large]) < LARGEST_SIZE
        assert untold(usual) == untold(large) == []


def test_permissions_that_do_not_fit_are_counted() -> None:
    """Documented: nothing is cut silently; who asks for more rows is shown them all."""
    held = EVERYBODY["people with every claim"]
    crowd = awkward(holders=60, is_active=True, roles=(), access_roles=("manager",), **held)
    usual, large = (get_user(crowd, "1", turn=turn) for turn in (Turn(), Turn(200)))
    told = sum(len(why.permissions) for row in usual.grants for why in row.by) + sum(
        len(why.permissions) for why in usual.possibly
    )
    assert large.not_shown is None
    assert usual.not_shown == len(PERMISSIONS) - told
    assert f"{usual.not_shown} more permissions left out for room." in usual.text()


@pytest.mark.parametrize("letter", ["x", "😀"], ids=["ASCII", "emoji"])
def test_pages_together_are_the_whole_list(letter: str) -> None:
    """Documented: what does not fit is paged; nothing is lost and nothing comes twice."""
    crowd = awkward(letter, holders=60)
    whole = [on.id for on in get_user(crowd, "1", turn=Turn(None)).projects]
    for limit in (DEFAULT_LIMIT, 200):
        shown: list[int] = []
        cursor: str | None = ""
        while cursor is not None:
            page = get_user(crowd, "1", turn=Turn(limit, cursor))
            shown += [on.id for on in page.projects]
            cursor = page.next_cursor
        assert shown == whole
    assert len(whole) == 600


@pytest.mark.parametrize(
    "ask",
    [
        lambda crowd: naming.person(crowd, "first"),
        lambda crowd: naming.project(crowd, "project"),
        lambda crowd: naming.client(crowd, "client"),
        lambda crowd: naming.job_role(crowd, "job"),
    ],
    ids=["people", "projects", "clients", "job roles"],
)
def test_an_error_with_ten_long_candidates_fits(crowd: Account, ask: Callable[[Account], object]) -> None:
    """Documented: an error lists the candidates with their ids; it is an answer too."""
    with pytest.raises(Ambiguous) as raised:
        ask(crowd)
    assert len(raised.value.candidates) == 10
    assert all("(id " in label for label in raised.value.candidates)
    assert len(str(raised.value).encode()) < DEFAULT_SIZE


def test_an_error_about_a_long_name_that_nobody_has_fits(crowd: Account) -> None:
    """Documented: the nearest candidates."""
    with pytest.raises(NoSuchThing) as raised:
        naming.person(crowd, "fiirst100 " + "y" * 290)
    assert len(str(raised.value).encode()) < DEFAULT_SIZE


@pytest.fixture(scope="module")
def hostile() -> Account:
    """Every word that Harvest could give carries what could hide, reorder or break the words around it."""
    eve = person(
        1,
        NASTY,
        "manager",
        "people_manager",
        NASTY,
        email=NASTY,
        roles=(NASTY,),
        permissions_profile=NASTY,
        is_contractor=True,
    )
    bob = person(2, f"Bob {NASTY}", email=NASTY)
    client = Client(id=3, name=NASTY)
    site = project(4, NASTY, client, code=NASTY)
    return account(
        eve,
        name=NASTY,
        users=(eve, bob),
        clients=(client,),
        projects=(site,),
        roles=(Role(id=5, name=NASTY, user_ids=(1, 2)),),
        user_assignments=(assigned(6, site, eve, manages=True), assigned(7, site, bob)),
        teammates={1: mates(bob)},
    )


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_name_cannot_hide_reorder_or_break_what_is_said(hostile: Account, question: Question) -> None:
    """Documented: control characters are stripped; a name is data and takes one cell of one line."""
    answer = question(hostile, Turn())
    for form in (answer.text().replace("\n", ""), compact(answer)):
        assert [char for char in form if unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}] == []
    assert untold(answer) == []


def test_a_name_with_bars_and_line_ends_stays_in_its_cell(hostile: Account) -> None:
    """Documented: the text is a table with one row a line."""
    name = "Eve gnp.exe | 7 | [31mroot x"
    cell = name.replace("|", "/")
    assert list_users(hostile).users[0].name == name
    assert list_users(hostile).text().splitlines()[1] == (
        f"1 | {cell} | manager + people_manager + unknown access roles: {cell} + profile {cell} | {cell} | contractor"
    )
    assert get_user(hostile, "1").text().splitlines()[0].count(" | ") == 4
    assert list_projects(hostile).text().splitlines()[1] == f"4 | {cell} | {cell} (3) | {cell} (1) | 2 | code {cell}"
    assert list_roles(hostile, kind="job").text().splitlines()[1] == (
        f"{cell} (5) | 2 people: {cell} (1), Bob {cell} (2)"
    )


def test_an_error_repeats_no_control_character(hostile: Account) -> None:
    """Documented: what somebody asked for and what Harvest calls things are both data."""
    for wanted in (NASTY, "gnp", "\x1b[2J\u202e"):
        with pytest.raises((Ambiguous, NoSuchThing)) as raised:
            naming.person(hostile, wanted)
        assert str(raised.value).isprintable()
