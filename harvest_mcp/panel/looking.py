"""How rows are looked at: a search, filters and an order, in one form whether Python or a screen says them.

They name columns and values, which may name people: they travel as the rows do, and are never a state of a widget.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, Literal, TypeGuard, TypeVar

from traitlets import TraitError

from harvest_mcp.panel.columns import Column, Kind

Item = str | int | float | bool | None
"""What a column is filtered by: a value, or one of a list's; None where nothing is known."""
Filters = Mapping[str, tuple[Item, ...]]
Direction = Literal["ascending", "descending"]
Sort = tuple[tuple[str, Direction], ...]
Columns = Mapping[str, Column]
T = TypeVar("T")

DIRECTIONS: Final[tuple[Direction, Direction]] = ("ascending", "descending")
FILTERED_BY: Final[dict[Kind, tuple[type, ...]]] = {
    "text": (str,),
    "texts": (str,),
    "number": (int, float),
    "flag": (bool,),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a table's rows are looked at."""

    search: str = ""
    filters: Filters = field(default_factory=dict)
    sort: Sort = ()

    def of(self, columns: Columns) -> "Look":
        """Leave out what is of no such column."""
        filters = {name: items for name, items in self.filters.items() if _holds(filters_of, {name: items}, columns)}
        sort = tuple(key for key in self.sort if _holds(sort_of, (key,), columns))
        return replace(self, filters=MappingProxyType(filters), sort=sort)

    def told(self) -> dict[str, Any]:
        """Write it as a message has it."""
        return {"search": self.search, "filters": dict(self.filters), "sort": self.sort}


def heard(told: Mapping[str, Any]) -> Look:
    """Read what a screen tells."""
    filters = {str(name): tuple(items) for name, items in told["filters"].items()}
    return Look(str(told["search"]), MappingProxyType(filters), tuple((name, way) for name, way in told["sort"]))


def filters_of(value: object, columns: Columns) -> Filters:
    """Take filters as people write them: of each column's name a value, or several. Raises TraitError."""
    if not isinstance(value, Mapping):
        raise TraitError("Filters are a mapping from a column's name to a value or several.")
    taken: dict[str, tuple[Item, ...]] = {}
    for name, said in value.items():
        column = _column(name, columns)
        if not column.filters:
            offered = ", ".join(repr(of.name) for of in columns.values() if of.filters) or "none does"
            raise TraitError(f"The column {name!r} offers no filters. hint: these do: {offered}; `search` finds more.")
        items = tuple(said) if isinstance(said, Iterable) and not isinstance(said, str) else (said,)
        if not all(map(_fits(column.kind), items)):
            raise TraitError(f"The column {name!r} is of kind {column.kind!r}, but not every value that is asked for.")
        if items:
            taken[name] = tuple(dict.fromkeys(items))
    return MappingProxyType(taken)


def sort_of(value: object, columns: Columns) -> Sort:
    """Take an order as people write it: a column's name, or a name and a direction, or several. Raises TraitError."""
    if isinstance(value, str) or _is_key(value):
        said: Iterable[object] = (value,)
    elif isinstance(value, Iterable):
        said = value
    else:
        raise _no_order()
    taken: dict[str, Direction] = {}
    for one in said:
        key = (one, DIRECTIONS[0]) if isinstance(one, str) else one
        if not _is_key(key):
            raise _no_order()
        name, way = key
        if _column(name, columns).name in taken:
            raise TraitError("An order names each column once.")
        taken[name] = way
    return tuple(taken.items())


def _column(name: object, columns: Columns) -> Column:
    found = columns.get(name) if isinstance(name, str) else None
    if found is None:
        raise TraitError(f"There is no column {name!r}. hint: there are {', '.join(map(repr, columns)) or 'none'}.")
    return found


def _fits(kind: Kind) -> Callable[[object], bool]:
    types = FILTERED_BY[kind]
    return lambda item: item is None or (isinstance(item, types) and isinstance(item, bool) == (kind == "flag"))


def _is_key(one: object) -> TypeGuard[tuple[str, Direction]]:
    if not isinstance(one, Sequence) or len(one) != 2:  # noqa: PLR2004  (a name and a direction)
        return False
    return isinstance(one[0], str) and one[1] in DIRECTIONS


def _no_order() -> TraitError:
    return TraitError("An order is a column's name, a name with 'ascending' or 'descending', or several of these.")


def _holds(take: Callable[[T, Columns], object], value: T, columns: Columns) -> bool:
    try:
        take(value, columns)
    except TraitError:
        return False
    return True
