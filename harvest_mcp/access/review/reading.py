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
BYTE_ORDER_MARK: Final = "\ufeff"
"""Some editors begin a file with it."""
SAID: Final = {
    "missing": "is missing",
    "extra_forbidden": "is no key that there is",
    "int_parsing": "a whole number is wanted",
    "int_from_float": "a whole number is wanted",
    "int_type": "a whole number is wanted",
    "float_parsing": "a number is wanted",
    "float_type": "a number is wanted",
    "string_type": "words in quotes are wanted",
    "string_too_short": "is empty",
    "date_type": "a date is wanted, such as 2027-03-31",
    "date_from_datetime_parsing": "a date is wanted, such as 2027-03-31",
    "date_from_datetime_inexact": "a date is wanted, such as 2027-03-31",
    "model_type": "a table with keys is wanted",
}
"""By the type of a fault."""
LISTS: Final = {
    "domains": 'a list is wanted, in brackets: domains = ["example.com"]',
    "suppress": "each stands under a line of its own, [[suppress]] in two pairs of brackets",
}


def read_policy(text: str, *, name: str = FILE_NAME) -> Policy:
    """Read a policy; `name` is what its file is called in an error. Raises BadQuestion."""
    try:
        stated = tomllib.loads(text.removeprefix(BYTE_ORDER_MARK))
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
    never = [f"suppress {row}: {why}" for row, of in enumerate(policy.suppress, 1) if (why := _never(of))]
    if never:
        raise BadQuestion(
            f"{name}: {'; '.join(never)}.",
            "Take it out: then the whole finding is accepted; or take out the whole entry.",
        )
    return policy


def _never(of: Suppression) -> str:
    """Say why a suppression can fit no case of its finding, whatever the account; nothing where it can."""
    finds = RULES[of.finding].finds
    named = {"person": of.person, "project": of.project}
    wrong = [what for what, thing in named.items() if thing is not None and what != finds]
    return (
        f"{of.finding} finds {finds}s, so no {' and no '.join(wrong)} fits".replace("persons", "people")
        if wrong
        else ""
    )


def _fault(fault: ErrorDetails) -> str:
    place = _place(fault["loc"])
    said = LISTS[place] if fault["type"] == "tuple_type" else SAID.get(fault["type"], fault["msg"])
    return f"{place}: {said[0].lower()}{said[1:]}"


def _place(parts: Iterable[int | str]) -> str:
    """Write where it stands; rows are counted from one, as people do."""
    words = [str(part + 1) if isinstance(part, int) else part for part in parts]
    return " ".join(words)
