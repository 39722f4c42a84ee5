"""Reviews an account: what each rule finds, what the policy sets aside, and what could not be looked at.

A rule that could not look, or not at everything, is never among those that found nothing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from harvest_mcp.access.account import Account
from harvest_mcp.access.reasons import SEVERITIES, Severity
from harvest_mcp.access.review.policy import Policy, Suppression
from harvest_mcp.access.review.rule import Case, Looked, Rule
from harvest_mcp.access.review.rules import RULES
from harvest_mcp.access.review.scene import Activity, Scene, untold_activity
from harvest_mcp.access.sight import WORDS

DEFAULT: Final = Policy()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found among `of`: the cases that stand, and those that the policy sets aside."""

    rule: Rule
    cases: tuple[Case, ...]
    suppressed: tuple[Case, ...]
    accepted_by: tuple[Suppression, ...]
    """Of each suppressed case what sets it aside; of several, the one that holds the longest."""
    of: int
    note: str

    @property
    def id(self) -> str:
        """The rule's id, which is the finding's."""
        return self.rule.id

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return self.rule.severity


@dataclass(frozen=True, slots=True)
class Clear:
    """That a rule looked at all `of` and found nothing, and by what it measured."""

    rule: Rule
    of: int
    note: str

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.rule.id

    def words(self) -> str:
        """Write it on one line."""
        note = f" {self.note}" if self.note else ""
        return f"{self.rule.title}: 0 of {self.of:,} {self.rule.among}.{note}"


@dataclass(frozen=True, slots=True)
class NotChecked:
    """That a rule did not look, or may have missed something, and why."""

    rule: Rule
    because: str
    is_partly: bool = False
    """What it found stands, and there may be more."""
    is_told_to_nobody: bool = False
    """No token and no policy would help: Harvest's API does not tell it."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A suppression, and how many cases it sets aside, or did until it expired."""

    suppression: Suppression
    cases: int


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that came of a review; every rule is in `findings`, `clear` or `not_checked`, some in two."""

    findings: tuple[Finding, ...]
    """The gravest first; those whose every case is suppressed among them."""
    clear: tuple[Clear, ...]
    """Those that looked at everything and found nothing."""
    not_checked: tuple[NotChecked, ...]
    suppressed: tuple[Applied, ...]
    expired: tuple[Applied, ...]

    def worst(self) -> Severity | None:
        """The severity of the gravest finding that stands."""
        return next((finding.severity for finding in self.findings if finding.cases), None)


def review(account: Account, policy: Policy = DEFAULT, activity: Activity | None = None) -> Review:
    """Put every rule to the account; today is the day of the picture."""
    scene, marker = Scene(account, policy, activity), _Marker(account, policy)
    findings: list[Finding] = []
    clear: list[Clear] = []
    not_checked: list[NotChecked] = []
    for rule in RULES.values():
        hidden = _hidden(account, rule)
        looked = Looked(short=hidden) if hidden and rule.is_of_absence else rule.look(scene)
        missed = list(_missed(account, rule, looked))
        not_checked += missed
        if looked.cases:
            findings.append(marker.mark(rule, looked.cases, looked.of, looked.note))
        elif not missed:
            clear.append(Clear(rule, looked.of, looked.note))
    findings.sort(key=lambda finding: -SEVERITIES.index(finding.severity))
    return Review(tuple(findings), tuple(clear), tuple(not_checked), *marker.applied())


def _hidden(account: Account, rule: Rule) -> str:
    hidden = [WORDS[part] for part in rule.needs if not account.sees(part).is_whole]
    return f"Not in sight, or not all of it: {', '.join(hidden)}." if hidden else ""


def _missed(account: Account, rule: Rule, looked: Looked) -> Iterator[NotChecked]:
    """Say why a rule could not look, or not at everything."""
    hidden = _hidden(account, rule)
    if looked.short:
        yield NotChecked(rule, " ".join(dict.fromkeys(why for why in (hidden, looked.short) if why)))
        return
    is_partly = looked.of > 0
    if hidden:
        yield NotChecked(rule, hidden, is_partly)
    if looked.unknown:
        because = " ".join(why for why in (rule.doubts(looked), "" if looked.cases else looked.note) if why)
        yield NotChecked(rule, because, is_partly, is_told_to_nobody=not hidden)
    if rule.leaves_out_untold and (untold := untold_activity(account)):
        yield NotChecked(rule, untold, is_partly)


class _Marker:
    """Sets aside the cases that the policy suppresses, and counts them; what has expired is only counted."""

    def __init__(self, account: Account, policy: Policy) -> None:
        self._account = account
        self._rows = tuple(enumerate(policy.suppress))
        self._counts = Counter[int]()

    def mark(self, rule: Rule, cases: Sequence[Case], of: int, note: str) -> Finding:
        """Part the cases of one rule into those that stand and those that are set aside."""
        standing: list[Case] = []
        suppressed: list[tuple[Case, Suppression]] = []
        rows = [(row, of) for row, of in self._rows if of.finding == rule.id]
        for case in cases:
            fitting = [(row, of) for row, of in rows if self._fits(of, case)]
            self._counts.update(row for row, _ in fitting)
            if holding := [of for _, of in fitting if self._holds(of)]:
                suppressed.append((case, max(holding, key=lambda of: of.expires)))
            else:
                standing.append(case)
        set_aside, accepted_by = tuple(case for case, _ in suppressed), tuple(by for _, by in suppressed)
        return Finding(rule, tuple(standing), set_aside, accepted_by, of, note)

    def applied(self) -> tuple[tuple[Applied, ...], tuple[Applied, ...]]:
        """Give the suppressions that hold, then those that have expired, each with the cases that it fits."""
        rows = [Applied(of, self._counts[row]) for row, of in self._rows]
        return (
            tuple(row for row in rows if self._holds(row.suppression)),
            tuple(row for row in rows if not self._holds(row.suppression)),
        )

    def _holds(self, suppression: Suppression) -> bool:
        return suppression.holds_on(self._account.as_of.date())

    def _fits(self, of: Suppression, case: Case) -> bool:
        """Whether a suppression is of this case: it names nothing, or every thing that it names is the case's."""
        is_person = of.person is None or (case.person is not None and _plain(of.person) in self._names(case.person))
        return is_person and (of.project is None or of.project == case.project)

    def _names(self, user_id: int) -> Iterator[str]:
        yield str(user_id)
        yield _plain(self._account.users_by_id[user_id].email or user_id)


def _plain(name: int | str) -> str:
    return str(name).strip().casefold()
