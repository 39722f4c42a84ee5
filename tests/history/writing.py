"""Keeps snapshots of day after day: a program, for what only a process of its own can show.

`python -m tests.history.writing FILE FIRST COUNT [BYTES]` writes each snapshot's id, or what went wrong; with BYTES no
file may grow beyond that.
"""

import resource
import signal
import sys
from pathlib import Path

from harvest_mcp.harvest.errors import HarvestError
from harvest_mcp.history import History
from tests.history.pictures import picture_of


def main() -> None:
    """Keep the days that were asked for."""
    file, first, count, *limit = sys.argv[1:]
    for size in map(int, limit):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    history = History.open(Path(file))
    for day in range(int(first), int(first) + int(count)):
        try:
            number = history.take(picture_of(day)).id
        except HarvestError as error:
            sys.exit(str(error))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
