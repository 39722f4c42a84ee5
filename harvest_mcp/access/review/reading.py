"""Reads a policy from the text of a TOML file: every mistake is told with its place and what to do about it."""

import tomllib
from collections.abc import Iterable
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from harvest_mcp.access.review.policy import Policy, Suppression
from harvest_mcp.access.review.rules import RULES
from harvest_mcp.harvest.errors import BadQuestion

FILE_NAME: Final = "harvest-access.toml"
KEYS: Final = (
    f"The keys are {', '.join(Policy.model_fields)}; each [[suppress]] has {', '.join(Suppression.model_fields)}."
)


def read_policy(text: str, *, name: str = FILE_NAME) -> Policy:
    """Read a policy; `name` is what its file is called in an error. Raises BadQuestion."""
    try:
        stated = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadQuestion(f"{name} is no TOML: {error}.", "Mend it there; text stands in quotes.") from None
    try:
        policy = Policy.model_validate(stated)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False)
        raise BadQuestion(f"{name}: {'; '.join(map(_fault, faults))}.", KEYS) from None
    unknown = [(row, of.finding) for row, of in enumerate(policy.suppress, 1) if of.finding not in RULES]
    if unknown:
        places = "; ".join(f"suppress {row}: there is no finding {finding!r}" for row, finding in unknown)
        raise BadQuestion(f"{name}: {places}.", f"The findings are {', '.join(RULES)}.")
    return policy


def _fault(fault: ErrorDetails) -> str:
    said = {"missing": "is missing", "extra_forbidden": "is no key that there is"}.get(fault["type"], fault["msg"])
    return f"{_place(fault['loc'])}: {said[0].lower()}{said[1:]}"


def _place(parts: Iterable[int | str]) -> str:
    """Write where it stands; rows are counted from one, as people do."""
    words = [str(part + 1) if isinstance(part, int) else part for part in parts]
    return " ".join(words)
