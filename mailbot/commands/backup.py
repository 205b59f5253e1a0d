"""`mailbot backup DIR` and `mailbot restore COPY`: database and archive, out and back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from mailbot.clock import utc_now
from mailbot.commands.answer import Answer
from mailbot.errors import SettingsError, TryLaterError, in_words
from mailbot.operations.backup import back_up, restore
from mailbot.settings import load_settings
from mailbot.storage import backups
from mailbot.storage.backups import Failure
from mailbot.storage.database import open_database
from mailbot.words import load_words


def run_backup(options: Namespace) -> Answer:
    """Copy database and archive into a directory, beside the running daemon."""
    settings, now = load_settings(options.settings), utc_now()
    url = settings.database.url
    try:
        made = back_up(url, settings.archive.directory, options.directory, now, options.keep)
    except (TryLaterError, SettingsError) as error:
        _note(url, partial(backups.note_failed, failure=Failure(now, in_words(error))))
        raise
    _note(url, partial(backups.note, at=now))
    value = {
        "copy": str(made.copy),
        "new_files": made.new_files,
        "dropped": [str(path) for path in made.dropped],
    }
    fields = {"copy": str(made.copy), "files": str(made.new_files)}
    return Answer(value, load_words().say("backup.made", **fields))


def _note(url: str, note: Callable[[Connection], None]) -> None:
    """Let pages, doctor and metrics tell how the last backup went; it went so without that."""
    with (
        closing(open_database(url)) as database,
        suppress(TryLaterError, DBAPIError),
        database.transaction() as connection,
    ):
        note(connection)


def run_restore(options: Namespace) -> Answer:
    """Bring back a copy into an empty place, its work paused; the daemon must not run."""
    settings = load_settings(options.settings)
    files = restore(options.copy, settings.database.url, settings.archive.directory, utc_now())
    value = {"copy": str(options.copy), "restored_files": files}
    fields = {"copy": str(options.copy), "files": str(files)}
    return Answer(value, load_words().say("backup.restored", **fields))
