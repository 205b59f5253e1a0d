"""What the archive keeps and nobody speaks of: a crash between putting and speaking leaves it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from mailbot.operations.doctor_pages import pages
from mailbot.storage import verdicts
from mailbot.storage.any_archive import AnyArchive
from mailbot.storage.database import Database
from mailbot.storage.tables import message


def is_spoken_of(connection: Connection, name: str) -> bool:
    """Return whether a mail or a verdict speaks of this file."""
    mails = select(message.c.id).where(message.c.raw_sha == name).limit(1)
    return connection.execute(mails).first() is not None or verdicts.speak_of(connection, name)


def orphans(database: Database, archive: AnyArchive) -> tuple[str, ...]:
    """Return the names of files that no mail and no verdict speaks of, in order.

    The mails are walked through once, by their key: file by file each would be looked for in all of
    them. What comes meanwhile may be among the names, so look again before anything is removed.
    """
    unknown = set(archive.names())
    with database.reading() as connection:
        unknown -= verdicts.every_sha(connection)
    for _, sha in pages(database, message.c.id, message.c.raw_sha):
        unknown.discard(sha)
    return tuple(sorted(unknown))
