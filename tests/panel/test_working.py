"""Work beside the event loop: what is told of it, in which order, and that nobody waits for it who need not."""

from collections.abc import Callable
from threading import Condition, Event
from typing import Any

import pytest

from harvest_mcp.interactive.calls import Call
from harvest_mcp.panel.working import Working

PATIENCE = 20


@pytest.fixture
def working() -> Working:
    """Nothing is under way."""
    return Working(Condition())


def failed(problem: Exception) -> None:
    """Nothing goes wrong unless a test says so."""
    raise problem


def noted(told: list[str], then: Event) -> Callable[[str], None]:
    """A listener that writes down what it hears, and says so."""

    def hear(done: str) -> None:
        told.append(done)
        then.set()

    return hear


def held(event: Event) -> Callable[[], str]:
    """Work that waits until it may end."""

    def work() -> str:
        assert event.wait(PATIENCE)
        return "done"

    return work


def test_others_are_answered_meanwhile(working: Working) -> None:
    """Our choice: one loop serves all panels and questions, and no work keeps it."""
    may_end, told = Event(), Event()
    working.put("matrix", held(may_end), lambda _: told.set(), failed)

    async def answer(_: Any) -> int:  # noqa: ANN401  (a listener, which hears nothing)
        return 42

    assert Call(answer, of="question").result(PATIENCE) == 42
    others: list[str] = []
    heard = Event()
    working.put("card", lambda: "a card", noted(others, heard), failed)
    assert heard.wait(PATIENCE)
    assert others == ["a card"]
    assert not told.is_set()
    assert not working.is_done
    may_end.set()
    assert told.wait(PATIENCE)


def test_of_one_name_only_the_last_is_told(working: Working) -> None:
    """Our choice: whoever selects another person no longer waits for the one before, however long that takes."""
    may_end, last = Event(), Event()
    told: list[str] = []
    working.put("card", held(may_end), told.append, failed)
    working.put("card", lambda: "never begun", told.append, failed)
    working.put("card", lambda: "last", noted(told, last), failed)
    may_end.set()
    assert last.wait(PATIENCE)
    assert told == ["last"]


def test_what_goes_wrong_is_told(working: Working) -> None:
    """Our choice: in the work and in the telling of it; what follows goes on."""
    problems: list[str] = []
    last = Event()

    def gone_wrong(problem: Exception) -> None:
        problems.append(type(problem).__name__)
        if len(problems) == 2:
            last.set()

    working.put("one", lambda: 1 / 0, lambda _: None, gone_wrong)
    working.put("other", list, lambda done: done[0], gone_wrong)
    assert last.wait(PATIENCE)
    assert sorted(problems) == ["IndexError", "ZeroDivisionError"]
