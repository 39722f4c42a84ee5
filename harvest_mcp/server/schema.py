"""JSON schemas without noise: no titles, no nulls, and nothing said that is not needed to fill or read a value."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

NAMED: Final = frozenset({"properties", "$defs"})
LENGTHS: Final = frozenset({"minLength", "maxLength"})
"""Bounds that nobody who fills a value in earnest comes near; they are kept all the same."""


def lean(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out titles, lengths, empty defaults and what a whole object is, and write `X or null` as X.

    Our answers leave empty members out, and the docstrings of our classes are for those who read our code.
    """
    kept = _without_null({key: value for key, value in schema.items() if not _is_noise(key, value, schema)})
    return {
        key: {name: lean(part) for name, part in value.items()} if key in NAMED else _lean(value)
        for key, value in kept.items()
    }


def outline(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Write what an answer is like: what is always there as it is, whatever else it may have by its name and type.

    Ten such schemas are sent to every host. Of the parts of an answer, they tell only what is always there.
    """
    whole = lean(schema)
    parts: Mapping[str, Any] = whole.pop("$defs", {})
    needed: dict[str, Any] = {}
    told = {**whole, "properties": dict(_members(whole))}
    missing = _named_in(told)
    while missing:
        name = missing.pop()
        needed[name] = _always(parts[name])
        missing |= _named_in(needed[name]) - needed.keys()
    return {"$defs": {name: needed[name] for name in sorted(needed)}, **told}


def _members(answer: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, member in answer["properties"].items():
        if name in answer["required"]:
            yield name, member
        else:  # a part is an object, which its reference need not say
            yield name, {"type": "object"} | {key: member[key] for key in ("type", "description") if key in member}


def _always(part: Mapping[str, Any]) -> dict[str, Any]:
    members = {name: dict(part["properties"][name]) for name in part.get("required", ())}
    for member in members.values():
        member.pop("description", None)
    return {**part, "properties": members}


def _named_in(value: object) -> set[str]:
    """Name the parts that a schema refers to."""
    match value:
        case {"$ref": str() as where}:
            return {where.rpartition("/")[2]}
        case dict():
            return {name for part in value.values() for name in _named_in(part)}
        case list():
            return {name for part in value for name in _named_in(part)}
        case _:
            return set()


def _lean(value: Any) -> Any:  # noqa: ANN401  (JSON)
    if isinstance(value, dict):
        return lean(value)
    if isinstance(value, list):
        return [_lean(part) for part in value]
    return value


def _is_noise(key: str, value: object, schema: Mapping[str, Any]) -> bool:
    return (
        (key == "title" and isinstance(value, str))
        or (key == "default" and not value)
        or key in LENGTHS
        or (key == "description" and "properties" in schema)
    )


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    choices = schema.get("anyOf")
    if not choices or {"type": "null"} not in choices:
        return schema
    others = [choice for choice in choices if choice != {"type": "null"}]
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**others[0], **rest} if len(others) == 1 else {"anyOf": others, **rest}
