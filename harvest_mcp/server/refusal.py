"""What a model is told about arguments that do not fit: which, and what would; never the value that was refused."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails


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
