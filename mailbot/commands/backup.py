"""`mailbot backup DIR` and `mailbot restore COPY`: database and archive, out and back."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing, suppress
from datetime import datetime

from mailbot.clock import utc_now
from mailbot.commands.answer import Answer
from mailbot.errors import TryLaterError
from mailbot.operations.backup import back_up, restore
from mailbot.settings import load_settings
from mailbot.storage import backups, switches
from mailbot.storage.database import open_database
from mailbot.words import load_words


def run_backup(options: Namespace) -> Answer:
    """Copy database and archive into a directory, beside the running daemon."""
    settings, now = load_settings(options.settings), utc_now()
    url = settings.database.url
    made = back_up(url, settings.archive.directory, options.directory, now, options.keep)
    _note(url, now)
    value = {
        "copy": str(made.copy),
        "new_files": made.new_files,
        "dropped": [str(path) for path in made.dropped],
    }
    fields = {"copy": str(made.copy), "files": str(made.new_files)}
    return Answer(value, load_words().say("backup.made", **fields))


def _note(url: str, now: datetime) -> None:
    """Let the pages tell how old the last backup is; a backup is good without that."""
    with (
        closing(open_database(url)) as database,
        suppress(TryLaterError),
        database.transaction() as connection,
    ):
        backups.note(connection, now)


def run_restore(options: Namespace) -> Answer:
    """Bring back a copy into an empty place, its work paused; the daemon must not run.

    What was answered after the copy was made is not in it: done again by itself, it would be said
    and numbered twice.
    """
    settings = load_settings(options.settings)
    files = restore(options.copy, settings.database.url, settings.archive.directory)
    say = load_words().say
    with (
        closing(open_database(settings.database.url)) as database,
        database.transaction() as connection,
    ):
        reason = say("backup.paused", copy=options.copy.name)
        switches.pause(connection, "mailbot restore", reason)
        switches.note_restore(connection, utc_now())
    value = {"copy": str(options.copy), "restored_files": files}
    fields = {"copy": str(options.copy), "files": str(files)}
    return Answer(value, say("backup.restored", **fields))
