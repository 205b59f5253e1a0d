"""This process among the hosts that share the database: joins, shows itself, holds the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from mailbot.clock import Clock
from mailbot.errors import SettingsError
from mailbot.storage import facts, hosts
from mailbot.storage.database import Database, lock
from mailbot.storage.seal import Seal
from mailbot.words import say

INBOX = "inbox"
INBOX_LEASE = timedelta(seconds=15)
SHOW_EVERY = timedelta(seconds=4)
_SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Membership:
    """`name` is this process's alone; `settings_sha` is that of the settings all must share."""

    database: Database
    name: str
    settings_sha: str
    clock: Clock

    def join(self) -> None:
        """Show up; SettingsError where another host works by other settings."""
        now = self.clock()
        with self.database.transaction() as connection:
            lock(connection, "hosts")
            different = hosts.others(connection, self.name, self.settings_sha, now)
            if different:
                raise SettingsError(say("storage.hosts_differ", hosts=", ".join(different)))
            hosts.seen(connection, self.name, self.settings_sha, now)

    def show(self) -> None:
        """Say that this process is still there."""
        with self.database.transaction() as connection:
            hosts.seen(connection, self.name, self.settings_sha, self.clock())

    def take_inbox(self) -> bool:
        """Take the inbox or hold it longer; False while another host holds it."""
        with self.database.transaction() as connection:
            return hosts.take(connection, INBOX, self.name, self.clock(), INBOX_LEASE)

    def confirm_inbox(self, connection: Connection) -> None:
        """Raise TryLaterError once another host has taken the inbox over."""
        hosts.confirm(connection, INBOX, self.name)

    def leave(self) -> None:
        """Let everything go, so that others need not wait."""
        with self.database.transaction() as connection:
            hosts.give_up(connection, INBOX, self.name)
            hosts.left(connection, self.name)


def check_seal(connection: Connection, seal: Seal) -> None:
    """Raise SettingsError unless this key opens what was sealed here before."""
    lock(connection, _SEALED)
    known = facts.told(connection, _SEALED)
    if known is not None:
        seal.open(known.encode())
        return
    facts.tell(connection, _SEALED, seal.close(b"mailbot").decode())


def renew_mark(connection: Connection, seal: Seal) -> bool:
    """Seal with the newest key what `check_seal` opens; return whether anything was to do."""
    known = facts.told(connection, _SEALED)
    renewed = seal.renewed(known.encode()) if known is not None else None
    if renewed is not None:
        facts.tell(connection, _SEALED, renewed.decode())
    return renewed is not None
