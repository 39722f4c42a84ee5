"""Errors say what happened and what to do."""

import re

import pytest

from harvest_mcp.harvest import errors
from harvest_mcp.harvest.errors import Ambiguous, BadCursor, BadQuestion, HarvestError, NoSuchThing, NotConnected

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]


def test_an_error_reads_as_what_happened_and_what_to_do() -> None:
    """Our choice: two sentences, each of them to be had alone."""
    error = NotConnected("No account is connected.", "Run `harvest-mcp connect`.")
    assert str(error) == "No account is connected. Run `harvest-mcp connect`."
    assert (error.what, error.hint) == ("No account is connected.", "Run `harvest-mcp connect`.")


def test_every_error_is_in_the_tree_that_is_drawn_above_them() -> None:
    """Our choice: the drawing is the documentation, so it may not lag behind."""
    drawn = re.findall(r"^[│├└─ ]*(\w+)(?: {2,}|$)", errors.__doc__ or "", re.MULTILINE)
    assert sorted(set(drawn) & {kind.__name__ for kind in KINDS}) == sorted(kind.__name__ for kind in KINDS)
    assert all(issubclass(kind, HarvestError) for kind in KINDS)


@pytest.mark.parametrize("kind", [NoSuchThing, Ambiguous])
def test_a_name_that_does_not_fit_brings_the_candidates(kind: type[NoSuchThing | Ambiguous]) -> None:
    """Documented: a name that fits several, or none, is answered with candidates."""
    assert kind("No.", "Ask.", candidates=("Ann (id 1)",)).candidates == ("Ann (id 1)",)
    assert kind("No.", "Ask.").candidates == ()


def test_a_question_that_is_wrong_is_told_apart_from_harvest_that_failed() -> None:
    """Our choice: the first is wrong use (exit 2), the second is not (exit 3)."""
    assert issubclass(BadCursor, BadQuestion)
    assert {kind.__name__ for kind in KINDS if issubclass(kind, BadQuestion)} == {
        "BadQuestion", "NoSuchThing", "Ambiguous", "BadCursor",
    }  # fmt: skip
