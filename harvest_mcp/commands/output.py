"""Puts an answer on stdout, in the form that was asked for, and what it says about itself on stderr."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import typer
from rich.console import Console

from harvest_mcp.answers import sheet
from harvest_mcp.answers.grids.grid import Grid
from harvest_mcp.answers.shapes import Answer, Listing, Shape
from harvest_mcp.answers.sheet import Sheet
from harvest_mcp.commands.grid import draw, lines
from harvest_mcp.commands.options import Form
from harvest_mcp.commands.words import WRONG_USE, complain, say

A = TypeVar("A", bound=Answer)
L = TypeVar("L", bound=Listing)
S = TypeVar("S", bound=Shape)


def show(answer: A, form: Form, *, grids: Callable[[A], Iterable[Grid]], rows: Callable[[A], Sheet]) -> None:
    """Write the answer; JSON holds whose it is, of when and how complete, so only what is missing is said again."""
    write(answer, form, grids=grids, rows=rows)
    if form != "json" or not answer.complete:
        for line in answer.foot():
            say((line, "dim" if answer.complete else "yellow"))


def write(shape: S, form: Form, *, grids: Callable[[S], Iterable[Grid]], rows: Callable[[S], Sheet]) -> None:
    """Write what was asked for, in the form that was asked for."""
    with written():
        if form == "json":
            _write_json(shape)
        elif form == "csv":
            _write_sheet(rows(shape))
        else:
            _write_grids(grids(shape))


def first(limit: int | None, answer: L, rows: str) -> L:
    """Keep the first rows of a whole list; `returned` and `total` say how many of how many."""
    kept = getattr(answer, rows)[:limit]
    return answer.model_copy(update={rows: kept, "returned": len(kept)})


@contextmanager
def written() -> Iterator[None]:
    """See that all of stdout is written; a reader who has had enough is no error, and where there is none, that is."""
    if sys.stdout is None:
        raise _unwritten("stdout is closed")
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _drop()
        raise typer.Exit from None
    except OSError as error:
        _drop()
        raise _unwritten(str(error.strerror)) from None


def _unwritten(why: str) -> typer.Exit:
    complain(f"The answer could not be written: {why}.", "See where the output goes.")
    return typer.Exit(WRONG_USE)


def _drop() -> None:
    """Let what is left over go nowhere, or Python tries to write it again at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _write_json(shape: Shape) -> None:
    utf_8 = (sys.stdout.encoding or "").casefold().replace("-", "") == "utf8"
    indent = 2 if sys.stdout.isatty() else None
    sys.stdout.write(json.dumps(shape.structured(), ensure_ascii=not utf_8, indent=indent) + "\n")


def _write_sheet(rows: Sheet) -> None:
    if callable(reconfigure := getattr(sys.stdout, "reconfigure", None)):
        reconfigure(newline="")  # the line ends are the format's, not the system's
    sheet.write(rows, sys.stdout)


def _write_grids(grids: Iterable[Grid]) -> None:
    if sys.stdout.isatty():
        draw(grids, Console(highlight=False, markup=False, emoji=False))
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines(grids))
