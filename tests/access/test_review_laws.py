"""Laws of a review that hold on every account: less sight finds nothing new, and nothing is passed over in silence."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from harvest_mcp.access.account import Account
from harvest_mcp.access.review import RULES, Policy, Review, review
from harvest_mcp.access.review.scene import Scene
from tests.access.test_review_policy import accepting
from tests.access.worlds import accounts, seen_less

THRESHOLDS = {"few-administrators", "many-administrators"}
"""They count over all people; what they find is the administrators, whoever the others are."""


def cases(told: Review) -> set[tuple[str, int]]:
    """Every case, by rule and id."""
    return {(of.id, case.id) for of in told.findings for case in (*of.cases, *of.suppressed)}


@given(data=st.data(), account=accounts())
def test_hiding_a_part_never_makes_a_finding_of_absence_appear(data: st.DataObject, account: Account) -> None:
    """Documented: unknown is not no: whoever is merely out of sight is not missing."""
    less = data.draw(seen_less(account))
    absent = {rule.id for rule in RULES.values() if rule.is_of_absence}
    new = {case for case in cases(review(less)) - cases(review(account)) if case[0] in absent}
    assert new == set()


@given(account=st.one_of(accounts(), accounts().flatmap(seen_less)))
def test_every_rule_is_spoken_of(account: Account) -> None:
    """Documented: found, clear, or not checked with a reason; never a false all-clear."""
    told = review(account)
    found, clear = {of.id for of in told.findings}, {rule.id for rule in told.clear}
    not_checked = {of.rule.id for of in told.not_checked}
    assert found | clear | not_checked == RULES.keys()
    assert clear & (found | not_checked) == set()
    assert all(of.because for of in told.not_checked)
    hidden = {rule.id for rule in RULES.values() if not all(account.sees(part).is_whole for part in rule.needs)}
    assert hidden & clear == set()


@given(account=accounts(), rule=st.sampled_from(sorted(RULES)))
def test_suppressing_keeps_counts(account: Account, rule: str) -> None:
    """Documented: a suppressed finding is still counted, and no other is touched."""
    before, after = review(account), review(account, accepting(rule))
    assert cases(after) == cases(before)
    assert {of.id for of in after.findings if of.suppressed} == {of.id for of in before.findings if of.id == rule}
    assert after.clear == before.clear


@given(account=st.one_of(accounts(), accounts().flatmap(seen_less)))
def test_no_more_is_found_than_was_looked_at(account: Account) -> None:
    """Documented: a denominator for each, and the unknown are among those who are looked at or may be."""
    assert all(len(of.cases) <= of.of for of in review(account).findings)
    scene = Scene(account, Policy())
    looked = [rule.look(scene) for rule in RULES.values()]
    assert all(of.unknown <= of.of + of.may for of in looked)


OF_WORDS = {"unknown-access-role", "claims-disagree", "void-extras", "unreadable-profile", "profile-adjustments"}
"""They are about words of access: where Harvest says none, another check finds that."""
UNSAID = dict.fromkeys(
    ("access_roles", "permissions_profile", "permissions_claims", "is_admin", "is_project_manager", "can_see_rates")
)


@given(data=st.data(), account=accounts())
def test_telling_less_never_clears_a_check(data: st.DataObject, account: Account) -> None:
    """Documented: unknown is not no: what was found is found still, or not wholly checked, whatever is not told now."""
    less = data.draw(seen_less(account))
    silent = data.draw(st.sets(st.sampled_from([user.id for user in less.users])))
    less = replace(
        less, users=tuple(user.model_copy(update=UNSAID) if user.id in silent else user for user in less.users)
    )
    were = {of.id for of in review(account).findings} - OF_WORDS
    assert were & {of.id for of in review(less).clear} == set()
