"""What sets two people apart: whole answers about a small account."""

import pytest

from harvest_mcp.answers import naming
from harvest_mcp.answers.comparison import compare_access
from harvest_mcp.answers.paging import DEFAULT_SIZE
from tests.accounts import (
    ACME,
    ANN,
    BEN,
    FOOT,
    HEAD,
    MAX,
    account,
    assigned,
    largest,
    mates,
    person,
    project,
    untold,
)


def test_a_manager_and_a_member() -> None:
    """Documented: what one can do or reach and the other cannot, both ways, and the levels and extras."""
    answer = compare_access(account(), "max", "ben")
    site, crew = [{"id": 21, "name": "Site"}], [{"id": 13, "name": "Ben"}, {"id": 14, "name": "Old Hand"}]
    assert answer.structured() == HEAD | {
        "first": {
            "user": {
                "id": 12,
                "name": "Max Müller",
                "level": "manager",
                "extras": ["project_creator", "people_manager"],
                "projects": 1,
                "manages_projects": 1,
                "manages_people": 2,
            },
            "only_holds": ["manager", "project_creator", "people_manager"],
            "only_may": [
                {
                    "permissions": ["time.read", "time.approve", "expenses.read"],
                    "reach": "managed",
                    "extent": {"kind": "projects", "projects": site, "people": crew},
                },
                {
                    "permissions": ["projects.read", "projects.edit", "projects.assign_people", "project_reports.read"],
                    "reach": "managed",
                    "extent": {"kind": "projects", "projects": site},
                },
                {"permissions": ["projects.create"], "reach": "all", "extent": {"kind": "all"}},
                {
                    "permissions": ["people.read", "people.edit_basics"],
                    "reach": "managed",
                    "extent": {"kind": "people", "people": crew},
                },
            ],
        },
        "second": {
            "user": {
                "id": 13,
                "name": "Ben",
                "level": "member",
                "contractor": True,
                "all_future_projects": True,
                "projects": 2,
            },
            "only_holds": ["member"],
            "only_may": [
                {
                    "permissions": ["time.track", "expenses.track"],
                    "reach": "own",
                    "extent": {"kind": "projects", "projects": [{"id": 22, "name": "App"}]},
                }
            ],
        },
    }
    assert answer.text().splitlines() == [
        (
            "Max Müller | id 12 | manager + project_creator + people_manager"
            " | on 1 project, manages 1 project, manages 2 people"
        ),
        "- only holds: manager, project_creator, people_manager",
        (
            "- only may: time.read, time.approve, expenses.read | managed"
            " | projects Site (21); people Ben (13), Old Hand (14)"
        ),
        (
            "- only may: projects.read, projects.edit, projects.assign_people, project_reports.read | managed"
            " | projects Site (21)"
        ),
        "- only may: projects.create | all | all",
        "- only may: people.read, people.edit_basics | managed | people Ben (13), Old Hand (14)",
        "Ben | id 13 | member | contractor, all future projects, on 2 projects",
        "- only holds: member",
        "- only may: time.track, expenses.track | own | projects App (22)",
        FOOT,
    ]


@pytest.mark.parametrize("who", ["ann", "max", "ben", "new"])
def test_a_person_and_themselves(who: str) -> None:
    """Our choice: nothing sets them apart, be it certain or not, and both lists are there though they are empty."""
    answer = compare_access(account(), who, str(naming.person(account(), who).id))
    assert answer.first == answer.second
    assert answer.structured()["first"]["only_may"] == []
    assert "only_holds" not in answer.structured()["first"]
    assert answer.text().count("- may nothing that the other may not") == 2


def test_what_is_not_certain_is_marked() -> None:
    """Documented: unknown is not no: an access role that nobody knows may grant what the other has, too."""
    answer = compare_access(account(), "max", "new")
    assert {row.uncertain for row in answer.first.only_may} == {None, True}
    assert [row.permissions for row in answer.first.only_may if not row.uncertain] == [["time.track", "expenses.track"]]
    (possible,) = answer.second.only_may
    assert (possible.reach, possible.uncertain) == ("all", True)
    assert answer.text().count(" | uncertain") == 5


def test_how_far_an_unknown_goes_is_not_made_up() -> None:
    """Documented: what a member marked as manager may do is unknown, and so is how far."""
    marked = account(user_assignments=(assigned(51, project(21, "Site"), BEN, manages=True),), teammates={})
    answer = compare_access(marked, "ben", "new")
    row = next(row for row in answer.first.only_may if "time.approve" in row.permissions)
    assert (row.reach, row.extent, row.uncertain) == ("managed", None, True)
    assert f"- only may: {', '.join(row.permissions)} | managed | uncertain" in answer.text().splitlines()


def test_a_manager_is_told_what_is_out_of_sight() -> None:
    """Documented: gaps, and that a name may be another's too."""
    answer = compare_access(account(MAX), "max", "ben@example.com")
    assert answer.complete is False
    assert answer.caveats == [
        "Found by name among the people that this token sees: others of that name may be out of sight."
    ]
    assert answer.text().splitlines()[-6].startswith("Note: Found by name")


@pytest.mark.parametrize(
    ("letter", "named"), [("", 10), ("x" * 150, 5), ("\\" * 190, 3)], ids=["short", "long", "longest"]
)
def test_hundreds_of_projects_and_people_are_counted_where_they_are_not_named(letter: str, named: int) -> None:
    """Documented: nothing is cut silently, and a default answer stays under 8 kB for any account."""
    sites = [project(300 + number, f"Site {number}{letter}", ACME) for number in range(300)]
    crew = [person(1_000 + number, f"Crew {number}{letter}") for number in range(300)]
    on = [assigned(5_000 + number, site, MAX, manages=True) for number, site in enumerate(sites)]
    crowd = account(
        users=(ANN, MAX, BEN, *crew), projects=tuple(sites), user_assignments=tuple(on), teammates={12: mates(*crew)}
    )
    answer = compare_access(crowd, "max", "ben")
    row = next(row for row in answer.first.only_may if "time.read" in row.permissions)
    assert row.extent is not None
    assert [len(names or ()) for names in (row.extent.projects, row.extent.people)] == [named, named]
    assert (row.extent.more_projects, row.extent.more_people) == (300 - named, 300 - named)
    assert largest([answer]) < DEFAULT_SIZE
    assert untold(answer) == []


def test_text_and_structured_form_tell_the_same() -> None:
    """Documented: some hosts show a model only one of the two."""
    for seen in (account(), account(MAX), account(BEN)):
        for first in seen.users:
            for second in seen.users:
                assert untold(compare_access(seen, str(first.id), str(second.id))) == []
