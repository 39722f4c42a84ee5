"""What one account costs, measured in a process of its own: to load, to hold, to ask, and how long its answers are.

Alone it is a program: `python -m benchmarks.probe PORT RUNS` loads the account that is served there, tells all as JSON.
"""

import gc
import json
import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter
from typing import Final

import anyio
from pydantic import BaseModel

from benchmarks import access
from benchmarks.loading import account_at, credentials_for
from benchmarks.measuring import in_turns, peak, seconds
from benchmarks.questions import (
    Question,
    anew,
    ask,
    ask_all,
    default_questions,
    forms,
    largest_questions,
    narrowed_questions,
    unasked,
)
from harvest_mcp.access.account import Account

ASKED: Final = 25
"""How often questions that take next to no time are asked."""
BUILT: Final = 3
"""How often the look-ups are built."""


class Length(BaseModel):
    """Bytes of the two forms of an answer."""

    text: int
    structured: int


class Probed(BaseModel):
    """What was found of one account; times in seconds, memory and lengths in bytes.

    `load` is the first load of the process, `again` the median of later ones. `peak` is the most memory that loading
    took, `asked` the most after that, with every look-up built. `first` are single questions on a picture that nobody
    has asked before; `built` is what those of `somebody` take there together. `warm` are medians, `built` and
    `somebody` the fastest of several runs: they are compared between processes, and what else runs only slows them.
    `reviewed` is the median of a whole review that nobody has asked for before.
    """

    load: float
    again: float
    imported: int
    peak: int
    asked: int
    built: float
    first: dict[str, float]
    warm: dict[str, float]
    somebody: dict[str, float]
    reviewed: float
    default: dict[str, Length]
    largest: dict[str, Length]


def length(question: Question, account: Account) -> Length:
    """Measure both forms of an answer, the structured one as compact JSON."""
    text, structured = forms(question(account))
    compact = json.dumps(structured, ensure_ascii=False, separators=(",", ":"))
    return Length(text=len(str(text).encode()), structured=len(compact.encode()))


def lengths(questions: dict[str, Question], account: Account) -> dict[str, Length]:
    """Measure the answers to several questions."""
    return {name: length(question, account) for name, question in questions.items()}


def first(question: Question, account: Account) -> float:
    """Time the first question after a load."""
    return seconds(partial(ask, question, unasked(account)))


def warm(
    questions: dict[str, Question],
    account: Account,
    *,
    runs: int,
    of: Callable[[list[float]], float] = median,
) -> dict[str, float]:
    """Time questions on an account that has been asked before, in turns."""
    jobs = [partial(ask, question, account) for question in questions.values()]
    return dict(zip(questions, map(of, in_turns(runs, *jobs)), strict=True))


def main() -> None:
    """Load, then ask."""
    port, runs = (int(argument) for argument in sys.argv[1:])
    imported = peak()
    loading = partial(anyio.run, account_at, credentials_for(port))
    began = perf_counter()
    account = loading()
    load, most = perf_counter() - began, peak()
    default, somebody = default_questions(account), access.somebody(account)
    everything = {**default, **narrowed_questions(account), **access.everyone(account)}
    access.check(account)
    review = anew()
    ask_all({**everything, **somebody}, account)
    asked = peak()
    again = median(seconds(loading) for _ in range(runs))
    gc.freeze()  # what is timed from here on is the question, not the walk of the whole account between two of them
    found = Probed(
        load=load,
        again=again,
        imported=imported,
        peak=most,
        asked=asked,
        built=min(seconds(partial(ask_all, somebody, unasked(account))) for _ in range(BUILT)),
        first={name: first(question, account) for name, question in default.items()},
        warm=warm(everything, account, runs=runs),
        somebody=warm(somebody, account, runs=ASKED, of=min),
        reviewed=median(seconds(partial(ask, review, account)) for _ in range(runs)),
        default=lengths(default, account),
        largest=lengths({**largest_questions(account), **access.largest(account)}, account),
    )
    print(found.model_dump_json())


if __name__ == "__main__":
    main()
