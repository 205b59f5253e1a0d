"""Bring everything that is sealed or marked under the newest key, beside the running service.

Afterwards an older key opens nothing any more and may leave the file `seal-key`. Only short tokens
are sealed anew; of long content only the key it lies under, see `sealed_bytes`. Running it twice,
or breaking off in the middle, harms nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, select, tuple_, update

from mailbot.house import House
from mailbot.storage import holder_marks
from mailbot.storage.database import Database
from mailbot.storage.membership import renew_mark
from mailbot.storage.seal import Seal
from mailbot.storage.sealed_bytes import (
    is_sealed,
    open_bytes,
    renewed_header,
    seal_bytes,
    sealed_pieces,
)
from mailbot.storage.tables import SEALED_BYTES, metadata, raw_mail

PORTION = 100  # rows in one transaction, so that nobody waits long

Renew = Callable[[bytes], bytes | None]


@dataclass(frozen=True, slots=True)
class Resealed:
    """How much lay under another key than the newest, or open: files, and fields of rows."""

    files: int
    fields: int


def reseal(house: House) -> Resealed:
    """Seal everything with the newest key."""
    archive, seal = house.archive, house.seal
    files = sum(archive.renew(name) for name in archive.names())
    fields = sum(_columns(house.database, _tokens(), seal.renewed))
    fields += sum(_columns(house.database, _contents(), lambda stored: _rewrapped(seal, stored)))
    fields += holder_marks.renew(house.database, house.cases)
    with house.database.transaction() as connection:
        fields += renew_mark(connection, seal)
    return Resealed(files, fields)


def lay_open(house: House) -> Resealed:
    """Store long content unsealed: only for going back to a version that knew no seal for it."""
    archive, seal = house.archive, house.seal
    names = archive.names()
    for name in names:
        archive.lay_open(name)
    opened = _columns(house.database, _contents(), lambda stored: _opened(seal, stored))
    return Resealed(len(names), sum(opened))


def _tokens() -> Iterator[Column[bytes]]:
    return (
        column
        for table in metadata.tables.values()
        for column in table.columns
        if column.name.startswith("sealed") and isinstance(column.type, LargeBinary)
    )


def _contents() -> Iterator[Column[bytes]]:
    return (column for column in SEALED_BYTES if column.table is not raw_mail)


def _rewrapped(seal: Seal, stored: bytes) -> bytes | None:
    """Return the content with its key under the newest, None where that is so already."""
    if not is_sealed(stored):
        return seal_bytes(seal, stored)
    pieces = sealed_pieces(BytesIO(stored).read)
    header = renewed_header(seal, next(pieces))
    return None if header is None else b"".join(chain((header,), pieces))


def _opened(seal: Seal, stored: bytes) -> bytes | None:
    return open_bytes(seal, stored) if is_sealed(stored) else None


def _columns(database: Database, columns: Iterator[Column[bytes]], renew: Renew) -> Iterator[int]:
    return (_column(database, column, renew) for column in columns)


def _column(database: Database, column: Column[bytes], renew: Renew) -> int:
    """Renew one column of every row; return how many fields changed."""
    changed, after = 0, None
    while True:
        rows = _portion(database, column, after)
        changed += sum(_swap(database, column, row, renew) for row in rows)
        if len(rows) < PORTION:
            return changed
        after = tuple(rows[-1][1:])


def _portion(database: Database, column: Column[bytes], after: Any) -> list[Any]:
    key = _key(column)
    wanted = select(column, *key).where(column.is_not(None)).order_by(*key).limit(PORTION)
    if after is not None:
        wanted = wanted.where(tuple_(*key) > after)
    with database.reading() as connection:
        return list(connection.execute(wanted).all())


def _swap(database: Database, column: Column[bytes], row: Any, renew: Renew) -> bool:
    """Write the renewed field, unless somebody was faster: what is written now is new anyway."""
    renewed = renew(row[0]) if row[0] else None
    if renewed is None:
        return False
    same = [key == value for key, value in zip(_key(column), row[1:], strict=True)]
    with database.transaction() as connection:
        swap = update(column.table).where(*same, column == row[0]).values({column: renewed})
        return connection.execute(swap).rowcount == 1


def _key(column: Column[bytes]) -> tuple[Column[Any], ...]:
    assert isinstance(column.table, Table)
    return tuple(column.table.primary_key.columns)
