"""Reads what was kept: the snapshots, the records of one, and all that was ever kept about a person."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, or_, select

from harvest_mcp.harvest.models import full_name
from harvest_mcp.history.records import Key, Records
from harvest_mcp.history.snapshot import Snapshot
from harvest_mcp.history.tables import facts, snapshots

AS_TEXT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
VIEW: Final = ("account", "viewer", "role")
"""Kinds of records without which no part of a picture can be made."""
AT_ONCE: Final = 500
"""How many ids one statement names."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot, and the stream in which its facts lie."""

    snapshot: Snapshot
    stream: int


def kept(connection: Connection, account: int | None = None) -> list[Kept]:
    """Every snapshot, of one account or of all, in order of time."""
    every = select(snapshots).order_by(snapshots.c.as_of, snapshots.c.id)
    if account is not None:
        every = every.where(snapshots.c.account == account)
    return [Kept(_snapshot(row), row.stream) for row in connection.execute(every)]


def records_of(connection: Connection, snapshot: Snapshot) -> Records | None:
    """The records of a snapshot, as they were written; null where it is no longer kept."""
    stream = connection.scalar(select(snapshots.c.stream).where(snapshots.c.id == snapshot.id))
    if stream is None:
        return None
    columns = (facts.c.kind, facts.c.number, facts.c.person, facts.c.thing, facts.c.body)
    held = connection.execute(
        select(*columns).where(facts.c.stream == stream, facts.c.until > snapshot.id, facts.c.first <= snapshot.id)
    )
    return {Key(kind, number, person, thing): body for kind, number, person, thing, body in held}


def facts_about(connection: Connection, streams: Iterable[int], person: int) -> Mapping[int, Sequence[Row[Any]]]:
    """Everything that was ever kept about a person, and what is needed to read it, by stream."""
    of_stream: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    about = or_(facts.c.person == person, facts.c.kind.in_(VIEW))
    for row in connection.execute(select(facts).where(facts.c.stream.in_(list(streams)), about)):
        of_stream[row.stream].append(row)
    return of_stream


def keyed(rows: Iterable[Row[Any]]) -> Records:
    """These facts as records."""
    return {Key(row.kind, row.number, row.person, row.thing): row.body for row in rows}


def names(
    connection: Connection, streams: Iterable[int], numbers: Iterable[int], *, kinds: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """The names by which people or projects were kept, the last of each last."""
    wanted = sorted(set(numbers))
    for some in (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE)):
        of = select(facts.c.kind, facts.c.number, facts.c.body).where(
            facts.c.stream.in_(list(streams)), facts.c.kind.in_(kinds), facts.c.number.in_(some)
        )
        for kind, number, body in connection.execute(of.order_by(facts.c.first)):
            yield number, _name(kind, json.loads(body))


def moment_as_text(moment: datetime) -> str:
    """Write a moment so that texts sort as moments do."""
    return moment.astimezone(UTC).strftime(AS_TEXT)


def _name(kind: str, told: Any) -> str:  # noqa: ANN401  (JSON)
    if kind == "user":
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
    )
