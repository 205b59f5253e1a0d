"""A world whose clock the test holds, with a receipt copy set up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.clock import utc_now
from mailbot.gateways.smtp import SmtpSender
from mailbot.storage import outbox
from mailbot.storage.outbox import Posted
from tests.faults.clock import ShiftedClock
from tests.journeys.paper import TWO_RECRUITS, Letter
from tests.journeys.world import World, a_mail, a_world
from tests.servers.mail import INBOX, MailServers

COPY = INBOX.replace("@", "+outbox@")


@dataclass
class FaultyWorld:
    """A world and the clock it goes by."""

    world: World
    clock: ShiftedClock

    def request(self) -> None:
        """Let an agency send a clean request, and take it in."""
        self.send_request()
        self.world.take_in()

    def send_request(self) -> None:
        """Let an agency send a clean request."""
        letter = self.world.signed(Letter(sheets=(TWO_RECRUITS,)))
        self.world.submit(a_mail(("Công văn 45.pdf", letter)))

    def yesterday(self) -> datetime:
        """Return an instant before anything happened."""
        return utc_now() - timedelta(days=1)

    def send_through(self, port: int) -> None:
        """Let mail leave by another port."""
        house = self.world.house
        settings = house.settings.smtp.model_copy(update={"port": port})
        vars(house)["smtp"] = SmtpSender(settings, house.secret("smtp-password"))

    def send_directly(self) -> None:
        """Let mail leave by the server's own port."""
        self.send_through(self.world.servers.postfix.submission_port)

    def the_mail(self, kind: str = "result") -> Posted:
        """Return the one mail of this kind in the outbox."""
        case = self.world.the_case()
        with self.world.house.database.transaction() as connection:
            mails = outbox.of_case(connection, case.id)
        (found,) = (mail for mail in mails if mail.kind == kind)
        return found

    def work_after(self, **time: float) -> None:
        """Let time pass, then do what is due."""
        self.clock.pass_by(**time)
        self.world.servers.wait_until_delivered()
        self.world.work()


def a_faulty_world(
    servers: MailServers, folder: Path, urls: tuple[str, str] | None = None, **sections: Any
) -> Iterator[FaultyWorld]:
    """Yield the world; on SQLite in this folder unless told otherwise."""
    folder.chmod(0o755)  # Dovecot reads the mail host's SQLite file
    sections = {"smtp": {"receipt_copy": COPY}, **sections}
    urls = urls or (f"sqlite:///{folder}/mailbot.db", f"sqlite:///{folder}/hosts.db")
    with a_world(servers, urls[0], urls[1], folder, **sections) as world:
        clock = ShiftedClock()
        world.house.clock = clock
        yield FaultyWorld(world, clock)


@pytest.fixture
def faulty(mail_servers: MailServers, tmp_path: Path) -> Iterator[FaultyWorld]:
    yield from a_faulty_world(mail_servers, tmp_path)


@pytest.fixture
def left_to_staff(mail_servers: MailServers, tmp_path: Path) -> Iterator[FaultyWorld]:
    smtp = {"receipt_copy": COPY, "on_unknown_send": "person"}
    yield from a_faulty_world(mail_servers, tmp_path, smtp=smtp)


@pytest.fixture
def without_copies(mail_servers: MailServers, tmp_path: Path) -> Iterator[FaultyWorld]:
    yield from a_faulty_world(mail_servers, tmp_path, smtp={})
