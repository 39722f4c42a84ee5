"""JSON schemas without noise: no titles, no nulls, and nothing said that is not needed to fill or read a value."""

from collections.abc import Mapping
from typing import Any, Final

NAMED: Final = frozenset({"properties", "$defs"})


def lean(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out titles, defaults of null and what a whole object is, and write `X or null` as X.

    Our answers leave empty members out, and the docstrings of our classes are for those who read our code.
    """
    kept = _without_null({key: value for key, value in schema.items() if not _is_noise(key, value, schema)})
    return {
        key: {name: lean(part) for name, part in value.items()} if key in NAMED else _lean(value)
        for key, value in kept.items()
    }


def _lean(value: Any) -> Any:  # noqa: ANN401  (JSON)
    if isinstance(value, dict):
        return lean(value)
    if isinstance(value, list):
        return [_lean(part) for part in value]
    return value


def _is_noise(key: str, value: object, schema: Mapping[str, Any]) -> bool:
    return (
        (key == "title" and isinstance(value, str))
        or (key == "default" and value is None)
        or (key == "description" and "properties" in schema)
    )


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    choices = schema.get("anyOf")
    if not choices or {"type": "null"} not in choices:
        return schema
    others = [choice for choice in choices if choice != {"type": "null"}]
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**others[0], **rest} if len(others) == 1 else {"anyOf": others, **rest}
