"""What every archive can do: raw bytes by their SHA-256, wherever they are kept."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Protocol

from sqlalchemy import Connection

from mailbot.errors import TryLaterError


class Digest(Protocol):
    """What learns of bytes, like hashlib's."""

    def update(self, data: bytes, /) -> None:
        """Learn of more bytes."""


@contextmanager
def disk_trouble(name: str = "") -> Iterator[None]:
    """Raise TryLaterError where the disk refuses to take or to give the bytes of this name."""
    about = f": {name}" if name else ""
    try:
        yield
    except OSError as error:
        raise TryLaterError(f"archive: {error.strerror}{about}") from error


class AnyPortion(Protocol):
    """Mails on their way into an archive: there for good once `settle` has returned, not before."""

    def put(self, parts: Iterable[bytes]) -> str:
        """Take what the parts hold together, and return its SHA-256."""

    def settle(self) -> None:
        """Return once all of them are in the archive for good; TryLaterError: none may be."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes in an archive, read piece by piece as often as wanted and never held whole."""

    parts: Callable[[str], Iterator[bytes]]
    name: str

    def __iter__(self) -> Iterator[bytes]:
        return self.parts(self.name)


class AnyArchive(ABC):
    """Sealed bytes, named by the SHA-256 of the plain ones in hex."""

    __slots__ = ()

    def put(self, raw: bytes) -> str:
        """Store the bytes and return their name; TryLaterError when they cannot be stored."""
        name = hashlib.sha256(raw).hexdigest()
        return name if self.takes_up(name) else self.put_parts((raw,))

    def put_parts(self, parts: Iterable[bytes]) -> str:
        """Store what the parts hold together, one after the other, however much it is."""
        portion = self.portion()
        name = portion.put(parts)
        portion.settle()
        return name

    def get(self, name: str) -> bytes:
        """Return the bytes of this name; TryLaterError when they cannot be read."""
        return b"".join(self.parts(name))

    def kept(self, name: str) -> Kept:
        """Return these bytes to be read piece by piece."""
        return Kept(self.parts, name)

    def held(self, name: str) -> Iterable[bytes]:
        """Return the bytes themselves where they are one piece, which is opened only once then,
        else what reads them piece by piece.
        """
        kept = self.kept(name)
        first = tuple(islice(kept, 2))
        return first if len(first) < 2 else kept

    @abstractmethod
    def holds(self, name: str) -> bool:
        """Return whether bytes of this name are there."""

    @abstractmethod
    def takes_up(self, name: str) -> bool:
        """Return whether bytes of this name are there, which then count as stored just now: a sweep
        of what nobody speaks of could take them else before whoever puts them does.
        """

    @abstractmethod
    def hold(self, connection: Connection, names: Collection[str]) -> None:
        """Have these bytes stay until this transaction, which speaks of them, is over;
        TryLaterError where somebody was faster to remove them: then they must be put anew.
        """

    @abstractmethod
    def claim(self, connection: Connection, names: Collection[str]) -> None:
        """Have whoever holds these be done first, and whoever comes until this transaction is over
        wait, and find them gone where it forgets them.
        """

    @abstractmethod
    def forget(self, connection: Connection, names: Collection[str]) -> None:
        """Remove these in this transaction, of a directory at once."""

    @abstractmethod
    def portion(self) -> AnyPortion:
        """Return what takes several mails on their way into the archive together."""

    @abstractmethod
    def parts(self, name: str) -> Iterator[bytes]:
        """Yield the bytes in pieces of moderate size."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Forget these bytes; removing what is not there is no error."""

    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """Return the names of everything that is kept."""

    @abstractmethod
    def is_older(self, name: str, than: datetime) -> bool:
        """Return whether the bytes were stored before then; of what is not there (any more), no."""

    @abstractmethod
    def renew(self, name: str) -> bool:
        """Seal with the newest key what is not yet; return whether anything was to do."""

    @abstractmethod
    def lay_open(self, name: str) -> None:
        """Store the bytes unsealed: only for going back to a version that knew no seal."""

    @abstractmethod
    def prepare(self) -> None:
        """Make the place and remove what a crash left half written; before the first `put`."""

    @property
    @abstractmethod
    def place(self) -> str:
        """Where it is, for people."""


def noted(parts: Iterable[bytes], digest: Digest) -> Iterator[bytes]:
    """Yield the parts; the digest learns of each."""
    for part in parts:
        digest.update(part)
        yield part
