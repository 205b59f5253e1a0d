"""The ground: what every wing of the house stands on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from socket import gethostname
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection, make_url

from mailbot.calendar_file import load_calendar
from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.deadline import Deadline, deadline_of
from mailbot.clock import Clock, utc_now
from mailbot.errors import KeyRefusedError, SettingsError, in_vietnamese, os_reason
from mailbot.gateways.sandbox import Sandbox
from mailbot.settings import Settings
from mailbot.storage import calendar_store
from mailbot.storage.any_archive import AnyArchive
from mailbot.storage.archive import Archive
from mailbot.storage.case_store import CaseStore
from mailbot.storage.database import Database, open_database
from mailbot.storage.database_archive import DatabaseArchive
from mailbot.storage.database_clock import DatabaseClock
from mailbot.storage.effects import Effects
from mailbot.storage.membership import Membership
from mailbot.storage.presence import Presence, show_up
from mailbot.storage.registry_store import Passphrases
from mailbot.storage.seal import Seal, seal_from
from mailbot.words import Words, load_words
from signing import SigningError

# Modules the child processes import before the first mail.
READERS = ("mailbot.intake.dossier", "mailbot.intake.filing")

_OWN_OF_EACH_HOST: Any = {
    "database": True,
    "archive": {"directory"},
    "secrets_directory": True,
    "imap": {"ca_file"},
    "smtp": {"ca_file"},
    "console": {"host", "port", "tls_certificate", "tls_key"},
    "operations": {"metrics_port"},
}


class Ground:
    """Settings, clock, database, archive, keys at rest, and the sandbox for hostile bytes."""

    def __init__(
        self, settings: Settings, clock: Clock | None = None, *, stays: bool = False
    ) -> None:
        """`stays`: this process serves for long, so that what it loads is there for good."""
        self.settings = settings
        self.stays = stays
        self.clock = clock or self._own_clock()
        self._opened = ExitStack()
        self._calendar: tuple[int, WorkCalendar] | None = None

    @cached_property
    def words(self) -> Words:
        """The Vietnamese wording of codes."""
        return load_words()

    @cached_property
    def file_calendar(self) -> WorkCalendar:
        """The working calendar of the file."""
        return load_calendar(self.settings.deadline.calendar_file, self.words)

    @property
    def calendar(self) -> WorkCalendar:
        """The working calendar: the file's with what the office has entered, as adopted last."""
        return self._calendar[1] if self._calendar else self.file_calendar

    def adopt_calendar(self, connection: Connection) -> bool:
        """Adopt what was entered since the last look; return whether it was anything."""
        known = self._calendar[0] if self._calendar else 0
        version = calendar_store.version(connection)
        if version == known:
            return False
        entered = calendar_store.entries(connection)
        calendar = self.file_calendar.with_entries(entered.days, entered.confirmed())
        self._calendar = (version, calendar)
        return True

    def deadline(self, arrived_at: datetime) -> Deadline:
        """Return the clock of a dossier completed by a mail that arrived then."""
        rule = self.settings.deadline
        return deadline_of(arrived_at, self.calendar, rule.working_days, rule.due_at)

    @cached_property
    def database(self) -> Database:
        """The database."""
        database = open_database(self.settings.database.url, lambda: self.seal)
        self._opened.callback(database.close)
        return database

    @property
    def is_shared(self) -> bool:
        """Whether several hosts may work on the database."""
        return not self.settings.database.url.startswith("sqlite")

    def _own_clock(self) -> Clock:
        return DatabaseClock(lambda: self.database) if self.is_shared else utc_now

    @cached_property
    def membership(self) -> Membership | None:
        """This process among the hosts that share the database; None where it is alone."""
        if not self.is_shared:
            return None
        # What it holds is known for its own by the lock, once it is gone.
        own = self.presence.name or token_hex(8)
        name = f"{gethostname()}:{os.getpid()}:{own}"
        return Membership(self.database, name, self._settings_sha(), self.clock)

    @cached_property
    def presence(self) -> Presence:
        """This process among those that work with the same data on this machine."""
        # On PostgreSQL the archive's folder holds nothing else.
        shared, file = self.is_shared, make_url(self.settings.database.url).database or ""
        folder = self.settings.archive.directory if shared else Path(file).parent
        presence = show_up(folder / "at-work")
        self._opened.callback(presence.leave)
        return presence

    def _settings_sha(self) -> str:
        """Return the hash of what all hosts must share: settings without places, the keys."""
        told = self.settings.model_dump_json(exclude=_OWN_OF_EACH_HOST).encode()
        chosen = self.settings.signing
        seal = b"".join(sorted(self.secret("seal-key")().get_secret_value().encode().split()))
        kept = [
            self._bytes_of(path, "signing") if path else b""
            for path in (chosen.pkcs12, chosen.leader_pkcs12)
        ]
        keys = b"".join(hashlib.sha256(key).digest() for key in (seal, *kept))
        return hashlib.sha256(keys + told).hexdigest()

    @cached_property
    def archive(self) -> AnyArchive:
        """The archive of raw mail."""
        if self.is_shared:
            return DatabaseArchive(self.database, self.seal)
        return Archive(self.settings.archive.directory, self.seal)

    @cached_property
    def seal(self) -> Seal:
        """Encryption at rest."""
        return seal_from(self.secret("seal-key")().get_secret_value())

    @cached_property
    def cases(self) -> CaseStore:
        """The cases."""
        return CaseStore(self.seal, self.words)

    @cached_property
    def effects(self) -> Effects:
        """What is done to mailboxes."""
        return Effects(self.seal)

    @cached_property
    def passphrases(self) -> Passphrases:
        """The passphrases agreed with agencies."""
        return Passphrases(self.seal)

    @cached_property
    def sandbox(self) -> Sandbox:
        """Where hostile bytes are read."""
        sandbox = Sandbox(preload=READERS)
        self._opened.callback(sandbox.close)
        return sandbox

    def secret(self, name: str) -> Callable[[], SecretStr]:
        """Return what reads the secret anew each time: a token may have changed."""
        return lambda: self.settings.secret(name)

    def unusable(self, error: SigningError) -> SettingsError:
        """Return in words why a key, a token or a certificate of the settings cannot be used."""
        kind = KeyRefusedError if error.code == "pin_refused" else SettingsError
        fields = {**error.fields, **in_vietnamese(error)}
        return kind(self.words.say(f"signature.{error.code}", **fields))

    def _bytes_of(self, path: Path, key: str) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            fields = {"key": key, "file": str(path), "reason": os_reason(error)}
            raise SettingsError(self.words.say("settings.unreadable", **fields)) from error

    def close(self) -> None:
        """Give back what was opened."""
        self._opened.close()
