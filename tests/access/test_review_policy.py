"""The policy of a review: how its file is read, what it sets aside, and that nothing set aside is forgotten."""

from datetime import date

import pytest

from harvest_mcp.access.review import RULES, Policy, Review, Suppression, review
from harvest_mcp.access.review.reading import FILE_NAME, read_policy
from harvest_mcp.access.review.rule import Rule
from harvest_mcp.harvest.errors import BadQuestion
from tests.access.test_review import BOSS, DEPUTY, DOER, PAST, SHOWN, on, world
from tests.accounts import AS_OF, SITE, assigned, person, project

EXT = person(7, "Ext", "administrator", is_contractor=True)
TWO = person(8, "Two", "administrator", is_contractor=True, email="Two@Example.com")
TODAY = AS_OF.date()
PEOPLED = on(assigned(51, SITE, DOER), assigned(52, project(22, "App"), DOER))


def accepting(
    finding: str, *, person: int | str | None = None, project: int | None = None, until: date = TODAY
) -> Policy:
    """A policy that accepts one finding, or the case of one person or project."""
    row = Suppression(finding=finding, person=person, project=project, reason="known", owner="Ann", expires=until)
    return Policy(suppress=(row,))


def standing(told: Review, finding: str) -> tuple[list[int], list[int]]:
    """The ids of what stands and of what is set aside."""
    (of,) = [row for row in told.findings if row.id == finding]
    return [case.id for case in of.cases], [case.id for case in of.suppressed]


def test_the_whole_of_a_file_is_read() -> None:
    """Documented: thresholds and suppressions, with reason, owner and expiry date."""
    policy = read_policy(
        """
        administrators_share = 0.2
        fewest_administrators = 3
        inactive_days = 30
        domains = ["acme.com"]
        [[suppress]]
        finding = "saml-exempt"
        person = "ext@example.com"
        reason = "The auditor signs in from outside."
        owner = "Ann Admin"
        expires = 2027-01-31
        """
    )
    assert (policy.administrators_share, policy.fewest_administrators, policy.inactive_days) == (0.2, 3, 30)
    assert policy.domains == ("acme.com",)
    assert policy.suppress[0].expires == date(2027, 1, 31)
    assert read_policy("") == Policy()


def stated(more: str = "", *, finding: str = "saml-exempt") -> str:
    """A suppression as it is written."""
    return f'[[suppress]]\nfinding = "{finding}"\nreason = "x"\nowner = "Ann"\nexpires = 2027-01-01\n{more}'


def test_a_domain_is_written_as_addresses_end() -> None:
    """Our choice: as people write it, an @ before it or not, in any script."""
    told = ("@example.com", "mail.example.co.uk", "müller.example", "xn--mller-kva.example")
    written = ", ".join(f'" {domain} "' for domain in told)
    assert read_policy(f"domains = [{written}]").domains == told


def test_a_file_may_begin_with_a_byte_order_mark() -> None:
    """Our choice: some editors write one, and nobody sees it."""
    assert read_policy("\ufeffinactive_days = 30") == Policy(inactive_days=30)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_finding_may_be_accepted_by_what_it_finds(rule: Rule) -> None:
    """Documented: of one person or project; a rule that says what it finds finds that, whatever the account."""
    names = {"person": "person = 7", "project": "project = 21", "job role": ""}
    (row,) = read_policy(stated(names[rule.finds], finding=rule.id)).suppress
    assert (row.person is not None, row.project is not None) == (rule.finds == "person", rule.finds == "project")
    (shown,) = [of for of in SHOWN if of.rule == rule.id]
    found = {"person": "person", "project": "project", "job role": "job_role"}[rule.finds]
    assert all(getattr(case, found) == case.id for case in shown.cases)


def test_a_suppression_that_fits_nothing_now_is_still_told() -> None:
    """Documented: nothing set aside is forgotten: whoever it was for may be gone, and the entry with them."""
    told = review(world(BOSS, EXT), accepting("contractor-administrator", person="left@example.com"))
    assert standing(told, "contractor-administrator") == ([7], [])
    assert [of.cases for of in told.suppressed] == [0]


def test_what_sets_a_case_aside_is_told_beside_it() -> None:
    """Documented: reason, owner and expiry of what is accepted; of several entries, of the one that holds longest."""
    rows = [
        Suppression(finding="contractor-administrator", person=who, reason=reason, owner="Ann", expires=until)
        for who, reason, until in (
            (7, "past", TODAY.replace(day=1)),
            (7, "short", TODAY),
            (None, "all", TODAY.replace(year=2027)),
            (8, "only Two", TODAY.replace(year=2028)),
        )
    ]
    told = review(world(BOSS, EXT, TWO), Policy(suppress=tuple(rows)))
    (of,) = [row for row in told.findings if row.id == "contractor-administrator"]
    assert [(case.id, by.reason) for case, by in zip(of.suppressed, of.accepted_by, strict=True)] == [
        (7, "all"),
        (8, "only Two"),
    ]


NO_DOMAIN = "domains 2: what stands behind the @ of an address is wanted, such as example.com"
UNLIKE_DOMAINS = ("*.example.com", "https://example.com", "me@example.com", "a.com, b.com", ".com", "com", "a.com.")
BAD = {
    **{f"the domain {domain}": (f'domains = ["a.com", "{domain}"]', NO_DOMAIN) for domain in UNLIKE_DOMAINS},
    "no TOML": ("domains = [acme.com]", f"{FILE_NAME} is no TOML: "),
    "an unknown key": ("administrator_share = 0.1", "administrator_share: is no key that there is"),
    "a share of nothing": ("administrators_share = 0", "administrators_share: input should be greater than 0"),
    "a suppression without a reason": (
        '[[suppress]]\nfinding = "saml-exempt"\nowner = "Ann"\nexpires = 2027-01-01',
        "suppress 1 reason: is missing",
    ),
    "one that never ends": (
        '[[suppress]]\nfinding = "saml-exempt"\nreason = "x"\nowner = "Ann"\nexpires = "never"',
        "suppress 1 expires: ",
    ),
    "an empty reason": (
        '[[suppress]]\nfinding = "saml-exempt"\nreason = " "\nowner = "Ann"\nexpires = 2027-01-01',
        "suppress 1 reason: ",
    ),
    "a share that is no number": ("administrators_share = true", "administrators_share: a number is wanted, not true"),
    "a count that is no number": (
        "fewest_administrators = true",
        "fewest_administrators: a number is wanted, not true",
    ),
    "days that are no number": ("inactive_days = false", "inactive_days: a number is wanted, not false"),
    "half a day": ("inactive_days = 1.5", "inactive_days: a whole number is wanted"),
    "a domain outside a list": ('domains = "x"', 'domains: a list is wanted, in brackets: domains = ["example.com"]'),
    "a domain that is no word": ("domains = [7]", "domains 1: words in quotes are wanted"),
    "one pair of brackets": ('[suppress]\nfinding = "saml-exempt"', "suppress: each stands under a line of its own"),
    "a person by name": (stated('person = "Pavel Dvořák"'), "suppress 1 person: an id or an e-mail address is wanted"),
    "a person who is true": (stated("person = true"), "suppress 1 person: an id or an e-mail address is wanted"),
    "a project that is true": (stated("project = true"), "suppress 1 project: a number is wanted, not true"),
    "a day that is a number": (
        stated().replace("2027-01-01", "0"),
        "suppress 1 expires: a date is wanted, such as 2027-03-31",
    ),
    "a project where people are found": (
        stated("project = 21"),
        "suppress 1: saml-exempt finds people, so no project fits",
    ),
    "a person and a project where people are found": (
        stated("project = 21\nperson = 7"),
        "suppress 1: saml-exempt finds people, so no project fits",
    ),
    "a person where projects are found": (
        stated("project = 21\nperson = 7", finding="unmanaged-project"),
        "suppress 1: unmanaged-project finds projects, so no person fits",
    ),
    "either where job roles are found": (
        stated("project = 21\nperson = 7", finding="unused-job-role"),
        "suppress 1: unused-job-role finds job roles, so no person and no project fits",
    ),
    "a finding that is none": (
        '[[suppress]]\nfinding = "saml"\nreason = "x"\nowner = "Ann"\nexpires = 2027-01-01',
        "suppress 1: there is no finding 'saml'",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_mistake_is_told_with_its_place(case: str) -> None:
    """Documented: validated; the error says where, and what there is."""
    text, told = BAD[case]
    with pytest.raises(BadQuestion) as raised:
        read_policy(text)
    assert told in raised.value.what
    assert raised.value.hint


def test_a_whole_finding_is_set_aside_and_still_counted() -> None:
    """Documented: a suppressed finding is still counted."""
    told = review(world(BOSS, EXT, TWO), accepting("contractor-administrator"))
    assert standing(told, "contractor-administrator") == ([], [7, 8])
    assert [of.cases for of in told.suppressed] == [2]
    assert "contractor-administrator" not in [rule.id for rule in told.clear]
    assert told.worst() != "high"


@pytest.mark.parametrize("name", [8, "8", " two@example.com "], ids=["number", "text", "e-mail"])
def test_one_person_is_set_aside(name: int | str) -> None:
    """Documented: by id or by e-mail."""
    told = review(world(BOSS, EXT, TWO), accepting("contractor-administrator", person=name))
    assert standing(told, "contractor-administrator") == ([7], [8])
    assert told.worst() == "high"


def test_one_project_is_set_aside() -> None:
    """Documented: a suppression may name a project; one that names a person as well fits none of these."""
    told = review(world(BOSS, DEPUTY, DOER, **PEOPLED), accepting("unmanaged-project", project=21))
    assert standing(told, "unmanaged-project") == ([22], [21])
    told = review(world(BOSS, DEPUTY, DOER, **PEOPLED), accepting("unmanaged-project", project=21, person=4))
    assert standing(told, "unmanaged-project") == ([21, 22], [])
    assert [of.cases for of in told.suppressed] == [0]


def test_what_has_expired_suppresses_no_longer_and_is_told() -> None:
    """Documented: an expiry date: the day of the picture is today, and the last day counts."""
    told = review(world(BOSS, EXT), accepting("contractor-administrator", until=date(2026, 11, 23)))
    assert standing(told, "contractor-administrator") == ([7], [])
    assert [(of.cases, of.suppression.expires) for of in told.expired] == [(1, date(2026, 11, 23))]
    assert told.suppressed == ()


def test_thresholds_are_measured_by() -> None:
    """Documented: a share that is a parameter, and the fewest administrators."""
    many = world(BOSS, DEPUTY, person(9, "Third", "administrator"), DOER, PAST)
    assert standing(review(many), "many-administrators") == ([1, 2, 9], [])
    assert not any(of.id == "many-administrators" for of in review(many, Policy(administrators_share=0.8)).findings)
    assert standing(review(many, Policy(fewest_administrators=4)), "few-administrators") == ([1, 2, 9], [])


def test_without_findings_nothing_is_worst() -> None:
    """Our choice: no severity is that of nothing."""
    quiet = world(person(1, "Boss", "administrator", saml_exempt=False), DEPUTY)
    told = review(quiet, Policy(administrators_share=1.0))
    assert [of.id for of in told.findings] == []
    assert told.worst() is None
