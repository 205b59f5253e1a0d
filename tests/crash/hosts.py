"""Processes of `mailbot run` as on several hosts: started, killed, frozen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update

from mailbot.clock import utc_now
from mailbot.storage.database import Database
from mailbot.storage.tables import lease, work
from tests.servers.ports import wait_for

START_WITHIN_SECONDS = 180  # with every processor taken by others


@dataclass
class Host:
    """One process of `mailbot run`."""

    process: subprocess.Popen[bytes]
    log: Path

    def signal(self, what: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(what)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(10)

    @property
    def said(self) -> str:
        """What it has logged."""
        return self.log.read_text("utf-8")

    def wait_until_ready(self) -> float:
        """Return once it works, and how many seconds that took; fail if it ends instead."""
        began = time.monotonic()
        wait_for(self._is_decided, "a start", START_WITHIN_SECONDS)
        assert self.process.poll() is None, self.said
        return time.monotonic() - began

    def _is_decided(self) -> bool:
        return '"started"' in self.said or self.process.poll() is not None


@contextmanager
def a_host(settings: Path, *options: str, on: tuple[str, ...] = ()) -> Iterator[Host]:
    """Start one; it is gone at the end, whatever was done to it. `on` is the command that runs a
    command on another host.
    """
    log = settings.with_name(f"host-{os.urandom(4).hex()}.log")
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*on, sys.executable, "-m", "mailbot", "run", "--settings", str(settings), *options],
            stdout=file,
            stderr=file,
        )
    try:
        yield Host(process, log)
    finally:
        process.send_signal(signal.SIGCONT)
        process.kill()
        process.wait(10)


def holder_of_inbox(database: Database) -> int | None:
    """Return the process id of who holds the inbox."""
    with database.transaction() as connection:
        name = connection.execute(select(lease.c.holder)).scalar_one_or_none()
    return int(name.split(":")[1]) if name else None


def end_leases(database: Database) -> None:
    """Let the leases on slips end now, so that a test need not wait for it."""
    ended = utc_now() - timedelta(minutes=1)
    with database.transaction() as connection:
        connection.execute(update(work).where(work.c.token != "").values(due_at=ended))


def renew_for_good(database: Database) -> None:
    """Let whoever holds the inbox hold it for five minutes, so that no lease ends by itself: one of
    an hour would be a wrong clock's.
    """
    until = utc_now() + timedelta(minutes=5)
    with database.transaction() as connection:
        connection.execute(update(lease).values(until=until))
