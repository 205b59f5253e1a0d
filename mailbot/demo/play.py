"""The play: the stage is set, a real daemon runs, eight mails are really sent to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from mailbot import logbook
from mailbot.clock import local_date, utc_now
from mailbot.daemon import Daemon
from mailbot.demo.accounts import Accounts
from mailbot.demo.cast import INBOX
from mailbot.demo.house import DemoHouse
from mailbot.demo.mailboxes import Mailboxes
from mailbot.demo.outcome import Outcome
from mailbot.demo.past_stage import write_past
from mailbot.demo.pki import DemoPki
from mailbot.demo.samples import Sample, open_desk
from mailbot.demo.servers import DemoMail, running_demo_mail
from mailbot.demo.stage import (
    Stage,
    account_passwords,
    cleared_stage,
    fill_database,
    fill_mail_host,
    write_settings,
)
from mailbot.demo.witness import Witness
from mailbot.gateways.mail_hosts.sql import SqlMailHost
from mailbot.settings import load_settings
from mailbot.storage import messages, work
from mailbot.words import Words

Say = Callable[..., None]

SETTLED_WITHIN = timedelta(seconds=90)
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Play:
    """What runs while the demo runs."""

    stage: Stage
    mail: DemoMail
    house: DemoHouse
    samples: tuple[Sample, ...]
    old_passwords: Mapping[str, str]

    def send(self) -> None:
        """Send the eight mails, each by its own account."""
        for sample in self.samples:
            self.mail.submit(sample.login, sample.raw, [INBOX])

    def wait_until_settled(self) -> bool:
        """Wait until the daemon has nothing left to do; False if that takes too long."""
        ends = time.monotonic() + SETTLED_WITHIN.total_seconds()
        while not self._is_settled():
            if time.monotonic() > ends:
                return False
            time.sleep(_LOOK_SECONDS)
        return True

    def outcomes(self) -> tuple[Outcome, ...]:
        """Return what became of the mails so far."""
        mailboxes = Mailboxes(self.house.settings.imap)
        passwords = self.mail.accounts.passwords
        witness = Witness(self.house, mailboxes, passwords, self.old_passwords)
        return witness.outcomes(self.samples)

    def _is_settled(self) -> bool:
        with self.house.database.transaction() as connection:
            arrived = all(messages.find(connection, one.message_id) for one in self.samples)
            return arrived and work.next_due(connection) is None


@contextmanager
def performing(directory: Path, words: Words, say: Say) -> Iterator[Play]:
    """Yield the running play; everything is stopped in order afterwards."""
    with cleared_stage(directory, words) as stage:
        say("step_directory", directory=str(stage.root))
        pki = DemoPki.build()
        say("step_pki")
        host = stage.open_mail_host()
        try:
            with running_demo_mail(_accounts(host), stage.root) as mail:
                say("step_servers", imap=str(mail.imap_port), smtp=str(mail.submission_port))
                with _daemon_on(stage, pki, host, mail, say) as play:
                    yield play
        finally:
            host.close()


@contextmanager
def _daemon_on(
    stage: Stage, pki: DemoPki, host: SqlMailHost, mail: DemoMail, say: Say
) -> Iterator[Play]:
    now = utc_now()
    desk = open_desk(pki, local_date(now), now)
    write_settings(stage, pki, mail)
    house = DemoHouse(load_settings(stage.settings))
    old_passwords = fill_mail_host(host)
    fill_database(house, stage, desk)
    say("step_registry")
    write_past(load_settings(stage.settings), desk, host, now)
    say("step_past")
    samples = desk.samples()
    say("step_letters")
    logbook.open_logbook(file=stage.log)
    daemon = Daemon(house)
    daemon.start()
    say("step_daemon")
    try:
        yield Play(stage, mail, house, samples, old_passwords)
    finally:
        daemon.stop()


def _accounts(host: SqlMailHost) -> Accounts:
    """Return the accounts of the play, beside whoever has a mailbox at the mail host."""

    def exists(address: str) -> bool:
        account = host.look_up(address)
        return account is not None and account.active

    return Accounts(account_passwords(), exists, host.has_password)
