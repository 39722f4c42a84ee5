"""Findings as they are told: whole answers on small accounts, and what is left out where there is no room."""

from dataclasses import replace

import pytest

from harvest_mcp.access.review import RULES, Policy
from harvest_mcp.access.sight import WHOLE
from harvest_mcp.answers.paging import DEFAULT_SIZE, Turn
from harvest_mcp.answers.review import WORST_FIRST, FindingRow, ReviewAnswer
from harvest_mcp.answers.reviewing import review_access, reviewed
from harvest_mcp.harvest.errors import BadCursor, NoSuchThing
from harvest_mcp.harvest.models import Company
from tests.access.test_review import BOSS, DEPUTY, DOER, TEMP, leading, on, world
from tests.access.test_review_policy import EXT, PEOPLED, TODAY, TWO, accepting
from tests.accounts import APP, BEN, MAX, SITE, account, assigned, awkward, largest, mates, person, untold


def row(answer: ReviewAnswer, finding: str) -> FindingRow:
    """One of the findings."""
    (found,) = [found for found in answer.findings if found.id == finding]
    return found


def test_a_finding_says_what_the_contract_wants() -> None:
    """Documented: id, title, severity, people, projects, remedy, of; and why, which controls, and what is counted."""
    answer = review_access(world(BOSS, DEPUTY, EXT), severity="high")
    assert row(answer, "contractor-administrator").model_dump(exclude_none=True) == {
        "id": "contractor-administrator",
        "title": "Administrators who are contractors",
        "severity": "high",
        "count": 1,
        "of": 3,
        "among": "administrators",
        "people": [{"id": 7, "name": "Ext"}],
        "projects": [],
        "remedy": "Lower the level, or correct the contractor mark: Team > Edit > Permissions",
        "why": "Whoever is not an employee holds everything in the account, billing and others' access among it.",
        "controls": ["A.5.18", "A.8.2", "CC6.1", "CC6.3"],
    }
    assert answer.lines()[0].startswith("Findings of ")
    assert {RULES[found.id].severity for found in answer.findings} == {"high"}


def test_the_gravest_come_first_and_every_check_is_accounted_for() -> None:
    """Documented: counts with denominators; what could not look is unknown, not clear."""
    answer = review_access(account())
    assert answer.counts is not None
    severities = [WORST_FIRST.index(found.severity) for found in answer.findings]
    assert severities == sorted(severities)
    clear = [check for of in answer.clear or () for check in of.checks]
    told = {found.id for found in answer.findings} | set(clear)
    told |= {check for of in answer.not_checked or () for check in of.checks}
    assert told == RULES.keys()
    assert answer.counts.checks == len(RULES)
    assert answer.counts.clear == len(clear)
    assert answer.total == answer.returned == len(answer.findings)


def test_one_check_is_told_with_all_its_cases() -> None:
    """Documented: the evidence: people, projects and assignments by name and id."""
    answer = review_access(world(BOSS, DEPUTY, DOER, **PEOPLED), check="unmanaged-project")
    assert [case.model_dump(exclude_none=True) for case in answer.cases or ()] == [
        {"id": 21, "name": "Site", "kind": "project", "note": "nobody"},
        {"id": 22, "name": "App", "kind": "project", "note": "nobody"},
    ]
    led = world(BOSS, DEPUTY, person(3, "Lead", "manager", "people_manager"), **leading(over=(BEN,)))
    led = replace(led, users=(*led.users, BEN.model_copy(update={"is_active": False})))
    (case,) = review_access(led, check="archived-teammates").cases or []
    assert case.people is not None
    assert (case.name, case.email, case.note) == ("Lead", "lead@example.com", "1 of 1 assigned people")
    assert [who.name for who in case.people] == ["Ben"]


def test_what_belongs_to_a_case_is_told_with_it() -> None:
    """Documented: assignments by id; a finding about people names the projects that it is about."""
    on_site = on(assigned(51, SITE, TEMP, manages=True), assigned(52, SITE, DOER))
    answer = review_access(world(BOSS, DEPUTY, TEMP, DOER, **on_site), check="project-manager-contractor")
    (case,) = answer.cases or []
    assert case.people is not None
    assert (case.kind, [who.name for who in case.people], case.assignments) == ("project", ["Temp"], [51])
    assert [who.name for who in answer.findings[0].people] == ["Temp"]
    assert "assignments: 51" in answer.text()


def test_a_check_that_finds_nothing_says_so() -> None:
    """Our choice: whoever asks about one check gets its result, whatever it is."""
    answer = review_access(world(BOSS, DEPUTY), check="contractor-administrator")
    assert (answer.findings, answer.cases) == ([], None)
    assert "No findings." in answer.text()
    assert "Found nothing, 0 of 2 administrators: contractor-administrator." in answer.text()


def test_what_found_nothing_says_among_how_many() -> None:
    """Documented: counts with denominators, and by what it measured; what is out of use is no finding."""
    quiet = world(BOSS, DEPUTY, DOER, company=Company(saml_sign_in_required=False))
    told = {check: of for of in review_access(quiet).clear or () for check in of.checks}
    assert told["same-name"].model_dump(exclude_none=True) == {
        "checks": ["unknown-access-role", "no-known-level", "same-email", "same-name"], "of": 3, "among": "people"
    }  # fmt: skip
    assert told["administrator-outside-domain"].note == "The company's: example.com (as most active people have it)."
    assert told["few-administrators"].note == "At least 2 are wanted; known to be there: 2."
    assert told["saml-exempt"].note == "Out of use: sign-in by SAML is not required here."
    assert told["no-job-role"].words() == (
        "Found nothing, 0 of 0 people: no-job-role. Out of use: the account has no job roles."
    )


def test_a_job_role_is_a_case_too() -> None:
    """Documented: job roles with no one."""
    answer = review_access(account(), check="unused-job-role")
    assert [(case.kind, case.name) for case in answer.cases or ()] == [("job role", "Zoology")]
    assert "job roles: Zoology (42)" in answer.text()


def test_partial_sight_is_told_as_unknown() -> None:
    """Documented: a rule whose evidence the token cannot see says so; a partial answer is not complete."""
    answer = review_access(account(MAX))
    assert not answer.complete
    hidden = [of for of in answer.not_checked or () if "Not in sight" in of.because]
    assert {check for of in hidden for check in of.checks} >= {
        "unmanaged-project",
        "idle-manager",
        "few-administrators",
    }
    assert any(of.words().startswith("Not wholly checked: ") for of in hidden if of.partly)


def test_what_is_suppressed_and_what_has_expired_is_told() -> None:
    """Documented: with reason, owner and expiry; a finding that is wholly suppressed stays in the counts."""
    answer = review_access(world(BOSS, DEPUTY, EXT, TWO), policy=accepting("contractor-administrator", person=7))
    assert (row(answer, "contractor-administrator").count, row(answer, "contractor-administrator").suppressed) == (1, 1)
    assert [of.words() for of in answer.suppressed or ()] == [
        f"contractor-administrator, person 7 (1), until {TODAY}, by Ann: known"
    ]
    whole = review_access(world(BOSS, DEPUTY, EXT), policy=accepting("contractor-administrator"))
    assert whole.counts is not None
    assert (whole.counts.high, whole.counts.suppressed) == (0, 1)
    assert "contractor-administrator" not in [found.id for found in whole.findings]
    one = review_access(
        world(BOSS, EXT), check="contractor-administrator", policy=accepting("contractor-administrator")
    )
    assert row(one, "contractor-administrator").suppressed == 1
    past = accepting("contractor-administrator", until=TODAY.replace(day=1))
    expired = review_access(world(BOSS, DEPUTY, EXT), policy=past)
    assert len(expired.expired or ()) == 1
    assert "Suppression expired: contractor-administrator (1), until 2026-11-01, by Ann: known" in expired.text()
    gone = review_access(world(BOSS, EXT), policy=accepting("contractor-administrator", person="left@example.com"))
    assert "contractor-administrator, person left@example.com (fits nothing), until" in gone.text()
    on_project = review_access(world(BOSS, DEPUTY, DOER, **PEOPLED), policy=accepting("unmanaged-project", project=21))
    assert "unmanaged-project, project 21 (1)" in on_project.text()


def test_a_check_that_is_none_is_answered_with_those_that_are() -> None:
    """Documented: an error says what to do."""
    with pytest.raises(NoSuchThing) as raised:
        review_access(account(), check="no-such-check")
    assert "idle-manager" in (raised.value.hint or "")


def crowded() -> ReviewAnswer:
    """The first page of a review of people who all make every kind of case."""
    return review_access(awkward(holders=300, is_active=True))


def test_pages_lead_through_all_findings() -> None:
    """Documented: nothing is cut silently: what does not fit is paged, and each finding comes once."""
    crowd = awkward(holders=300, is_active=True)
    found, cursor = [], ""
    while True:
        answer = review_access(crowd, turn=Turn(limit=2, cursor=cursor))
        found += [of.id for of in answer.findings]
        if not (cursor := answer.next_cursor or ""):
            break
    assert len(found) == len(set(found)) == answer.total
    with pytest.raises(BadCursor):
        review_access(crowd, check="same-name", turn=Turn(cursor=review_access(crowd, turn=Turn(1)).next_cursor or ""))


def test_cases_come_in_pages_too() -> None:
    """Documented: of one check the whole, paged."""
    crowd, found, cursor = awkward(holders=300, is_active=True), [], ""
    while True:
        answer = review_access(crowd, check="void-extras", turn=Turn(cursor=cursor))
        assert largest([answer]) < DEFAULT_SIZE
        found += [case.id for case in answer.cases or ()]
        if not (cursor := answer.next_cursor or ""):
            break
    assert len(found) == len(set(found)) == answer.total


def test_many_suppressions_leave_room_for_findings() -> None:
    """Documented: a default answer stays under 8 kB; what is left out is counted."""
    rows = accepting("contractor-administrator").suppress[0].model_copy(update={"reason": "x" * 300})
    answer = review_access(awkward(holders=300, is_active=True), policy=Policy(suppress=(rows,) * 50))
    assert answer.not_shown is not None
    assert len(answer.suppressed or ()) + answer.not_shown == 50
    assert f"{answer.not_shown:,} suppressions left out for room." in answer.text()
    assert largest([answer]) < DEFAULT_SIZE
    assert untold(answer) == []


def test_a_picture_is_reviewed_once_for_each_policy() -> None:
    """Our choice: pages of one review are of one review; what was kept goes after a while."""
    small = account()
    assert reviewed(small) is reviewed(small)
    first = reviewed(small, Policy(inactive_days=1))
    assert [reviewed(small, Policy(inactive_days=days)) for days in range(2, 12)]
    assert reviewed(small, Policy(inactive_days=1)) is not first


def test_an_account_whose_modules_are_untold_is_reviewed_with_that_said() -> None:
    """Documented: where the company cannot be read: the rule, with a caveat."""
    both = person(7, "Both", "manager", "time_and_expenses_manager", "managed_projects_invoice_drafter")
    rows = on(assigned(51, APP, both, manages=True))
    dark = world(BOSS, DEPUTY, both, company=Company(), teammates={7: mates()}, **rows)
    answer = review_access(replace(dark, sight={**dark.sight, "company": WHOLE}), check="duties-edit-and-bill")
    assert "Whether the account has the module for it switched on is out of sight." in answer.text()
