"""Writes a snapshot: closes the facts that no longer hold, opens new ones; drops the snapshots that are too many."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from sqlalchemy import Connection, Insert, bindparam, delete, exists, insert, select, update

from harvest_mcp.access.account import Account
from harvest_mcp.history.reading import RATES, moment_as_text
from harvest_mcp.history.records import Key, Records, digest
from harvest_mcp.history.snapshot import Snapshot, eyes_of
from harvest_mcp.history.tables import OPEN, facts, snapshots, streams, version


def keep(connection: Connection, account: Account, written: Records, *, with_rates: bool) -> Snapshot:
    """Keep a picture's records as a snapshot."""
    version(connection)  # where databases have no `BEGIN IMMEDIATE`, its row is what writers take turns by
    stream = _stream(connection, account, with_rates=with_rates)
    snapshot = Snapshot(
        id=0,
        account=account.id,
        account_name=account.name,
        as_of=account.as_of,
        complete=account.complete,
        viewer_id=account.viewer.id,
        viewer=account.viewer.name,
        with_rates=with_rates,
        hash=digest(written),
        eyes=eyes_of(account),
    )
    told = asdict(snapshot) | {"as_of": moment_as_text(account.as_of), "stream": stream}
    for elsewhere in ("id", "eyes", "dropped"):
        del told[elsewhere]
    snapshot = replace(snapshot, id=_inserted(connection, insert(snapshots).values(told)))
    _note(connection, stream, snapshot.id, written)
    return snapshot


def too_many(every: Sequence[Snapshot], latest: Snapshot, *, keep: int) -> Iterator[int]:
    """Give of an account's snapshots, in order of time, those beyond the last that equal eyes saw, the newest first.

    The latest stays, though another be of a later moment, and so does each that tells what the latest does not.
    """
    kept = Counter({(latest.eyes, latest.with_rates): 1})
    for snapshot in reversed(every):
        tells_more = not latest.saw_as_much_as(snapshot.eyes) or (snapshot.with_rates and not latest.with_rates)
        if snapshot.id != latest.id and not tells_more:
            alike = snapshot.eyes, snapshot.with_rates
            kept[alike] += 1
            if kept[alike] > keep:
                yield snapshot.id


def forget(connection: Connection, dropped: Iterable[int]) -> None:
    """Drop snapshots, and of the facts all but those that held in another one of any account."""
    if not (numbers := [{"dropped": number} for number in dropped]):
        return
    connection.execute(delete(snapshots).where(snapshots.c.id == bindparam("dropped")), numbers)
    shows = (snapshots.c.stream == facts.c.stream) & (snapshots.c.id >= facts.c.first)
    connection.execute(delete(facts).where(~exists().where(shows & (snapshots.c.id < facts.c.until))))


def _stream(connection: Connection, account: Account, *, with_rates: bool) -> int:
    """Find, or make, the stream of what such eyes see of this account."""
    eyes = f"{eyes_of(account)}{RATES if with_rates else ''}"
    own = select(streams.c.id).where(streams.c.account == account.id, streams.c.eyes == eyes)
    known: int | None = connection.scalar(own)
    return known or _inserted(connection, insert(streams).values(account=account.id, eyes=eyes))


def _inserted(connection: Connection, row: Insert) -> int:
    """Insert a row and give its id."""
    (number,) = connection.execute(row).inserted_primary_key or (0,)
    return int(number)


def _note(connection: Connection, stream: int, snapshot: int, written: Records) -> None:
    """Write what is new with this snapshot, and that what is gone or otherwise now held until before it."""
    columns = (facts.c.id, facts.c.kind, facts.c.number, facts.c.person, facts.c.thing, facts.c.body)
    held = connection.execute(select(*columns).where(facts.c.stream == stream, facts.c.until == OPEN))
    same: set[Key] = set()
    over: list[dict[str, int]] = []
    for number, kind, of, person, thing, body in held:
        key = Key(kind, of, person, thing)
        if written.get(key) == body:
            same.add(key)
        else:
            over.append({"fact": number, "ended": snapshot})
    if over:
        ended = update(facts).where(facts.c.id == bindparam("fact")).values(until=bindparam("ended"))
        connection.execute(ended, over)
    new = [
        {"stream": stream, **key._asdict(), "body": body, "first": snapshot, "until": OPEN}
        for key, body in written.items()
        if key not in same
    ]
    if new:
        connection.execute(insert(facts), new)
