"""Reads what was kept: the snapshots, the records of one, and all that was ever kept about a person."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, case, false, or_, select

from harvest_mcp.harvest.models import full_name
from harvest_mcp.history.records import Key, Records
from harvest_mcp.history.snapshot import Snapshot
from harvest_mcp.history.tables import OPEN, facts, of_stream, snapshots, streams

RATES: Final = " with rates"
"""What the name of a stream ends with where rates are kept in it."""
AS_TEXT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
VIEW: Final = ("account", "viewer", "role")
"""Kinds of records without which no part of a picture can be made."""
PEOPLE: Final = (*VIEW, "user", "teammate")
"""Kinds of records that tell who is there."""
_named: Final = case((facts.c.kind == "teammate", facts.c.thing), else_=facts.c.number)
"""Whom a record names: where it is of two people, the second."""
AT_ONCE: Final = 500
"""How many ids one statement names."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot, and the stream in which its facts lie."""

    snapshot: Snapshot
    stream: int


def kept(connection: Connection, account: int | None = None) -> list[Kept]:
    """Every snapshot, of one account or of all, in order of time."""
    seen = select(snapshots, streams.c.eyes).join(streams, streams.c.id == snapshots.c.stream)
    every = seen.order_by(snapshots.c.as_of, snapshots.c.id)
    if account is not None:
        every = every.where(snapshots.c.account == account)
    return [Kept(_snapshot(row), row.stream) for row in connection.execute(every)]


def records_of(connection: Connection, *wanted: int, kinds: Sequence[str] = ()) -> Mapping[int, Records]:
    """The records of these snapshots, by the snapshot's id, of some kinds or of all; what they share is read once.

    A snapshot that is no longer kept is left out.
    """
    of = select(snapshots.c.id, snapshots.c.stream).where(snapshots.c.id.in_(wanted))
    streams = {row.id: row.stream for row in connection.execute(of)}
    columns = (facts.c.stream, facts.c.first, facts.c.until)
    every = select(*columns, facts.c.kind, facts.c.number, facts.c.person, facts.c.thing, facts.c.body)
    held = every.where(or_(false(), *(_held(*within) for within in streams.items())))
    if kinds:
        held = held.where(facts.c.kind.in_(kinds))
    written: dict[int, Records] = {number: {} for number in streams}
    for stream, first, until, kind, number, person, thing, body in connection.execute(held).all():
        key = Key(kind, number, person, thing)
        for snapshot, within in streams.items():
            if within == stream and first <= snapshot < until:
                written[snapshot][key] = body
    return written


def facts_about(connection: Connection, streams: Iterable[int], person: int) -> Mapping[int, Sequence[Row[Any]]]:
    """Everything that was ever kept about a person, and what is needed to read it, by stream."""
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    about = or_(facts.c.person == person, facts.c.kind.in_(VIEW))
    for row in connection.execute(select(facts).where(of_stream.in_(list(streams)), about)):
        found[row.stream].append(row)
    return found


def everybody(connection: Connection, streams: Iterable[int], *, up_to: int = OPEN) -> Records:
    """The last record of each person who was ever kept, up to a snapshot."""
    of = select(facts).where(of_stream.in_(list(streams)), facts.c.kind == "user", facts.c.first <= up_to)
    return keyed(connection.execute(of.order_by(facts.c.first)))


def keyed(rows: Iterable[Row[Any]]) -> Records:
    """These facts as records."""
    return {Key(row.kind, row.number, row.person, row.thing): row.body for row in rows}


def names(
    connection: Connection, streams: Iterable[int], numbers: Iterable[int], *, kinds: Sequence[str], up_to: int = OPEN
) -> Iterator[tuple[int, str]]:
    """The names by which people or projects were kept, up to a snapshot, the last of each last."""
    wanted = sorted(set(numbers))
    for some in (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE)):
        of = select(facts.c.kind, _named, facts.c.body).where(
            of_stream.in_(list(streams)),
            facts.c.kind.in_(kinds),
            facts.c.body != "",  # of a teammate whose own record tells the name
            facts.c.first <= up_to,
            _named.in_(some),
        )
        for kind, number, body in connection.execute(of.order_by(facts.c.first)):
            yield number, _name(kind, json.loads(body))


def moment_as_text(moment: datetime) -> str:
    """Write a moment so that texts sort as moments do."""
    return moment.astimezone(UTC).strftime(AS_TEXT)


def _held(snapshot: int, stream: int) -> ColumnElement[bool]:
    """Whether a fact held in a snapshot."""
    return and_(of_stream == stream, facts.c.first <= snapshot, facts.c.until > snapshot)


def _name(kind: str, told: Any) -> str:  # noqa: ANN401  (JSON)
    if kind in {"user", "teammate"}:
        return full_name(told.get("first_name"), told.get("last_name"))
    return str(told.get("name", "") if isinstance(told, dict) else told[0])


def _snapshot(row: Row[Any]) -> Snapshot:
    return Snapshot(
        id=row.id,
        account=row.account,
        account_name=row.account_name,
        as_of=datetime.strptime(row.as_of, AS_TEXT).replace(tzinfo=UTC),
        complete=row.complete,
        viewer_id=row.viewer_id,
        viewer=row.viewer,
        with_rates=row.with_rates,
        hash=row.hash,
        eyes=row.eyes.removesuffix(RATES),
    )
