"""The verb `review`: what the tool says, how grave it must be to fail, and the policy by which it measures."""

from pathlib import Path

import pytest

from harvest_mcp.access.review import RULES
from tests.commands.conftest import Typed
from tests.commands.test_access import as_csv, as_json, of_tool

SAME = [
    (["review"], {"limit": 200}),
    (["review", "--severity", "high"], {"severity": "high"}),
    (["review", "--check", "unmanaged-project"], {"check": "unmanaged-project"}),
    (["review", "--check", "inactive"], {"check": "inactive"}),
]
ACCEPTED = """
[[suppress]]
finding = "contractor-administrator"
person = "pavel@example.com"
reason = "Runs the migration."
owner = "Ingrid Solheim"
expires = 2099-03-31
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a policy."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("line", "arguments"), SAME, ids=lambda value: " ".join(map(str, value)))
def test_json_is_the_tools_structured_form(typed: Typed, line: list[str], arguments: dict[str, object]) -> None:
    """Documented: the faces are doors to the same answers."""
    assert as_json(typed, *line) == of_tool("review_access", arguments)


def test_the_table_tells_how_many_of_how_many_and_what_to_do(typed: Typed) -> None:
    """Documented: a table on stdout; what could not be checked in words on stderr."""
    told = typed("review", "--sandbox", COLUMNS="200")
    assert told.status == 0
    assert "1 of 4 administrators" in told.out
    assert "Team > Edit > Permissions" in told.out
    assert "Not checked: inactive. Time entries are asked for only where this check is named, or activity" in told.err


def test_one_check_shows_its_cases(typed: Typed) -> None:
    """Documented: `--check` gives the whole of one."""
    told = typed("review", "--check", "contractor-administrator", "--sandbox")
    assert "A.5.18, A.8.2, CC6.1, CC6.3" in told.out
    assert "pavel@example.com" in told.out
    (row,) = as_csv(typed, "review", "--check", "contractor-administrator", "--sandbox")
    assert (row["finding"], row["kind"], row["name"]) == ("contractor-administrator", "person", "Pavel Dvořák")
    row, *_ = as_csv(typed, "review", "--severity", "high", "--sandbox")
    assert (row["severity"], row["finding"], row["count"], row["of"]) == ("high", "contractor-administrator", "1", "4")


def test_the_header_of_a_sheet_does_not_hang_on_what_is_found(typed: Typed, elsewhere: Path) -> None:
    """Our choice: whoever reads it by its columns reads nothing else on the day on which all is well."""
    sheets = [
        typed("review", "--check", check, "--csv", "--sandbox").out.splitlines()
        for check in ("contractor-administrator", "few-administrators", "inactive")
    ]
    assert [len(lines) for lines in sheets] == [2, 1, 2]
    assert len({lines[0] for lines in sheets}) == 1
    (elsewhere / "harvest-access.toml").write_text(ACCEPTED, encoding="utf-8")
    accepted = typed("review", "--check", "contractor-administrator", "--csv", "--sandbox").out.splitlines()
    assert accepted == sheets[0][:1]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (["--fail-on", "high"], 1),
        (["--fail-on", "low", "--severity", "high"], 1),
        (["--check", "few-administrators", "--fail-on", "low"], 0),
        (["--check", "void-extras", "--fail-on", "low"], 1),
        (["--check", "void-extras", "--fail-on", "medium"], 0),
    ],
    ids=str,
)
def test_it_fails_where_a_finding_is_grave_enough(typed: Typed, line: list[str], status: int) -> None:
    """Documented: exit status 1 where findings are at or above `--fail-on`; what is shown does not decide."""
    assert typed("review", *line, "--sandbox").status == status


def test_it_fails_where_a_grave_check_could_not_look(typed: Typed) -> None:
    """Our choice: unknown is not fine; a token that sees less than it did never makes a scheduled job pass."""
    member = {"HARVEST_ACCESS_TOKEN": "sandbox-member"}
    told = typed("review", "--fail-on", "high", "--sandbox", **member)
    assert told.status == 1
    assert "0 high, 0 medium, 0 low" in told.out
    failed = next(line for line in told.err.splitlines() if line.startswith("Failed: "))
    checks = failed.partition("unknown is not fine: ")[2].partition(".")[0].split(", ")
    graves = [rule.id for rule in RULES.values() if rule.severity == "high"]
    assert sorted(checks) == sorted(graves)
    assert f"Failed: {len(graves)} checks of severity high could not look" in failed
    assert "medium or graver could not look" in typed("review", "--fail-on", "medium", "--sandbox", **member).err
    silent = typed("review", "--fail-on", "high", "--json", "--sandbox", **member)
    assert (silent.status, "Failed: " in silent.err) == (1, True)
    passed = typed("review", "--fail-on", "high", "--allow-unchecked", "--sandbox", **member)
    assert (passed.status, "Failed: " in passed.err) == (0, False)
    assert typed("review", "--allow-unchecked", "--fail-on", "high", "--sandbox").status == 1


def test_what_harvest_tells_no_token_fails_nothing(typed: Typed) -> None:
    """Our choice: one access role that nobody knows would else make every scheduled job fail for ever."""
    told = typed("review", "--check", "duties-price-and-bill", "--sandbox", COLUMNS="200")
    assert "Not wholly checked: duties-price-and-bill. Harvest does not tell enough of" in told.err
    assert typed("review", "--check", "duties-price-and-bill", "--fail-on", "low", "--sandbox").status == 0


def test_a_check_that_nobody_asked_for_fails_nothing(typed: Typed) -> None:
    """Our choice: activity is asked for or it is not; where it is and cannot be told, that counts."""
    assert RULES["inactive"].severity == "medium"
    member = {"HARVEST_ACCESS_TOKEN": "sandbox-member"}
    unasked = typed("review", "--fail-on", "medium", "--sandbox", **member).err.partition("Failed: ")[2]
    assert "claims-disagree" in unasked
    assert "inactive" not in unasked
    asked = typed("review", "--fail-on", "medium", "--check", "inactive", "--sandbox", **member)
    assert (asked.status, "1 check of severity medium or graver" in asked.err) == (1, True)


def test_what_would_do_nothing_is_refused(typed: Typed) -> None:
    """Our choice: whoever lets unchecked things pass says of which failure."""
    told = typed("review", "--allow-unchecked", "--sandbox", COLUMNS="200")
    assert (told.status, told.out) == (2, "")
    assert "--allow-unchecked is for --fail-on" in told.err


def test_activity_is_asked_for_where_it_is_wanted(typed: Typed) -> None:
    """Documented: `--activity`; without it the check says that it did not look."""
    assert "inactive" in [row["finding"] for row in as_csv(typed, "review", "--activity", "--sandbox")]
    assert "inactive" not in [row["finding"] for row in as_csv(typed, "review", "--sandbox")]


def test_a_policy_with_a_byte_order_mark_is_read(typed: Typed, elsewhere: Path) -> None:
    """Our choice: as Notepad writes it."""
    (elsewhere / "harvest-access.toml").write_text(ACCEPTED, encoding="utf-8-sig")
    assert "Suppressed: 1 case." in typed("review", "--sandbox").out


def test_a_policy_in_this_folder_is_taken(typed: Typed, elsewhere: Path) -> None:
    """Documented: harvest-access.toml; what is accepted is counted, and fails nothing."""
    (elsewhere / "harvest-access.toml").write_text(ACCEPTED, encoding="utf-8")
    told = typed("review", "--sandbox")
    assert "Suppressed: 1 case." in told.out
    assert "by Ingrid Solheim: Runs the migration." in told.err
    line = ("review", "--check", "contractor-administrator", "--fail-on", "low", "--sandbox")
    assert typed(*line).status == 0
    (elsewhere / "mine.toml").write_text("", encoding="utf-8")
    assert typed(*line, "--policy", "mine.toml").status == 1
    assert typed(*line, HARVEST_ACCESS_POLICY=str(elsewhere / "mine.toml")).status == 1


BAD = {
    "a lost file": (["--policy", "nowhere.toml"], "The policy nowhere.toml could not be read"),
    "a mistake": (["--policy", "bad.toml"], "bad.toml: domain: is no key that there is."),
    "too large": (["--policy", "large.toml"], "The policy large.toml has more than 1,000,000 characters."),
    "no text": (["--policy", "binary.toml"], "it is no UTF-8 text"),
    "no such check": (["--check", "passwords"], "There is no such check."),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_told(typed: Typed, elsewhere: Path, case: str) -> None:
    """Documented: wrong use is told with what to do, and nothing is shown."""
    (elsewhere / "bad.toml").write_text("domain = 'x'", encoding="utf-8")
    (elsewhere / "binary.toml").write_bytes(b"\xff\xfe")
    (elsewhere / "large.toml").write_text("#" * 1_000_001, encoding="utf-8")
    line, words = BAD[case]
    told = typed("review", *line, "--sandbox")
    assert (told.status, told.out) == (2, "")
    assert words in told.err
    assert "\nhint: " in told.err


@pytest.mark.parametrize("why", ["Is a directory", "No such file or directory"])
def test_a_policy_in_this_folder_that_cannot_be_read_is_told(typed: Typed, elsewhere: Path, why: str) -> None:
    """Our choice: accepted findings that come back, or measures that change, without a word would be a riddle."""
    beside = elsewhere / "harvest-access.toml"
    if why == "Is a directory":
        beside.mkdir()
    else:
        beside.symlink_to("nowhere.toml")
    told = typed("review", "--sandbox", COLUMNS="300")
    assert (told.status, told.out) == (2, "")
    assert f"The policy harvest-access.toml could not be read: {why}.\nhint: Mend it or take it away." in told.err
