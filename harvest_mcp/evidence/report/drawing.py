"""Fills the report's template; whatever comes from Harvest is escaped there, and nothing in it leads elsewhere."""

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from harvest_mcp.access.permissions import PERMISSIONS, RULES
from harvest_mcp.access.reasons import SEVERITIES
from harvest_mcp.access.review.rule import Case
from harvest_mcp.access.sight import WORDS
from harvest_mcp.answers.text import clean, count, fold
from harvest_mcp.evidence.changes import changes
from harvest_mcp.evidence.findings import people_of, projects_of, subject
from harvest_mcp.evidence.matrix import ALL, MEANS, OWN, PART, PERHAPS, holders, matrix
from harvest_mcp.evidence.people import STATUS
from harvest_mcp.evidence.report.charts import Bar, bars
from harvest_mcp.harvest.errors import BadQuestion
from harvest_mcp.harvest.models import User

if TYPE_CHECKING:
    from jinja2 import Template

    from harvest_mcp.evidence.basis import Evidence

HERE: Final = files("harvest_mcp.evidence.report")
COLUMNS: Final = ("E-mail", "Note", "With")
MARKS: Final = {"contractor": "contractor", "all_future_projects": "all future projects", "saml_exempt": "SAML exempt"}
LEVELS: Final = ("administrator", "manager", "member", "unknown")
FILLED: Final = {ALL: "all", PART: "managed", OWN: "own", PERHAPS: "perhaps"}
"""The class of a cell."""
MANY: Final = 100
"""Rows from which a table is taller than any screen."""


def report(of: "Evidence") -> str:
    """Draw the whole report. Raises BadQuestion where the extra that draws it is not installed."""
    style, script = (HERE.joinpath(name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    return _template().render(
        **_head(of),
        **_found(of),
        **_changed(of),
        **_people(of),
        many=MANY,
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:",
    )


def _template() -> "Template":
    try:
        from jinja2 import Environment, StrictUndefined  # noqa: PLC0415  (of the extra `report`)
    except ImportError:
        raise BadQuestion(
            "The report cannot be drawn: Jinja2 is not installed.",
            "Run: pip install 'harvest-access-mcp[report]'. `harvest-mcp export` writes the other files without it.",
        ) from None
    drawn = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return drawn.from_string(HERE.joinpath("report.html").read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    """Name a text as a content security policy does."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _head(of: "Evidence") -> dict[str, Any]:
    account = of.account
    gaps = [(WORDS[part], sight) for part, sight in account.sight.items() if not sight.is_whole]
    return {
        "name": clean(account.name),
        "number": account.id,
        "as_of": account.as_of.strftime("%Y-%m-%d %H:%M UTC"),
        "viewer": clean(account.viewer.name),
        "viewer_id": account.viewer.id,
        "viewer_role": of.viewer_role,
        "gaps": gaps,
        "version": of.version,
        "command": of.command,
        "policy_words": of.policy_words(),
        "is_sandbox": of.sandbox,
        "is_in_folder": of.is_in_folder,
    }


def _found(of: "Evidence") -> dict[str, Any]:
    review = of.review
    standing = Counter(finding.severity for finding in review.findings if finding.cases)
    findings = [
        {
            "id": finding.id,
            "rule": finding.rule,
            "count": len(finding.cases),
            "of": finding.of,
            "note": finding.note,
            **_cases(of, finding.cases),
            "accepted": len(finding.suppressed),
        }
        for finding in review.findings
    ]
    worst_first = SEVERITIES[::-1]
    return {
        "findings": [finding for finding in findings if finding["count"]],
        "severities": [(severity, standing[severity]) for severity in worst_first],
        "not_checked": review.not_checked,
        "clear": [clean(row.words(), most=2_000) for row in review.clear],
        "suppressed": review.suppressed,
        "expired": review.expired,
        "chart_of_findings": bars([Bar(word, standing[word], word) for word in worst_first], "findings"),
    }


def _changed(of: "Evidence") -> dict[str, Any]:
    answer = of.changes
    if answer is None:
        return {"since": "", "without_changes": of.without_changes}
    return {
        "since": answer.since.words(),
        "sums": answer.sums(),
        "changes": changes(answer).rows,
        "untold": [*answer.rest(), *answer.unseen()],
    }


def _cases(of: "Evidence", cases: Sequence[Case]) -> dict[str, Any]:
    """Tell every case, with those columns that are not empty for all of them."""
    told = [_case(of, case) for case in cases]
    return {"cases": told, "columns": [column for column in COLUMNS if any(case[column] for case in told)]}


def _case(of: "Evidence", case: Case) -> dict[str, Any]:
    _, name, email = subject(of.account, case)
    belongs = "; ".join((*people_of(of.account, case), *projects_of(of.account, case)))
    return {"id": case.id, "name": name} | dict(zip(COLUMNS, (email, case.note, belongs), strict=True))


def _people(of: "Evidence") -> dict[str, Any]:
    account = of.account
    columns = of.users.columns
    people = sorted((dict(zip(columns, row, strict=True)) for row in of.users.rows), key=_weight)
    place = {row["user_id"]: number for number, row in enumerate(people)}
    active = [row for row in people if row["status"] != STATUS[False]]
    levels = Counter(str(row["level"]) for row in active)
    rows = sorted(matrix(account), key=lambda row: place[row.person.id])
    counted = holders(rows)
    return {
        "people": [row | {"marks": [words for name, words in MARKS.items() if row[name] is True]} for row in people],
        "tiles": [
            ("people", len(active)),
            ("archived", len(people) - len(active)),
            ("administrators", levels["administrator"]),
            ("managers", levels["manager"]),
            ("contractors", sum(row["contractor"] is True for row in active)),
            ("projects", sum(project.is_active is not False for project in account.projects)),
        ],
        "chart_of_levels": bars([Bar(level, levels[level], level) for level in LEVELS if levels[level]], "people"),
        "chart_of_permissions": bars(
            [
                Bar(name, letters[ALL] + letters[PART], "all", letters[PERHAPS])
                for name, letters in counted.items()
                if letters[ALL] + letters[PART] + letters[PERHAPS]
            ],
            "people",
        ),
        "permissions": [(permission, RULES[permission].lets) for permission in PERMISSIONS],
        "matrix": list(zip(_told_apart([row.person for row in rows]), (row.cells for row in rows), strict=True)),
        "filled": FILLED,
        "means": [(letter, FILLED[letter], words) for letter, words in MEANS.items()],
        "counted": count(len(rows), "person", "people"),
    }


def _told_apart(people: Sequence[User]) -> list[str]:
    """Name people, with the id behind the name where several have it."""
    names = [clean(who.name) for who in people]
    times = Counter(map(fold, names))
    return [f"{name} ({who.id})" if times[fold(name)] > 1 else name for name, who in zip(names, people, strict=True)]


def _weight(row: Mapping[str, Any]) -> tuple[object, ...]:
    """Put those with the most access first, then by name; archived people come last."""
    return (row["status"] == STATUS[False], LEVELS.index(row["level"]), -len(row["extra_permissions"]), row["owner"])
