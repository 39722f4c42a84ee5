"""`%harvest` in a real kernel: answers, completion, words instead of tracebacks, and what an interrupt stops."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from harvest_mcp import connect
from harvest_mcp.connection.accounts import Accounts, ConnectedAccount
from harvest_mcp.connection.places import NAME
from harvest_mcp.harvest.credentials import Credentials
from harvest_mcp.sandbox import Fault, Sandbox
from tests.interactive.held import PATIENCE, Holding, variables
from tests.interactive.kernel import CONNECT, LOAD, Kernel, kernel, on_the_example
from tests.stage import ACCOUNT, ADMINISTRATOR, MEMBER, served


@pytest.fixture(scope="module", name="notebook")
def _notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    with on_the_example(tmp_path_factory.mktemp("kernel")) as notebook:
        yield notebook


def test_a_question_in_a_line_is_answered_by_a_table(notebook: Kernel) -> None:
    """Documented: `%harvest who can time.approve --project Apollo`, as a table and in text."""
    ran = notebook.run("%harvest who can time.approve --project Apollo")
    with connect(sandbox=True) as harvest:
        answer = harvest.who_can("time.approve", project="Apollo").result()
    for told in (ran.result["text/plain"], ran.result["text/html"]):
        assert all(who.name in told and str(who.id) in told for who in answer.people)
        assert f"{answer.total} of {answer.total} shown." in told
    assert (ran.status, ran.stdout, ran.stderr) == ("ok", "", "")


@pytest.mark.parametrize(
    "line",
    [
        "users apollo --project apollo --full",
        "users --access manager --status all --contractor no",
        "user Priya Raman",
        "roles",
        "roles job",
        "projects ap --client northgale",
        "who can",
        "explain Ruth Adeyemi time.approve --project Apollo",
        "explain me can time.read",
        "compare ruth with samuel",
        "compare ruth samuel",
        "review",
        "review all --severity high",
        "changes",
        "changes ruth --until last --since 2026-01-01",
        "check",
        "permissions",
        "users --refresh --sandbox",
    ],
)
def test_every_question_can_be_put_in_a_line(notebook: Kernel, line: str) -> None:
    """Documented: every question of the tools."""
    ran = notebook.run(f"%harvest {line}")
    assert (ran.status, ran.error, ran.stderr) == ("ok", [], "")
    assert ran.result["text/html"].startswith("<table>")


def test_an_answer_can_be_kept(notebook: Kernel) -> None:
    """Documented: `result = %harvest users`; its answer is the tools', its rows have types."""
    kept = "kept = %harvest users\nprint(kept.answer.total, len(kept.rows), kept.rows.columns[0].name)"
    assert notebook.run(kept).stdout == "128 128 person_id\n"
    assert "128 rows, of which the first 60 are shown." in notebook.run("kept").result["text/plain"]
    assert notebook.run("[kept]").result["text/plain"].startswith("[id")
    assert notebook.run("print(repr(kept))").stdout.startswith("<Users: it has an .answer")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("user nobody", "hint: Give an id or an exact name; `%harvest users` lists them."),
        ("who can fly", "hint: Give one of these; `%harvest permissions` lists all."),
        ("users --account no-such", "No account is connected, and so none of that name."),
        ("users --colour red", "error: users has no --colour."),
        ("users --access all", "error: access cannot be 'all'."),
        ("users --project", "error: --project needs a word after it."),
        ("tell me a joke", "  %harvest who can PERMISSION"),
        ('user "Priya', "error: A quotation mark has no other."),
        ("user", "error: That question needs a person."),
        ("explain ruth", "error: That question needs a person and a permission."),
        ("compare ruth", "error: That question needs two people"),
        ("roles access job", "error: roles takes at most 1 word, not 2."),
        ("check extra words", "error: check takes no words, not 2."),
        ("permissions time", "error: permissions takes no words, not 1."),
        ("review inactive all", "  %harvest review [CHECK] [--severity high]"),
        ("who can any --project Apollo --project Atlas", "error: --project is there twice."),
        ("check --refresh=no", "error: --refresh takes no word after it."),
    ],
)
def test_what_goes_wrong_is_said_in_words(notebook: Kernel, line: str, said: str) -> None:
    """Documented: errors as words, not tracebacks; the cell fails, so that those after it do not run on nothing."""
    ran = notebook.run(f"%harvest --sandbox {line}" if "--account" not in line else HERE.format(line))
    assert ran.status == "error"
    told = "\n".join(ran.error)
    assert said in told
    assert told.startswith("error: ")
    assert "Traceback" not in told


HERE = "import os; del os.environ['HARVEST_SANDBOX']\ntry:\n  %harvest {}\nfinally: os.environ['HARVEST_SANDBOX'] = '1'"


def test_alone_it_is_the_panel_or_says_how_to_ask(notebook: Kernel) -> None:
    """Documented: `%harvest` gives the panel; without the extra, words."""
    assert notebook.run("shown = %harvest\nprint(type(shown).__name__)").stdout == "AccessPanel\n"
    without = "from harvest_mcp.interactive.magic.extension import load\nload(get_ipython())\n%harvest"
    assert "%harvest who can PERMISSION [--project X] [--person X] [--client X]" in notebook.run(without).stdout
    notebook.run("%reload_ext harvest_mcp")


@pytest.mark.parametrize("line", ["--help", "users --help", "-h"])
def test_whoever_asks_for_help_gets_it(notebook: Kernel, line: str) -> None:
    """Our choice: as at a terminal, and nobody is asked."""
    ran = notebook.run(f"%harvest {line}")
    assert (ran.status, ran.result) == ("ok", {})
    assert "  %harvest users [QUERY]" in ran.stdout


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("%harvest us", {"%harvest user", "%harvest users"}),
        ("%harvest who can time.a", {"%harvest who can time.approve"}),
        ("kept = %harvest user Priya R", {"kept = %harvest user Priya Raman"}),
        ("%harvest who can any --project Apo", {"%harvest who can any --project Apollo"}),
        ("%harvest --sandbox projects --client northgale h", {"%harvest --sandbox projects --client Northgale Health"}),
        ("%harvest compare ruth adeyemi with samuel", {"%harvest compare ruth adeyemi with Samuel Oduya"}),
        ("%harvest explain Ruth Adeyemi time.app", {"%harvest explain Ruth Adeyemi time.approve"}),
        ("%harvest users --access adm", {"%harvest users --access administrator"}),
        ("%harvest users --acco", {"%harvest users --account"}),
        ("%harvest roles j", {"%harvest roles job"}),
        ("%harvest review inac", {"%harvest review inactive"}),
        ("%harvest users --role des", {"%harvest users --role Designer"}),
        ("%harvest changes priya r", {"%harvest changes Priya Raman"}),
    ],
)
def test_what_may_stand_next_is_offered(notebook: Kernel, line: str, offered: set[str]) -> None:
    """Documented: completion of permissions and names; names of several words are taken whole."""
    assert set(notebook.completions(line)) == offered


@pytest.mark.parametrize("line", ["%harvest users a", "%harvest users ", "%harvest changes --since i"])
def test_where_nothing_is_known_nothing_of_python_is_offered(notebook: Kernel, line: str) -> None:
    """Our choice: the line stays as it is, since `and`, `if` and files answer nothing."""
    assert notebook.completions(line) == [line]


def test_elsewhere_completion_is_as_it_was(notebook: Kernel) -> None:
    """Our choice: we offer nothing but in our own lines."""
    assert "import" in notebook.completions("impor")
    assert "%%harvest" not in notebook.completions("%%harv")


def test_it_can_be_loaded_again_and_unloaded(notebook: Kernel) -> None:
    """Documented by IPython: an extension may be loaded, reloaded and unloaded."""
    assert notebook.run("%reload_ext harvest_mcp\n%unload_ext harvest_mcp").status == "ok"
    assert "not found" in notebook.run("%harvest users").stderr
    assert notebook.run(f"{LOAD}\n_ = %harvest check").status == "ok"


def test_each_line_asks_whom_the_environment_names_by_then(notebook: Kernel) -> None:
    """Documented: the first match wins, as for `connect` in the same kernel, a token that was set since too."""
    assert "Ingrid Solheim" in notebook.run("%harvest check").result["text/plain"]
    try:
        notebook.run("import os; os.environ['HARVEST_ACCESS_TOKEN'] = 'sandbox-member'")
        assert "Lena Fischer" in notebook.run("%harvest check --refresh").result["text/plain"]
        assert notebook.completions("%harvest user Priya R") == ["%harvest user Priya R"]
    finally:
        notebook.run("del os.environ['HARVEST_ACCESS_TOKEN']")
    assert "Ingrid Solheim" in notebook.run("%harvest check").result["text/plain"]


def test_each_line_asks_the_account_that_is_the_default_by_then(tmp_path: Path) -> None:
    """Our choice: what is chosen at a terminal holds for a kernel that runs, and what is asked again stays open."""
    sandbox, folder = Sandbox(base_url=None), tmp_path / NAME
    with served(sandbox) as opens, kernel({"XDG_CONFIG_HOME": str(tmp_path)}, tmp_path) as notebook:
        first, second = (connected(Accounts(folder), name, opens) for name in (ADMINISTRATOR, MEMBER))
        assert "Ingrid Solheim" in notebook.run(f"{LOAD}\n%harvest check").result["text/plain"]
        notebook.run("_ = %harvest users")
        asked = len(sandbox.requests)
        notebook.run("_ = %harvest users")
        assert len(sandbox.requests) == asked
        Accounts(folder).choose(second)
        assert "Lena Fischer" in notebook.run("%harvest check").result["text/plain"]
        Accounts(folder).choose(first)
        assert "Ingrid Solheim" in notebook.run("%harvest check").result["text/plain"]


def connected(accounts: Accounts, token: str, opens: Credentials) -> ConnectedAccount:
    """Connect the account of this token, under the token's own name."""
    account = ConnectedAccount(
        name=token, account_id=ACCOUNT, account="Osk", user_id=1, user="Ann", level="member", kept_in="file",
        connected_at=datetime.now(UTC), api_url=opens.api_url, id_url=opens.id_url,
    )  # fmt: skip
    accounts.keep(account, SecretStr(token))
    return account


@pytest.mark.parametrize("cell", ["harvest.users().result()", "await harvest.users()", "%harvest users"])
def test_interrupting_the_kernel_cancels_the_request(cell: str, tmp_path: Path) -> None:
    """Documented: really cancels, in each form: the server sees the request go, and the next cell is answered."""
    sandbox = Holding()
    with served(sandbox) as opens, kernel(variables(opens), tmp_path) as notebook:
        assert notebook.run(f"{LOAD}\n{CONNECT}").status == "ok"
        started = notebook.start(cell)
        assert sandbox.asked.wait(PATIENCE)
        notebook.interrupt()
        assert sandbox.gone.wait(PATIENCE)
        ran = notebook.wait(started)
        assert ran.status == "error"
        assert any("KeyboardInterrupt" in line or "Cancelled" in line for line in ran.error)
        asked = len(sandbox.requests)
        sandbox.free.set()
        assert notebook.run("1 + 1").result == {"text/plain": "2"}
        assert len(sandbox.requests) == asked
        assert notebook.run("harvest.users().result().total").result == {"text/plain": "128"}


def test_a_cell_shows_how_far_it_is_and_then_nothing_of_it(tmp_path: Path) -> None:
    """Documented: with progress, in a cell too; the notebook keeps none of it."""
    sandbox = Sandbox(base_url=None, faults=[Fault("slow", path="/users", seconds=1.5, times=1)])
    with served(sandbox) as opens, kernel(variables(opens), tmp_path) as notebook:
        ran = notebook.run(f"{CONNECT}\nharvest.users().result().total")
    assert ran.result == {"text/plain": "128"}
    shown = [of["text/plain"] for of in ran.shown]
    assert shown[-1] == ""
    assert any(shown[:-1])


def test_the_token_is_in_nothing_that_a_notebook_keeps(tmp_path: Path) -> None:
    """Documented: tokens are in no repr, error or traceback, and so in no saved notebook."""
    with served(Sandbox(base_url=None)) as opens, kernel(variables(opens), tmp_path) as notebook:
        secret = opens.token.get_secret_value()
        cells = (
            f"{CONNECT}\nharvest",
            "harvest.connection",
            "harvest.users()",
            "%xmode Verbose",
            "harvest.explain('nobody', 'time.approve').result()",
            f"{LOAD}\n%harvest user nobody",
            "pasted = lambda: 'https://sandbox-adm' + 'inistrator'",
            "harvest_mcp.connect(pasted())",
        )
        assert all(secret not in str(notebook.run(cell)) for cell in cells)
