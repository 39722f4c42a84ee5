"""Changes of access in words and as data, and what neither may claim."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from harvest_mcp.access.account import Account
from harvest_mcp.access.changes import Moment, since, steps
from harvest_mcp.access.facts import Slot, facts
from harvest_mcp.answers.changes import ChangesAnswer
from harvest_mcp.answers.changing import Pictures, access_changes, person_changes
from harvest_mcp.answers.paging import LARGEST_SIZE, Turn, size
from harvest_mcp.answers.snapshots import Snapshots
from harvest_mcp.harvest.errors import BadCursor
from harvest_mcp.harvest.models import Role
from tests.accounts import (
    ANN,
    APP,
    AS_OF,
    ASSIGNMENTS,
    BEN,
    GONE,
    HEAD,
    LOOSE,
    MAX,
    NEW,
    OLD,
    SITE,
    account,
    assigned,
    awkward,
    mates,
)

DAY = timedelta(days=1)
SINCE = {"as_of": "2026-11-24T09:30:00Z", "snapshot": 1, "viewer": {"id": 11, "name": "Ann Admin"}, "complete": True}
UNTIL = {key: value for key, value in SINCE.items() if key != "snapshot"} | {"as_of": "2026-11-25T09:30:00Z"}


def compared(after: Account, before: Account | None = None, **turn: Any) -> ChangesAnswer:  # noqa: ANN401  (a turn)
    """The answer about two pictures, a day apart; the earlier was kept."""
    later = replace(after, as_of=AS_OF + DAY)
    return access_changes(Pictures(before or account(), later, 1, None), turn=Turn(**turn) if turn else None)


def everything() -> Account:
    """The small account after much has changed."""
    return account(
        users=(
            ANN,
            MAX.model_copy(update={"access_roles": ("manager", "people_manager", "estimates_manager")}),
            BEN.model_copy(update={"access_roles": ("administrator",), "is_contractor": False}),
            OLD,
        ),
        roles=(Role(id=41, name="Design", user_ids=(12, 13)),),
        projects=(SITE, APP.model_copy(update={"is_active": False}), GONE, LOOSE),
        user_assignments=(*ASSIGNMENTS[2:], assigned(57, LOOSE, MAX, manages=True)),
        teammates={12: mates(BEN, ANN)},
    )


def test_changes_are_told_with_names_and_both_sides() -> None:
    """Documented: each change is `{what, person, project, before, after}`; these are always there, empty or not."""
    of_max, of_ben, of_new = ({"id": of.id, "name": of.name} for of in (MAX, BEN, NEW))
    site, app, loose = ({"id": of.id, "name": of.name} for of in (SITE, APP, LOOSE))
    told = compared(everything()).structured()
    assert told["changes"] == [
        {"what": what, "person": person, "project": project, "before": before, "after": after}
        for what, person, project, before, after in (
            ("project_archived", {}, app, "active", "archived"),
            ("extra_gained", of_max, {}, "none", "estimates_manager"),
            ("extra_lost", of_max, {}, "project_creator", "none"),
            ("teammate_gained", of_max, {}, "none", "Ann Admin (11)"),
            ("teammate_lost", of_max, {}, "Old Hand (14)", "none"),
            ("project_lost", of_max, site, "assigned", "none"),
            ("project_gained", of_max, loose, "none", "assigned"),
            ("ceased_to_manage", of_max, site, "manager", "none"),
            ("became_manager", of_max, loose, "none", "manager"),
            ("level", of_ben, {}, "member", "administrator"),
            ("contractor", of_ben, {}, "yes", "no"),
            ("job_role_gained", of_ben, {}, "none", "Design"),
            ("project_lost", of_ben, site, "assigned", "none"),
            ("left", of_new, {}, "active", "none"),
            ("level", of_new, {}, "member", "none"),
            ("extra_lost", of_new, {}, "workforce_planner", "none"),
            ("job_role_lost", of_new, {}, "Design", "none"),
            ("job_role_lost", of_new, {}, "Night shift", "none"),
        )
    ]
    assert {key: value for key, value in told.items() if key != "changes"} == {
        **HEAD,
        "as_of": "2026-11-25T09:30:00Z",
        "since": SINCE,
        "until": UNTIL,
        "counts": {
            "extra_lost": 2,
            "project_lost": 2,
            "level": 2,
            "job_role_lost": 2,
            "project_archived": 1,
            "extra_gained": 1,
            "teammate_gained": 1,
            "teammate_lost": 1,
            "project_gained": 1,
            "ceased_to_manage": 1,
            "became_manager": 1,
            "contractor": 1,
            "job_role_gained": 1,
            "left": 1,
        },
        "people": 3,
        "total": 18,
        "returned": 18,
    }


def test_the_text_holds_the_same() -> None:
    """Documented: both forms carry the same facts."""
    after = account(users=(ANN, MAX, BEN.model_copy(update={"access_roles": ("administrator",)}), OLD, NEW))
    assert compared(after).text().splitlines() == [
        (
            "Changes from 2026-11-24T09:30:00Z (snapshot 1, as Ann Admin (11) sees it) to 2026-11-25T09:30:00Z "
            "(live, as Ann Admin (11) sees it)"
        ),
        "1 level; about 1 person.",
        "person | what | before -> after | project",
        "Ben (13) | level | member -> administrator | ",
        "1 of 1 shown.",
        "Account: Acme Ltd (id 1), as of 2026-11-25T09:30:00Z, complete.",
    ]


def test_where_nothing_has_changed_that_is_said() -> None:
    """Our choice: an empty list could be an oversight."""
    assert compared(account()).text().splitlines()[1] == "Nothing has changed that both pictures tell."
    assert compared(account()).structured()["changes"] == []


def test_of_claims_those_are_told_that_differ() -> None:
    """Our choice: of forty claims nobody finds the one that is new."""
    old, new = ({"permissions_claims": claims} for claims in (("a:read", "b:read"), ("b:read", "c:read")))
    was, now = (account(users=(ANN, BEN.model_copy(update=told))) for told in (old, new))
    assert [(row.before, row.after) for row in compared(now, was).changes] == [("a:read", "c:read")]
    promoted = account(users=(ANN, BEN.model_copy(update={"permissions_claims": ("d",), "access_roles": ("manager",)})))
    assert [row.what for row in compared(promoted, was).changes] == ["level"]
    none = account(users=(ANN, BEN.model_copy(update={"permissions_claims": ()})))
    assert [(row.before, row.after) for row in compared(none, was).changes] == [("a:read b:read", "none")]


def test_what_one_picture_does_not_show_is_a_gap_and_no_change() -> None:
    """Documented: unknown, never gone."""
    own = tuple(on for on in ASSIGNMENTS if on.user.id == 13)
    less = account(BEN, users=(BEN,), user_assignments=own, teammates={}, roles=(), projects=())
    told = compared(account(), less)
    assert (told.changes, told.complete, told.total) == ([], False, 0)
    assert [gap.what for gap in told.gaps or ()] == [
        "people in the earlier picture",
        "job roles in the earlier picture",
        "projects in the earlier picture",
        "project assignments in the earlier picture",
        "who manages whom in the earlier picture",
    ]
    assert told.not_compared is not None
    assert f"Not compared: {told.not_compared} facts that only one picture tells; unknown, neither" in told.text()
    assert "as Ben (13) sees it, which does not show everything) to" in told.text()
    both = compared(less, less)
    assert [gap.what for gap in both.gaps or ()][:2] == ["people", "job roles"]
    assert len(both.gaps or ()) == 5


def test_who_and_what_is_gone_keeps_its_name() -> None:
    """Our choice: a deleted person is called by the name in the earlier picture, or by the one that was kept."""
    bare = account(users=(ANN,), projects=(), user_assignments=(), teammates={}, roles=())
    told = compared(bare)
    assert {(row.person.id, row.person.name) for row in told.changes if row.person.id} == {
        (who.id, who.name) for who in (MAX, BEN, OLD, NEW)
    }
    assert {row.project.name for row in told.changes} == {None, "Site", "App", "Gone", "Loose end"}
    pictures = Pictures(bare, bare, 1, 2, people={13: "Ben"}, projects={21: "Site"})
    assert [pictures.person(number) for number in (13, 14)] == ["Ben", "person 14"]
    assert [pictures.project(number) for number in (21, 22)] == ["Site", "project 22"]
    unseen = Pictures(account(users=(), projects=()), bare, 1, 2)
    assert (unseen.person(13), unseen.project(21)) == ("Ben", "Site")


def test_a_large_difference_is_paged_without_a_gap_and_fits() -> None:
    """Documented: a default answer is under 8 kB, any under 60 kB, nothing is cut silently."""
    before, after = awkward(), awkward(access_roles=("administrator",), is_contractor=False)
    everything = access_changes(Pictures(before, after, 1, 2), turn=Turn(limit=None))
    assert everything.total == len(everything.changes) > 3_000
    seen, cursor = [], ""
    for _ in range(3):
        answer = access_changes(Pictures(before, after, 1, 2), turn=Turn(limit=200, cursor=cursor))
        assert size(answer) < LARGEST_SIZE
        seen += answer.changes
        assert answer.next_cursor is not None
        assert len(answer.next_cursor) <= 100
        cursor = answer.next_cursor
    assert seen == everything.changes[: len(seen)]
    default = access_changes(Pictures(before, after, 1, 2))
    assert size(default) < 8_000
    assert len(default.text().encode()) < 8_000
    with pytest.raises(BadCursor):
        access_changes(Pictures(before, after, 1, 3), turn=Turn(cursor=cursor))


def test_a_person_is_told_step_by_step_and_since_when() -> None:
    """Documented: since when is this person an administrator."""
    promoted = account(users=(ANN, MAX, BEN.model_copy(update={"access_roles": ("administrator",)}), OLD, NEW))
    series = [
        (Moment(AS_OF + day * DAY, day + 1), facts(of).only(BEN.id))
        for day, of in enumerate((account(), account(), promoted))
    ]
    slots = (Slot("person", 13), Slot("level", 13), Slot("contractor", 13))
    holds = [(slot, held) for slot in slots if (held := since(series, slot)) is not None]
    pictures = Pictures(account(), replace(promoted, as_of=AS_OF + 2 * DAY), 1, 3)
    told = person_changes(pictures, BEN, list(steps(series)), holds)
    assert told.structured()["holds"] == [
        {"access": "active", "since": "2026-11-24T09:30:00Z"},
        {"access": "administrator", "since": "2026-11-26T09:30:00Z", "not_before": "2026-11-25T09:30:00Z"},
        {"access": "contractor", "since": "2026-11-24T09:30:00Z"},
    ]
    assert told.structured()["changes"] == [
        {
            "what": "level",
            "person": {"id": 13, "name": "Ben"},
            "project": {},
            "before": "member",
            "after": "administrator",
            "between": ["2026-11-25T09:30:00Z", "2026-11-26T09:30:00Z"],
        }
    ]
    assert told.text().splitlines()[:8] == [
        "Ben (13) holds:",
        "active | at least since 2026-11-24T09:30:00Z",
        "administrator | since 2026-11-25T09:30:00Z to 2026-11-26T09:30:00Z",
        "contractor | at least since 2026-11-24T09:30:00Z",
        (
            "Changes from 2026-11-24T09:30:00Z (snapshot 1, as Ann Admin (11) sees it) to 2026-11-26T09:30:00Z "
            "(snapshot 3, as Ann Admin (11) sees it)"
        ),
        "1 level; about 1 person.",
        "person | what | before -> after | project | between",
        "Ben (13) | level | member -> administrator |  | 2026-11-25T09:30:00Z to 2026-11-26T09:30:00Z",
    ]


def test_a_list_of_snapshots_may_be_empty() -> None:
    """Our choice: the member is there."""
    assert Snapshots(snapshots=[]).structured() == {"snapshots": []}
