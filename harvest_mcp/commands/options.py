"""The options that verbs share: each is named and described once."""

from typing import Annotated, Literal

import typer

Form = Literal["table", "json", "csv"]

FILTERS = "Filters"
THINGS = "About what; without any of these, the whole account"

Sandbox = Annotated[
    bool, typer.Option("--sandbox", metavar="", help="Ask the invented company instead of a live account.")
]
AccountName = Annotated[
    str,
    typer.Option("--account", metavar="NAME", help="Ask this connected account (see accounts), not the default one."),
]
At = Annotated[
    str,
    typer.Option(
        "--at", metavar="WHEN", help="As it was then: a date, a date and time (UTC), a snapshot's id, or last."
    ),
]
Json = Annotated[bool, typer.Option("--json", metavar="", help="Give the structured answer, as assistants get it.")]
Csv = Annotated[bool, typer.Option("--csv", metavar="", help="Give rows for a spreadsheet.")]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Give the first N rows only.")]
OnProject = Annotated[str, typer.Option(help="A project: id, name or unique part.", rich_help_panel=THINGS)]
OfPerson = Annotated[str, typer.Option(help="What is this person's: id, e-mail or name.", rich_help_panel=THINGS)]
OfClient = Annotated[str, typer.Option(help="What is this client's: id or name.", rich_help_panel=THINGS)]


def form_of(*, as_json: bool, as_csv: bool) -> Form:
    """Tell how the answer shall look; two ways at once are wrong use."""
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv were both asked for: choose one.")
    return "json" if as_json else "csv" if as_csv else "table"
