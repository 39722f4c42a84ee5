"""The tables of the history, and how each version of them becomes the next.

A fact holds from the snapshot `first` until before the snapshot `until`, within a stream: what equal eyes saw.
"""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    inspect,
    select,
    update,
)

from harvest_mcp.harvest.errors import HistoryFailed

OPEN: Final = 2**31 - 1
"""The `until` of what still holds."""

metadata: Final = MetaData()
Counted: Final = BigInteger().with_variant(Integer, "sqlite")

schema: Final = Table("harvest_schema", metadata, Column("version", Integer, nullable=False))
streams: Final = Table(
    "harvest_streams",
    metadata,
    Column("id", Counted, primary_key=True),
    Column("account", BigInteger, nullable=False),
    Column("eyes", String(200), nullable=False),  # `whole`, or who saw less; with rates or without
    UniqueConstraint("account", "eyes"),
)
snapshots: Final = Table(
    "harvest_snapshots",
    metadata,
    Column("id", Counted, primary_key=True),
    Column("stream", ForeignKey(streams.c.id), nullable=False),
    Column("account", BigInteger, nullable=False),
    Column("account_name", Text, nullable=False),
    Column("as_of", String(32), nullable=False),  # UTC, ISO 8601, all of one length: sorts as text on every database
    Column("complete", Boolean, nullable=False),
    Column("viewer_id", BigInteger, nullable=False),
    Column("viewer", Text, nullable=False),
    Column("with_rates", Boolean, nullable=False),
    Column("hash", String(64), nullable=False),
    Index("harvest_snapshots_of_account", "account", "as_of"),
    Index("harvest_snapshots_of_stream", "stream", "id"),
    sqlite_autoincrement=True,  # an id is never given twice, though snapshots are dropped
)
facts: Final = Table(
    "harvest_facts",
    metadata,
    Column("id", Counted, primary_key=True),
    Column("stream", ForeignKey(streams.c.id), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("thing", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("until", Integer, nullable=False),
    Index("harvest_facts_of_stream", "stream", "until"),
)

of_stream: Final = facts.c.stream + 0
"""A fact's stream, where rows are read in turn: to look up each by itself in an index takes up to six times as long."""

Migration = Callable[[Connection], None]


def _first(connection: Connection) -> None:
    """Make the tables of version 1."""
    metadata.create_all(connection)


MIGRATIONS: Final[tuple[Migration, ...]] = (_first,)
"""Each makes the version that is its place, from 1, of the one before; what is written here is never changed again."""


def version(connection: Connection) -> int:
    """Tell which version of the tables there is; 0: none."""
    if not inspect(connection).has_table(schema.name):
        return 0
    told = connection.scalar(select(schema.c.version).with_for_update())  # writers on other databases wait here
    return int(told or 0)


def migrate(connection: Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the tables to the newest version, within the transaction under way. Raises HistoryFailed."""
    there = version(connection)
    refuse_newer(there, migrations)
    for number, migration in enumerate(migrations, 1):
        if number > there:
            migration(connection)
    if there == 0:
        connection.execute(insert(schema).values(version=len(migrations)))
    elif there < len(migrations):
        connection.execute(update(schema).values(version=len(migrations)))


def refuse_newer(there: int, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Refuse tables of a version that is not known here. Raises HistoryFailed."""
    if there > len(migrations):
        raise HistoryFailed(
            f"The history was written by a newer version of this program (its tables are of version {there}; "
            f"this one knows {len(migrations)}).",
            "Update harvest-access-mcp; nothing was changed.",
        )
