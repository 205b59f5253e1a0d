"""One consistent copy of the database in one file, made while others read and write it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, inspect

from mailbot.errors import BadInputError, DatabaseAwayError, SettingsError, TryLaterError
from mailbot.storage.database import open_database
from mailbot.storage.database_fault import UNUSABLE, fault_of, fault_told
from mailbot.words import say

# Pages of 4 KiB copied in one step. Only within a step a writer waits for us: some milliseconds.
STEP_PAGES = 256
PAUSE_SECONDS = 0.002
# A write by another process makes SQLite begin again; on a database this busy a person must choose
# a quieter hour.
LIMIT_SECONDS = 3600


def copy_database(url: URL, target: Path, between: Callable[[], None] = lambda: None) -> None:
    """Write the database's present state to `target`, checked and on disk for good.

    `between` is called between two steps, when no lock is held. TryLaterError when the database is
    away or too busy; nothing is left at `target` then.
    """
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        if url.get_backend_name() == "sqlite":
            _copy_sqlite(_sqlite_file(url), part, between)
        else:
            _run(url, "pg_dump", "--format=custom", f"--file={part}", f"--dbname={_libpq(url)}")
            _run(url, "pg_restore", "--list", str(part))
        _fsync(part)
        part.rename(target)
        _fsync(target.parent)
    finally:
        part.unlink(missing_ok=True)


def restore_database(copy: Path, url: URL) -> None:
    """Make an absent SQLite file, or an empty PostgreSQL database, what the copy holds.

    BadInputError when there is a database already: it is never written over.
    """
    if url.get_backend_name() != "sqlite":
        _refuse_if_used(url)
        _run(
            url,
            "pg_restore",
            "--single-transaction",
            "--no-owner",
            "--exit-on-error",
            f"--dbname={_libpq(url)}",
            str(copy),
        )
        return
    target = _sqlite_file(url)
    # A look before the tables are made leaves an empty file.
    if target.exists() and target.stat().st_size:
        raise BadInputError(say("backup.target_exists", target=target))
    try:
        copy_database(URL.create("sqlite", database=str(copy)), target)
    except DatabaseAwayError as error:
        if error.fault not in UNUSABLE:
            raise
        raise BadInputError(say("backup.copy_broken", copy=copy)) from error


def _refuse_if_used(url: URL) -> None:
    database = open_database(url.render_as_string(hide_password=False))
    try:
        with database.reading() as connection:
            if inspect(connection).get_table_names():
                raise BadInputError(say("backup.target_used", target=url.database))
    finally:
        database.close()


def _copy_sqlite(source: Path, target: Path, between: Callable[[], None]) -> None:
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
    except sqlite3.Error as error:
        named = f"database: {type(error).__name__}"
        raise DatabaseAwayError(named, fault_of(error)) from error
    if verdict != "ok":
        raise SettingsError(say("backup.database_broken", source=source, verdict=verdict))


def _opened(source: Path) -> sqlite3.Connection:
    if not source.is_file() or not source.stat().st_size:
        raise BadInputError(say("backup.no_database", source=source))
    connection = sqlite3.connect(source, timeout=30)
    connection.execute("PRAGMA query_only=ON").close()
    return connection


def _sqlite_file(url: URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise BadInputError(say("backup.in_memory"))
    return Path(url.database)


def _libpq(url: URL) -> str:
    return url.set(drivername="postgresql", password=None).render_as_string()


def _run(url: URL, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's. Everybody on the machine can read what it is called with; a
    password in the URL therefore comes to it by its environment.
    """
    given = os.environ | ({"PGPASSWORD": url.password} if url.password else {})
    command = [program, *arguments]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, env=given)  # noqa: S603 (our own words, no shell)
    except FileNotFoundError as error:
        raise SettingsError(say("backup.no_program", program=program)) from error
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["?"])[-1]
        raise DatabaseAwayError(f"{program}: {last}", fault_told(last)) from error


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
