"""What every test shares.

An async test is marked `anyio` and runs on asyncio; a module that must hold on trio too has its own `anyio_backend`.
"""

import os
import signal
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

# A law is tried on few accounts whenever somebody runs the tests, and on many where `.ci/run` does.
settings.register_profile("thorough", deadline=None)
settings.register_profile("house", max_examples=30, deadline=None)
settings.load_profile("house")

# Tests of pages need the extra `browser`: `make browser` installs it and runs them.
collect_ignore = [] if find_spec("playwright") else ["browser"]

# Whoever runs the tests may have accounts connected: no test sees them, nor the keyring that they are kept in.
_HOME = tempfile.TemporaryDirectory(prefix="harvest-tests-")
os.environ |= {
    "XDG_CONFIG_HOME": f"{_HOME.name}/config",
    "XDG_DATA_HOME": f"{_HOME.name}/data",
    "PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring",
}

# What a script starts in the background ignores SIGINT, and so would every command that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The loop that a test marked `anyio` runs on unless its module says otherwise."""
    return "asyncio"


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).parent.parent


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: a third of the time tests wait, for a server or for a pause to be over."""
    return (os.cpu_count() or 1) + 1
