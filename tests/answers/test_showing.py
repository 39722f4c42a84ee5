"""Answers as Python shows them; those that a notebook asks for are shown in a real one, in tests/interactive."""

from harvest_mcp.answers.leaving import leaving
from harvest_mcp.answers.paging import Turn
from harvest_mcp.answers.people import list_users
from harvest_mcp.answers.shapes import Answer
from harvest_mcp.answers.showing import MOST
from tests.accounts import account, person


class Printer:
    """What IPython gives to be written to."""

    def __init__(self) -> None:
        self.told = ""

    def text(self, told: str) -> None:
        """Take a text."""
        self.told += told


def pretty(answer: Answer, *, cycle: bool = False) -> str:
    """What IPython shows of an answer in a terminal."""
    printer = Printer()
    answer._repr_pretty_(printer, cycle)
    return printer.told


def test_an_answer_of_which_nothing_says_how_it_is_drawn_tells_its_lines() -> None:
    """Our choice: every answer can be shown."""
    answer = leaving(account(), "max")
    assert answer._repr_html_().count("<tr>") == len(answer.lines())
    assert pretty(answer).splitlines()[-1] == answer.foot()[-1]


def test_of_many_rows_the_first_are_shown_and_all_counted() -> None:
    """Our choice: an answer of a hundred people is no hundred lines, and says so."""
    people = tuple(person(of, f"Person {of}") for of in range(100, 101 + MOST))
    answer = list_users(account(users=people), turn=Turn(limit=None))
    for shown in (pretty(answer), answer._repr_html_()):
        assert f" rows, of which the first {MOST} are shown." in shown
        assert (people[0].name in shown, people[-1].name in shown) == (True, False)


def test_what_comes_from_harvest_is_no_markup() -> None:
    """Documented: what stands in a name is shown as it is."""
    answer = list_users(account(users=(person(1, "<b>Ben</b>"),)))
    assert "&lt;b&gt;Ben&lt;/b&gt;" in answer._repr_html_()
    assert "<b>" not in answer._repr_html_()
    assert "<b>Ben</b>" in pretty(answer)


def test_an_answer_within_itself_is_its_name() -> None:
    """Documented by IPython: what is in a circle is told in a word."""
    assert pretty(list_users(account()), cycle=True) == "Users"
