"""What questions cost on a large account once it is loaded, beside loading it."""

from typing import Final

from benchmarks.accounts import LARGE, Accounts
from benchmarks.figures import Figure, Group, milliseconds

MOST: Final = 0.05
MOST_OF_A_REVIEW: Final = 0.25


def questions(accounts: Accounts) -> Group:
    """Show each question as a share of the load."""
    probed = accounts.probed(LARGE)
    slowest = max(probed.first, key=probed.first.__getitem__)
    warm = probed.warm | probed.somebody
    return Group(
        "Questions on a large account",
        f"{LARGE.words()}: finding the answer and writing its text and structured form, beside loading the account "
        f"over loopback ({milliseconds(probed.again)}).",
        (
            *(_share(f"{name}, warm", taken, probed.again) for name, taken in warm.items()),
            _share(
                "a whole review, which nobody has asked for before", probed.reviewed, probed.again, MOST_OF_A_REVIEW
            ),
            Figure(
                f"the first question after a load, which builds the look-ups (slowest: {slowest})",
                f"{probed.first[slowest] / probed.again:.1%} ({milliseconds(probed.first[slowest])})",
            ),
        ),
    )


def _share(what: str, taken: float, load: float, most: float = MOST) -> Figure:
    share = taken / load
    return Figure(what, f"{share:.2%} ({milliseconds(taken)})", f"{most:.0%}", met=share <= most)
