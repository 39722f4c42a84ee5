"""The example company: its story, which is the same whatever the seed, and the crowd, which never disturbs it."""

import json
import operator
import os
import subprocess
import sys
import unicodedata
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from harvest_mcp.sandbox import Company, example_company
from harvest_mcp.sandbox.company import Person, Thing, moment
from harvest_mcp.sandbox.example.books import FIRST
from harvest_mcp.sandbox.example.crowd import FIRST_NAMES, LAST_NAMES
from harvest_mcp.sandbox.example.telling import told
from tests.sandbox.awkward import CASES, Case, key

SEEDS = (1, 2, 77)
TODAY = "2026-11-21"
LEFT_OPEN = frozenset({
    "timezone", "weekly_capacity", "default_hourly_rate", "cost_rate", "is_billable", "is_fixed_fee", "bill_by",
    "hourly_rate", "budget", "budget_by", "fee", "use_default_rates", "task_assignments",
})  # fmt: skip
"""The particulars that the story leaves to the seed; no access follows from them."""


def written(company: Company) -> bytes:
    """Everything that the company holds, as bytes."""
    lists = {name: [_row(thing) for thing in things] for name, things in _lists(company).items()}
    return json.dumps([lists, company.name, company.domain, company.settings, _tokens(company)]).encode()


def _row(thing: Thing, leaving_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What a thing holds: things that belong to others by their ids."""
    return {part.name: _plain(getattr(thing, part.name)) for part in fields(thing) if part.name not in leaving_out}


def _plain(value: object) -> Any:  # noqa: ANN401  (JSON)
    match value:
        case Thing(id=number):
            return number
        case tuple():
            return [_plain(part) for part in value]
        case _:
            return value


def _lists(company: Company) -> dict[str, list[Any]]:
    tasks = [on for project in company.projects for on in project.task_assignments]
    found = {part.name: getattr(company, part.name) for part in fields(company)}
    return {name: things for name, things in found.items() if isinstance(things, list)} | {"task_assignments": tasks}


def _tokens(company: Company) -> dict[str, int]:
    return {token: who.id for token, who in company.tokens.items()}


def _story(company: Company) -> list[object]:
    """Everything about the story's people and projects but what it leaves open."""
    people = _people_of_the_story(company)
    rows = [row for row in company.user_assignments if row.user in people]
    things = (*people, *company.roles, *company.clients, *company.projects, *rows)
    return [_tokens(company), *(_row(thing, LEFT_OPEN) for thing in things)]


def _people_of_the_story(company: Company) -> list[Person]:
    emails = {who.email for who in told().company.users}
    return [who for who in company.users if who.email in emails]


def _crowd(company: Company) -> list[Person]:
    story = _people_of_the_story(company)
    return [who for who in company.users if who not in story]


@pytest.fixture(params=SEEDS)
def company(request: pytest.FixtureRequest) -> Company:
    """The example company, from several seeds in turn."""
    return example_company(request.param)


DIGEST = """
from hashlib import sha256
from tests.sandbox.test_example import example_company, written
print(sha256(written(example_company(3))).hexdigest())
"""


@pytest.mark.parametrize("hash_seed", ["0", "12345"])
def test_the_same_seed_gives_the_same_company_in_any_process(hash_seed: str, checkout: Path) -> None:
    """Documented: deterministic from a seed; another PYTHONHASHSEED is another order of every set."""
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    told_there = subprocess.run(
        [sys.executable, "-c", DIGEST], cwd=checkout, env=environment, capture_output=True, text=True, check=True
    )
    assert told_there.stdout.strip() == sha256(written(example_company(3))).hexdigest()


def test_another_seed_gives_another_crowd_and_the_same_story() -> None:
    """Documented: the story is written by hand; a seed fills only the crowd around it."""
    first, *others = (example_company(seed) for seed in SEEDS)
    assert len({written(company) for company in (first, *others)}) == len(SEEDS)
    assert len({tuple(who.name for who in _crowd(company)) for company in (first, *others)}) == len(SEEDS)
    assert all(_story(company) == _story(first) for company in others)


def test_the_story_is_told_before_any_chance() -> None:
    """Our choice: what the tables say is in every company as it stands there, down to the ids."""
    assert _story(example_company()) == _story(told().company)


def test_the_company_has_the_size_that_was_asked_for(company: Company) -> None:
    """Documented: about 140 people, some 60 projects over 20 clients, archived ones among them."""
    counts = {name: len(things) for name, things in _lists(company).items()}
    archived = {name: sum(not thing.is_active for thing in counted) for name, counted in (
        ("users", company.users), ("projects", company.projects), ("user_assignments", company.user_assignments),
    )}  # fmt: skip
    assert 240 < counts.pop("task_assignments") < 360
    assert counts == {"users": 140, "clients": 21, "projects": 60, "user_assignments": 452, "roles": 11, "tasks": 8}
    assert archived == {"users": 12, "projects": 9, "user_assignments": 70}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_an_access_review_ought_to_find_is_there(company: Company, case: Case) -> None:
    """Documented: the awkward cases; who is meant was written from the story's tables, and the crowd adds nobody."""
    find, expected = case
    assert set(find(company)) == expected


def test_the_tokens_are_of_the_people_whom_the_story_names(company: Company) -> None:
    """Documented: an administrator, a manager with and one without teammates, and a member."""
    assert {token: key(who) for token, who in company.tokens.items()} == {
        "sandbox-administrator": "ingrid",
        "sandbox-people-manager": "ruth",
        "sandbox-project-manager": "priya",
        "sandbox-member": "lena",
    }
    assert company.users[0] is company.tokens["sandbox-administrator"]
    managed = {
        token: sorted(
            row.project.name for row in company.user_assignments if row.user is who and row.is_project_manager
        )
        for token, who in company.tokens.items()
    }
    assert managed == {
        "sandbox-administrator": ["Patient Portal"],
        "sandbox-people-manager": ["Apollo", "Savings App", "Triage Board"],
        "sandbox-project-manager": ["Agent Portal", "Apollo", "SIM Wallet"],
        "sandbox-member": [],
    }


def test_ids_are_unique_and_rise_with_time(company: Company) -> None:
    """Recorded: Harvest's ids do; each says by itself when its thing was made."""
    for things in _lists(company).values():
        by_id = sorted(things, key=lambda thing: thing.id)
        assert len({thing.id for thing in things}) == len(things)
        assert [thing.created_at for thing in by_id] == sorted(thing.created_at for thing in things)
        assert all(thing.created_at == moment(thing.id, FIRST[type(thing)]) for thing in things)
        assert all("2016-02-01" <= thing.created_at <= thing.updated_at < TODAY for thing in things)


def test_nobody_is_put_on_a_project_after_an_end(company: Company) -> None:
    """Our choice: a reader of the dates finds no impossible ones; things are last changed when they are archived."""
    for row in company.user_assignments:
        for thing in (row.project, row.user):
            assert thing.created_at[:10] <= row.created_at[:10]
            assert thing.is_active or row.created_at < thing.updated_at


def test_nobody_is_on_a_project_twice(company: Company) -> None:
    """Recorded: Harvest has one assignment for a person and a project."""
    pairs = [(row.user.id, row.project.id) for row in company.user_assignments]
    assert len(set(pairs)) == len(pairs)


def test_the_crowd_holds_nothing(company: Company) -> None:
    """Documented: plain members; so every question about who may do what is answered by the story alone."""
    crowd = _crowd(company)
    assert len(crowd) == 73
    assert {who.access_roles for who in crowd} == {("member",)}
    assert all(who.email.isascii() and who.email.endswith("@example.com") for who in crowd)
    odd = operator.attrgetter(
        "is_contractor", "has_access_to_all_future_projects", "saml_exempt", "teammates", "profile", "claims"
    )
    assert {odd(who) for who in crowd} == {(False, False, False, (), None, None)}
    assert not any(mate in crowd for who in company.users for mate in who.teammates)
    assert not any(row.is_project_manager for row in company.user_assignments if row.user in crowd)


def test_the_crowd_is_where_the_story_says_and_everybody_active_is_somewhere(company: Company) -> None:
    """Our choice: as many as the project's row says; whoever is archived has archived assignments only."""
    crowd = _crowd(company)
    rows = [row for row in company.user_assignments if row.user in crowd]
    there = {
        project: sum(row.project.id == project.id and row.user.is_active for row in rows)
        for project in company.projects
    }
    assert [there[project] for project in company.projects] == list(told().crowds.values())
    assert all(row.is_active == (row.user.is_active and row.project.is_active) for row in rows)
    assert {row.user for row in rows if row.is_active} == {who for who in crowd if who.is_active}
    assert {row.user for row in rows if not row.user.is_active} == {who for who in crowd if not who.is_active}


def test_no_name_of_the_crowd_answers_to_one_of_the_story() -> None:
    """Our choice: which names are ambiguous is the story's to say, so no part of one may fit somebody of the crowd."""
    of_crowd = [_fold(f"{first} {last}") for first in FIRST_NAMES for last in LAST_NAMES]
    of_story = {_fold(part) for who in told().company.users for part in (who.first_name, who.last_name)}
    assert [part for part in sorted(of_story) if any(part in name for name in of_crowd)] == []


def test_most_people_have_rates_and_some_have_none(company: Company) -> None:
    """Our choice: so that a rate, a missing one and a withheld one can be told apart."""
    for rate in ("default_hourly_rate", "cost_rate"):
        without = sum(getattr(who, rate) is None for who in company.users)
        assert 0 < without < len(company.users) / 4


def test_every_project_has_a_handful_of_tasks_and_an_archived_task_is_used_no_more(company: Company) -> None:
    """Our choice: the archived task is still assigned, and each of its assignments is archived."""
    for project in company.projects:
        assert 4 <= len({on.task.id for on in project.task_assignments}) == len(project.task_assignments) <= 6
        assert all(on.is_active == on.task.is_active for on in project.task_assignments)
    assert [task.name for task in company.tasks if not task.is_active] == ["Typesetting"]


def _fold(name: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(mark))
