"""The archive inside the database: where several hosts share it, every host can read every mail."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from tempfile import SpooledTemporaryFile
from typing import IO

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select, update

from mailbot.errors import TryLaterError
from mailbot.storage.any_archive import AnyArchive, AnyPortion, disk_trouble, noted
from mailbot.storage.database import Database, lock
from mailbot.storage.seal import Seal
from mailbot.storage.sealed_bytes import (
    is_sealed,
    open_parts,
    renewed_header,
    seal_parts,
    sealed_pieces,
)
from mailbot.storage.tables import raw_mail

HELD_BYTES = 1 << 18
LATELY = timedelta(hours=1)
"""What was put so long ago is not told anew that it is there: a sweep takes what is much older."""


@dataclass(frozen=True, slots=True)
class DatabaseArchive(AnyArchive):
    """Sealed pieces in rows, by the SHA-256 of the plain bytes; what was put is committed.

    Piece 0 is the header. A mail of an earlier version may lie in piece 0 whole and unsealed.
    """

    database: Database
    seal: Seal

    def holds(self, name: str) -> bool:
        """Return whether bytes of this name are there."""
        with self.database.transaction() as connection:
            return connection.execute(_headers((name,))).first() is not None

    def takes_up(self, name: str) -> bool:
        """Return whether bytes of this name are there, which then count as stored just now."""
        with self.database.transaction() as connection:
            return take_up(connection, name)

    def hold(self, connection: Connection, names: Collection[str]) -> None:
        """Lock them against who would remove them."""
        shared = _headers(names).with_for_update(read=True, key_share=True)
        gone = set(names) - set(connection.execute(shared).scalars())
        if gone:
            raise TryLaterError(f"archive: removed meanwhile: {min(gone)}")

    def claim(self, connection: Connection, names: Collection[str]) -> None:
        """Lock them against who would hold them or take them up."""
        claim(connection, names)

    def forget(self, connection: Connection, names: Collection[str]) -> None:
        """Remove these in this transaction."""
        forget(connection, names)

    def portion(self) -> DatabasePortion:
        """Return what takes several mails on their way into the archive together."""
        return DatabasePortion(self)

    def parts(self, name: str) -> Iterator[bytes]:
        """Yield the bytes in pieces of moderate size."""
        first = next(self._pieces(name, 0), None)
        if first is None:
            raise TryLaterError(f"archive: not in the database: {name}")
        if not is_sealed(first):
            yield first
            return
        yield from open_parts(self.seal, chain((first,), self._pieces(name, 1)))

    def remove(self, name: str) -> None:
        """Forget these bytes; removing what is not there is no error."""
        with self.database.transaction() as connection:
            forget(connection, (name,))

    def names(self) -> tuple[str, ...]:
        """Return the names of everything that is kept."""
        with self.database.reading() as connection:
            known = select(raw_mail.c.sha).filter_by(piece=0).order_by(raw_mail.c.sha)
            return tuple(connection.execute(known).scalars())

    def is_older(self, name: str, than: datetime) -> bool:
        """Return whether the bytes were stored before then; of what is not there (any more), no."""
        with self.database.reading() as connection:
            older = _headers((name,)).where(raw_mail.c.put_at < than)
            return connection.execute(older).first() is not None

    def renew(self, name: str) -> bool:
        """Seal with the newest key what is not yet; return whether anything was to do."""
        first = next(self._pieces(name, 0), None)
        if first is None:
            return False
        if not is_sealed(first):
            self._write(name, seal_parts(self.seal, (first,)))
            return True
        header = renewed_header(self.seal, first)
        if header is not None:
            # Of what was put anew meanwhile the segments lie under another key.
            same = update(raw_mail).where(_is_header((name,)), raw_mail.c.raw == first)
            with self.database.transaction() as connection:
                connection.execute(same.values(raw=header))
        return header is not None

    def lay_open(self, name: str) -> None:
        """Store the bytes unsealed: only for going back to a version that knew no seal."""
        self._write(name, (self.get(name),))

    def prepare(self) -> None:
        """Nothing is left half written by a crash."""

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return self.database.engine.url.render_as_string(hide_password=True)

    def _pieces(self, name: str, first: int) -> Iterator[bytes]:
        for number in count(first):
            wanted = select(raw_mail.c.raw).filter_by(sha=name, piece=number)
            with self.database.transaction() as connection:
                piece = connection.execute(wanted).scalar_one_or_none()
            if piece is None:
                return
            yield bytes(piece)

    def _write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Put the pieces in the place of whatever is there under this name."""
        with self.database.transaction() as connection:
            lock(connection, f"archive.{name}")
            forget(connection, (name,))
            write_pieces(connection, name, pieces)


class DatabasePortion(AnyPortion):
    """Mails on their way into the database, there for good once `settle` has returned.

    What is sealed waits in files without a name, so that no transaction waits for the parts.
    """

    def __init__(self, archive: DatabaseArchive) -> None:
        self._archive = archive
        self._files: dict[str, IO[bytes]] = {}

    def put(self, parts: Iterable[bytes]) -> str:
        """Seal what the parts hold together, and return its SHA-256."""
        digest = hashlib.sha256()
        with disk_trouble(), ExitStack() as undone:
            file = undone.enter_context(SpooledTemporaryFile(HELD_BYTES))
            file.writelines(seal_parts(self._archive.seal, noted(parts, digest)))
            if digest.hexdigest() not in self._files:
                self._files[digest.hexdigest()] = file
                undone.pop_all()
        return digest.hexdigest()

    def settle(self) -> None:
        """Write all of them in one transaction."""
        if not self._files:
            return
        files, self._files = self._files, {}
        try:
            with self._archive.database.transaction() as connection:
                # In one order everywhere, so that no two hosts wait for each other.
                for name, file in sorted(files.items()):
                    file.seek(0)
                    put_pieces(connection, name, sealed_pieces(file.read))
        finally:
            for file in files.values():
                file.close()


def put_pieces(connection: Connection, name: str, pieces: Iterable[bytes]) -> None:
    """Put the pieces there, unless somebody who put the same at this moment was faster: whoever
    speaks of his meanwhile finds them as they were.
    """
    lock(connection, f"archive.{name}")
    if not take_up(connection, name):
        write_pieces(connection, name, pieces)


def write_pieces(connection: Connection, name: str, pieces: Iterable[bytes]) -> None:
    """Write the pieces under this name, where nothing is."""
    for number, piece in enumerate(pieces):
        connection.execute(insert(raw_mail).values(sha=name, piece=number, raw=piece))


def take_up(connection: Connection, name: str) -> bool:
    """Return whether bytes of this name are there, which then count as stored just now. Most were
    lately, and are read only: what everybody rests on is not written for each.
    """
    header = _is_header((name,))
    was_lately = select(raw_mail.c.put_at > func.now() - LATELY).where(header)
    if connection.execute(was_lately).scalar():
        return True
    # Who was claimed and forgotten in between is not there any more.
    taken = update(raw_mail).where(header).values(put_at=func.now())
    return connection.execute(taken).rowcount > 0


def claim(connection: Connection, names: Collection[str]) -> None:
    """Have whoever holds these be done first, and whoever comes after wait, and find them gone."""
    connection.execute(_headers(names).with_for_update())


def forget(connection: Connection, names: Collection[str]) -> None:
    """Take these out of the database's archive, in the caller's transaction."""
    connection.execute(delete(raw_mail).where(raw_mail.c.sha.in_(names)))


def _headers(names: Collection[str]) -> Select[tuple[str]]:
    """Return the question which of these are there, in the order in which they are locked."""
    return select(raw_mail.c.sha).where(_is_header(names)).order_by(raw_mail.c.sha)


def _is_header(names: Collection[str]) -> ColumnElement[bool]:
    return (raw_mail.c.piece == 0) & raw_mail.c.sha.in_(names)
