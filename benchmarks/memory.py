"""What it takes to load and hold a large account: time and memory, in a process of its own."""

from benchmarks.accounts import HUGE, LARGE, Accounts
from benchmarks.figures import Figure, Group, megabytes, milliseconds


def memory(accounts: Accounts) -> Group:
    """Show load time and peak memory by size."""
    sizes = (LARGE,) if accounts.quick else (LARGE, HUGE)
    figures = []
    for size in sizes:
        probed, served = accounts.probed(size), accounts.served(size)
        figures += [
            Figure(f"{size.words()}: load ({megabytes(served.size)} of JSON)", milliseconds(probed.load)),
            Figure(f"{size.people:,} people: peak memory", megabytes(probed.peak)),
            Figure(f"{size.people:,} people: peak memory once everything was asked", megabytes(probed.asked)),
        ]
    imported = megabytes(accounts.probed(LARGE).imported)
    return Group(
        "Time and memory of one load",
        f"A new process loads the account over loopback, unpaced; before the load it holds {imported}. Harvest's own "
        "limit of requests makes a real load slower.",
        tuple(figures),
    )
