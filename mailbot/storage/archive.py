"""The archive: raw bytes by their SHA-256, sealed and on disk for good before anything else."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Protocol

from mailbot.errors import SettingsError, TryLaterError, os_reason
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


class Digest(Protocol):
    """What learns of bytes, like hashlib's."""

    def update(self, data: bytes, /) -> None:
        """Learn of more bytes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes in an archive, read piece by piece as often as wanted and never held whole."""

    parts: Callable[[str], Iterator[bytes]]
    name: str

    def __iter__(self) -> Iterator[bytes]:
        return self.parts(self.name)


@dataclass(frozen=True, slots=True)
class Archive:
    """A directory `ab/abcd….eml`; what was put is fsynced, file and directory both.

    The name is that of the plain bytes. A file of an earlier version may lie there unsealed.
    """

    directory: Path
    seal: Seal

    def put(self, raw: bytes) -> str:
        """Store the bytes and return their SHA-256 in hex; TryLaterError when the disk refuses."""
        name = hashlib.sha256(raw).hexdigest()
        return name if self._path(name).exists() else self.put_parts((raw,))

    def put_parts(self, parts: Iterable[bytes]) -> str:
        """Store what the parts hold together, one after the other, however much it is."""
        digest = hashlib.sha256()
        with _disk_trouble(), self._fresh() as part:
            _write(part, seal_parts(self.seal, noted(parts, digest)))
            self._keep(part, digest.hexdigest())
        return digest.hexdigest()

    def get(self, name: str) -> bytes:
        """Return the bytes stored under this SHA-256; TryLaterError when they cannot be read."""
        return b"".join(self.parts(name))

    def kept(self, name: str) -> Kept:
        """Return these bytes to be read piece by piece."""
        return Kept(self.parts, name)

    def parts(self, name: str) -> Iterator[bytes]:
        """Yield the bytes in pieces of moderate size."""
        with _disk_trouble(name), self._path(name).open("rb") as file:
            if is_sealed(file.peek(16)):
                yield from open_parts(self.seal, sealed_pieces(file.read))
                return
            yield from iter(partial(file.read, SEGMENT), b"")

    def remove(self, name: str) -> None:
        """Forget these bytes; removing what is not there is no error."""
        self._path(name).unlink(missing_ok=True)

    def names(self) -> tuple[str, ...]:
        """Return the names of everything that is kept."""
        return tuple(path.stem for path in sorted(self.directory.glob("??/*.eml")))

    def kept_since(self, name: str) -> float:
        """Return when the bytes were stored or sealed anew, in seconds since 1970."""
        return self._path(name).stat().st_mtime

    def renew(self, name: str) -> bool:
        """Seal with the newest key what is not yet; return whether anything was to do."""
        with _disk_trouble(name), self._path(name).open("rb") as file:
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

    def lay_open(self, name: str) -> None:
        """Store the bytes unsealed: only for going back to a version that knew no seal."""
        with _disk_trouble(name), self._fresh() as part:
            _write(part, self.parts(name))
            self._keep(part, name)

    def prepare(self) -> None:
        """Make the directory and remove what a crash left half written; before the first `put`."""
        try:
            self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise SettingsError(
                say("storage.archive_not_made", directory=self.directory, reason=os_reason(error))
            ) from error
        for pattern in ("*.part", "*/*.part"):
            for path in self.directory.glob(pattern):
                path.unlink(missing_ok=True)

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return str(self.directory)

    def _path(self, name: str) -> Path:
        return self.directory / name[:2] / f"{name}.eml"

    @contextmanager
    def _fresh(self) -> Iterator[Path]:
        """Yield the path of a file to write, which becomes part of the archive or is no more."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self.directory / f"{uuid.uuid4().hex}.part"
        try:
            yield part
        finally:
            part.unlink(missing_ok=True)

    def _keep(self, part: Path, name: str) -> None:
        path = self._path(name)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        part.replace(path)
        for directory in (path.parent, self.directory):
            _fsync_directory(directory)


@contextmanager
def _disk_trouble(name: str = "") -> Iterator[None]:
    about = f": {name}" if name else ""
    try:
        yield
    except OSError as error:
        raise TryLaterError(f"archive: {error.strerror}{about}") from error


def noted(parts: Iterable[bytes], digest: Digest) -> Iterator[bytes]:
    """Yield the parts; the digest learns of each."""
    for part in parts:
        digest.update(part)
        yield part


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("xb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _fsync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
