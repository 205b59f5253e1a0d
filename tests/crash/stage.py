"""The stage of a crash test: a play, lives to be lived in it, what came of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import astuple, dataclass, field, fields
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Table, select

from mailbot.commands.answer import UNDECIDED
from mailbot.gateways.mail_hosts import postfixadmin_tables
from mailbot.gateways.mail_hosts.password_hash import is_hash_of
from mailbot.replies.read_back import printed_text
from mailbot.storage import tables
from mailbot.storage.database import Database, open_database
from mailbot.storage.staff import Role
from signing import verify_pdf
from tests.console.office import Staffed
from tests.crash.authorities import Authorities, running_authorities
from tests.crash.jumping_clock import set_back, shift_in
from tests.crash.life import Order, spoken
from tests.crash.officer import NAME, give_keys
from tests.crash.plays import HERE_BEFORE, LATER, Act, Play
from tests.crash.settings_file import write_settings
from tests.crash.snapshots import Lost, Snapshot
from tests.journeys.reply import file_named, file_names, opened, passwords_in
from tests.journeys.world import ASKER, OTHER, World, a_mail, a_world
from tests.servers.mail import INBOX, MailServers

KILLED = -9
THE_DAEMON = Act()
ORDINARY = 2
_NOTICES, _SLIP = ("Thông báo", "Công văn"), "Phiếu bàn giao"
_TIME = re.compile(r"\d\d giờ \d\d phút")
_OUR_NUMBER = re.compile(r"\b\d+(?=/TB-)")
_FOUND = re.compile(r"(?<=Các nội dung cụ thể trong hồ sơ:).*(?=2[.] Cách nộp lại hồ sơ)")
# Told after a death only, when nobody knew whether a mail had left, or whenever a report came in.
_MAY_DIFFER = frozenset({"mail_unknown", "mail_proven", "mail_sent_again", "delivery_report"})


class ForkServerGoneError(Exception):
    """The process that lives the lives has ended: its exit code, and what it said last."""


@dataclass(frozen=True)
class Reply:
    """A mail as the agency has it: what it is, the papers in it, what our notices say in print and
    how far their signatures are proven.
    """

    subject: str
    files: tuple[str, ...]
    printed: str
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """All that must be the same, whatever happened on the way."""

    cases: tuple[tuple[str, str, tuple[str, ...]], ...]
    stories: tuple[tuple[str, str], ...]
    mailboxes: tuple[str, ...]
    effects: tuple[tuple[str, str, str, str], ...]
    numbers: tuple[tuple[str, int], ...]
    letters: tuple[tuple[str, str, str], ...]
    outbox: tuple[tuple[str, str], ...]
    mails: tuple[tuple[str, int], ...]
    replies: tuple[Reply, ...]
    passwords_fit: bool
    slips: int

    def other_than(self, wanted: Outcome) -> list[str]:
        """Return what is not as wanted: what it is, and what it was to be."""
        pairs = (
            (one.name, getattr(self, one.name), getattr(wanted, one.name)) for one in fields(self)
        )
        return [f"{name}: {_apart(is_, was)}" for name, is_, was in pairs if is_ != was]


def _apart(found: object, wanted: object) -> str:
    """Return both, of lists only what the other has not."""
    if isinstance(found, tuple) and isinstance(wanted, tuple) and set(found) != set(wanted):
        surplus = [one for one in found if one not in wanted]
        lacking = [one for one in wanted if one not in found]
        return f"{surplus!r} instead of {lacking!r}"
    return f"{found!r} instead of {wanted!r}"


@dataclass
class Stage:
    """A world with the beginning of a play in its inbox."""

    play: Play
    world: World
    folder: Path
    server: ForkServer
    authorities: Authorities | None = None
    lives: int = 0
    settings: Path = field(init=False)
    before: Snapshot | Lost = field(init=False)
    hosts_before: Snapshot = field(init=False)
    next_uids: dict[str, int] = field(init=False)

    def prepare(self) -> None:
        """Send what it begins with, and remember how everything was before."""
        self.settings = write_settings(self.world.house.settings, self.folder / "mailbot.toml")
        self.play.before(self.world)
        if self.play.officer:
            give_keys(self.world, self.folder)
            officer = Staffed(self.world.house, self.world.house.clock())
            officer.member(NAME, Role.HANDLE, Role.APPROVE)
        for raw in self.play.first(self.world):
            self._send(raw)
        # Others beside it, so that mails are archived, recorded and examined together.
        for number in range(ORDINARY):
            ordinary = a_mail(
                From=OTHER, Subject="Thư mời", Message_ID=f"<{HERE_BEFORE}{number}@x.vn>"
            )
            self.world.submit(ordinary, OTHER)
        ours, hosts = self.world.house.database, open_database(self.world.hosts_url)
        self.before = Lost(ours) if self.play.is_lost else Snapshot(ours, tables.metadata)
        self.hosts_before = Snapshot(hosts, postfixadmin_tables.metadata)
        servers = self.world.servers
        self.next_uids = {user: servers.next_uid(user) for user in (INBOX, self.play.asker)}

    def _send(self, raw: bytes) -> None:
        """Send a mail as the agency does: logged in with us, or from the servers of its own."""
        if self.play.asker == ASKER:
            self.world.submit(raw)
        else:
            before = self.world.servers.count(INBOX)
            self.world.servers.hand_in(self.play.asker, raw)
            self.world.servers.wait_for_mail(INBOX, before + 1)

    def begin_anew(self) -> None:
        """Forget every life lived so far."""
        self.world.servers.wait_until_delivered()
        self.before.restore()
        self.hosts_before.restore()
        for folder in ("archive", "at-work"):
            shutil.rmtree(self.folder / folder, ignore_errors=True)
        set_back(self.folder)
        if self.authorities is not None:
            self.authorities.was_asked = False
        for user, uid in self.next_uids.items():
            self.world.servers.empty(user, since=uid)

    def live(self, last: int | str = 0, act: Act = THE_DAEMON) -> tuple[int, list[str]]:
        """Live one life; return how it ended and the points it passed."""
        self.lives += 1
        trace = self.folder / f"life{self.lives}.txt"
        order = Order(
            self.world.house.settings.model_dump(mode="json"),
            str(self.folder),
            str(trace),
            last,
            str(self.world.servers.postfix.queue),
            (*act.words(self.folder), "--settings", str(self.settings)) if act.words else (),
            self.play.officer,
            children=self.play.children,
            names=self.authorities.names if self.authorities else 0,
        )
        code = self.server.lived(order)
        self.world.servers.wait_until_delivered()
        return code, trace.read_text().splitlines()

    def perform(self, last: int | str = 0) -> tuple[bool, list[str]]:
        """Perform the whole play; return whether mailbot died at the point, and the points that it
        passed till then. After that it lives on.
        """
        died = False
        passed: list[str] = []
        for act in self.play.acts:
            if act.sends is not None:
                self._send(act.sends(self.world, self.world.replies(self.play.asker)[0]))
            again, more = self._to_its_end(act, 0 if died else self._left(last, passed))
            passed += [] if died else more
            died = died or again
        return died, passed

    @staticmethod
    def _left(last: int | str, passed: list[str]) -> int | str:
        """Return the point to die at as the next life counts it; none where it came too late."""
        return last if isinstance(last, str) or not last else last - len(passed)

    def _to_its_end(self, act: Act, last: int | str) -> tuple[bool, list[str]]:
        code, passed = self.live(last, act)
        died = code == KILLED
        if died:
            code, _ = self.live(act=act)
        # What a command had done before it died it may refuse to do again.
        well = {0, UNDECIDED} if died and act.words else {0}
        assert code in well, f"{code} after {passed[-1:]}\n{self.server.said[-3000:]}"
        return died, passed

    def outcome(self) -> Outcome:
        """Return what the lives have led to."""
        play, replies = self.play, self.world.servers.fetch_all(self.play.asker)
        found = dict(pair for raw in replies for pair in _passwords_in(raw).items())
        boxes = {row.username: row.password for row in self._hosts("mailbox")}
        history = self._rows("history")
        # A transaction that a death rolled back has used up its id: numbers of cases have no gaps.
        number_of = {row.id: row.number for row in self._rows("cases")}
        return Outcome(
            cases=tuple(
                (case.number, case.state, tuple(f.code for f in case.findings if play.in_turn))
                for case in self.world.cases()
            ),
            stories=tuple(
                sorted(
                    {
                        (number_of.get(r.case_id, ""), r.what)
                        for r in history
                        if r.what not in _MAY_DIFFER
                    }
                )
            ),
            mailboxes=tuple(sorted(boxes)),
            effects=tuple(
                sorted((r.op_key, r.address, r.state, r.hand_over) for r in self._rows("effect"))
            ),
            numbers=tuple(sorted((r.symbol, r.number) for r in self._rows("document_number"))),
            letters=tuple(
                sorted((r.kind, self._turn(r.number), r.state) for r in self._rows("letter"))
            ),
            outbox=tuple(sorted((_key(row), row.state) for row in self._rows("outbox"))),
            mails=tuple(sorted(self._mails_of_others().items())),
            replies=tuple(sorted(map(self._reply, replies), key=astuple)),
            passwords_fit=set(found) == set(boxes)
            and all(is_hash_of(password, boxes[box]) for box, password in found.items()),
            slips=len(self._rows("work")),
        )

    def _reply(self, raw: bytes) -> Reply:
        mail = opened(raw)
        papers = [
            part.get_content()
            for part in mail.iter_attachments()
            if str(part.get_filename()).startswith(_NOTICES)
        ]
        house = self.world.house
        now = house.clock() + shift_in(self.folder) + timedelta(minutes=1)
        reports = [verify_pdf(paper, house.trust, now) for paper in papers]
        return Reply(
            str(mail["Subject"]),
            tuple(file_names(raw)),
            " ".join(self._turn(_timeless(printed_text(paper))) for paper in papers),
            tuple(f"{one.level} {one.verdict}" for each in reports for one in each.signatures),
        )

    def _turn(self, text: str) -> str:
        """Return the text, without numbers and findings of ours that go by which case is first."""
        return text if self.play.in_turn else _OUR_NUMBER.sub("…", _FOUND.sub("…", text))

    def _mails_of_others(self) -> Counter[str]:
        """Return how many mails there are by what became of each; our copies and the reports on
        our mails are none of them.
        """
        others = (
            row
            for row in self._rows("message")
            if row.message_id.startswith((f"<{HERE_BEFORE}", f"<{LATER}"))
        )
        return Counter(row.disposition for row in others)

    def _rows(self, name: str) -> list[Row[Any]]:
        return _all(self.world.house.database, tables.metadata.tables[name])

    def _hosts(self, name: str) -> list[Row[Any]]:
        return _all(self.hosts_before.database, postfixadmin_tables.metadata.tables[name])


def _all(database: Database, table: Table) -> list[Row[Any]]:
    with database.transaction() as connection:
        return list(connection.execute(select(table)))


def _key(mail: Row[Any]) -> str:
    """Return the key of a mail of the outbox, without what it has of the mail it answers."""
    return "ack" if mail.key.startswith("ack/") else str(mail.key)


def _timeless(printed: str) -> str:
    """Return the text without the time of day, which is another whenever a mail is sent anew."""
    return _TIME.sub("… giờ … phút", " ".join(printed.split()))


@lru_cache(maxsize=8)
def _passwords_in(raw: bytes) -> dict[str, str]:
    slips = [name for name in file_names(raw) if name.startswith(_SLIP)]
    return passwords_in(file_named(raw, _SLIP)) if slips else {}


def undisturbed(stage: Stage) -> tuple[Outcome, list[str]]:
    """Perform the play without a death; return what came of it and the points on its way."""
    stage.begin_anew()
    _, points = stage.perform()
    play, outcome = stage.play, stage.outcome()
    told = f"{outcome}\n{stage.server.said[-3000:]}"
    assert (outcome.passwords_fit, outcome.slips) == (True, 0), told
    assert tuple(state for _, state, _ in outcome.cases) == play.states, told
    assert len(outcome.replies) == play.replies, told
    assert dict(outcome.mails) == {**play.mails, "left_alone": ORDINARY}, told
    return outcome, points


def die_at(stage: Stage, last: int | str, wanted: Outcome) -> str:
    """Die at this point, or the first of this name, live on, and fail unless the same comes of it;
    return the point, nothing where this life had fewer points than the undisturbed one: it waited
    for less.
    """
    stage.begin_anew()
    died, passed = stage.perform(last)
    other = stage.outcome().other_than(wanted)
    told = f"died {passed[-1]}" if died else "without dying"
    assert not other, f"{told}, point {len(passed)}: {other}"
    return passed[-1] if died else ""


@contextmanager
def a_stage(  # noqa: PLR0917 (where everything is)
    servers: MailServers,
    database_url: str,
    hosts_url: str,
    folder: Path,
    play: Play,
    server: ForkServer,
) -> Iterator[Stage]:
    """Yield a stage on which this play can be performed."""
    with ExitStack() as stack:
        sections: dict[str, Any] = {
            "smtp": {"receipt_copy": INBOX.replace("@", "+outbox@")},
            "replies": {"acknowledge_after_seconds": 86_400},
            **{name: dict(section) for name, section in play.settings.items()},
        }
        authorities = None
        if play.authorities:
            authorities = stack.enter_context(running_authorities(folder))
            sections |= authorities.settings
        responder = authorities.responder if authorities else ""
        world = stack.enter_context(
            a_world(servers, database_url, hosts_url, folder, ocsp_url=responder, **sections)
        )
        if authorities is not None:
            authorities.world = world
        stage = Stage(play, world, folder, server, authorities)
        stage.prepare()
        stack.callback(stage.hosts_before.database.close)
        yield stage


@dataclass(frozen=True)
class ForkServer:
    """Has loaded everything once, and lives one life after the other in forks of itself."""

    process: subprocess.Popen[str]
    log: Path

    @property
    def said(self) -> str:
        """What the lives have logged."""
        return self.log.read_text()

    def lived(self, order: Order) -> int:
        """Have this life lived, and return how it ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        answer = ""
        with suppress(BrokenPipeError):
            self.process.stdin.write(spoken(order))
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        if not answer:
            raise ForkServerGoneError(self.process.wait(30), self.said[-3000:])
        return int(json.loads(answer))


@contextmanager
def a_fork_server(folder: Path) -> Iterator[ForkServer]:
    """Yield one that logs in this folder."""
    log = folder / "lives.log"
    with (
        log.open("w") as file,
        subprocess.Popen(
            [sys.executable, "-m", "tests.crash.life"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=file,
            text=True,
        ) as process,
    ):
        yield ForkServer(process, log)
        process.communicate(timeout=30)
