"""What a load costs, beside a bare loop over the same pages; and what parsing costs, apart from fetching."""

from functools import partial
from typing import Final

import anyio

from benchmarks.accounts import LARGE, Accounts, Served
from benchmarks.figures import Figure, Group, bounded, compared, megabytes
from benchmarks.loading import account_at, bare, bodies, credentials_for, parsed, parsed_bare
from benchmarks.measuring import in_turns

MOST: Final = 1.5


def load(accounts: Accounts) -> Group:
    """Time the loads in turns, then parsing alone."""
    served = accounts.served(LARGE)
    runs = 3 if accounts.quick else 9
    return Group(
        "Load",
        f"{LARGE.words()} ({megabytes(served.size)} of JSON), served by a separate process that only copies out "
        "rendered pages: our client, unpaced, until the account stands, against a bare `httpx.Client` loop that "
        "follows `links.next` over the same pages, runs `json.loads` and keeps what it gives.",
        (_load(served, runs), _parsing(served, runs)),
    )


def _load(served: Served, runs: int) -> Figure:
    ours, theirs = in_turns(
        runs,
        partial(anyio.run, account_at, credentials_for(served.port)),
        partial(bare, served.port, served.entries),
    )
    return bounded("load, ratio", ours, theirs, most=MOST)


def _parsing(served: Served, runs: int) -> Figure:
    pages = bodies(served.port, served.entries)
    ours, theirs = in_turns(runs, partial(parsed, pages), partial(parsed_bare, pages))
    return Figure(
        "parsing alone, without the garbage collector: our models from bytes against `json.loads`",
        compared(ours, theirs),
    )
