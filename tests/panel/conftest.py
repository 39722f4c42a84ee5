"""What tests of widgets share."""

from collections.abc import Iterator

import pytest

from tests.panel.wire import Wire, recorded


@pytest.fixture
def wire() -> Iterator[Wire]:
    """What widgets send during a test."""
    with recorded() as wire:
        yield wire
