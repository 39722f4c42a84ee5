"""Opens the history's database: transactions that are whole or not at all, and what goes wrong in plain words.

By default it is one SQLite file that only its owner can read; any other database is a URL that SQLAlchemy reads.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from harvest_mcp.harvest.errors import HistoryFailed
from harvest_mcp.history.tables import MIGRATIONS, Migration, migrate, refuse_newer, version

PATIENCE: Final = 30.0
"""Seconds to wait for another writer."""
AS_IT_WAS: Final = "What was kept before is as it was."


class Database:
    """A database, opened for each transaction and closed after it."""

    def __init__(
        self, where: SecretStr | Path, *, patience: float = PATIENCE, migrations: Sequence[Migration] = MIGRATIONS
    ) -> None:
        url = URL.create("sqlite", database=str(where)) if isinstance(where, Path) else _url(where)
        self._file = _file(url)
        self._patience = patience
        self._migrations = migrations
        self._engine = _engine(url, patience)
        self._is_ready = False

    @property
    def is_there(self) -> bool:
        """Whether anything can have been kept yet."""
        return self._file is None or self._file.exists()

    def check(self) -> None:
        """See that something can be kept here, and make nothing but its folder. Raises HistoryFailed."""
        if self.is_there:
            with self.reading():
                return
        with self._told():
            _make_folder(self._file)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read as of one moment, whatever is written meanwhile. Raises HistoryFailed."""
        with self._told():
            self._prepare()
            with self._engine.connect() as connection, connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write all that is written here, or, where anything goes wrong, nothing. Raises HistoryFailed."""
        with self._told():
            if self._file is not None:
                _make(self._file)
            self._prepare()
            with self._begun() as connection:
                yield connection

    def _prepare(self) -> None:
        """Bring the tables to the version that is known here, once."""
        if self._is_ready:
            return
        with self._engine.connect() as connection, connection.begin():
            there = version(connection)
        refuse_newer(there, self._migrations)
        if there < len(self._migrations):
            with self._begun() as connection:
                migrate(connection, self._migrations)
        self._is_ready = True

    @contextmanager
    def _begun(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _failure(error, self._where(), self._patience) from None
        except SQLAlchemyError as error:
            raise HistoryFailed(f"{self._where()} failed: {type(error).__name__}.", AS_IT_WAS) from None
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise HistoryFailed(
                f"{self._where()} cannot be made: {why}.", "See to the folder or name another."
            ) from None

    def _where(self) -> str:
        return f"The history in {self._file}" if self._file else f"The history's database ({self._engine.dialect.name})"


def _file(url: URL) -> Path | None:
    """The file of a database that is one, and that is named plainly."""
    is_plain = url.get_backend_name() == "sqlite" and "uri" not in url.query
    return Path(url.database) if is_plain and url.database else None


def _engine(url: URL, patience: float) -> Engine:
    if url.get_backend_name() != "sqlite":
        return _made(url)
    engine = _made(url, connect_args={"timeout": patience})
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begin)
    return engine


def _url(written: SecretStr) -> URL:
    try:
        return make_url(written.get_secret_value())
    except ArgumentError:
        raise HistoryFailed("HARVEST_HISTORY_URL is not the URL of a database.", _EXAMPLE) from None


def _made(url: URL, **more: Any) -> Engine:  # noqa: ANN401  (what SQLAlchemy takes)
    """Make the engine; a connection is opened for each transaction and closed with it."""
    try:
        return create_engine(url, poolclass=NullPool, hide_parameters=True, **more)
    except (ImportError, NoSuchModuleError):
        raise HistoryFailed(
            f"Nothing here speaks {url.drivername}.", f"Install the driver that the URL names. {_EXAMPLE}"
        ) from None


_EXAMPLE: Final = "For example sqlite:////var/lib/harvest/history.sqlite or postgresql+psycopg://user@host/name."


def _make(file: Path) -> None:
    """Make the file, where there is none, so that only its owner can read it; its journal takes after it."""
    _make_folder(file)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _make_folder(file: Path | None) -> None:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)


def _connected(driver: Any, _record: object) -> None:  # noqa: ANN401  (whatever a driver gives)
    """Leave transactions to us, and be sure that a commit is on the disk before it counts."""
    driver.isolation_level = None
    driver.execute("PRAGMA synchronous=EXTRA")


def _begin(connection: Connection) -> None:
    """Begin a transaction; who will write says so at once, so that no two that have read wait for each other."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_SAID: Final = (
    (("FULL",), "has no room left on its disk.", f"Make room and try again. {AS_IT_WAS}"),
    (("IOERR",), "could not be written or read: its disk failed, or has no room.", f"See to the disk. {AS_IT_WAS}"),
    (
        ("CORRUPT", "NOTADB"),
        "is damaged, or is no history.",
        "Put back a copy; or move it away, and the next snapshot begins a new one.",
    ),
    (("READONLY", "PERM", "AUTH"), "may not be written.", "Let this program write it and its folder."),
    (("CANTOPEN",), "cannot be opened.", "See that its folder is there and may be read and written."),
)


def _failure(error: DBAPIError, where: str, patience: float) -> HistoryFailed:
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        what = f"{where} has been in use by another program for {patience:g} s."
        return HistoryFailed(what, "Try again when that is done.", passing=True)
    for names, what, hint in _SAID:
        if name.startswith(tuple(f"SQLITE_{start}" for start in names)):
            return HistoryFailed(f"{where} {what}", hint)
    return HistoryFailed(f"{where} failed: {type(error.orig).__name__}.", AS_IT_WAS)
