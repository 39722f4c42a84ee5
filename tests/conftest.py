"""What every test shares.

An async test is marked `anyio` and runs on asyncio; a module that must hold on trio too has its own `anyio_backend`.
"""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", parent=settings(), deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The loop that a test marked `anyio` runs on unless its module says otherwise."""
    return "asyncio"


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).parent.parent
