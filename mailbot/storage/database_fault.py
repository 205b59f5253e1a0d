"""Why the database cannot be used, as far as its own error tells."""

from __future__ import annotations

import sqlite3

# SQLite tells its kind of fault in the low byte.
_SQLITE = {
    sqlite3.SQLITE_CANTOPEN: "not_opened",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_IOERR: "disk_faulty",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_NOTADB: "not_one",
    sqlite3.SQLITE_CORRUPT: "broken",
}
UNUSABLE = frozenset({"not_one", "broken"})
# Whatever it is asked, it cannot answer: no fault of the question.
_ANY_QUESTION = UNUSABLE | {"no_option"}
# A server that lets nobody in has no code yet, only these words (PostgreSQL's and libpq's, and the
# resolver's); they name accounts and addresses of ours, so they themselves are not repeated.
_POSTGRESQL = (
    ("password authentication failed", "login_refused"),
    ("no password supplied", "login_refused"),
    ("no pg_hba.conf entry", "login_refused"),
    ("does not exist", "not_there"),
    ("permission denied", "no_right"),
    ("connection refused", "no_server"),
    ("no such file or directory", "no_server"),
    ("timeout expired", "no_server"),
    ("failed to resolve host", "unknown_host"),
    ("could not translate host name", "unknown_host"),
    ("invalid connection option", "no_option"),
    ("no space left on device", "disk_full"),
    ("too many clients", "too_many"),
    ("remaining connection slots", "too_many"),
    ("is starting up", "starting"),
)


def fault_of(error: BaseException | None) -> str:
    """Return what is wrong, worded as `outside.database_<fault>`; empty where nothing is known."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF, "")
    return fault_told(str(error))


def fault_told(said: str) -> str:
    """Return what PostgreSQL or one of its programs says is wrong, worded likewise."""
    said = said.lower()
    return next((fault for words, fault in _POSTGRESQL if words in said), "")


def is_unusable(error: BaseException | None) -> bool:
    """Return whether the file is no database, or none any more, or its address makes no sense."""
    return fault_of(error) in _ANY_QUESTION
