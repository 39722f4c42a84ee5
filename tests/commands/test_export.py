"""`review --out` and `export`: the folder and each of its files, from the terminal."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harvest_mcp.sandbox import Sandbox, example_company
from tests.commands.conftest import COMMAND, Typed, clean
from tests.stage import ACCOUNT, served

FILES = {"users.csv", "entitlements.csv", "findings.csv", "account.json", "report.html", "manifest.json"}


def test_the_folder_is_written_and_the_findings_are_shown(typed: Typed, tmp_path: Path) -> None:
    """Documented: `review --out`; the whole review, whatever is shown."""
    folder = tmp_path / "review-2026-Q4"
    told = typed("review", "--sandbox", "--severity", "high", "--out", str(folder))
    assert told.status == 0
    assert "Administrators who are contractors" in told.out
    assert f"into {folder}." in told.err
    assert {file.name for file in folder.iterdir()} == FILES
    rows = list(csv.DictReader(io.StringIO((folder / "findings.csv").read_text(encoding="utf-8"), newline="")))
    assert {row["severity"] for row in rows} == {"high", "medium", "low"}
    again = typed("review", "--sandbox", "--out", str(folder))
    assert (again.status, again.out) == (2, "")
    assert "never written over" in again.err


@pytest.mark.parametrize("what", ["users", "entitlements", "findings", "account", "report"])
def test_any_one_is_written_alone(typed: Typed, tmp_path: Path, what: str) -> None:
    """Documented: `export` writes any one of them, to stdout or into a new file."""
    line = ("export", what, "--sandbox")
    told = subprocess.run((*COMMAND, *line), env=clean(XDG_DATA_HOME=str(tmp_path)), capture_output=True, check=True)
    said = [line.partition(b":")[0] for line in told.stderr.splitlines()]
    assert said == ([b"Without changes"] if what == "report" else [])
    assert b"Pavel" in told.stdout
    it = tmp_path / "it"
    assert [typed(*line, "--out", str(it)).status for _ in range(2)] == [0, 2]
    assert len(it.read_bytes()) > 10_000
    assert oct(it.stat().st_mode & 0o777) == "0o600"


def test_there_is_nothing_to_compare_with_yet(typed: Typed) -> None:
    """Documented: changes since the last review; without one that is said."""
    for what in ("changes", "not-compared"):
        told = typed("export", what, "--sandbox")
        assert (told.status, told.out) == (2, "")
        assert "No snapshot of this account has been taken yet." in told.err


def test_what_has_changed_since_the_last_snapshot_is_in_the_folder(typed: Typed, tmp_path: Path) -> None:
    """Documented: changes since the last review, or since when one says; without one the review says so."""
    here = {"XDG_DATA_HOME": str(tmp_path / "data")}
    first = typed("review", "--sandbox", "--out", str(tmp_path / "first"), **here)
    assert "Without changes: No snapshot of this account has been taken yet." in first.err
    assert not (tmp_path / "first" / "changes.csv").exists()
    assert typed("review", "--sandbox", "--out", str(tmp_path / "no"), "--since", "2026-01-01", **here).status == 2
    assert typed("snapshot", "--sandbox", **here).status == 0
    told = typed("review", "--sandbox", "--out", str(tmp_path / "second"), **here)
    assert told.status == 0
    rows = (tmp_path / "second" / "changes.csv").read_text(encoding="utf-8").splitlines()
    assert rows == ["what,person,project,before,after"]
    assert "Changes since" in (tmp_path / "second" / "report.html").read_text(encoding="utf-8")
    assert "snapshot 1" in _manifest(tmp_path / "second")["changes"]["since"]
    assert "Changes: " not in told.err
    assert "Without changes: " not in (alone := typed("export", "report", "--sandbox", **here)).err
    assert "Changes since" in alone.out


def test_what_has_changed_since_the_last_review_is_told_whatever_ran_beside(typed: Typed, tmp_path: Path) -> None:
    """Documented: `--since` with the folder of an earlier review; a daily snapshot makes it no shorter."""
    company = example_company()
    with served(Sandbox(company, base_url=None)) as opens:
        here = {
            "XDG_DATA_HOME": str(tmp_path / "data"),
            "HARVEST_ACCESS_TOKEN": opens.token.get_secret_value(),
            "HARVEST_ACCOUNT_ID": str(ACCOUNT),
            "HARVEST_API_URL": opens.api_url,
            "HARVEST_ID_URL": opens.id_url,
        }
        third, fourth = str(tmp_path / "Q3"), tmp_path / "Q4"
        assert typed("review", "--out", third, **here).status == 0
        next(of for of in company.users if of.name == "Yusuf Demir").access_roles = ("administrator",)
        assert typed("snapshot", **here).status == 0
        assert typed("review", "--out", str(fourth), "--since", third, **here).status == 0
        alone = typed("export", "changes", "--since", third, **here)
        asked = typed("changes", "--since", third, **here)
        until = typed("changes", "--since", third, "--until", "last", "--json", **here)
        of_one = typed("changes", "--since", third, "--person", "yusuf", "--json", **here)
    rows = (fourth / "changes.csv").read_text(encoding="utf-8")
    assert "level,Yusuf Demir (" in rows
    assert alone.out.replace("\r", "") == rows
    assert "(the review Q3, as " in _manifest(fourth)["changes"]["since"]
    assert "(the review Q3, as " in (fourth / "report.html").read_text(encoding="utf-8")
    assert ("(the review Q3, as " in asked.out, "Yusuf Demir" in asked.out) == (True, True)
    assert [json.loads(told.out)["counts"].get("level") for told in (until, of_one)] == [1, None]
    manifest = tmp_path / "Q3" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(str(ACCOUNT), "7"), encoding="utf-8")
    for line in (("changes",), ("changes", "--person", "yusuf"), ("review", "--out", str(tmp_path / "no"))):
        told = typed(*line, "--since", third, "--sandbox", XDG_DATA_HOME=str(tmp_path / "data"))
        assert (told.status, told.out) == (2, "")
    manifest.unlink()
    told = typed("review", "--out", str(tmp_path / "no"), "--since", third, "--sandbox")
    assert (told.status, "holds no manifest.json" in told.err) == (2, True)
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("first", ["member", "administrator"])
def test_what_could_not_be_compared_is_said(typed: Typed, tmp_path: Path, first: str) -> None:
    """Documented: a snapshot by a token that sees less shows nobody as gone, and proves nobody as having stayed."""
    here = {"XDG_DATA_HOME": str(tmp_path / "data")}
    second = "administrator" if first == "member" else "member"
    assert typed("snapshot", "--sandbox", HARVEST_ACCESS_TOKEN=f"sandbox-{first}", **here).status == 0
    here["HARVEST_ACCESS_TOKEN"] = f"sandbox-{second}"
    told = typed("review", "--sandbox", "--out", str(tmp_path / "review"), **here)
    assert told.status == 0
    facts = json.loads(typed("changes", "--sandbox", "--json", **here).out)["not_compared"]
    assert facts > 1_000
    assert f"Changes: Not compared: {facts:,} facts that only one picture tells" in told.err
    manifest = _manifest(tmp_path / "review")
    assert (manifest["complete"], manifest["changes"]["not_compared"]) == (False, facts)
    alone = typed("export", "not-compared", "--sandbox", **here)
    assert alone.out.replace("\r", "") == (tmp_path / "review" / "not-compared.csv").read_text(encoding="utf-8")
    assert f'"{facts:,} facts"' in alone.out
    assert "Changes: Not compared: " in typed("export", "changes", "--sandbox", **here).err


def test_why_nothing_was_compared_is_in_the_folder(typed: Typed, tmp_path: Path) -> None:
    """Our choice: a damaged history stops no review, and leaves its trace in report and manifest."""
    here = {"XDG_DATA_HOME": str(tmp_path / "data")}
    assert typed("snapshot", "--sandbox", **here).status == 0
    (kept,) = (tmp_path / "data").rglob("*.sqlite")
    kept.write_bytes(b"not a database at all" * 1_000)
    told = typed("review", "--sandbox", "--out", str(tmp_path / "review"), **here)
    assert (told.status, "Without changes: " in told.err) == (0, True)
    because = _manifest(tmp_path / "review")["changes"]["none_because"]
    assert "is damaged, or is no history." in because
    assert "is damaged, or is no history." in (tmp_path / "review" / "report.html").read_text(encoding="utf-8")


def test_a_report_alone_has_what_the_folders_has(typed: Typed, tmp_path: Path) -> None:
    """Documented: `export` writes any one of them; changes and activity are in it where they are asked for."""
    here = {"XDG_DATA_HOME": str(tmp_path / "data")}
    assert typed("snapshot", "--sandbox", **here).status == 0
    told = typed("export", "report", "--since", "1", "--activity", "--sandbox", **here).out
    assert "Check <code>inactive</code>" in told
    assert "(snapshot 1, as " in told
    rows = list(csv.DictReader(io.StringIO(typed("export", "findings", "--activity", "--sandbox").out, newline="")))
    assert "inactive" in {row["finding"] for row in rows}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("export", "report", "--since", "garbage"), "This is no moment of the history."),
        (("export", "findings", "--since", "garbage"), "--since is for changes, not-compared and report."),
        (("export", "users", "--since", "2026-01-01"), "--since is for changes, not-compared and report."),
        (("export", "users", "--activity"), "--activity is for findings and report."),
        (("review", "--since", "garbage"), "name its folder with --out"),
    ],
    ids=" ".join,
)
def test_an_option_that_would_do_nothing_is_refused(
    typed: Typed, tmp_path: Path, line: tuple[str, ...], words: str
) -> None:
    """Our choice: nothing that was typed is passed over in silence."""
    here = {"XDG_DATA_HOME": str(tmp_path / "data"), "COLUMNS": "300"}
    assert typed("snapshot", "--sandbox", **here).status == 0
    told = typed(*line, "--sandbox", **here)
    assert (told.status, told.out) == (2, "")
    assert words in told.err


def _manifest(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return told


def test_the_command_is_told_as_it_was_typed(tmp_path: Path) -> None:
    """Documented: the manifest holds the exact command, and no token."""
    here = clean(XDG_CONFIG_HOME=str(tmp_path))
    line = (*COMMAND, "review", "--sandbox", "--out", "Q4 review")
    subprocess.run(line, env=here, capture_output=True, check=True, cwd=tmp_path)
    manifest = json.loads((tmp_path / "Q4 review" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["command"] == "harvest-mcp review --sandbox --out 'Q4 review'"
    assert manifest["sandbox"] is True
    whole = b"".join(file.read_bytes() for file in (tmp_path / "Q4 review").iterdir())
    assert b"sandbox-administrator" not in whole


def test_without_the_extra_the_rest_is_written_all_the_same(tmp_path: Path) -> None:
    """Our choice: only the report needs Jinja2; the words say how to get it."""
    code = "import sys; sys.modules['jinja2'] = None; from harvest_mcp.__main__ import main; main()"
    here = clean(XDG_CONFIG_HOME=str(tmp_path))
    line = (sys.executable, "-c", code, "export")
    told = subprocess.run((*line, "report", "--sandbox"), env=here, capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "pip install 'harvest-access-mcp[report]'" in told.stderr
    assert subprocess.run((*line, "users", "--sandbox"), env=here, capture_output=True, check=False).returncode == 0


def test_a_place_that_cannot_be_written_is_told(typed: Typed, tmp_path: Path) -> None:
    """Documented: a clear error that says what to do."""
    told = typed("export", "users", "--sandbox", "--out", str(tmp_path / "no" / "such" / "folder" / "x.csv"))
    assert told.status == 2
    assert "could not be written" in told.err
