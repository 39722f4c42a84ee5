"""Answers as rows: the columns are those of the question, whatever the answer."""

import pytest

from harvest_mcp import connect, rows
from harvest_mcp.access.reasons import SEVERITIES, Severity
from tests.stage import MEMBER


def test_a_check_has_the_columns_of_cases_whatever_it_finds() -> None:
    """Our choice: lines that read a frame of one check go on when its last case is mended."""
    with connect(sandbox=True) as harvest:
        checks = ("contractor-administrator", "few-administrators", "inactive")
        found, clear, unchecked = (rows(harvest.review(check).result()) for check in checks)
        assert [len(found), len(clear)] == [1, 0]
        assert (found.title, [*found[0]]) == ("Cases", ["kind", "id", "name", "email", "note"])
        assert clear.notes[0].startswith("Found nothing, 0 of 128 people: few-administrators.")
        assert unchecked.notes[0].startswith("Not wholly checked: inactive.")
        for of in (clear, unchecked):
            assert [(one.name, one.kind) for one in of.columns] == [(one.name, one.kind) for one in found.columns]


@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_review_has_the_columns_of_findings(severity: Severity) -> None:
    """Our choice: however few checks are asked for, and though the token sees too little for any."""
    with connect(sandbox=True) as seen, connect(MEMBER, sandbox=True) as unseen:
        for harvest, has_any in ((seen, True), (unseen, False)):
            told = rows(harvest.review(severity=severity).result())
            assert (told.title, len(told) > 0, told.columns[0].name) == ("Findings", has_any, "finding")
