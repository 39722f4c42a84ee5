"""The folder: sealed by its manifest, private, whole or not there at all."""

import csv
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typing_extensions import override

from harvest_mcp.access.sight import PARTS
from harvest_mcp.evidence.basis import Evidence
from harvest_mcp.evidence.folder import file, files, write
from harvest_mcp.harvest.errors import BadQuestion
from tests.access.test_review import BOSS, DEPUTY, world
from tests.access.test_review_policy import EXT, TODAY, accepting
from tests.access.worlds import PARTLY
from tests.accounts import ANN, BEN, MAX, NASTY, NEW, OLD, account, person
from tests.answers.test_changes import compared
from tests.history.test_history import as_ben_sees

LED = account(users=(ANN, MAX, BEN.model_copy(update={"access_roles": ("manager",)}), OLD, NEW))
"""The small account after Ben became a manager."""


class Read(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.text: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "action", "srcset"}]

    @override
    def handle_data(self, data: str) -> None:
        self.text.append(data)


def said(page: bytes) -> str:
    """The words of a page, as they are read."""
    return " ".join("".join(Read(page.decode()).text).split())


def test_the_manifest_seals_every_file() -> None:
    """Documented: the SHA-256 of each file, and nothing is left out."""
    made = files(Evidence(account=account()))
    told = json.loads(made.pop("manifest.json"))
    assert told["files"] == {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)} for name, content in made.items()
    }
    assert list(made) == ["report.html", "users.csv", "entitlements.csv", "findings.csv", "account.json"]


def test_changes_are_in_it_where_there_is_an_earlier_picture() -> None:
    """Documented: changes since the last review."""
    made = files(Evidence(account=LED, changes=compared(LED)))
    assert made["changes.csv"].decode().splitlines()[1:] == ["level,Ben (13),,member,manager"]
    assert made["not-compared.csv"].decode().splitlines() == ["what,why,who_could"]
    assert "Changes since 2026-11-24T09:30:00Z (snapshot 1, as Ann Admin (11) sees it)" in said(made["report.html"])
    told = json.loads(made["manifest.json"])
    assert (told["complete"], told["gaps"]) == (True, [])
    assert told["changes"] == {
        "since": "2026-11-24T09:30:00Z (snapshot 1, as Ann Admin (11) sees it)",
        "complete": True,
        "count": 1,
        "not_compared": 0,
        "caveats": [],
    }
    same = said(file(Evidence(account=account(), changes=compared(account())), "report"))
    assert "Nothing has changed that both pictures tell." in same
    assert "Not everything could be compared." not in same
    with pytest.raises(BadQuestion, match="no earlier picture"):
        file(Evidence(account=account()), "changes")


@pytest.mark.parametrize("turned", [False, True], ids=["the earlier", "the later"])
def test_what_could_not_be_compared_is_told_beside_the_changes(turned: bool) -> None:  # noqa: FBT001  (which picture is in part)
    """Documented: unknown is not no; a list without changes is no proof that there were none."""
    before, after = (account(), as_ben_sees()) if turned else (as_ben_sees(), account())
    answer = compared(after, before)
    assert answer.changes == []
    made = files(Evidence(account=after, changes=answer))
    told = json.loads(made["manifest.json"])
    assert (told["complete"], told["changes"]["complete"]) == (False, False)
    assert told["changes"]["not_compared"] == answer.not_compared
    assert answer.not_compared
    rows = list(csv.DictReader(made["not-compared.csv"].decode().splitlines()))
    assert rows[0]["what"] == f"{answer.not_compared} facts"
    unseen = "people" if turned else "people in the earlier picture"
    assert unseen in {row["what"] for row in rows}
    assert unseen in {gap["what"] for gap in told["gaps"]}
    page = said(made["report.html"])
    assert f"Not compared: {answer.not_compared} facts that only one picture tells" in page
    assert f"Not in sight: {unseen}. A member's token" in page
    assert "compared with the earlier picture in part only" in page


def test_facts_that_a_picture_leaves_untold_make_the_changes_partial() -> None:
    """Documented: null never becomes no, even where the token saw every list whole."""
    silent = account(users=(ANN, MAX, BEN.model_copy(update={"is_contractor": None}), OLD, NEW))
    answer = compared(account(), silent)
    assert (answer.complete, answer.not_compared) == (True, 1)
    told = json.loads(files(Evidence(account=account(), changes=answer))["manifest.json"])
    assert (told["complete"], told["changes"]["complete"], told["gaps"]) == (False, False, [])


def test_why_there_are_no_changes_is_told() -> None:
    """Our choice: whoever holds the folder alone sees that nothing was compared, and why."""
    made = files(Evidence(account=account(), without_changes="The history is damaged."))
    assert json.loads(made["manifest.json"])["changes"] == {"none_because": "The history is damaged."}
    page = said(made["report.html"])
    assert "compared with no earlier picture, so whether anything has changed is unknown." in page
    assert "The history is damaged." in page


def test_a_report_speaks_of_a_manifest_only_where_there_is_one() -> None:
    """Our choice: a report that was made alone does not point at files that are not there."""
    of = Evidence(account=account())
    alone, sealed = said(file(of, "report")), said(files(of)["report.html"])
    assert "manifest.json beside this file" in sealed
    assert "beside entitlements.csv" in sealed
    assert "manifest.json" not in alone
    assert "no manifest seals it" in alone
    assert "the list that harvest-mcp export entitlements writes" in alone


def test_the_report_says_what_the_review_found() -> None:
    """Documented: counts, findings with evidence, the matrix; nothing in it leads to another host."""
    page = file(Evidence(account=account(), command="harvest-mcp review --out x"), "report").decode()
    read = Read(page)
    said = " ".join(read.text)
    for words in ("Ann Admin (id 11): administrator", "People by permission", "Job roles that nobody has", "Zoology",
                  "harvest-mcp review --out x", "Reviewed by"):  # fmt: skip
        assert words in said
    assert {address.partition(":")[0] for address in read.addresses if not address.startswith("#")} == {"data"}
    assert "default-src &#39;none&#39;" in page
    assert "http" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL).replace("http-equiv", "")


def test_what_the_report_runs_and_wears_is_what_its_policy_names() -> None:
    """Our choice: a page that an auditor opens runs nothing that a name smuggled in."""
    page = file(Evidence(account=account()), "report").decode()
    assert page.count("sha256-") == 2
    assert "unsafe-inline" not in page
    assert [tag for tag in Read(page).tags if tag in {"script", "iframe", "img", "form"}] == ["script"]


def test_names_stay_data() -> None:
    """Documented: text that comes from Harvest never becomes markup."""
    evil = person(7, "<script>alert(1)</script>", email='"><img src=x onerror=alert(1)>', is_contractor=True)
    nasty = person(8, NASTY, has_access_to_all_future_projects=True)
    page = file(Evidence(account=world(BOSS, evil, nasty, name="<b>Acme</b>")), "report").decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;b&gt;Acme&lt;/b&gt;" in page
    assert "\u202e" not in page


def test_people_of_one_name_are_told_apart() -> None:
    """Our choice: case and accents alone tell nobody apart; who is alone of a name needs no number."""
    page = file(Evidence(account=world(BOSS, person(7, "Zoë Ray"), person(8, "zoe ray"))), "report").decode()
    rows = page.partition('id="matrix"')[2]
    assert re.findall(r'<th scope="row">(.*?)</th>', rows) == ["Boss", "Zoë Ray (7)", "zoe ray (8)"]


def test_partial_sight_and_accepted_findings_are_told_at_the_top() -> None:
    """Documented: incomplete pictures say so; what is accepted is still counted."""
    page = file(Evidence(account=account(MAX)), "report").decode()
    assert "This token did not see everything." in page
    policy = accepting("contractor-administrator")
    page = file(Evidence(account=world(BOSS, DEPUTY, EXT), policy=policy), "report").decode()
    assert f"until {TODAY}, by Ann. known" in page
    past = accepting("contractor-administrator", person=7, until=TODAY.replace(day=1))
    page = file(Evidence(account=world(BOSS, DEPUTY, EXT), policy=past), "report").decode()
    expired = page.partition("No longer accepted")[2].partition("</ul>")[0]
    assert "<code>contractor-administrator</code>, person 7: 1, until 2026-11-01, by Ann. known" in expired
    past = accepting("unmanaged-project", project=21, until=TODAY.replace(day=1))
    page = file(Evidence(account=world(BOSS, DEPUTY, EXT), policy=past), "report").decode()
    assert "<code>unmanaged-project</code>, project 21: fits nothing, until 2026-11-01, by Ann. known" in page


def test_what_is_measured_by_and_among_how_many_nothing_was_found_is_told() -> None:
    """Documented: counts with denominators; the domain that was guessed stands there, whatever it found."""
    page = file(Evidence(account=world(BOSS, DEPUTY)), "report").decode()
    assert "e-mail domains: example.com (as most active people have it); 0 suppressions" in page
    assert "<li>Administrators who are contractors: 0 of 2 administrators.</li>" in page
    dark = world(person(1, "Boss", "administrator", email="boss@gmail.com"))
    assert "e-mail domains: not known; " in file(Evidence(account=dark), "report").decode()
    hidden = replace(dark, sight=dict.fromkeys(PARTS, PARTLY))
    assert "No check came out clear." in file(Evidence(account=hidden), "report").decode()


def test_the_folder_is_new_and_private(tmp_path: Path) -> None:
    """Documented: evidence is never written over; it names people, so it is its owner's."""
    folder = tmp_path / "reviews" / "2026-Q4"
    made = files(Evidence(account=account()))
    write(made, folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == made
    assert {oct(file.stat().st_mode & 0o777) for file in folder.iterdir()} == {"0o600"}
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    with pytest.raises(BadQuestion, match="never written over"):
        write(made, folder)
    assert {file.name for file in folder.parent.iterdir()} == {"2026-Q4"}


FULL = """
import resource, sys
from pathlib import Path
from harvest_mcp.evidence.folder import write
from harvest_mcp.harvest.errors import BadQuestion
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    write({"a.csv": b"x" * 500, "b.csv": b"x" * 5000}, Path(sys.argv[1]))
except BadQuestion as problem:
    print(problem.what)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system cannot limit the size of a file")
def test_no_room_leaves_nothing_behind(tmp_path: Path) -> None:
    """Documented: whole or not at all; the error says what to do."""
    folder = tmp_path / "review"
    told = subprocess.run((sys.executable, "-c", FULL, str(folder)), capture_output=True, text=True, check=True)
    assert told.stdout.strip() == f"{folder} could not be written: File too large."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc/version").exists(), reason="root writes everywhere here")
def test_a_place_that_cannot_be_is_told(tmp_path: Path) -> None:
    """Documented: bad input gets a clear error."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BadQuestion, match="could not be written"):
        write({"a": b""}, tmp_path / "file" / "review")
