"""Random kills of mailbot, Dovecot, Postfix and PostgreSQL over many mails: 0 lost, 0 doubled."""

from __future__ import annotations

import email
import random
import re
import smtplib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from mailbot.clock import utc_now
from mailbot.errors import TryLaterError
from mailbot.gateways.mail_hosts.postfixadmin_tables import mailbox
from mailbot.storage import tables
from mailbot.storage.database import open_database
from tests.crash.hosts import Host, a_host
from tests.crash.requests import a_request
from tests.crash.settings_file import write_settings
from tests.journeys.world import ASKER, OTHER, World, a_mail, a_world
from tests.servers.mail import INBOX, MailServers, running_mail_servers
from tests.servers.postgres import Postgres, running_postgres
from tests.soak.every_point import TELL_EVERY_SECONDS, room, sqlite_urls, tell

REQUEST_EVERY = 3  # the other mails are what else comes into such an inbox
DUPLICATE_EVERY = 10
LONGEST_SECONDS = 3600
PAUSE_SECONDS = 0.1
USUAL_START_SECONDS = 2.0  # of a machine that has nothing else to do
CALM_FROM = 0.8  # of the requests answered; then what is left comes to its end undisturbed
_QUEUE_ID = re.compile(rb"with E?SMTPS?A? id ([0-9A-Za-z]+)")


@dataclass
class Storm:
    """What goes on, and what has been done so far."""

    world: World
    settings: Path
    postgres: Postgres | None
    chance: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    requests: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    sent: int = 0
    host: Host | None = None

    def send(self, count: int) -> None:
        """Send so many mails, some of them twice, whatever the servers are doing."""
        for number in range(count):
            asks = number % REQUEST_EVERY == 0
            raw = a_request(self.world, number) if asks else _small_talk(number)
            login = ASKER if asks else OTHER
            (self.requests if asks else self.others).append(_id_of(raw))
            for _ in range(2 if number % DUPLICATE_EVERY == 0 else 1):
                self._submit(login, raw)
            self.sent += 1
            time.sleep(PAUSE_SECONDS)

    def _submit(self, login: str, raw: bytes) -> None:
        while True:
            try:
                servers = self.world.servers
                servers.submit(login, servers.password(login), raw)
            except (OSError, smtplib.SMTPException):
                time.sleep(0.5)
            else:
                return

    def kill_something(self) -> None:
        """Kill mailbot mostly, now and then a server; what died comes back."""
        what = self.chance.choices(
            ("mailbot", "dovecot", "postfix", "postgresql"), (8, 1, 1, 1 if self.postgres else 0)
        )[0]
        self.kills[what] += 1
        servers = self.world.servers
        if what == "dovecot":
            servers.dovecot.process.kill()
            time.sleep(self.chance.uniform(0, 2))
            servers.dovecot.restart()
        elif what == "postfix":
            servers.postfix.process.kill()
            time.sleep(self.chance.uniform(0, 2))
            servers.postfix.restart()
        elif what == "postgresql":
            assert self.postgres is not None
            self.postgres.process.kill()
            time.sleep(self.chance.uniform(0, 2))
            self.postgres.start()
        else:
            assert self.host is not None
            self.host.kill()

    def change_uidvalidity(self) -> None:
        """Let the inbox be rebuilt: every UID counts anew."""
        self.kills["uidvalidity"] += 1
        dovecot = self.world.servers.dovecot
        dovecot.process.kill()
        local, _, domain = INBOX.partition("@")
        for path in (dovecot.directory / "mail" / domain / local / "Maildir").glob("dovecot*"):
            path.unlink()
        time.sleep(1.1)
        dovecot.restart()

    def let_time_pass(self) -> None:
        """While no mailbot lives, let minutes pass: leases end, and waits for copies."""
        now, early = utc_now(), utc_now() - timedelta(minutes=10)
        unknown = select(tables.outbox.c.id).filter_by(state="unknown")
        work, outbox = tables.work, tables.outbox
        waiting = (work.c.kind == "deliver") & work.c.subject_id.in_(unknown)
        with self.world.house.database.transaction() as connection:
            # Behind what is due already, as it would be if time really passed.
            held = (work.c.token != "") | waiting
            connection.execute(update(work).where(held).values(due_at=now))
            is_unknown = outbox.c.state == "unknown"
            connection.execute(update(outbox).where(is_unknown).values(unknown_at=early))
            probes = connection.execute(select(outbox.c.probe_id).where(is_unknown)).scalars().all()
        for probe in (one for one in probes if one.startswith("<")):
            self._let_it_have_come(probe, now - timedelta(hours=1))

    def _let_it_have_come(self, message_id: str, at: datetime) -> None:
        """Let a probe that has come have come long ago: its copy would have been tried again."""
        servers = self.world.servers
        found = servers.fetch_named(INBOX, message_id)
        if len(found) == 1:
            servers.keep(INBOX, "INBOX", found[0], at)

    def progress(self) -> str:
        """Return how far everything is, for who watches."""
        with self.world.house.database.transaction() as connection:
            taken = connection.execute(
                select(func.count()).select_from(tables.message)
            ).scalar_one()
        return (
            f"  {self.sent} sent, {taken} taken in, {self.answered()} of {len(self.requests)} "
            f"answered, {self.kills.total()} kills"
        )

    def answered(self) -> int:
        """Return how many requests have come to their end."""
        answered = select(func.count()).select_from(tables.cases).filter_by(state="answered")
        with self.world.house.database.transaction() as connection:
            return int(connection.execute(answered).scalar_one())

    def quiet(self) -> bool:
        """Return whether every mail has come to its end."""
        with self.world.house.database.transaction() as connection:
            soon = utc_now() + timedelta(minutes=40)
            left = select(tables.work.c.id).where(tables.work.c.due_at < soon)
            known = set(connection.execute(select(tables.message.c.message_id)).scalars())
            return known >= {*self.requests, *self.others} and not connection.execute(left).first()

    def faults(self) -> list[str]:
        """Return everything that was lost or doubled."""
        self.world.servers.wait_until_delivered(120)
        replies = Counter(_answers(self.world.servers.fetch_all(ASKER)))
        found = [f"{replies[r]} replies to {r}" for r in self.requests if replies[r] != 1]
        with self.world.house.database.transaction() as connection:
            mails = Counter(connection.execute(select(tables.message.c.message_id)).scalars())
            states = Counter(connection.execute(select(tables.cases.c.state)).scalars())
            numbers = sorted(connection.execute(select(tables.document_number.c.number)).scalars())
            out = Counter(connection.execute(select(tables.outbox.c.state)).scalars())
            aside = connection.execute(select(tables.work).filter_by(set_aside=True)).all()
        found += [f"{mails[m]} × {m}" for m in (*self.requests, *self.others) if mails[m] != 1]
        if states != {"answered": len(self.requests)}:
            found.append(f"cases: {dict(states)}")
        if numbers != list(range(1, len(self.requests) + 1)):
            found.append(f"numbers: {numbers}")
        if out["unknown"] or out["failed"] or aside:
            found.append(f"outbox: {dict(out)}, set aside: {len(aside)}")
        hosts = open_database(self.world.hosts_url)
        with hosts.transaction() as connection:
            boxes = len(connection.execute(select(mailbox.c.username)).all())
        hosts.close()
        if boxes != len(self.requests):
            found.append(f"{boxes} mailboxes for {len(self.requests)} requests")
        return found


def random_kills(kind: str, count: int, seed: int) -> int:
    """Run the storm; return how many things were lost or doubled."""
    with ExitStack() as stack:
        storm = stack.enter_context(_a_storm(kind, seed))
        sender = threading.Thread(target=storm.send, args=(count,), daemon=True)
        sender.start()
        _rage(storm, sender, count)
        faults = storm.faults()
        tell(f"{kind}, seed {seed}: {count} mails, {len(storm.requests)} requests, "
             f"kills {dict(storm.kills)}: {len(faults)} lost or doubled")  # fmt: skip
        for fault in faults:
            tell(f"  {fault}")
        return len(faults)


def _rage(storm: Storm, sender: threading.Thread, count: int) -> None:
    began = told = time.monotonic()
    while time.monotonic() < began + LONGEST_SECONDS:
        if time.monotonic() > told + TELL_EVERY_SECONDS:
            told = time.monotonic()
            tell(f"{told - began:6.0f} s {_patiently(storm.progress)}")
        busy = sender.is_alive() or _patiently(storm.answered) < CALM_FROM * len(storm.requests)
        _patiently(storm.let_time_pass)
        with a_host(storm.settings) as host:
            storm.host = host
            slowness = max(1.0, host.wait_until_ready() / USUAL_START_SECONDS)
            # Long enough to get on, short enough to die in the middle of something: on a machine
            # with much else to do no life would ever get a mail to its end.
            stop = time.monotonic() + slowness * (storm.chance.uniform(2, 15) if busy else 60)
            while time.monotonic() < stop:
                if not busy and _patiently(storm.quiet):
                    return
                time.sleep(0.3)
            if busy:
                if storm.sent > count / 2 and not storm.kills["uidvalidity"]:
                    storm.change_uidvalidity()
                storm.kill_something()
    raise TimeoutError("the storm does not end")


def _patiently(ask: Callable[[], Any]) -> Any:
    """Ask again where the database was just killed."""
    while True:
        try:
            return ask()
        except TryLaterError:
            time.sleep(0.5)


@contextmanager
def _a_storm(kind: str, seed: int) -> Iterator[Storm]:
    with ExitStack() as stack:
        servers: MailServers = stack.enter_context(running_mail_servers())
        folder = stack.enter_context(room())
        postgres = stack.enter_context(running_postgres()) if kind == "postgresql" else None
        urls = (postgres.database(), postgres.database()) if postgres else sqlite_urls(folder)
        world = stack.enter_context(
            a_world(
                servers,
                urls[0],
                urls[1],
                folder,
                smtp={"receipt_copy": INBOX.replace("@", "+outbox@")},
                imap={"poll_seconds": 5},
                replies={"answers_per_sender_and_hour": 10**6, "answers_per_hour": 10**6},
            )
        )
        settings = write_settings(world.house.settings, folder / "mailbot.toml")
        yield Storm(world, settings, postgres, random.Random(seed))


def _small_talk(number: int) -> bytes:
    return a_mail(From=OTHER, Subject=f"Thư mời họp số {number}")


def _id_of(raw: bytes) -> str:
    return str(email.message_from_bytes(raw)["Message-ID"])


def _answers(mails: tuple[bytes, ...]) -> Iterator[str]:
    """Yield which request each reply answers. One that our server delivered twice because Dovecot
    died before saying yes has one queue id: mailbot sent it once.
    """
    seen = set()
    for raw in mails:
        queued = _QUEUE_ID.search(raw)
        mail = email.message_from_bytes(raw)
        key = (str(mail["Message-ID"]), queued[1] if queued else raw)
        if key not in seen and mail["In-Reply-To"]:
            seen.add(key)
            yield str(mail["In-Reply-To"])
