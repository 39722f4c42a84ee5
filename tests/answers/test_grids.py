"""Answers drawn up as tables for people; most of them are shown by the verbs that draw them."""

from harvest_mcp.answers.comparison import compare_access
from harvest_mcp.answers.grids import comparison, holders, person, project, roles
from harvest_mcp.answers.holders import who_can
from harvest_mcp.answers.person import get_user
from harvest_mcp.answers.project import get_project
from harvest_mcp.answers.roles import list_roles
from tests.accounts import MAX, NEW, account


def test_a_project_is_drawn_up_with_its_team_and_who_may_do_what() -> None:
    """Documented: managers, team, who can see its time, rates and invoices."""
    facts, team, may, *_ = project.grids(get_project(account(), "site"))
    assert (facts.title, facts.head, facts.rows) == (
        "Site",
        False,
        [("id", "21"), ("client", "Acme (31)"), ("code", "S-1")],
    )
    assert (team.title, team.rows) == (
        "Team (3)",
        [
            ("12", "Max Müller", "manages it, since 2020-02-03"),
            ("14", "Old Hand", "manages it, archived"),
            ("13", "Ben", ""),
        ],
    )
    assert [column.title for column in may.columns] == ["id", "name", "level", "reaches", "may", "why"]


def test_what_is_archived_or_too_much_is_said() -> None:
    """Documented: nothing is cut silently."""
    facts, *_ = project.grids(get_project(account(), "gone"))
    assert ("notes", "archived") in facts.rows
    answer = get_project(account(), "site").model_copy(update={"team_count": 9})
    assert [grid.title for grid in project.grids(answer)][1] == "Team (9, 6 of them not shown)"


def test_what_is_not_there_draws_nothing() -> None:
    """Our choice: no empty tables."""
    assert len(list(roles.grids(list_roles(account(), kind="access")))) == 1
    assert len(list(roles.grids(list_roles(account(), kind="job")))) == 1
    others = list(holders.grids(who_can(account(), permission="time.read")))[-1].rows
    assert [row[0] for row in others if row[0].endswith(("other", "others"))]
    nobody = who_can(account(users=(NEW,)), permission="billing.manage")
    assert ("nobody", "that this token sees may.") in list(holders.grids(nobody))[-1].rows


def test_what_else_is_to_be_known_is_drawn_too() -> None:
    """Documented: unknown is not no: what possibly is, and by which name somebody was meant."""
    in_part = account(MAX)
    compared = list(comparison.grids(compare_access(in_part, "max", "ben")))
    assert compared[-1].title == "Notes"
    (_, may, _) = person.grids(get_user(account(), "new"))
    assert "possibly" in [row[1] for row in may.rows]
