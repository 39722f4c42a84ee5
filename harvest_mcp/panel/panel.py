"""The panel: who has access to what, looked at and asked about in a notebook.

One widget with others in it. Whatever names anybody travels in messages and is never a state of a widget: a notebook
that saves its widgets saves no name and no token.
"""

from typing import Any, Final

import anywidget
import traitlets
from pydantic import SecretStr
from typing_extensions import override

from harvest_mcp.access.account import Account
from harvest_mcp.answers.text import clean, count
from harvest_mcp.harvest.errors import HarvestError
from harvest_mcp.interactive.asking import Harvest
from harvest_mcp.interactive.beside import beside
from harvest_mcp.interactive.calls import Call
from harvest_mcp.interactive.picture import Picture
from harvest_mcp.interactive.rows import Row, Rows
from harvest_mcp.panel import coding, faces
from harvest_mcp.panel.asking import answered, completions
from harvest_mcp.panel.blocks import Json, trouble_of
from harvest_mcp.panel.framing import TABLES
from harvest_mcp.panel.given import trouble_with
from harvest_mcp.panel.matrix import Matrix
from harvest_mcp.panel.modules import module, styles
from harvest_mcp.panel.observed import Observed
from harvest_mcp.panel.table import Id, Table, bundled
from harvest_mcp.panel.telling import Telling
from harvest_mcp.panel.views import Views

TABS: Final = ("people", "roles", "projects", "ask", "matrix", "review", "changes")
STYLES: Final = ("common.css", "panel.css")
MATRIX_HEIGHT: Final = 460


class AccessPanel(Observed):
    """Explore who has access to what: `AccessPanel()` as the last expression of a cell shows it.

    It finds a connected account, or asks for a token; `sandbox` goes straight to the invented company; `harvest` is an
    account that was connected in Python. `people`, `projects`, `assignments` and `grants` are rows, `view` those that
    are on the screen, as they are filtered and sorted there; they wait for the account to be read. `selected` and
    `selected_projects` hold ids, may be set, before that as well, and observed; `tab` is the view that is open.
    Whatever is no trait of a widget raises TypeError, so that no misspelt argument shows another account.

    Observers, of its tables too, hear on the kernel's own thread what a person does, and on a thread of ours, one after
    the other, what is read or worked out. There they may wait for an answer (`panel.harvest.users().result()`), but not
    for the panel (`wait`). What one raises there is shown as Jupyter shows it of callbacks, and keeps nothing else from
    being shown.
    """

    _esm = module("panel.js")
    _css = styles(*STYLES)
    tab = traitlets.Enum(TABS, "people").tag(sync=True)
    selected = traitlets.Tuple()
    selected_projects = traitlets.Tuple()
    people_table = anywidget.WidgetTrait().tag(sync=True)
    roles_table = anywidget.WidgetTrait().tag(sync=True)
    projects_table = anywidget.WidgetTrait().tag(sync=True)
    findings_table = anywidget.WidgetTrait().tag(sync=True)
    matrix = anywidget.WidgetTrait().tag(sync=True)

    def __init__(
        self,
        harvest: Harvest | None = None,
        *,
        account: str = "",
        sandbox: bool = False,
        **more: Any,  # noqa: ANN401  (the traits of any widget)
    ) -> None:
        strangers = [name for name in more if not self.has_trait(name)]
        if trouble := trouble_with(harvest, strangers, is_named=bool(account or sandbox)):
            harvest = None  # what is refused may be a token, and a traceback may show what stands here
            more.clear()
            raise TypeError(trouble)
        self._asked: dict[str, str] = {}
        self._telling = Telling(self.send)
        super().__init__(
            people_table=_table("People", faces.people(None)),
            roles_table=_table("Access levels and job roles", faces.roles(None)),
            projects_table=_table("Projects", faces.projects(None)),
            findings_table=_table("Findings", faces.findings(None)),
            matrix=Matrix(label="People by permission", height=MATRIX_HEIGHT),
            **more,
        )
        tables = {
            "people": self.people_table,
            "roles": self.roles_table,
            "projects": self.projects_table,
            "review": self.findings_table,
        }
        self._views = Views(tables, self.matrix, self._telling, tab=self.tab)
        self._session = self._views.session
        self._link_selections()
        self.on_msg(self._hear)
        self.observe(lambda _: self._views.open(self.tab), "tab")
        self._session.start(harvest, account=account, sandbox=sandbox)

    # In code.

    @property
    def harvest(self) -> Harvest | None:
        """The account that is shown, to ask more of in Python; None before one is connected."""
        return self._session.harvest

    @property
    def people(self) -> Rows:
        """A row for each person; see `Picture.people`. Raises HarvestError."""
        return self._picture().people

    @property
    def projects(self) -> Rows:
        """A row for each project; see `Picture.projects`. Raises HarvestError."""
        return self._picture().projects

    @property
    def assignments(self) -> Rows:
        """A row for each person on each project; see `Picture.assignments`. Raises HarvestError."""
        return self._picture().assignments

    @property
    def grants(self) -> Rows:
        """A row for each thing that each person may do, and why; see `Picture.grants`. Raises HarvestError.

        Of many people this takes seconds: whoever waits sees how far it is, and may interrupt it.
        """
        picture = self._picture()
        return Call(lambda hear: beside(lambda: picture.grants, hear), of="grants").result()

    @property
    def view(self) -> Rows:
        """The people, or on the tab of projects the projects, as they are filtered and sorted on the screen."""
        is_projects = self.tab == "projects"
        rows, table = (self.projects, self.projects_table) if is_projects else (self.people, self.people_table)
        column = "project_id" if is_projects else "person_id"
        place = {number: at for at, number in enumerate(rows[column])}
        shown: list[Row] = [rows[place[number]] for number in table.view if number in place]
        kinds = {column.name: column.kind for column in rows.columns}
        return Rows.of(kinds, [tuple(row.values()) for row in shown], title=rows.title, notes=rows.notes)

    def code(self) -> str:
        """Give the lines of Python that show without the panel what the open tab shows; frames need pandas."""
        opening, tab = self._session.opening(), self.tab
        if tab == "ask":
            return coding.of_question(opening, self._asked)
        if tab == "matrix":
            return coding.of_matrix(opening, self._views.by)
        if tab == "changes":
            return coding.of_changes(opening)
        return coding.of_view(opening, tab, getattr(self, TABLES[tab]))

    def refresh(self) -> None:
        """Read the account anew; what was on the screen stays until it is there."""
        self._session.refresh()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until nothing is being read or worked out. Raises TimeoutError; RuntimeError in its observers."""
        self._session.wait(timeout)

    @override
    def __repr__(self) -> str:
        """Count; nobody is named."""
        session = getattr(self, "_session", None)  # one that is refused has none
        account = session.account if session is not None else None
        if account is None:
            return "Harvest access"
        people, projects = count(len(account.users), "person", "people"), count(len(account.projects), "project")
        return f"Harvest access: {people}, {projects}"

    @override
    def _repr_mimebundle_(self, **options: Any) -> Any:
        """Give, beside the widget itself, a text with counts only: it is saved in the notebook."""
        return bundled(self, super()._repr_mimebundle_(**options))

    def _picture(self) -> Picture:
        return self._session.picture()

    # What is selected.

    def _link_selections(self) -> None:
        """Keep one selection of people and one of projects, whichever view they are made in."""
        for table, name, card in (
            (self.people_table, "selected", "people"),
            (self.projects_table, "selected_projects", "projects"),
        ):
            traitlets.link((self, name), (table, "selected"))
            self.observe(lambda _, card=card: self._views.tell_card(card), name)
        self.roles_table.observe(lambda _: self._views.tell_card("roles"), "selected")
        self.findings_table.observe(lambda _: self._views.tell_card("review"), "selected")
        self.matrix.observe(self._select_of_matrix, "selected")

    @traitlets.validate("selected", "selected_projects")
    def _of_the_tables(self, proposal: dict[str, Any]) -> tuple[Id, ...]:
        """An id that nobody and nothing in sight has selects nothing; before the account is read, each waits."""
        table = self.people_table if proposal["trait"].name == "selected" else self.projects_table
        there = set(table.ids)
        return tuple(of for of in proposal["value"] if of in there or not there)

    def _select_of_matrix(self, change: dict[str, Any]) -> None:
        if change["new"]:
            self.selected = (change["new"][0],)

    # What is told and heard.

    def _hear(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        """Take what a screen tells; a token goes out of sight at once."""
        if isinstance(content.get("token"), str):
            content["token"] = SecretStr(content["token"])
        match content:
            case {"op": "ready", "view": str(view)}:
                self._telling.tell("state", view=view, **self._session.state())
                self._telling.repeat(view)
            case {"op": "open", "kind": "person", "id": int(number)}:
                self.selected, self.tab = (number,), "people"
            case {"op": "open", "kind": "project", "id": int(number)}:
                self.selected_projects, self.tab = (number,), "projects"
            case {"op": "map", "by": "permissions" | "projects" as by} if by != self._views.by:
                self._views.map_by(by)
            case {"op": "ask", "question": dict(question)}:
                self._ask({str(name): str(value) for name, value in question.items()})
            case {"op": "complete", "id": int(number), "of": str(of), "typed": str(typed)}:
                self._session.run(
                    f"completions {number}",
                    lambda account: completions(account, of, clean(typed)),
                    lambda values: self._telling.tell("completions", id=number, values=values),
                )
            case _:
                self._session.hear(content)

    def _ask(self, question: dict[str, str]) -> None:
        self._asked = question

        def answer(account: Account) -> Json:
            try:
                return answered(account, question, opening=self._session.opening())
            except HarvestError as problem:
                return {"trouble": trouble_of(problem)}

        self._views.work_out("ask", answer, lambda found: self._telling.keep("answer", question=question, **found))


def _table(label: str, shown: faces.Shown) -> Table:
    columns, ids = shown
    return Table(columns, ids=ids, label=label)
