"""The stage of a crash test: a play, lives to be lived in it, what came of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mailbot.commands.answer import UNDECIDED
from mailbot.gateways.mail_hosts import postfixadmin_tables
from mailbot.storage import tables
from mailbot.storage.database import open_database
from mailbot.storage.staff import Role
from tests.console.office import Staffed
from tests.crash.authorities import Authorities, running_authorities
from tests.crash.fork_server import ForkServer
from tests.crash.jumping_clock import set_back
from tests.crash.life import Order
from tests.crash.officer import NAME, give_keys
from tests.crash.outcome import Outcome, Witness
from tests.crash.plays import HERE_BEFORE, Act, Play
from tests.crash.settings_file import write_settings
from tests.crash.snapshots import Lost, Snapshot
from tests.journeys.world import ASKER, OTHER, World, a_mail, a_world
from tests.pki import token
from tests.pki.token import NewToken
from tests.servers.mail import INBOX, MailServers

KILLED = -9
THE_DAEMON = Act()
ORDINARY = 2
TOKEN_KEY = "van-thu"


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
            self.world.servers.wait_until_there(INBOX, before + 1)

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
        return Witness(self.play, self.world, self.hosts_before.database, self.folder).outcome()


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
        if play.token:
            place = {"library": str(token.LIBRARY), "label": folder.name, "key": TOKEN_KEY}
            sections["signing"] = {"pkcs12": None, "token": place}
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
        if play.token:
            token.make(NewToken(folder.name, {TOKEN_KEY: world.centre}))
            (folder / "secrets" / "token-pin").write_text(token.PIN)
        stage = Stage(play, world, folder, server, authorities)
        stage.prepare()
        stack.callback(stage.hosts_before.database.close)
        yield stage
