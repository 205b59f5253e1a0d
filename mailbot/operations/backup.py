"""A backup: a directory with copies of the database by date, and the archive they speak of.

The archive is copied before the database and again after it. What a case speaks of lies in the
archive before the case does, so the second time finds what came meanwhile; what is purged is first
spoken of no more, so the first time has found what goes meanwhile. So every copy finds its mails.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from mailbot.errors import BadInputError, TryLaterError
from mailbot.operations.database_copy import begin_restore, copy_database, restore_database
from mailbot.storage import switches
from mailbot.storage.archive import files_in
from mailbot.words import say

MISSED = ".missed"
"""Beside a file of the copied archive: since when the archive itself is without it, in the form of
the copies' names.
"""

ARCHIVE = "archive"
LOCK = ".lock"
_STAMP = "%Y%m%dT%H%M%SZ"

KEPT = 14  # copies of the database; one a night is two weeks


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written: the database's copy, and how many files the archive's copy gained."""

    copy: Path
    new_files: int
    dropped: tuple[Path, ...]


def back_up(
    database_url: str, archive: Path, directory: Path, now: datetime, kept: int = KEPT
) -> Backup:
    """Copy database and archive into the directory; drop all but the newest `kept` copies.

    TryLaterError when disk or database refuses; earlier copies are then as they were. BadInputError
    while another does the same: both would write the same half files.
    """
    url = make_url(database_url)
    suffix = "db" if url.get_backend_name() == "sqlite" else "dump"
    copy = directory / f"mailbot-{now:{_STAMP}}.{suffix}"
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone_in(directory):
            kept_files = directory / ARCHIVE
            kept_files.mkdir(exist_ok=True, mode=0o700)
            new_files = _copy_files(archive, kept_files, _missing_or_older)
            copy_database(url, copy)
            new_files += _copy_files(archive, kept_files, _missing_or_older)
            dropped = tuple(sorted(directory.glob(f"mailbot-*.{suffix}"))[:-kept])
            for old in dropped:
                old.unlink()
            _drop_purged(archive, directory, suffix, now)
    except OSError as error:
        raise TryLaterError(f"backup: {error.strerror}: {error.filename or directory}") from error
    return Backup(copy, new_files, dropped)


@contextmanager
def _alone_in(directory: Path) -> Iterator[None]:
    """Hold the directory; the kernel gives it back however the process ends (flock(2))."""
    with (directory / LOCK).open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BadInputError(say("backup.under_way", directory=directory)) from error
        yield


def restore(copy: Path, database_url: str, archive: Path, now: datetime) -> int:
    """Bring back one copy, its work paused, and every file of the archive that is missing; return
    how many were.

    What was answered after the copy was made is not in it: done again by itself, it would be said
    and numbered twice. So there is no moment in which it is there and not paused, nor one, once
    this has begun, in which somebody may take what is there for a new, empty database.

    BadInputError when the copy does not fit or a database is there already; TryLaterError when disk
    or database refuses: begun again, it goes on.
    """
    url = make_url(database_url)
    reason = say("backup.paused", copy=copy.name)
    try:
        _refuse_unfit(copy, "db" if url.get_backend_name() == "sqlite" else "dump")
        begin_restore(url)
        restored = _copy_files(copy.parent / ARCHIVE, archive, _missing)
        restore_database(copy, url, switches.as_restored("mailbot restore", reason, now))
    except OSError as error:
        raise TryLaterError(f"restore: {error.strerror}: {error.filename or archive}") from error
    return restored


def _refuse_unfit(copy: Path, fitting: str) -> None:
    if not copy.exists():
        raise BadInputError(say("backup.no_copy", copy=copy))
    if not copy.is_file() or copy.suffix != f".{fitting}":
        raise BadInputError(say("backup.of_another", copy=copy, kind=fitting))
    # On a server mail lies in the database.
    if fitting == "db" and not (copy.parent / ARCHIVE).is_dir():
        raise BadInputError(say("backup.no_archive", folder=copy.parent / ARCHIVE))


def _drop_purged(archive: Path, directory: Path, suffix: str, now: datetime) -> None:
    """Drop what the archive has no longer, once no copy of the database is left from before it was
    first missed: until then a copy may speak of it.
    """
    copies = directory.glob(f"mailbot-*.{suffix}")
    oldest = min(_time_of(path, path.stem.removeprefix("mailbot-")) for path in copies)
    kept = directory / ARCHIVE
    for path in _files_of(kept):
        missed = path.with_suffix(MISSED)
        if (archive / path.relative_to(kept)).exists():
            missed.unlink(missing_ok=True)
        elif not missed.exists():
            missed.touch(mode=0o600)
            missed.write_text(f"{now:{_STAMP}}")
        elif _time_of(missed, missed.read_text()) < oldest:
            path.unlink()
            missed.unlink()


def _time_of(path: Path, written: str) -> datetime:
    """Return the time that is written of a file, whatever was copied since then; where none is,
    when the file was last changed.
    """
    try:
        return datetime.strptime(written, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _missing(_source: Path, wanted: Path) -> bool:
    return not wanted.exists()


def _missing_or_older(source: Path, wanted: Path) -> bool:
    """Whether the copy is absent, or from before the file was sealed with a newer key."""
    return _missing(source, wanted) or wanted.stat().st_mtime < source.stat().st_mtime


def _copy_files(source: Path, target: Path, is_due: Callable[[Path, Path], bool]) -> int:
    """Copy what is due, each file whole or not at all; return how many. The plain bytes never
    change under a name, so a file that is there and as new needs no second look.
    """
    touched = set()
    count = 0
    for path in _files_of(source):
        wanted = target / path.relative_to(source)
        if is_due(path, wanted):
            wanted.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _copy_file(path, wanted)
            touched |= {wanted.parent, target}
            count += 1
    for folder in touched:
        _fsync(folder)
    return count


def _files_of(archive: Path) -> Iterator[Path]:
    return (path for path in files_in(archive) if path.suffix not in {".part", MISSED})


def _copy_file(source: Path, target: Path) -> None:
    part = target.with_name(f"{target.name}.part")
    try:
        shutil.copyfile(source, part)
    except FileNotFoundError:
        part.unlink(missing_ok=True)
        return  # purged between the listing and now
    _fsync(part)
    part.rename(target)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
