"""Finds the policy of access reviews: a file that is named, one that the environment names, or none."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harvest_mcp.connection.environment import said
from harvest_mcp.harvest.errors import BadQuestion

if TYPE_CHECKING:
    from harvest_mcp.access.review import Policy

POLICY: Final = "HARVEST_ACCESS_POLICY"
LARGEST: Final = 1_000_000
"""Characters; a policy is written by hand."""


def find_policy(environment: Mapping[str, str], *, path: str = "", beside: Path | None = None) -> "Policy":
    """Read the policy at `path`, where the environment says, or `beside` if anything is there; else the default one.

    Raises BadQuestion, and NotConnected where the environment holds a placeholder.
    """
    from harvest_mcp.access.review import Policy  # noqa: PLC0415  (only a review needs it)
    from harvest_mcp.access.review.reading import read_policy  # noqa: PLC0415

    if named := path or said(environment, POLICY):
        return read_policy(_text(Path(named).expanduser(), f"Mend {POLICY} or --policy."), name=named)
    if beside is not None and os.path.lexists(beside):
        return read_policy(_text(beside, "Mend it or take it away."), name=str(beside))
    return Policy()


def _text(path: Path, hint: str) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(LARGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise BadQuestion(f"The policy {path} could not be read: {why}.", hint) from None
    if len(text) > LARGEST:
        raise BadQuestion(
            f"The policy {path} has more than {LARGEST:,} characters.", "A policy is written by hand: is it that file?"
        )
    return text
