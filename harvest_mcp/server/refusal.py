"""What a model is told instead of an answer: which arguments do not fit, never their values; or what went wrong."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from harvest_mcp.answers.text import clean
from harvest_mcp.harvest.errors import HarvestError

LONGEST_ERROR: Final = 7_000
"""Bytes of what happened, which may name things of Harvest; what to do comes after it and is never cut."""


def told(error: HarvestError) -> str:
    """Write what happened and what to do, of whatever length the names in it are."""
    return f"{clean(error.what, most=LONGEST_ERROR)} {error.hint}"


def refusal(tool: str, error: ValidationError, parameters: Mapping[str, Any]) -> str:
    """Write one sentence for what does not fit and one for what to do."""
    faults = error.errors(include_input=False, include_url=False)
    unknown = any(fault["type"] == "extra_forbidden" for fault in faults)
    known = f"{tool} takes {', '.join(parameters)}." if parameters else f"{tool} takes no parameters."
    what = "; ".join(_fault(fault, parameters) for fault in faults)
    return f"{tool} was not asked: {what}. " + (known if unknown else "Mend that and call again.")


def _fault(fault: ErrorDetails, parameters: Mapping[str, Any]) -> str:
    """Name the parameter only where it is ours: an unknown one's name is the caller's own text."""
    name = str(fault["loc"][0]) if fault["loc"] else ""
    if name not in parameters:
        return "it has no such parameter as one that was given"
    said = fault["msg"]
    return f"{name}: {said[0].lower()}{said[1:]}"
