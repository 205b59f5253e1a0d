"""One consistent copy of the database in one file, made while others read and write it."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryFile
from typing import IO, cast

from sqlalchemy import URL, inspect

from mailbot.errors import BadInputError, DatabaseAwayError, SettingsError, TryLaterError
from mailbot.storage import restore_mark
from mailbot.storage.database import open_database
from mailbot.storage.database_fault import UNUSABLE, fault_of, fault_told
from mailbot.words import say

# Pages of 4 KiB copied in one step. Only within a step a writer waits for us: some milliseconds.
STEP_PAGES = 256
PAUSE_SECONDS = 0.002
# A write by another process makes SQLite begin again; on a database this busy a person must choose
# a quieter hour.
LIMIT_SECONDS = 3600
# Files beside a database that hold what a crash left undone of it (https://sqlite.org/tempfiles.html).
_JOURNALS = ("-journal", "-wal")
_PSQL = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1")


def copy_database(url: URL, target: Path, between: Callable[[], None] = lambda: None) -> None:
    """Write the database's present state to `target`, checked and on disk for good.

    `between` is called between two steps, when no lock is held. TryLaterError when the database is
    away or too busy, OSError when there is no room for the copy; nothing is left at `target` then.
    BadInputError where it holds nothing: copies of that would push out the last good one.
    """
    with _whole_or_absent(target) as part, _room_at(target.parent):
        if url.get_backend_name() == "sqlite":
            _copy_sqlite(_sqlite_file(url), part, between)
        else:
            whole = (f"--file={part}", f"--dbname={_libpq(url)}")
            _run(url, ("pg_dump", "--format=custom", *whole))
            _run(url, ("pg_restore", "--list", str(part)))
        _refuse_if_empty(url)


@contextmanager
def _whole_or_absent(target: Path) -> Iterator[Path]:
    """Yield where to write what comes to stand at `target`: whole and on disk, or not at all."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        yield part
        _fsync(part)
        part.rename(target)
        _fsync(target.parent)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _room_at(place: Path) -> Iterator[None]:
    """Raise OSError where no room is left: the copy needs it, the database is only read."""
    try:
        yield
    except DatabaseAwayError as error:
        if error.fault != "disk_full":
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(place)) from error


def begin_restore(url: URL) -> None:
    """Mark an absent SQLite file, or an empty PostgreSQL database, as one that a copy is to come
    into; begun again, it changes nothing.

    BadInputError when there is a database already: it is never written over.
    """
    if url.get_backend_name() != "sqlite":
        if _tables_on_server(url) - {restore_mark.TABLE}:
            raise BadInputError(say("backup.target_used", target=url.database))
        _run(url, ("psql", *_PSQL, f"--dbname={_libpq(url)}", f"--command={restore_mark.BEGIN}"))
        return
    target = _sqlite_file(url)
    # A look before the tables are made leaves an empty file.
    is_there = target.exists() and bool(target.stat().st_size)
    if is_there and not _is_marked(target):
        raise BadInputError(say("backup.target_exists", target=target))
    _refuse_if_left_behind(target)
    if not is_there:
        _mark(target)


def restore_database(copy: Path, url: URL, then: tuple[str, ...]) -> None:
    """Make an absent SQLite file, or an empty PostgreSQL database, what the copy holds, with the
    statements of `then` carried out: nobody ever finds it without.

    BadInputError when there is a database already: it is never written over.
    """
    begin_restore(url)
    if url.get_backend_name() != "sqlite":
        _restore_postgresql(copy, url, (*then, restore_mark.END))
        return
    try:
        with _whole_or_absent(_sqlite_file(url)) as part:
            _copy_sqlite(copy, part, lambda: None, then)
    except DatabaseAwayError as error:
        if error.fault not in UNUSABLE:
            raise
        raise BadInputError(say("backup.copy_broken", copy=copy)) from error


def _restore_postgresql(copy: Path, url: URL, then: tuple[str, ...]) -> None:
    """Restore in one transaction of our own: whoever of the three processes dies, COMMIT does not
    reach the server, and the database stays empty.
    """
    # What pg_restore sets for its own statements hides our tables.
    after = "".join(f"{one};\n" for one in ("RESET search_path", *then, "COMMIT"))
    with TemporaryFile("w+") as said:
        with _begun(url, ("psql", *_PSQL, f"--dbname={_libpq(url)}"), said) as psql:
            refused = _fed(psql, copy, url, after)
        if psql.returncode:
            said.seek(0)
            raise _failed("psql", said.read())
    if refused:  # it reads the copy and asks no server
        raise BadInputError(say("backup.copy_broken", copy=copy)) from refused


def _fed(psql: Popen[bytes], copy: Path, url: URL, after: str) -> DatabaseAwayError | None:
    """Have the copy and what comes after it carried out; return why the copy cannot be read."""
    into = cast("IO[bytes]", psql.stdin)
    try:
        into.write(b"BEGIN;\n")
        _run(url, ("pg_restore", "--no-owner", "--file=-", str(copy)), into)
        into.write(after.encode())
    except BrokenPipeError:
        return None  # what ended psql is told by itself
    except DatabaseAwayError as error:
        return error
    return None


def _refuse_if_empty(url: URL) -> None:
    if url.get_backend_name() == "sqlite":
        is_empty = _is_marked(_sqlite_file(url))
    else:
        is_empty = not _tables_on_server(url) - {restore_mark.TABLE}
    if is_empty:
        raise BadInputError(say("backup.no_database", source=url.database))


def _tables_on_server(url: URL) -> frozenset[str]:
    with (
        closing(open_database(url.render_as_string(hide_password=False))) as database,
        database.reading() as connection,
    ):
        return frozenset(inspect(connection).get_table_names())


def _is_marked(target: Path) -> bool:
    """Return whether the file holds nothing but the mark; one that cannot be read is left alone."""
    try:
        with closing(_opened(target)) as found:
            return _tables_in(found) == {restore_mark.TABLE}
    except sqlite3.Error:
        return False


def _tables_in(connection: sqlite3.Connection) -> frozenset[str]:
    return frozenset(name for (name,) in connection.execute("SELECT name FROM sqlite_master"))


def _mark(target: Path) -> None:
    try:
        with _whole_or_absent(target) as part, closing(sqlite3.connect(part)) as marked:
            marked.execute(restore_mark.BEGIN)
            marked.commit()
    except sqlite3.Error as error:
        raise _away(error) from error


def _refuse_if_left_behind(target: Path) -> None:
    """Refuse where the database that lay here was taken away without its journal: SQLite would
    play what stands in there into the copy.
    """
    for ending in _JOURNALS:
        journal = target.with_name(target.name + ending)
        if journal.exists() and journal.stat().st_size:
            raise BadInputError(say("backup.journal_left", journal=journal, target=target))


def _copy_sqlite(
    source: Path, target: Path, between: Callable[[], None], then: tuple[str, ...] = ()
) -> None:
    give_up_at = time.monotonic() + LIMIT_SECONDS

    def after_step(_status: int, _remaining: int, _total: int) -> None:
        between()
        time.sleep(PAUSE_SECONDS)
        if time.monotonic() > give_up_at:
            raise TryLaterError("database: too busy to be copied")

    try:
        with closing(_opened(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy, pages=STEP_PAGES, progress=after_step, sleep=0.01)
            (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
            for statement in then:
                copy.execute(statement)
            copy.commit()
    except sqlite3.Error as error:
        raise _away(error) from error
    if verdict != "ok":
        raise SettingsError(say("backup.database_broken", source=source, verdict=verdict))


def _opened(source: Path) -> sqlite3.Connection:
    if not source.is_file() or not source.stat().st_size:
        raise BadInputError(say("backup.no_database", source=source))
    connection = sqlite3.connect(source, timeout=30)
    connection.execute("PRAGMA query_only=ON").close()
    return connection


def _away(error: sqlite3.Error) -> DatabaseAwayError:
    return DatabaseAwayError(f"database: {type(error).__name__}", fault_of(error))


def _sqlite_file(url: URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise BadInputError(say("backup.in_memory"))
    return Path(url.database)


def _libpq(url: URL) -> str:
    return url.set(drivername="postgresql", password=None).render_as_string()


def _run(url: URL, command: tuple[str, ...], stdout: IO[bytes] | int = DEVNULL) -> None:
    with TemporaryFile("w+") as said:
        with _begun(url, command, said, stdout) as running:
            pass
        if running.returncode:
            said.seek(0)
            raise _failed(command[0], said.read())


def _begun(
    url: URL, command: tuple[str, ...], said: IO[str], stdout: IO[bytes] | int = DEVNULL
) -> Popen[bytes]:
    """Begin a program of PostgreSQL's. Everybody on the machine can read what it is called with; a
    password in the URL therefore comes to it by its environment.
    """
    given = os.environ | ({"PGPASSWORD": url.password} if url.password else {})
    try:
        return Popen(command, bufsize=0, stdin=PIPE, stdout=stdout, stderr=said, env=given)  # noqa: S603 (our own words, no shell)
    except FileNotFoundError as error:
        raise SettingsError(say("backup.no_program", program=command[0])) from error


def _failed(program: str, said: str) -> DatabaseAwayError:
    last = (said.strip().splitlines() or ["?"])[-1]
    return DatabaseAwayError(f"{program}: {last.strip()}", fault_told(said))


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
