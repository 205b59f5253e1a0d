"""The archive: raw bytes by their SHA-256, sealed and on disk for good before anything else."""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BufferedWriter
from itertools import chain
from pathlib import Path

from sqlalchemy import Connection

from mailbot.errors import SettingsError, TryLaterError, os_reason
from mailbot.storage.any_archive import AnyArchive, AnyPortion, disk_trouble, noted
from mailbot.storage.seal import Seal
from mailbot.storage.sealed_bytes import (
    SEGMENT,
    is_sealed,
    open_parts,
    renewed_header,
    seal_parts,
    sealed_pieces,
)
from mailbot.words import say

SYNCED_AT_ONCE = 4
ABANDONED_SECONDS = 86_400.0
"""What was begun so long ago a crash left; what is younger another process may be writing."""


@dataclass(frozen=True, slots=True)
class Archive(AnyArchive):
    """A directory `ab/abcd….eml`; what was put is fsynced, file and directory both.

    The name is that of the plain bytes. A file of an earlier version may lie there unsealed.
    """

    directory: Path
    seal: Seal

    def holds(self, name: str) -> bool:
        """Return whether bytes of this name are there."""
        return self._path(name).exists()

    def takes_up(self, name: str) -> bool:
        """Return whether bytes of this name are there, which then count as stored just now."""
        with disk_trouble(name), suppress(FileNotFoundError):
            os.utime(self._path(name))
            return True
        return False

    def hold(self, connection: Connection, names: Collection[str]) -> None:  # noqa: ARG002
        """Be sure that these are there: who removes them does it in a transaction of its own, and
        SQLite has one writer.
        """
        for name in names:
            if not self.holds(name):
                raise TryLaterError(f"archive: removed meanwhile: {name}")

    def claim(self, connection: Connection, names: Collection[str]) -> None:
        """Nobody holds anything while another transaction writes: SQLite has one writer."""

    def forget(self, connection: Connection, names: Collection[str]) -> None:  # noqa: ARG002
        """Remove these at once."""
        for name in names:
            self.remove(name)

    def portion(self) -> Portion:
        """Return what takes several mails on their way into the archive together."""
        return Portion(self)

    def parts(self, name: str) -> Iterator[bytes]:
        """Yield the bytes in pieces of moderate size."""
        with disk_trouble(name), self._path(name).open("rb") as file:
            if is_sealed(file.peek(16)):
                yield from open_parts(self.seal, sealed_pieces(file.read))
                return
            yield from iter(partial(file.read, SEGMENT), b"")

    def remove(self, name: str) -> None:
        """Forget these bytes; removing what is not there is no error."""
        with disk_trouble(name):
            self._path(name).unlink(missing_ok=True)

    def names(self) -> tuple[str, ...]:
        """Return the names of everything that is kept."""
        with disk_trouble():
            return tuple(path.stem for path in files_in(self.directory) if path.suffix == ".eml")

    def is_older(self, name: str, than: datetime) -> bool:
        """Return whether the bytes were stored, or sealed anew, before then; of what is not there
        (any more), no.
        """
        with suppress(FileNotFoundError):
            return self._path(name).stat().st_mtime < than.timestamp()
        return False

    def renew(self, name: str) -> bool:
        """Seal with the newest key what is not yet; return whether anything was to do. Nothing is
        where the bytes were purged meanwhile.
        """
        gone = suppress(FileNotFoundError)
        with disk_trouble(name), gone, self._path(name).open("rb") as file:
            if not is_sealed(file.peek(16)):
                self.put_parts(iter(partial(file.read, SEGMENT), b""))
                return True
            pieces = sealed_pieces(file.read)
            header = renewed_header(self.seal, next(pieces))
            if header is None:
                return False
            with self._fresh() as part:
                _write(part, chain((header,), pieces))
                self._keep(part, name)
            return True
        return False

    def lay_open(self, name: str) -> None:
        """Store the bytes unsealed: only for going back to a version that knew no seal."""
        with disk_trouble(name), self._fresh() as part:
            _write(part, self.parts(name))
            self._keep(part, name)

    def prepare(self) -> None:
        """Make the directory and remove what a crash left half written; before the first `put`, and
        at any time beside another process that writes.
        """
        try:
            self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise SettingsError(
                say("storage.archive_not_made", directory=self.directory, reason=os_reason(error))
            ) from error
        for pattern in ("*.part", "*/*.part"):
            for path in self.directory.glob(pattern):
                with suppress(FileNotFoundError):
                    if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
                        path.unlink()

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return str(self.directory)

    def _path(self, name: str) -> Path:
        return self.directory / name[:2] / f"{name}.eml"

    def fresh(self) -> Path:
        """Return the path of a file to write, which becomes part of the archive."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.directory / f"{uuid.uuid4().hex}.part"

    def enter(self, part: Path, name: str) -> Path:
        """Give a file that is on disk for good its name; return the directory to be synced."""
        path = self._path(name)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        part.replace(path)
        return path.parent

    @contextmanager
    def _fresh(self) -> Iterator[Path]:
        """Yield the path of a file to write, which becomes part of the archive or is no more."""
        part = self.fresh()
        try:
            yield part
        finally:
            part.unlink(missing_ok=True)

    def _keep(self, part: Path, name: str) -> None:
        for directory in (self.enter(part, name), self.directory):
            _fsync_directory(directory)


class Portion(AnyPortion):
    """Mails on their way into the archive: there for good once `settle` has returned, not before.

    One file alone waits for the journal of its file system three times; what is synced together
    waits about as long as one.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._written: dict[str, BufferedWriter] = {}

    def put(self, parts: Iterable[bytes]) -> str:
        """Write what the parts hold together, and return its SHA-256."""
        digest = hashlib.sha256()
        # To close a file on a full disk fails again: what could not be written is tried once more.
        with disk_trouble(), ExitStack() as undone:
            path = self._archive.fresh()
            undone.callback(path.unlink, missing_ok=True)
            file = undone.enter_context(path.open("xb"))
            file.writelines(seal_parts(self._archive.seal, noted(parts, digest)))
            file.flush()
            if digest.hexdigest() not in self._written:
                self._written[digest.hexdigest()] = file
                undone.pop_all()
        return digest.hexdigest()

    def settle(self) -> None:
        """Return once all of them are in the archive for good; TryLaterError: none may be."""
        if not self._written:
            return
        written, self._written = self._written, {}
        parts = {name: Path(file.name) for name, file in written.items()}
        try:
            with disk_trouble():
                _sync_all(written.values())
                entered = {self._archive.enter(part, name) for name, part in parts.items()}
                for directory in (*sorted(entered), self._archive.directory):
                    _fsync_directory(directory)
        finally:
            for name, file in written.items():
                file.close()
                parts[name].unlink(missing_ok=True)


def files_in(directory: Path) -> Iterator[Path]:
    """Yield the files of an archive, or of its copy, in their order. OSError where a folder cannot
    be read, which `glob` passes over: what lies in it would count as not there.
    """
    folders = (path for path in _within(directory) if len(path.name) == 2 and path.is_dir())
    return chain.from_iterable(map(_within, folders))


def _within(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("xb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _sync_all(files: Iterable[BufferedWriter]) -> None:
    """Wait for some at a time: the file system then writes its journal once for all of them."""
    numbers = [file.fileno() for file in files]
    if len(numbers) == 1:
        os.fsync(numbers[0])
        return
    with ThreadPoolExecutor(SYNCED_AT_ONCE) as pool:
        for _ in pool.map(os.fsync, numbers):
            pass


def _fsync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
