"""The archive inside the database: where several hosts share it, every host can read every mail."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from mailbot.errors import TryLaterError
from mailbot.storage.archive import Archive
from mailbot.storage.database import Database, lock
from mailbot.storage.tables import raw_mail


@dataclass(frozen=True, slots=True)
class DatabaseArchive:
    """Rows of raw bytes by their SHA-256; what was put is committed."""

    database: Database

    def put(self, raw: bytes) -> str:
        """Store the bytes and return their SHA-256 in hex."""
        name = hashlib.sha256(raw).hexdigest()
        with self.database.transaction() as connection:
            lock(connection, f"archive.{name}")
            known = connection.execute(select(raw_mail.c.sha).filter_by(sha=name)).first()
            if known is None:
                connection.execute(insert(raw_mail).values(sha=name, raw=raw))
        return name

    def get(self, name: str) -> bytes:
        """Return the bytes stored under this SHA-256; TryLaterError when they are not there."""
        with self.database.transaction() as connection:
            raw = connection.execute(
                select(raw_mail.c.raw).filter_by(sha=name)
            ).scalar_one_or_none()
        if raw is None:
            raise TryLaterError(f"archive: not in the database: {name}")
        return bytes(raw)

    def remove(self, name: str) -> None:
        """Forget these bytes; removing what is not there is no error."""
        with self.database.transaction() as connection:
            connection.execute(delete(raw_mail).where(raw_mail.c.sha == name))

    def prepare(self) -> None:
        """Nothing is left half written by a crash."""

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return self.database.engine.url.render_as_string(hide_password=True)


AnyArchive = Archive | DatabaseArchive
