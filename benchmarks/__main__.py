"""Prints the project's figures of speed and size as ratios measured side by side; exits 1 when one misses its bound."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.accounts import Accounts
from benchmarks.asking import questions
from benchmarks.calls import call
from benchmarks.counting import requests
from benchmarks.fetching import load
from benchmarks.figures import Group, missed, page, write_between_marks
from benchmarks.growing import growth
from benchmarks.importing import importing
from benchmarks.memory import memory
from benchmarks.notebook import notebook
from benchmarks.panel import panel
from benchmarks.remembering import history
from benchmarks.sizes import sizes

GROUPS: Final[dict[str, Callable[[Accounts], Group]]] = {
    "load": load,
    "call": call,
    "questions": questions,
    "growth": growth,
    "import": importing,
    "requests": requests,
    "bytes": sizes,
    "memory": memory,
    "panel": panel,
    "notebook": notebook,
    "history": history,
}


def main() -> int:
    """Measure what was asked for, print it, and say what is missed."""
    wanted = _arguments()
    with Accounts(quick=wanted.quick) as accounts:
        groups = [_measured(name, accounts) for name in wanted.only or GROUPS]
    print(page(groups))
    if wanted.write is not None:
        write_between_marks(wanted.write, page(groups))
    for figure in missed(groups):
        _tell(f"missed: {figure}")
    return 1 if missed(groups) else 0


def _measured(name: str, accounts: Accounts) -> Group:
    _tell(f"measuring {name}")
    return GROUPS[name](accounts)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="leave out 100,000 people and repeat less (about a minute)"
    )
    parser.add_argument("--only", action="append", choices=GROUPS, help="measure only this; may be given several times")
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="also replace what stands between the marks of a file"
    )
    wanted = parser.parse_args()
    if wanted.write is not None and (wanted.quick or wanted.only):
        parser.error("what is written is the whole of it: leave out --quick and --only")
    return wanted


if __name__ == "__main__":
    sys.exit(main())
