"""The panel without a browser: what it says over the wire, what it gives in code; no token is ever among it."""

import gc
import json
import os
import re
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets
import pytest
import traitlets

import harvest_mcp
from harvest_mcp.connection.accounts import Accounts
from harvest_mcp.harvest.errors import Unconnected
from harvest_mcp.panel.panel import TABS, AccessPanel
from harvest_mcp.panel.views import FAILED
from harvest_mcp.sandbox import Fault, Sandbox
from tests.panel.wire import Wire, recorded, tell
from tests.stage import ADMINISTRATOR, MEMBER, served

RUTH, SAMUEL, APOLLO = 5085130, 5324509, 41749902


@pytest.fixture
def wire() -> Iterator[Wire]:
    """All that the panel's widgets send."""
    with recorded() as wire:
        yield wire


@pytest.fixture
def panel(wire: Wire) -> AccessPanel:  # noqa: ARG001  (it records)
    """The panel on the example company, as a screen has just drawn it."""
    panel = AccessPanel(sandbox=True)
    panel.wait(30)
    told(panel, op="ready")
    return panel


def told(panel: AccessPanel, **content: Any) -> None:  # noqa: ANN401  (JSON)
    """Tell the panel something, as a screen does, and wait for what comes of it."""
    tell(panel, {"view": "screen", **content})
    panel.wait(30)


def state(wire: Wire) -> dict[str, Any]:
    """How it stands with the account."""
    return wire.custom("state")[-1].content


def card(wire: Wire, of: str) -> list[dict[str, Any]]:
    """What stands beside a table."""
    blocks: list[dict[str, Any]] = [sent for sent in wire.custom("card") if sent.content["of"] == of][-1].content[
        "blocks"
    ]
    return blocks


def waits(wire: Wire, tab: str) -> tuple[str, bool]:
    """What a view says instead of what it shows, and whether it shows nothing else."""
    last = [sent.content for sent in wire.custom("wait") if sent.content["of"] == tab][-1]
    return last["says"], last["covers"]


def test_it_goes_straight_to_the_example_company(panel: AccessPanel, wire: Wire) -> None:
    """Documented: `sandbox=True`; who it is connected as, and that nothing is missing."""
    assert state(wire)["phase"] == "ready"
    assert state(wire)["who"] == "Ingrid Solheim, administrator, of Tamberlane & Osk"
    assert (state(wire)["sandbox"], state(wire)["gaps"], state(wire)["trouble"]) == (True, [], None)
    assert repr(panel) == "Harvest access: 140 people, 60 projects"


def test_rows_are_a_line_away(panel: AccessPanel) -> None:
    """Documented: people, projects, assignments and grants; the view as on the screen."""
    assert (len(panel.people), len(panel.projects)) == (140, 60)
    assert {"person_id", "project_id", "manages"} <= {column.name for column in panel.assignments.columns}
    assert panel.grants[0]["because"]
    panel.people_table.view = (RUTH, SAMUEL)
    assert [row["person"] for row in panel.view] == ["Ruth Adeyemi", "Samuel Oduya"]
    panel.tab = "projects"
    panel.projects_table.view = (APOLLO,)
    assert [row["project"] for row in panel.view] == ["Apollo"]


def test_people_are_filtered_before_they_are_read(wire: Wire) -> None:
    """Documented: a dashboard is written in one cell; other rows are looked at as those before."""
    panel = AccessPanel(sandbox=True)
    panel.people_table.search, panel.people_table.sort = "ada", ("projects", "descending")
    panel.people_table.filters = {"level": "manager"}
    panel.projects_table.filters = {"archived": False}
    panel.findings_table.filters = {"severity": "high"}
    with pytest.raises(traitlets.TraitError, match=r"no column 'access'. hint: there are 'name', 'email', 'level'"):
        panel.people_table.filters = {"access": "manager"}
    panel.wait(30)
    panel.tab = "review"
    panel.refresh()
    panel.wait(30)
    assert panel.people_table.filters == {"level": ("manager",)}
    assert (panel.people_table.search, panel.people_table.sort) == ("ada", (("projects", "descending"),))
    assert panel.projects_table.filters == {"archived": (False,)}
    assert panel.findings_table.ids
    assert panel.findings_table.filters == {"severity": ("high",)}
    saved = json.dumps(ipywidgets.Widget.get_manager_state())
    assert not [word for word in ("ada", "descending", "severity") if f'"{word}"' in saved]
    assert wire.custom("look") == []


def test_people_are_selected_before_they_are_read(wire: Wire) -> None:
    """Documented: a selection is set in the cell that makes the panel, as filters are; ids of nobody select nothing."""
    panel = AccessPanel(sandbox=True, selected=(SAMUEL, 1, RUTH), tab="matrix")
    panel.projects_table.selected = (2, APOLLO)
    panel.findings_table.selected = ("contractor-administrator",)
    panel.roles_table.selected = ("access:administrator", "access:emperor")
    panel.wait(30)
    assert (set(panel.selected), set(panel.people_table.selected)) == ({RUTH, SAMUEL}, {RUTH, SAMUEL})
    assert (panel.selected_projects, panel.projects_table.selected) == ((APOLLO,), (APOLLO,))
    assert panel.roles_table.selected == ("access:administrator",)
    assert [block["title"] for block in card(wire, "people")][1:3] == ["Only Ruth Adeyemi", "Only Samuel Oduya"]
    panel.tab = "review"
    panel.wait(30)
    assert panel.findings_table.selected == ("contractor-administrator",)
    assert "Pavel Dvořák" in json.dumps(card(wire, "review"), ensure_ascii=False)
    assert state(wire)["trouble"] is None


def test_a_cell_is_chosen_before_the_matrix_is_drawn(wire: Wire) -> None:
    """Documented: likewise the matrix, with whoever's cell it is."""
    panel = AccessPanel(sandbox=True, tab="matrix")
    panel.matrix.selected = (RUTH, "time.approve")
    panel.wait(30)
    assert (panel.matrix.selected, panel.selected) == ((RUTH, "time.approve"), (RUTH,))
    tell(panel.matrix, {"op": "ready", "view": "one"})
    row, column = wire.custom("map")[-1].content["place"]
    assert panel.matrix._mapped.ids((row, column)) == (RUTH, "time.approve")  # noqa: SLF001  (what a screen is told of)
    panel.matrix.selected = (RUTH, "time.fly")
    assert panel.matrix.selected == ()


def test_what_waits_for_rows_that_never_come_is_no_question(wire: Wire) -> None:
    """Our choice: a table that stays empty has nothing selected, whatever was asked for, and nothing is amiss."""
    with harvest_mcp.connect("sandbox-member", sandbox=True) as harvest:
        panel = AccessPanel(harvest, tab="review")
        panel.findings_table.selected = ("contractor-emperor",)
        panel.wait(30)
    assert (panel.findings_table.ids, state(wire)["trouble"]) == ((), None)


def test_a_person_is_selected_once_for_all_views(panel: AccessPanel, wire: Wire) -> None:
    """Documented: selection is shared; a card says everything about one, and compares two."""
    panel.selected = (RUTH,)
    panel.wait(30)
    assert panel.people_table.selected == (RUTH,)
    assert card(wire, "people")[0]["title"] == "Ruth Adeyemi"
    panel.people_table.selected = (RUTH, SAMUEL)
    panel.wait(30)
    assert set(panel.selected) == {RUTH, SAMUEL}
    assert [block["title"] for block in card(wire, "people")][1:3] == ["Only Ruth Adeyemi", "Only Samuel Oduya"]
    panel.selected = panel.people_table.ids[:30]
    panel.wait(30)
    assert card(wire, "people")[0]["rows"][-1] == ["and 10 more"]
    told(panel, op="open", kind="project", id=APOLLO)
    assert (panel.tab, panel.selected_projects) == ("projects", (APOLLO,))
    assert card(wire, "projects")[0]["title"] == "Apollo"
    told(panel, op="open", kind="person", id=RUTH)
    assert (panel.tab, panel.selected) == ("people", (RUTH,))


def test_roles_show_their_holders(panel: AccessPanel, wire: Wire) -> None:
    """Documented: access levels and extras with their holders, job roles with theirs."""
    for which, title, names in (
        ("access:administrator", "administrator: 5 people", {"Ingrid Solheim", "Pavel Dvořák"}),
        ("job:Illustrator", "Illustrator: 0 people", set()),
    ):
        panel.roles_table.selected = (which,)
        panel.wait(30)
        (block,) = card(wire, "roles")
        assert block["title"] == title
        assert names <= {row[1] for row in block["rows"]}
    panel.roles_table.selected = panel.roles_table.ids[:2]
    panel.wait(30)
    assert card(wire, "roles")[0]["title"] == "2 selected"


def test_plots_are_drawn_with_roles(panel: AccessPanel, wire: Wire) -> None:
    """Documented: levels by job role, managers' span; the numbers are in words as well."""
    panel.tab = "roles"
    panel.wait(30)
    levels, spans = wire.custom("plots")[-1].content["plots"]
    directors = next(row for row in levels["rows"] if row["name"] == "Director")
    assert directors["words"] == "3 administrator, 3 manager"
    assert sum(part["number"] for row in levels["rows"] for part in row["parts"]) >= 128
    assert spans["rows"][0] == {
        "name": "Ruth Adeyemi", "parts": [{"kind": "manager", "number": 5}], "words": "5 people",
    }  # fmt: skip
    assert (levels["more"], spans["more"]) == (0, 0)


def test_the_matrix_is_drawn_when_it_is_looked_at(panel: AccessPanel) -> None:
    """Documented: people by permissions or by projects, with reasons; choosing a cell selects the person."""
    assert repr(panel.matrix).startswith("People by permission: 0 rows")
    panel.tab = "matrix"
    panel.wait(30)
    assert repr(panel.matrix) == "People by permission: 128 rows by 37 columns"
    assert panel.matrix.why(RUTH, "time.approve")[0].startswith("Yes, ")
    panel.matrix.selected = (RUTH, "time.approve")
    assert panel.selected == (RUTH,)
    told(panel, op="map", by="projects")
    assert repr(panel.matrix) == "People by project: 128 rows by 51 columns"
    assert panel.matrix.why(RUTH, APOLLO) == ["Ruth Adeyemi manages Apollo, since 2024-03-01."]
    assert panel.matrix.why(SAMUEL, APOLLO) == ["Samuel Oduya is not on Apollo."]


def test_findings_and_changes_are_views_too(
    panel: AccessPanel, wire: Wire, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Documented: wired where they exist; a policy that is wrong is told in the panel."""
    panel.tab = "review"
    panel.wait(30)
    assert "contractor-administrator" in panel.findings_table.ids
    panel.findings_table.selected = ("contractor-administrator",)
    panel.wait(30)
    assert "Pavel Dvořák" in json.dumps(card(wire, "review"), ensure_ascii=False)
    panel.tab = "changes"
    panel.wait(30)
    assert card(wire, "changes")[0]["title"] == "No earlier picture to compare with"
    monkeypatch.setenv("HARVEST_ACCESS_POLICY", str(tmp_path / "nowhere.toml"))
    panel.findings_table.show((), ids=())
    panel.tab = "review"
    panel.wait(30)
    assert "could not be read" in state(wire)["trouble"]["what"]


def test_a_screen_that_comes_late_is_told_everything(wire: Wire) -> None:
    """Documented: a panel shown in a later cell, shown twice or reloaded shows what the first screen does."""
    panel = AccessPanel(sandbox=True, tab="changes")
    panel.wait(30)
    panel.tab = "roles"
    told(panel, op="map", by="projects")
    panel.selected = (RUTH,)
    question = {"kind": "who_can", "permission": "time.approve", "project": "Apollo"}
    told(panel, op="ask", question=question)
    before = len(wire.sent)
    told(panel, op="ready", view="late")
    late = [sent.content for sent in wire.sent[before:] if sent.kind == "comm_msg"]
    assert {content["view"] for content in late} == {"late"}
    assert late[0]["phase"] == "ready"
    by_kind = {(content["op"], content.get("of", "")): content for content in late[1:]}
    assert by_kind["card", "people"]["blocks"][0]["title"] == "Ruth Adeyemi"
    assert by_kind["card", "changes"]["blocks"][0]["title"] == "No earlier picture to compare with"
    assert by_kind["plots", ""]["plots"]
    assert by_kind["by", ""]["by"] == "projects"
    assert (by_kind["answer", ""]["question"], by_kind["answer", ""]["trouble"]) == (question, None)
    told(panel, op="leave")
    before = len(wire.sent)
    told(panel, op="ready", view="later")
    assert [sent.content["op"] for sent in wire.sent[before:]] == ["state"]  # nothing of an account that is left


def test_what_takes_long_says_so_and_keeps_nobody_waiting(
    panel: AccessPanel, wire: Wire, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Documented: a view that is being worked out says so, and questions in Python are answered meanwhile."""
    policy = tmp_path / "policy.toml"
    os.mkfifo(policy)  # whoever reads it waits until somebody writes
    monkeypatch.setenv("HARVEST_ACCESS_POLICY", str(policy))
    panel.tab = "review"
    assert waits(wire, "review") == ("Reviewing the account…", True)
    assert panel.harvest is not None
    assert panel.harvest.explain("Ruth Adeyemi", "time.approve").result(30).answer == "yes"
    panel.tab = "matrix"
    while waits(wire, "matrix") != ("", False):
        time.sleep(0.01)
    assert repr(panel.matrix) == "People by permission: 128 rows by 37 columns"
    assert (waits(wire, "review"), panel.findings_table.ids) == (("Reviewing the account…", True), ())
    policy.write_text("", encoding="utf-8")
    panel.wait(30)
    assert waits(wire, "review") == ("", False)
    assert panel.findings_table.ids
    told(panel, op="map", by="projects")
    assert [sent.content["covers"] for sent in wire.custom("wait") if sent.content["of"] == "matrix"][-2:] == [
        True,  # the map of permissions is none of projects
        False,
    ]
    told(panel, op="refresh")
    last = [sent.content for sent in wire.custom("wait") if sent.content["of"] == "matrix"][-2:]
    assert [(bool(one["says"]), one["covers"]) for one in last] == [(True, False), (False, False)]
    policy.unlink()
    panel.tab = "review"
    panel.wait(30)
    assert waits(wire, "review") == (FAILED, True)


def test_a_review_says_what_its_findings_do_not(wire: Wire) -> None:
    """Documented: what was not checked is unknown, not clear: the panel says it as the tool does, always."""
    for token, words in (
        ("sandbox-member", "31 could not look, or not at everything"),
        ("sandbox-administrator", "Findings of 31 checks: "),
    ):
        with harvest_mcp.connect(token, sandbox=True) as harvest:
            panel = AccessPanel(harvest, tab="review")
            panel.wait(30)
            answer = harvest.review().result()
            summary = wire.custom("review")[-1].content
            assert words in summary["head"]
            assert bool(panel.findings_table.ids) == bool(answer.findings)
            assert [line for line in summary["lines"] if line.startswith(("Not checked: ", "Not wholly checked: "))]
            assert set(answer.remarks()) | set(answer.foot()[1:]) <= set(summary["lines"])
            assert [word for word in ("Found nothing, 0 of", "Not in sight: ") if word in "\n".join(summary["lines"])]
            sent = len(wire.sent)
            panel.findings_table.selected = panel.findings_table.ids[:1]
            panel.wait(30)
            assert wire.custom("review")[-1].content is summary  # and it stays
            told(panel, op="ready", view="late")
            assert "review" in [one.content.get("op") for one in wire.sent[sent:]]


def test_observers_break_no_load(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    """Documented: whatever an observer does, everything is shown; there it may ask, and its own error is told."""
    asked: list[int] = []
    problems: list[BaseException] = []

    def asks(_: object) -> None:
        assert shown.harvest is not None
        asked.append(shown.harvest.users().result(30).total)

    def waits_for_the_panel(_: object) -> None:
        try:
            shown.wait()
        except RuntimeError as problem:
            problems.append(problem)

    def fails(_: object) -> None:
        raise LookupError("of my own")

    with harvest_mcp.connect(sandbox=True) as harvest:
        shown = AccessPanel(harvest, tab="matrix")
        for heard in (asks, waits_for_the_panel, fails):
            shown.people_table.observe(heard, "view")
        for name in ("search", "filters", "selected"):
            shown.people_table.observe(fails, name)
        shown.matrix.observe(fails, "label")
        shown.wait(30)
        shown.refresh()
        shown.wait(30)
        assert (state(wire)["phase"], state(wire)["trouble"]) == ("ready", None)
        tables = (shown.people_table, shown.projects_table, shown.roles_table)
        assert [len(table.ids) for table in tables][:2] == [140, 60]
        assert [table.view for table in tables] == [table.ids for table in tables]
        assert repr(shown.matrix) == "People by permission: 128 rows by 37 columns"
        assert set(asked) == {128}
        assert "cannot wait for the panel" in str(problems[0])
        assert {record.exc_info[1].args for record in caplog.records if record.exc_info and record.exc_info[1]} == {
            ("of my own",)
        }
        with pytest.raises(LookupError, match="of my own"):
            shown.people_table.selected = (RUTH,)  # as of any widget


def test_a_question_that_cannot_be_is_answered_in_the_panel(panel: AccessPanel, wire: Wire) -> None:
    """Documented: errors appear in the panel, with what to do."""
    for question, words in (
        ({"kind": "explain_access", "user": "", "permission": "time.read"}, "lacks a person"),
        ({"kind": "who_can", "permission": "time.fly"}, "no such permission"),
        ({"kind": "who_can", "project": "no such"}, "No projects in this account fit"),
        ({"kind": "read_minds"}, "no such question"),
    ):
        told(panel, op="ask", question=question)
        trouble = wire.custom("answer")[-1].content["trouble"]
        assert words in trouble["what"]
        assert trouble["hint"]


def test_what_is_typed_is_completed(panel: AccessPanel, wire: Wire) -> None:
    """Documented: completion of permissions and names."""
    for of, typed, first in (
        ("person", "ruth", "Ruth Adeyemi"),
        ("project", "apo", "Apollo"),
        ("client", "northg", "Northgale"),
        ("permission", "time.a", "time.approve"),
    ):
        told(panel, op="complete", id=1, of=of, typed=typed)
        assert wire.custom("completions")[-1].content["values"][0].startswith(first)


def test_nothing_that_names_anybody_is_a_state(panel: AccessPanel) -> None:
    """Documented: a saved notebook shows counts only."""
    panel.selected = (RUTH,)
    panel.wait(30)
    kept = json.dumps([widget.get_state() for widget in (panel, panel.people_table, panel.matrix)], default=str)
    kept = kept.replace(panel._esm, "")  # noqa: SLF001  (what is saved)
    assert not [word for word in ("Ruth", "Ingrid", "Tamberlane", str(RUTH)) if word in kept]
    bundle = panel._repr_mimebundle_()
    assert "140 people" in json.dumps(bundle)
    assert "Ruth" not in json.dumps(bundle)


def test_without_an_account_it_asks_for_a_token(wire: Wire, tmp_path: Path) -> None:
    """Documented: the connect form; a wrong token is told; the right one says what it sees; kept only where ticked."""
    with served(Sandbox()) as credentials, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        patch.setenv("HARVEST_API_URL", credentials.api_url)
        patch.setenv("HARVEST_ID_URL", credentials.id_url)
        panel = AccessPanel()
        assert (state(wire)["phase"], state(wire)["trouble"]) == ("connect", None)
        with pytest.raises(Unconnected):
            _ = panel.people
        told(panel, op="connect", token="wrong-token-123", account_id="", keep=False)
        assert state(wire)["phase"] == "connect"
        assert "refused the token" in state(wire)["trouble"]["what"]
        told(panel, op="connect", token=MEMBER, account_id="", keep=False)
        assert state(wire)["phase"] == "ready"
        assert "member" in state(wire)["who"]
        assert state(wire)["gaps"]
        assert Accounts().all() == []
        told(panel, op="leave")
        assert (state(wire)["phase"], state(wire)["who"]) == ("connect", "")
        told(panel, op="connect", token=ADMINISTRATOR, account_id="x", keep=False)
        assert state(wire)["trouble"]["what"] == "The account's id is a number."
        told(panel, op="connect", token=ADMINISTRATOR, account_id="1000001", keep=True)
        assert [account.user for account in Accounts().all()] == ["Ingrid Solheim"]
        assert f"connect(account={Accounts().all()[0].name!r})" in panel.code()
        told(panel, op="refresh")
        assert state(wire)["phase"] == "ready"
    sent = wire.text() + repr(panel) + panel.code()
    assert not [token for token in ("wrong-token-123", ADMINISTRATOR, MEMBER) if token in sent]


def test_a_long_load_is_cancelled_and_tried_again(wire: Wire, tmp_path: Path) -> None:
    """Documented: long loads show progress and can be cancelled: no request follows; what there is stays."""
    sandbox = Sandbox(faults=[Fault("slow", path="/user_assignments", seconds=4)])
    with served(sandbox) as credentials, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        patch.setenv("HARVEST_API_URL", credentials.api_url)
        patch.setenv("HARVEST_ID_URL", credentials.id_url)
        patch.setenv("HARVEST_ACCESS_TOKEN", ADMINISTRATOR)
        panel = AccessPanel()
        for _ in range(500):
            if any(" of " in (sent.content["progress"] or {}).get("text", "") for sent in wire.custom("state")):
                break
            time.sleep(0.01)
        assert state(wire)["phase"] == "loading"
        told(panel, op="cancel")
        assert (state(wire)["phase"], state(wire)["note"]) == ("stopped", "Cancelled.")
        sandbox.faults = []
        time.sleep(0.5)  # what was sent by then is still read
        before = len(sandbox.requests)
        time.sleep(0.5)
        assert len(sandbox.requests) == before
        told(panel, op="retry")
        assert state(wire)["phase"] == "ready"
        assert panel.people is panel.people
        sandbox.faults = [Fault("slow", path="/user_assignments", seconds=4)]
        tell(panel, {"op": "refresh"})
        told(panel, op="leave")
        time.sleep(0.2)
        assert (state(wire)["phase"], state(wire)["as_of"]) == ("connect", "")
        panel = AccessPanel()
        sandbox.faults = []
        panel.wait(30)
        sandbox.faults = [Fault("revoked")]
        told(panel, op="refresh")
        assert (state(wire)["phase"], "refused the token" in state(wire)["trouble"]["what"]) == ("ready", True)
        assert len(panel.people) == 140


def test_a_connected_account_is_found_silently(wire: Wire, tmp_path: Path) -> None:
    """Documented: `AccessPanel()` says `connected as` where there is one; a name that is not connected is told."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        patch.setenv("HARVEST_SANDBOX", "1")
        AccessPanel().wait(30)
        assert state(wire)["who"].startswith("Ingrid Solheim")
        patch.delenv("HARVEST_SANDBOX")
        AccessPanel(account="nobody")
    assert "No account is connected" in state(wire)["trouble"]["what"]


def test_an_account_connected_in_python_is_shown(wire: Wire) -> None:
    """Documented: the same client."""
    with harvest_mcp.connect("sandbox-member", sandbox=True) as harvest:
        panel = AccessPanel(harvest)
        panel.wait(30)
        assert panel.harvest is harvest
        assert state(wire)["gaps"]


def test_an_account_is_given_or_named(wire: Wire) -> None:
    """Our choice: the one that is given might be another than the one that is named."""
    with harvest_mcp.connect(sandbox=True) as harvest, pytest.raises(TypeError, match="Give one of the two"):
        AccessPanel(harvest, sandbox=True)
    assert wire.sent == []


@pytest.mark.parametrize(
    ("given", "named", "words"),
    [
        (("4711.pt.SECRET",), {}, "AccessPanel shows what harvest_mcp.connect gives, and that is no str."),
        ((), {"token": "4711.pt.SECRET", "sandox": True}, "AccessPanel knows no token, sandox, but harvest, account"),
        ((), {"account_id": 4711, "tab": "roles"}, "AccessPanel knows no account_id, but harvest, account, sandbox"),
    ],
)
def test_what_it_does_not_know_is_refused_without_a_word_of_the_value(
    wire: Wire, given: tuple[Any, ...], named: dict[str, Any], words: str
) -> None:
    """Our choice: a misspelt argument shows no other account, and a token in it comes back nowhere."""
    with pytest.raises(TypeError, match=re.escape(words)) as refused:
        AccessPanel(*given, **named)
    assert "AccessPanel(harvest_mcp.connect(token))" in str(refused.value)
    ours = [frame for frame, _ in traceback.walk_tb(refused.value.__traceback__)][1:]
    assert ours
    assert "SECRET" not in repr([frame.f_locals for frame in ours]) + str(refused.value)
    assert wire.sent == []


def test_it_is_a_widget_like_any_other(panel: AccessPanel) -> None:
    """Documented: it sits in a VBox or Tab, takes `observe`, `link` and `.layout`."""
    other = AccessPanel(sandbox=True)
    other.wait(30)
    boxes = ipywidgets.Tab(children=[ipywidgets.VBox(children=[panel]), other])
    assert boxes.children[1] is other
    panel.layout.width = "80%"
    heard: list[tuple[int, ...]] = []
    panel.observe(lambda change: heard.append(change["new"]), "selected")
    linked = traitlets.link((panel, "selected"), (other, "selected"))
    panel.selected = (RUTH,)
    assert (heard, other.people_table.selected) == ([(RUTH,)], (RUTH,))
    linked.unlink()
    panel.selected = (1, SAMUEL, 2)
    assert list(panel.selected) == [SAMUEL]


def test_every_tab_can_be_named() -> None:
    """Our choice: a view that is misspelt is an error at once."""
    with recorded():
        panel = AccessPanel(sandbox=True)
        for tab in TABS:
            panel.tab = tab
        panel.wait(30)
        with pytest.raises(Exception, match="tab"):
            panel.tab = "nowhere"
    gc.collect()
