"""The account in rows says what the answers say, of one moment, and unknown where the token does not see."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path

import pytest

from harvest_mcp import Harvest, connect, rows
from harvest_mcp.answers.changes import ChangesAnswer
from harvest_mcp.answers.comparison import Compared
from harvest_mcp.answers.review import ReviewAnswer
from harvest_mcp.answers.shapes import Answer, Shape
from harvest_mcp.history import History
from harvest_mcp.interactive.picture import ASSIGNMENTS, GRANTS, PEOPLE, PROJECTS, Picture
from harvest_mcp.interactive.rows import Row
from harvest_mcp.sandbox import Sandbox
from tests.interactive.held import harvest_on
from tests.questions.histories import file_in
from tests.stage import ADMINISTRATOR, MEMBER, PROJECT_MANAGER


@pytest.fixture(scope="module", name="picture")
def _picture() -> Picture:
    with connect(sandbox=True) as harvest:
        return harvest.picture().result()


def test_people_are_whom_the_answers_list(picture: Picture) -> None:
    """Documented: the same people with the same facts as `users`, archived ones too."""
    with connect(sandbox=True) as harvest:
        listed = harvest.users(status="all", detail="full").result().users
        assert harvest.people().result() == picture.people
    told = {row["person_id"]: row for row in picture.people}
    assert set(told) == {who.id for who in listed}
    for who in listed:
        row = told[who.id]
        assert (row["person"], row["email"], row["level"]) == (who.name, who.email, who.level)
        assert row["extras"] == tuple(who.extras or ())
        assert row["job_roles"] == tuple(who.job_roles or ())
        assert row["active"] is not (who.archived or False)
        assert row["contractor"] is (who.contractor or False)
        assert row["projects"] == who.projects
        assert row["manages_projects"] == (who.manages_projects or 0)
        assert row["manages_people"] == (who.manages_people or 0)


def test_projects_are_those_that_the_answers_list(picture: Picture) -> None:
    """Documented: the same projects with the same clients, managers and head counts as `projects`."""
    with connect(sandbox=True) as harvest:
        listed = harvest.projects(status="all").result().projects
    told = {row["project_id"]: row for row in picture.projects}
    assert set(told) == {on.id for on in listed}
    for on in listed:
        row = told[on.id]
        client = (on.client.id, on.client.name) if on.client else (None, None)
        assert (row["project"], row["code"], row["client_id"], row["client"]) == (on.name, on.code, *client)
        assert row["active"] is not (on.archived or False)
        assert (len(row["managers"] or ()), row["people"]) == (on.manager_count, on.people)  # type: ignore[arg-type]


def test_assignments_join_people_and_projects(picture: Picture) -> None:
    """Documented: the tables go together by their ids, and count the same."""
    counts = [
        row["person_id"]
        for row in picture.assignments
        if row["active"] and row["person_active"] and row["project_active"]
    ]
    assert {who["person_id"]: counts.count(who["person_id"]) for who in picture.people} == dict(
        zip(picture.people["person_id"], picture.people["projects"], strict=True)
    )
    names = dict(zip(picture.projects["project_id"], picture.projects["project"], strict=True))
    assert all(names[row["project_id"]] == row["project"] for row in picture.assignments)
    with connect(sandbox=True) as harvest:
        assert harvest.assignments().result() == picture.assignments


def test_grants_are_what_each_person_may_do_and_why(picture: Picture) -> None:
    """Documented: every person, permission, extent, because and source: those that `user` and `explain` tell."""
    by_person = {of: [*held] for of, held in groupby(picture.grants, key=lambda row: row["person_id"])}
    with connect(sandbox=True) as harvest:
        assert harvest.grants().result() == picture.grants
        for who in picture.people[:40]:
            _same_grants(harvest, str(who["person_id"]), by_person.get(who["person_id"], []))
        for row in picture.grants[::25]:
            explained = harvest.explain(str(row["person_id"]), str(row["permission"])).result()
            assert explained.answer == row["answer"]
            assert [reason.because for reason in explained.reasons] == [*row["because"]]  # type: ignore[misc]
            assert [reason.source for reason in explained.reasons] == [*row["source"]]  # type: ignore[misc]


def _same_grants(harvest: Harvest, who: str, held: Sequence[Row]) -> None:
    told = rows(harvest.user(who).result())
    wanted = [(row["permission"], row["answer"], row["extent"]) for row in told]
    assert sorted((row["permission"], row["answer"], row["extent"] or "") for row in held) == sorted(
        (permission, answer, extent or "") for permission, answer, extent in wanted
    )


def test_columns_stand_in_their_documented_order(picture: Picture) -> None:
    """Documented: a frame's columns are part of what scripts rely on."""
    tables = (picture.people, picture.projects, picture.assignments, picture.grants)
    told = [{column.name: column.kind for column in table.columns} for table in tables]
    assert told == [PEOPLE, PROJECTS, ASSIGNMENTS, GRANTS]
    assert {(*of,)[0].removesuffix("_id") for of in told} == {"person", "project", "assignment"}


def test_what_is_out_of_sight_is_unknown_and_said(picture: Picture) -> None:
    """Documented: unknown is not no; a member's token sees little, and the rows say so."""
    assert (picture.complete, picture.notes) == (True, ())
    with harvest_on(Sandbox(), MEMBER) as harvest:
        little = harvest.picture().result()
    assert not little.complete
    assert "incomplete" in repr(little)
    assert any(note.startswith("Not in sight: people.") for note in little.people.notes)
    assert None in little.assignments["project_active"] or None in little.projects["report_shared"]


@pytest.mark.parametrize("token", [ADMINISTRATOR, PROJECT_MANAGER])
def test_every_answer_can_be_rows(token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documented: every answer that is a list becomes rows; so do the others, by what they list."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with harvest_on(Sandbox(), token) as harvest:
        earlier = replace(harvest.picture().result().account, users=())
        History.open(file_in(tmp_path)).take(earlier)
        calls = (
            harvest.verify_connection(),
            harvest.users(access="manager", detail="full"),
            harvest.user("me"),
            harvest.roles(),
            harvest.projects(status="all"),
            harvest.who_can("time.approve", project="apollo"),
            harvest.who_can(),
            harvest.explain("me", "time.approve"),
            harvest.compare("me", "Priya Raman"),
            harvest.review(),
            harvest.review("inactive"),
            harvest.changes(),
            harvest.changes("me", since=earlier.as_of.date()),
        )
        for call in calls:
            answer: Answer = call.result()
            told = rows(answer)
            assert len(told) > 0 or may_be_empty(answer)
            assert told.notes == (*answer.remarks(), *answer.foot())


def may_be_empty(answer: Answer) -> bool:
    """Whether there may be nothing to list: of a person and themselves, who are all that this manager sees, too."""
    if isinstance(answer, Compared):
        return answer.first.user.id == answer.second.user.id
    return isinstance(answer, ReviewAnswer | ChangesAnswer)


def test_changes_since_a_newer_snapshot_are_of_a_picture_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our choice: a picture answers for a minute, but not what has changed since it was read."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with harvest_on(Sandbox()) as harvest:
        read = harvest.picture().result().account
        time.sleep(1)  # moments are told in whole seconds
        History.open(file_in(tmp_path)).take(replace(read, as_of=read.as_of + timedelta(seconds=1)))
        told = harvest.changes().result()
        assert (told.since.snapshot, told.total) == (1, 0)
        assert told.until.as_of > read.as_of


def test_rows_of_a_list_are_its_rows() -> None:
    """Our choice: an id, a name and what else an answer says, each in a column of its own."""
    with connect(sandbox=True) as harvest:
        answer = harvest.who_can("time.approve", project="apollo").result()
        told = rows(answer)
        assert [row["person_id"] for row in told if row["answer"] == "yes"] == [who.id for who in answer.people]
        assert set(told["permissions"]) == {("time.approve",)}
        projects = rows(harvest.projects(query="apollo").result())
        assert [row["client"] for row in projects] == [
            on.client.name if on.client else None for on in harvest.projects(query="apollo").result().projects
        ]


def test_what_is_no_answer_of_ours_has_no_rows() -> None:
    """Our choice: told at once."""
    with pytest.raises(TypeError, match="has no rows"):
        rows(Shape())  # type: ignore[arg-type]  # what is tried
