"""The stage of a crash test: one request in the inbox, lives to be lived on it, what came of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Row, Table, insert, select, text

from mailbot.gateways.mail_hosts import postfixadmin_tables
from mailbot.gateways.mail_hosts.password_hash import is_hash_of
from mailbot.storage import tables
from mailbot.storage.database import Database, open_database
from tests.crash.life import Order, spoken
from tests.databases import without_triggers
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.reply import file_named, passwords_in
from tests.journeys.world import ASKER, OTHER, World, a_mail, a_world
from tests.servers.mail import INBOX, MailServers

KILLED = -9
SENT = "gui-den"  # how the Message-IDs of what agencies send begin
ORDINARY = 2


class ForkServerGoneError(Exception):
    """The process that lives the lives has ended: its exit code, and what it said last."""


@dataclass(frozen=True)
class Outcome:
    """All that must be the same, whatever happened on the way."""

    cases: tuple[tuple[str, str, tuple[str, ...]], ...]
    mailboxes: tuple[str, ...]
    effects: tuple[tuple[str, str, str], ...]
    numbers: tuple[int, ...]
    letters: tuple[tuple[str, str, str], ...]
    outbox: tuple[tuple[str, str], ...]
    mails: tuple[tuple[str, int], ...]
    replies: int
    passwords_fit: bool
    slips: int

    def other_than(self, wanted: Outcome) -> list[str]:
        """Return what is not as wanted: what it is, and what it was to be."""
        return [
            f"{name}: {found!r} instead of {getattr(wanted, name)!r}"
            for name, found in ((each.name, getattr(self, each.name)) for each in fields(self))
            if found != getattr(wanted, name)
        ]


@dataclass
class Snapshot:
    """The rows of every table, to begin anew from."""

    database: Database
    metadata: MetaData
    rows: dict[str, list[dict[str, Any]]] = field(init=False)

    def __post_init__(self) -> None:
        with self.database.transaction() as connection:
            self.rows = {
                table.name: [dict(row._mapping) for row in connection.execute(select(table))]
                for table in self.metadata.sorted_tables
            }

    def restore(self) -> None:
        """Bring every table back, counters too."""
        with self.database.transaction() as connection, without_triggers(connection):
            names = ", ".join(f'"{table.name}"' for table in self.metadata.sorted_tables)
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            for table in reversed(self.metadata.sorted_tables):
                connection.execute(table.delete())
            for table in self.metadata.sorted_tables:
                if self.rows[table.name]:
                    connection.execute(insert(table), self.rows[table.name])


@dataclass
class Stage:
    """A world with one clean request in its inbox."""

    world: World
    folder: Path
    log: Path
    server: subprocess.Popen[str]
    snapshots: tuple[Snapshot, ...] = ()
    lives: int = 0

    @property
    def hosts(self) -> Database:
        """The mail host's database."""
        return self.snapshots[1].database

    def prepare(self) -> None:
        """Send the request, and remember how everything was before."""
        letter = self.world.signed(Letter(sheets=(TWO_RECRUITS,)))
        self.world.submit(a_mail(("Công văn 45.pdf", letter), Message_ID=f"<{SENT}@cantho.gov.vn>"))
        # Others beside it, so that mails are archived, recorded and examined together.
        for number in range(ORDINARY):
            ordinary = a_mail(From=OTHER, Subject="Thư mời", Message_ID=f"<{SENT}{number}@x.vn>")
            self.world.submit(ordinary, OTHER)
        self.snapshots = (
            Snapshot(self.world.house.database, tables.metadata),
            Snapshot(
                open_database(self.world.hosts_url),
                postfixadmin_tables.metadata,
            ),
        )

    def begin_anew(self) -> None:
        """Forget every life lived so far."""
        self.world.servers.wait_until_delivered()
        for snapshot in self.snapshots:
            snapshot.restore()
        for folder in ("archive", "at-work"):
            shutil.rmtree(self.folder / folder, ignore_errors=True)
        self.world.servers.empty(ASKER)
        others = ("not", "header", "Message-ID", f"<{SENT}")
        self.world.servers.dovecot.doveadm("expunge", "-u", INBOX, "mailbox", "INBOX", *others)

    def live(self, last: int | str = 0) -> tuple[int, list[str]]:
        """Live one life; return how it ended and the points it passed."""
        self.lives += 1
        trace = self.folder / f"life{self.lives}.txt"
        settings = self.world.house.settings.model_dump(mode="json")
        settings["archive"]["directory"] = str(self.folder / "archive")
        code = self._ended(Order(settings, str(trace), last))
        self.world.servers.wait_until_delivered()
        return code, trace.read_text().splitlines()

    def _ended(self, order: Order) -> int:
        """Have this life lived, and return how it ended."""
        assert self.server.stdin is not None
        assert self.server.stdout is not None
        answer = ""
        with suppress(BrokenPipeError):
            self.server.stdin.write(spoken(order))
            self.server.stdin.flush()
            answer = self.server.stdout.readline()
        if not answer:
            raise ForkServerGoneError(self.server.wait(30), self.log.read_text()[-3000:])
        return int(json.loads(answer))

    def outcome(self) -> Outcome:
        """Return what the lives have led to."""
        replies = self.world.servers.fetch_all(ASKER)
        found = passwords_in(file_named(replies[0], "Phiếu bàn giao")) if replies else {}
        boxes = {row.username: row.password for row in self._hosts("mailbox")}
        return Outcome(
            cases=tuple(
                (case.number, case.state, tuple(f.code for f in case.findings))
                for case in self.world.cases()
            ),
            mailboxes=tuple(sorted(boxes)),
            effects=tuple(sorted((r.op_key, r.address, r.state) for r in self._rows("effect"))),
            numbers=tuple(sorted(row.number for row in self._rows("document_number"))),
            letters=tuple(sorted((r.kind, r.number, r.state) for r in self._rows("letter"))),
            outbox=tuple(sorted((row.key, row.state) for row in self._rows("outbox"))),
            mails=tuple(sorted(self._mails_of_others().items())),
            replies=len(replies),
            passwords_fit=set(found) == set(boxes)
            and all(is_hash_of(password, boxes[box]) for box, password in found.items()),
            slips=len(self._rows("work")),
        )

    def _mails_of_others(self) -> Counter[str]:
        """Return how many mails there are by what became of each; our copies and the reports on
        our mails are none of them.
        """
        others = (row for row in self._rows("message") if SENT in row.message_id)
        return Counter(row.disposition for row in others)

    def _rows(self, name: str) -> list[Row[Any]]:
        return _all(self.world.house.database, tables.metadata.tables[name])

    def _hosts(self, name: str) -> list[Row[Any]]:
        return _all(self.hosts, postfixadmin_tables.metadata.tables[name])


def _all(database: Database, table: Table) -> list[Row[Any]]:
    with database.transaction() as connection:
        return list(connection.execute(select(table)))


def undisturbed(stage: Stage) -> tuple[Outcome, list[str]]:
    """Live one whole life; return what came of it and the points on its way."""
    code, points = stage.live()
    assert code == 0, stage.log.read_text()
    outcome = stage.outcome()
    told = f"{outcome}\n{stage.log.read_text()[-3000:]}"
    assert (outcome.replies, outcome.passwords_fit, outcome.slips) == (1, True, 0), told
    assert {state for _, state, _ in outcome.cases} == {"answered"}
    assert outcome.mails == (("case", 1), ("left_alone", ORDINARY))
    return outcome, points


def die_at(stage: Stage, last: int, wanted: Outcome) -> str:
    """Die at this point, live on, and fail unless the same comes of it; return the point, nothing
    where this life had fewer points than the undisturbed one: it waited for less.
    """
    stage.begin_anew()
    code, passed = stage.live(last)
    if code == 0 and len(passed) < last:
        other = stage.outcome().other_than(wanted)
        assert not other, f"without dying, {len(passed)} points, not {last}: {other}"
        return ""
    told = f"{code} after {len(passed)} of {last} points\n{stage.log.read_text()[-2000:]}"
    assert (code, len(passed)) == (KILLED, last), told
    return _lived_on(stage, passed, wanted)


def die_at_first(stage: Stage, name: str, wanted: Outcome) -> str:
    """Die at the first point of this name, however many come before it in this life, and go on as
    `die_at` does.
    """
    stage.begin_anew()
    code, passed = stage.live(name)
    assert (code, passed[-1:]) == (KILLED, [name]), f"{code}\n{stage.log.read_text()[-2000:]}"
    return _lived_on(stage, passed, wanted)


def _lived_on(stage: Stage, passed: list[str], wanted: Outcome) -> str:
    code, _ = stage.live()
    assert code == 0, stage.log.read_text()
    other = stage.outcome().other_than(wanted)
    assert not other, f"died {passed[-1]} (point {len(passed)}): {other}"
    return passed[-1]


@contextmanager
def a_stage(
    servers: MailServers, database_url: str, hosts_url: str, folder: Path
) -> Iterator[Stage]:
    """Yield a stage on which lives can be lived."""
    log = folder / "lives.log"
    smtp = {"receipt_copy": INBOX.replace("@", "+outbox@")}
    with (
        a_world(servers, database_url, hosts_url, folder, smtp=smtp) as world,
        _fork_server(log) as server,
    ):
        stage = Stage(world, folder, log, server)
        try:
            stage.prepare()
            yield stage
        finally:
            for snapshot in stage.snapshots:
                snapshot.database.close()


@contextmanager
def _fork_server(log: Path) -> Iterator[subprocess.Popen[str]]:
    with (
        log.open("w") as file,
        subprocess.Popen(
            [sys.executable, "-m", "tests.crash.life"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        ) as server,
    ):
        yield server
        server.communicate(timeout=30)
