"""What the views of a panel show: filled when an account is read, or worked out when one of them is opened.

A view that is being worked out, or could not be, says so: it never looks like an answer without rows.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from harvest_mcp.access.account import Account
from harvest_mcp.answers.review import ReviewAnswer
from harvest_mcp.panel import cards, faces
from harvest_mcp.panel.blocks import Json
from harvest_mcp.panel.matrix import Matrix
from harvest_mcp.panel.plots import plots
from harvest_mcp.panel.session import Session
from harvest_mcp.panel.table import Table
from harvest_mcp.panel.telling import Telling

CARDS: Final = ("people", "roles", "projects", "review")
WORKING: Final = {
    "ask": "Working out the answer…",
    "matrix": "Working out the matrix…",
    "review": "Reviewing the account…",
    "changes": "Comparing with the last snapshot…",
}
FAILED: Final = "This could not be worked out; why stands above."
T = TypeVar("T")
Drawn = Mapping[str, faces.Shown]


class Views:
    """Fills tables, by the names of their views, and a matrix; what else is shown, it tells."""

    def __init__(self, tables: Mapping[str, Table], matrix: Matrix, telling: Telling, *, tab: str) -> None:
        self.session: Session[Drawn] = Session(told=self._tell_state, drawn=_drawn, loaded=self._show)
        self.by = "permissions"
        self._tables = tables
        self._matrix = matrix
        self._telling = telling
        self._tab = tab
        self._mapped: tuple[Account | None, str] = (None, "")
        self._filled: set[str] = set()
        """Views that show something of this account."""

    def open(self, tab: str) -> None:
        """Fill a view that is opened."""
        self._tab = tab
        account = self.session.account
        if account is None:
            return
        if tab == "matrix":
            self._map(account)
        elif tab == "review" and not self._tables["review"].ids:
            self.work_out("review", faces.reviewed, self._show_review)
        elif tab == "roles":
            self.session.run("plots", plots, lambda drawn: self._telling.keep("plots", plots=drawn))
        elif tab == "changes":
            self.work_out(
                "changes",
                lambda of: cards.changes(of, sandbox=self.session.is_sandbox),
                lambda blocks: self._telling.keep("card", of="changes", blocks=blocks),
            )

    def map_by(self, by: str) -> None:
        """Map people by something else."""
        self.by = by
        self._filled.discard("matrix")
        self._telling.keep("by", by=by)
        self.open(self._tab)

    def tell_card(self, of: str) -> None:
        """Tell what stands beside a table."""
        table = self._tables[of]
        chosen = table.selected if table.ids else ()
        self.session.run(
            f"card {of}",
            lambda account: cards.card(account, of, chosen),
            lambda blocks: self._telling.keep("card", of=of, blocks=blocks),
        )

    def work_out(
        self,
        tab: str,
        work: Callable[[Account], T],
        then: Callable[[T], None],
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        """Work out what a view shows; until then it says so, and shows at most what it did before."""

        def told(done: T) -> None:
            then(done)
            self._filled.add(tab)
            self._wait(tab, "")

        def missed() -> None:
            failed()
            self._filled.discard(tab)
            self._wait(tab, FAILED)

        self._wait(tab, WORKING[tab])
        self.session.run(tab, work, told, missed)

    def _wait(self, tab: str, says: str) -> None:
        self._telling.keep("wait", of=tab, says=says, covers=tab not in self._filled)

    def _tell_state(self, state: Json) -> None:
        if not state["as_of"]:
            self._telling.forget()
            self._filled.clear()
        self._telling.tell("state", **state)

    def _show(self, drawn: Drawn) -> None:
        """Fill the views with a picture; those that take long wait until they are opened."""
        self._mapped = (None, "")
        self._filled.discard("review")
        self._wait("review", WORKING["review"])
        for name, (columns, ids) in drawn.items():
            self._tables[name].show(columns, ids=ids)
        self.open(self._tab)
        for of in CARDS:
            self.tell_card(of)

    def _show_review(self, answer: ReviewAnswer) -> None:
        columns, ids = faces.findings(answer)
        self._tables["review"].show(columns, ids=ids)
        self._telling.keep("review", **cards.summary(answer))
        self.tell_card("review")

    def _map(self, account: Account) -> None:
        by = self.by
        if self._mapped == (account, by):
            return
        self._mapped = (account, by)

        def drawn(mapped: faces.Mapped) -> None:
            self._matrix.label = mapped.label
            self._matrix.why = mapped.why
            self._matrix.show(mapped.rows, mapped.columns, mapped.cells, words=mapped.words)

        def failed() -> None:
            self._mapped = (None, "")

        self.work_out("matrix", lambda of: faces.mapped(of, by), drawn, failed)


def _drawn(account: Account) -> Drawn:
    """Draw up the tables that are there at once; findings are when they are looked at."""
    return {
        "people": faces.people(account),
        "projects": faces.projects(account),
        "roles": faces.roles(account),
        "review": faces.findings(None),
    }
