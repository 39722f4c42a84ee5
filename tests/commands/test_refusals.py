"""What goes wrong at the terminal: the status says whose fault it is, and a hint says what to do."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import Said, Typed

ASKING = ["users", "roles", "projects", "user"]

WRONG = {
    "a person nobody knows": (["user", "nobody at all"], "No people in this account fit 'nobody at all'"),
    "a person without a name": (["user", ""], "No people in this account fit ''"),
    "a name of many people": (["user", "a"], " people fit 'a':"),
    "a project nobody knows": (["users", "--project", "no such project"], "No projects in this account fit"),
    "a job role nobody knows": (["users", "--role", "no such role"], "No job roles in this account fit"),
    "a client nobody knows": (["projects", "--client", "no such client"], "No clients in this account fit"),
    "a thing nobody knows": (["can", "--project", "no such project"], "No projects in this account fit"),
    "somebody unknown to explain": (["explain", "nobody at all", "time.read"], "No people in this account fit"),
    "somebody unknown to compare": (["compare", "me", "nobody at all"], "No people in this account fit"),
}

MISUSED = {
    "no person": (["user"], "WHO"),
    "no permission": (["explain", "me"], "PERMISSION"),
    "only one to compare": (["compare", "me"], "WHO"),
    "two permissions": (["can", "time.read", "time.write"], "time.write"),
    "an unknown verb": (["usres"], "users"),
    "an unknown option": (["users", "--colour"], "--colour"),
    "a status that is none": (["users", "--status", "retired"], "archived"),
    "the same of projects": (["projects", "--status", "retired"], "archived"),
    "a level that is none": (["users", "--access", "boss"], "administrator"),
    "a kind that is none": (["roles", "--kind", "colour"], "access"),
    "no rows": (["users", "--limit", "0"], "--limit"),
    "two forms": (["users", "--json", "--csv"], "--csv"),
    "two forms of a check": (["check", "--json", "--csv"], "--csv"),
    "a demo of something": (["demo", "it"], "it"),
    "a port that is none": (["sandbox", "--port", "65536"], "--port"),
    "another machine": (["sandbox", "--host", "0.0.0.0"], "127.0.0.1"),  # noqa: S104  (it is refused)
    "a company of nobody": (["sandbox", "--people", "0"], "--people"),
    "a fault that is none": (["sandbox", "--fault", "earthquake"], "reset"),
    "serving something": (["serve", "--port", "80"], "--port"),
}


def _is_explained(told: Said) -> bool:
    return told.out == "" and told.err.startswith("error: ") and "\nhint: " in told.err and "Traceback" not in told.err


@pytest.fixture
def closed() -> Iterator[dict[str, str]]:
    """Variables of an address at which nobody answers, and at which nobody else can begin to."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{bound.getsockname()[1]}"
        yield {"HARVEST_API_URL": f"{address}/v2", "HARVEST_ID_URL": f"{address}/api/v2"}


@pytest.mark.parametrize(("line", "words"), WRONG.values(), ids=WRONG)
def test_a_name_that_fits_nothing_or_several_is_wrong_use(typed: Typed, line: list[str], words: str) -> None:
    """Documented: exit status 2, and what could have been meant."""
    told = typed(*line, "--sandbox")
    assert told.status == 2
    assert _is_explained(told)
    assert words in told.err


def test_the_candidates_stand_one_a_line_with_their_ids(typed: Typed) -> None:
    """Our choice: whoever is asked which of several was meant wants to pick one from a list."""
    told = typed("user", "a", "--sandbox")
    _, *candidates, more, hint = told.err.splitlines()
    assert len(candidates) == 10
    assert all("(id " in line for line in candidates)
    assert more.split()[:1] == ["and"]
    assert hint == "hint: Ask again with the id of the one that is meant."


def test_a_hint_speaks_of_verbs_and_not_of_tools(typed: Typed) -> None:
    """Our choice: a person at a terminal has no `list_users`."""
    told = typed("user", "nobody at all", "--sandbox")
    assert "`harvest-mcp users` lists them" in told.err
    assert "list_users" not in told.err


@pytest.mark.parametrize(("line", "words"), MISUSED.values(), ids=MISUSED)
def test_a_line_that_makes_no_sense_is_wrong_use(typed: Typed, line: list[str], words: str) -> None:
    """Documented: exit status 2; the message names what is amiss or what would do."""
    told = typed(*line)
    assert (told.status, told.out) == (2, "")
    assert words in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize("verb", ASKING)
def test_without_a_token_every_verb_says_how_to_connect(typed: Typed, verb: str) -> None:
    """Documented: exit status 3, the connection failed."""
    told = typed(verb, *(["me"] if verb == "user" else []))
    assert told.status == 3
    assert _is_explained(told)
    assert "HARVEST_ACCESS_TOKEN" in told.err


def test_a_refused_token_is_the_connections_failure_and_is_not_shown(typed: Typed, harvest: dict[str, str]) -> None:
    """Documented: exit status 3; both causes of a 401 are named, and the token is a secret."""
    told = typed("users", **{**harvest, "HARVEST_ACCESS_TOKEN": "not-a-token-of-anybody"})
    assert told.status == 3
    assert _is_explained(told)
    assert "account id" in told.err
    assert "not-a-token-of-anybody" not in told.err


def test_a_connection_that_is_refused_is_the_connections_failure(typed: Typed, closed: dict[str, str]) -> None:
    """Documented: exit status 3."""
    told = typed("projects", HARVEST_ACCESS_TOKEN="t", HARVEST_ACCOUNT_ID="1", **closed)
    assert told.status == 3
    assert _is_explained(told)


@pytest.mark.parametrize("token", ["", "not-a-token-of-anybody"])
def test_a_failed_check_is_the_bad_news_that_it_exists_to_find(
    typed: Typed, harvest: dict[str, str], token: str
) -> None:
    """Documented: exit status 1, with and without a token."""
    told = typed("check", **{**harvest, "HARVEST_ACCESS_TOKEN": token})
    assert told.status == 1
    assert _is_explained(told)


def test_an_environment_that_cannot_be_right_is_explained(typed: Typed) -> None:
    """Our choice: a placeholder that nobody filled in, and an account id that is no number."""
    assert "placeholder" in typed("users", HARVEST_ACCESS_TOKEN="${HARVEST_ACCESS_TOKEN}").err
    assert "not the number of an account" in typed("users", HARVEST_ACCESS_TOKEN="t", HARVEST_ACCOUNT_ID="mine").err


def test_a_port_that_is_taken_is_explained(typed: Typed) -> None:
    """Our choice: exit status 2, for another port was asked for than there is."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = typed("sandbox", "--port", str(taken.getsockname()[1]))
    assert told.status == 2
    assert _is_explained(told)
    assert "is taken" in told.err


SURE = {
    "a folder that is there": (["review", "--out", "here"], 2, "here is there already, and evidence is never"),
    "a file that is there": (["export", "users", "--out", "here/file"], 2, "file is there already, and evidence is"),
    "a review that is none": (["review", "--out", "new", "--since", "here"], 2, "here holds no manifest.json"),
    "a review that is none, of one file": (["export", "changes", "--since", "here"], 2, "here holds no manifest.json"),
    "a check that is none": (["review", "--check", "passwords"], 2, "There is no such check."),
    "a history that is a folder": (["snapshot"], 3, "cannot be opened."),
    "a history that is none": (["snapshot"], 3, "is damaged, or is no history."),
    "a history below a file": (["snapshot"], 3, "cannot be made: Not a directory."),
}
HISTORIES = {
    "a history that is a folder": "here",
    "a history that is none": "here/file",
    "a history below a file": "here/file/history/it.sqlite",
}


@pytest.mark.parametrize("case", SURE)
def test_what_is_sure_to_fail_fails_before_harvest_is_asked(
    typed: Typed, closed: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    """Our choice: nobody waits for a large account to hear that a folder is there; here nobody answers at all."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "file").write_text("no database", encoding="utf-8")
    line, status, words = SURE[case]
    url = f"sqlite:///{tmp_path / HISTORIES.get(case, 'no.sqlite')}"
    told = typed(*line, HARVEST_ACCESS_TOKEN="t", HARVEST_ACCOUNT_ID="1", HARVEST_HISTORY_URL=url, **closed)
    assert told.status == status
    assert _is_explained(told)
    assert words in " ".join(told.err.split())
    assert not (tmp_path / "no.sqlite").exists()
