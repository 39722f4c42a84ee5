"""What a connection is good for, as its owner is told."""

from harvest_mcp.access.account import View
from harvest_mcp.access.sight import WHOLE, expected_sight, forbidden
from harvest_mcp.access.standing import standing
from harvest_mcp.answers.connection import verified
from harvest_mcp.harvest.models import Company, User
from tests.accounts import ANN, AS_OF, FOOT, HEAD, MAX, NEW, untold


def view(viewer: User, company: str | None = "Acme Ltd") -> View:
    """What this person's token opens."""
    held = standing(viewer)
    return View(
        id=1,
        name="Acme Ltd",
        as_of=AS_OF,
        viewer=viewer,
        company=Company(name=company) if company else None,
        sight=expected_sight(held),
    )


def test_an_administrator_sees_everything() -> None:
    """Documented: account and company, who the token is, its level, what it can and cannot see, sandbox or live."""
    answer = verified(view(ANN), sandbox=False)
    seen = ["company settings", "people", "job roles", "projects", "project assignments", "clients", "who manages whom"]
    assert answer.structured() == HEAD | {
        "company": "Acme Ltd",
        "user": {"id": 11, "name": "Ann Admin", "email": "ann@example.com", "level": "administrator"},
        "level": "administrator",
        "sandbox": False,
        "can_see": seen,
        "cannot_see": [],
    }
    assert answer.text().splitlines() == [
        "Connected to Acme Ltd (a live account).",
        "The token is Ann Admin's (id 11, ann@example.com): administrator.",
        f"Can see: {', '.join(seen)}.",
        FOOT,
    ]


def test_a_manager_is_told_what_to_do_about_what_is_missing() -> None:
    """Documented: what it cannot see and what to do about it."""
    answer = verified(view(MAX, "Acme GmbH"), sandbox=True)
    structured = answer.structured()
    assert structured["cannot_see"] == [
        "company settings",
        "people",
        "job roles",
        "projects",
        "project assignments",
        "clients",
        "who manages whom",
    ]
    assert (structured["can_see"], structured["complete"], structured["sandbox"]) == ([], False, True)
    assert [gap["what"] for gap in structured["gaps"]] == structured["cannot_see"]
    assert structured["advice"] == (
        "For the whole picture, connect with an administrator's token; what is missing is unknown, not absent."
    )
    assert answer.text().splitlines()[:5] == [
        "Connected to Acme Ltd of Acme GmbH (the sandbox, an invented company).",
        "The token is Max Müller's (id 12, max@example.com): manager + project_creator + people_manager.",
        "Can see: only its owner.",
        f"Cannot see, or not all of: {', '.join(structured['cannot_see'])}.",
        structured["advice"],
    ]
    assert untold(answer) == []


def test_a_member_whose_company_is_out_of_sight() -> None:
    """Known gap: whether members are shown the company's settings is uncertain; without, nothing is said of it."""
    structured = verified(view(NEW, None), sandbox=False).structured()
    assert "company" not in structured
    assert structured["user"]["unknown_access_roles"] == ["workforce_planner"]
    assert structured["level"] == "member"


def test_an_administrator_whom_harvest_refuses_a_part_is_told() -> None:
    """Our choice: what was answered counts for more than what is documented."""
    seen = view(ANN)
    partly = View(
        id=1,
        name="Acme Ltd",
        as_of=AS_OF,
        viewer=ANN,
        company=None,
        sight={**seen.sight, "company": forbidden("company")},
    )
    answer = verified(partly, sandbox=False)
    assert answer.cannot_see == ["company settings"]
    assert [part for part, sight in partly.sight.items() if sight is WHOLE] == list(seen.sight)[1:]


def test_one_without_an_e_mail_is_told_by_name_and_id() -> None:
    """Our choice: nothing empty is said."""
    bare = User(id=9, first_name="Ann", email="", access_roles=("administrator",))
    answer = verified(view(bare), sandbox=False)
    assert answer.structured()["user"] == {"id": 9, "name": "Ann", "level": "administrator"}
    assert answer.text().splitlines()[1] == "The token is Ann's (id 9): administrator."
