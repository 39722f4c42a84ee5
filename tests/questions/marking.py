"""Reads an answer the way the catalogue writes it down, so that the two can be compared as a whole.

What is asked of an answer is looked up in its structured form, and words in its text: both are what every face shows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from tests.questions.catalogue import Expect

Json = dict[str, Any]
Reader = Callable[[Json, str, Any], object]


def expected(expect: Expect) -> Json:
    """What the catalogue asks of an answer."""
    return expect.model_dump(exclude_none=True)


def told(structured: Json | None, text: str, wanted: Json) -> Json:
    """What an answer says of whatever the catalogue asks of it; an error has no structured form."""
    return {name: READERS[name](structured or {}, text, of) for name, of in wanted.items()}


def _member(name: str) -> Reader:
    return lambda structured, _text, _wanted: structured.get(name)


def _names(*members: str) -> Reader:
    """The names of all things that the first of these members to be there lists."""
    return lambda structured, _text, _wanted: _sorted(_rows(structured, members))


def _found(words_of: Callable[[Json, str], Iterable[str]]) -> Reader:
    """Those of the wanted words that are somewhere among these."""

    def found(structured: Json, text: str, wanted: Iterable[str]) -> tuple[str, ...]:
        said = list(words_of(structured, text))
        return tuple(word for word in wanted if any(word in sentence for sentence in said))

    return found


def _missing(structured: Json, _text: str, wanted: Iterable[str]) -> tuple[str, ...]:
    listed = _sorted(_rows(structured, LISTED))
    return tuple(name for name in wanted if name not in listed)


def _of_each(read: Callable[[Json], object], *members: str) -> Reader:
    """Read something of each of the wanted rows, by name."""

    def of_each(structured: Json, _text: str, wanted: Mapping[str, object]) -> Json:
        return {_called(row): read(row) for row in _rows(structured, members) if _called(row) in wanted}

    return of_each


def _grants(structured: Json, _text: str, _wanted: object) -> Json:
    surely = {name: row["reach"] for row in structured["grants"] for by in row["by"] for name in by["permissions"]}
    possibly = {name: "unknown" for row in structured["possibly"] for name in row["permissions"]}
    return possibly | surely


def _beyond(*sides: str, uncertain: bool = False) -> Reader:
    """The permissions that these sides have beyond the other, or those of them that are not certain."""

    def beyond(structured: Json, _text: str, _wanted: object) -> tuple[str, ...]:
        rows = [row for side in sides for row in structured[side]["only_may"]]
        kept = (row for row in rows if row.get("uncertain") or not uncertain)
        return tuple(sorted({name for row in kept for name in row["permissions"]}))

    return beyond


def _held_by(structured: Json, _text: str, wanted: Mapping[str, int]) -> dict[str, int]:
    return {_called(row): row["count"] for row in _rows(structured, ("access", "jobs")) if _called(row) in wanted}


def _findings(structured: Json, _text: str, wanted: Mapping[str, int]) -> dict[str, int]:
    counts = {row["id"]: row["count"] for row in structured["findings"]}
    return {name: counts.get(name, 0) for name in wanted}


def _changes(structured: Json, _text: str, wanted: Iterable[str]) -> dict[str, tuple[str, ...]]:
    rows = structured["changes"]
    return {what: tuple(sorted(_subject(row) for row in rows if row["what"] == what)) for what in wanted}


def _subject(row: Json) -> str:
    return str(row["person"].get("name") or row["project"]["name"])


def _changes_of(structured: Json, _text: str, wanted: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(sorted(_changed(structured["changes"], name))) for name in wanted}


def _changed(rows: Iterable[Json], name: str) -> Iterator[str]:
    """Write each change of a person or on a project: its kind and the other of the two, or from what to what."""
    for row in rows:
        names = [row[of]["name"] for of in ("person", "project") if row[of]]
        if name in names:
            others = [other for other in names if other != name] or [f"{row['before']} -> {row['after']}"]
            yield f"{row['what']} {others[0]}"


def _day(member: str) -> Reader:
    """The day of one of the two pictures."""
    return lambda structured, _text, _wanted: (
        structured[member]["as_of"][:10] if "snapshot" in structured[member] else "live"
    )


def _holds(structured: Json, _text: str, wanted: Mapping[str, str]) -> dict[str, str]:
    rows = structured["holds"]
    return {row["access"]: row.get("not_before", "")[:10] for row in rows if row["access"] in wanted}


def _unchecked(structured: Json) -> Iterator[str]:
    """Every check that could not look, or not at everything."""
    for row in structured.get("not_checked", ()):
        yield from row["checks"]


def _extent(row: Json) -> object:
    """Write how far a yes goes: `all`, `own`, or the names of the projects and people, and how many are not named."""
    extent = row["extent"]
    more = [str(extent[name]) for name in ("more_projects", "more_people") if name in extent]
    named = [*extent.get("projects", ()), *extent.get("people", ())]
    return tuple(sorted([*map(_called, named), *more])) if named else extent["kind"]


def _possibly(structured: Json) -> Iterator[str]:
    """Who possibly may, and for each group how many more than are named."""
    for group in structured["possibly"]:
        yield from map(_called, group["people"])
        if more := group["count"] - len(group["people"]):
            yield f"{more} more"


def _because(structured: Json, _text: str) -> Iterator[str]:
    """Every reason in an answer, wherever it stands."""
    for name, value in structured.items():
        if name == "because":
            yield value
        rows = value if isinstance(value, list) else [value]
        for row in rows:
            if isinstance(row, dict):
                yield from _because(row, "")


def _rows(structured: Json, members: tuple[str, ...]) -> list[Json]:
    return [row for name in members for row in structured.get(name, ())]


def _sorted(rows: Iterable[Json]) -> tuple[str, ...]:
    return tuple(sorted(map(_called, rows)))


def _called(row: Json) -> str:
    """The name of a thing; a level or an extra is its own."""
    return str(row["name"] if "name" in row else row["id"])


LISTED: Final = ("people", "users")
READERS: Final[Mapping[str, Reader]] = {
    "error": _found(lambda structured, text: () if structured else (text,)),
    "says": _found(lambda _structured, text: (text,)),
    "says_not": lambda _structured, text, wanted: tuple(word for word in wanted if word not in text),
    "because": _found(_because),
    "gaps": _found(lambda structured, _text: (gap["what"] for gap in structured.get("gaps", ()))),
    "complete": _member("complete"),
    "answer": _member("answer"),
    "level": _member("level"),
    "total": _member("total"),
    "user": lambda structured, _text, _wanted: _called(structured["user"]),
    "own": lambda structured, _text, _wanted: structured["own"]["count"],
    "extent": lambda structured, _text, _wanted: _extent(structured),
    "people": _names(*LISTED),
    "includes": _found(lambda structured, _text: _sorted(_rows(structured, LISTED))),
    "excludes": _missing,
    "possibly": lambda structured, _text, _wanted: tuple(sorted(_possibly(structured))),
    "projects": _names("projects"),
    "teammates": _names("teammates"),
    "cases": _names("cases"),
    "findings": _findings,
    "not_checked": _found(lambda structured, _text: _unchecked(structured)),
    "managed_by": _names("managed_by"),
    "extent_of": _of_each(_extent, "people"),
    "permissions_of": _of_each(lambda row: tuple(sorted(row["permissions"])), "people"),
    "managers": _of_each(lambda row: _sorted(row["managers"]), "projects"),
    "head_counts": _of_each(lambda row: row["people"], "projects"),
    "grants": _grants,
    "only_first": _beyond("first"),
    "only_second": _beyond("second"),
    "uncertain": _beyond("first", "second", uncertain=True),
    "changes": _changes,
    "changes_of": _changes_of,
    "since": _day("since"),
    "until": _day("until"),
    "holds": _holds,
    "held_by": _held_by,
}
"""How each thing that the catalogue may ask of an answer is found in it."""
