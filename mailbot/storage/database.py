"""The database: one engine for SQLite or PostgreSQL, transactions that mean what they say."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from mailbot.errors import DatabaseAwayError
from mailbot.storage.database_fault import fault_of, is_unusable
from mailbot.storage.seal import Seal

# Before 3.51.3 two writers in WAL mode can corrupt the file; the rollback journal cannot.
_SAFE_WAL = (3, 51, 3)
BUSY_SECONDS = 10
# A host that is cut off in the middle of a transaction must not hold its locks for hours, nor wait
# for an answer as long: that is how long TCP keeps a silent connection by itself. One that hangs
# has three minutes, longer than any command waits for a reader within its transaction. PostgreSQL
# counts in seconds here, in milliseconds what is a timeout.
_SERVER_SIDE = {
    "idle_in_transaction_session_timeout": 180_000,
    "tcp_keepalives_idle": 10,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}
_LIVELY = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
    "options": " ".join(f"-c {name}={value}" for name, value in _SERVER_SIDE.items()),
}
_LAST_WRITES = "mailbot.last_writes"
_IN_MIND = "mailbot.in_mind"
_READS = "mailbot_reads"
_SEAL = "mailbot_seal"

Thing = TypeVar("Thing")


class _Readings(threading.local):
    """The reading this thread has open, by engine."""

    def __init__(self) -> None:
        self.open: dict[Engine, Connection] = {}


_readings = _Readings()


@dataclass(frozen=True, slots=True)
class Database:
    """Hands out transactions. A database that is away is a DatabaseAwayError.

    SQLite has one writer; who waits for it asks again and again, and whoever asks at the right
    moment gets it. Threads of one process therefore take their turns first, in `turns`.
    """

    engine: Engine
    turns: Lock | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Yield a connection whose work is committed as one, or not at all."""
        with (
            _turn(self.turns),
            telling_it_is_away(),
            self.engine.begin() as connection,
            _last_writes(connection),
        ):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the database and cannot change it.

        It waits for no writer, a transaction of the same thread included. A reading within one of
        the same thread is that one: with SQLite's rollback journal a writer about to commit lets
        no new reader in until the old ones are gone, and the two would wait for each other.
        """
        outer = _readings.open.get(self.engine)
        if outer is not None:
            yield outer
            return
        with telling_it_is_away(), self.engine.connect() as connection:
            connection.execution_options(**{_READS: True})
            with connection.begin(), _read_only(connection), self._known_as_reading(connection):
                yield connection

    @contextmanager
    def _known_as_reading(self, connection: Connection) -> Iterator[None]:
        _readings.open[self.engine] = connection
        try:
            yield
        finally:
            del _readings.open[self.engine]

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


@contextmanager
def telling_it_is_away() -> Iterator[None]:
    """Raise DatabaseAwayError where connection or server are at fault, and not what was asked."""
    try:
        yield
    except DBAPIError as error:
        lost = isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
        if not lost and not is_unusable(error.orig):
            raise
        named = f"database: {type(error.orig).__name__}"
        raise DatabaseAwayError(named, fault_of(error.orig)) from error


def seal_of(connection: Connection) -> Seal:
    """Return the seal under which this database keeps what is secret."""
    seal: Callable[[], Seal] | None = connection.get_execution_options().get(_SEAL)
    if seal is None:
        raise RuntimeError("this database was opened without its seal")
    return seal()


def lock(connection: Connection, name: str) -> None:
    """Hold this name until the transaction ends; others wait. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        statement = text("SELECT pg_advisory_xact_lock(hashtext(:name))")
        connection.execute(statement, {"name": f"mailbot.{name}"})


def before_commit(
    connection: Connection, write: Callable[[Connection, Sequence[Thing]], None], thing: Thing
) -> None:
    """Have `write` called with this, and with all else left to it, at the transaction's end.

    What takes a lock that everybody needs is left to the end: nobody then waits for a lock in
    somebody's hands who waits for this one.
    """
    connection.info[_LAST_WRITES].setdefault(write, []).append(thing)


def waiting_for_commit(
    connection: Connection, write: Callable[[Connection, Sequence[Thing]], None]
) -> Sequence[Thing]:
    """Return what this transaction has left to `write` so far."""
    left: Sequence[Thing] = connection.info.get(_LAST_WRITES, {}).get(write, ())
    return left


def in_mind(connection: Connection) -> dict[str, int]:
    """Return what this transaction keeps in mind of what it has seen; forgotten at its end."""
    kept: dict[str, int] = connection.info[_IN_MIND]
    return kept


@contextmanager
def _turn(turns: Lock | None) -> Iterator[None]:
    """Hold the turn to write, where there are any."""
    if turns is None:
        yield
        return
    if not turns.acquire(timeout=BUSY_SECONDS):
        raise DatabaseAwayError("database: another thread writes for too long")
    try:
        yield
    finally:
        turns.release()


@contextmanager
def _last_writes(connection: Connection) -> Iterator[None]:
    # Asked for once: a connection that broke meanwhile has no `info` any more.
    info = connection.info
    info[_LAST_WRITES], info[_IN_MIND] = {}, {}
    try:
        yield
        for write, things in info[_LAST_WRITES].items():
            write(connection, things)
    finally:
        info.pop(_LAST_WRITES, None)
        info.pop(_IN_MIND, None)


@contextmanager
def _read_only(connection: Connection) -> Iterator[None]:
    """Let the engine itself refuse every change until the end."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
        return
    # Straight to the driver: it touches no file, and else takes as long as what is then read.
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    driver.execute("PRAGMA query_only=ON").close()
    try:
        yield
    finally:
        driver.execute("PRAGMA query_only=OFF").close()


def open_database(url: str, seal: Callable[[], Seal] | None = None) -> Database:
    """Return the database at this SQLAlchemy URL; connections are made when first needed.

    `seal` is asked for when something sealed is first read or written; a database of others has
    none.
    """
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = _sqlite_engine(url) if is_sqlite else _postgresql_engine(url)
    engine.update_execution_options(**{_SEAL: seal})
    return Database(engine, Lock() if is_sqlite else None)


def _postgresql_engine(url: str) -> Engine:
    """Return an engine whose ends each notice in half a minute that the other is cut off; what the
    URL says by itself stays.
    """
    given = make_url(url).query
    lively = {name: value for name, value in _LIVELY.items() if name not in given}
    return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=lively)


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    journal = "WAL" if sqlite3.sqlite_version_info >= _SAFE_WAL else "TRUNCATE"
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        f"journal_mode={journal}",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
