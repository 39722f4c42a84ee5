"""The options that verbs share: each is named and described once."""

from typing import Annotated, Literal

import typer

Form = Literal["table", "json", "csv"]

FILTERS = "Filters"

Sandbox = Annotated[
    bool, typer.Option("--sandbox", metavar="", help="Ask the invented company instead of a live account.")
]
Json = Annotated[bool, typer.Option("--json", metavar="", help="Give the structured answer, as assistants get it.")]
Csv = Annotated[bool, typer.Option("--csv", metavar="", help="Give rows for a spreadsheet.")]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Give the first N rows only.")]


def form_of(*, as_json: bool, as_csv: bool) -> Form:
    """Tell how the answer shall look; two ways at once are wrong use."""
    if as_json and as_csv:
        raise typer.BadParameter("--json and --csv were both asked for: choose one.")
    return "json" if as_json else "csv" if as_csv else "table"
