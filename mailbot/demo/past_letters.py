"""Letters that are still open when the demo begins: really signed, read and judged, days ago."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from email.utils import format_datetime
from hashlib import sha256

from mailbot.cases.state import State
from mailbot.clock import VIETNAM, local_date
from mailbot.demo.cast import (
    BINH_THUY,
    CAI_RANG,
    CULTURE,
    ECONOMY,
    INBOX,
    KHANG,
    NINH_KIEU,
    OFFICE,
    PHONG_DIEN,
    PHU_LOI,
    SERVICE_CENTRE,
    VU,
)
from mailbot.demo.paper import RequestLetter
from mailbot.demo.requests import new_people, reset_people
from mailbot.demo.samples import Desk
from mailbot.demo.smtp_server import MX_HOST
from mailbot.house import House
from mailbot.storage import messages, outbox, work
from mailbot.storage.messages import Arrived, Spot
from mailbot.storage.outbox import MailState

_STRANGE = replace(KHANG, address="khangpm2@cantho.gov.vn")
_TWICE = (
    ("Trương Mỹ Linh", OFFICE, "Chuyên viên", "092197002215", "091233015"),
    ("Trương Mỹ Linh", OFFICE, "Chuyên viên", "092197002215", "0912330156"),
)
_CLEAN = (("Kim Ngọc Hân", CULTURE, "Chuyên viên", "094197001127", "0912330271"),)
_SIX = (
    ("Lê Hoàng Sang", OFFICE, "Chuyên viên", "092094003381", "0939112201"),
    ("Võ Thị Bé Tư", CULTURE, "Chuyên viên", "092195004417", "0939112202"),
    ("Phan Thanh Bạch", ECONOMY, "Chuyên viên", "09209300551", "0939112203"),
    ("Nguyễn Hữu Toàn", ECONOMY, "Chuyên viên", "092096006625", "0939112204"),
    ("Trần Thị Cẩm Tiên", SERVICE_CENTRE, "Viên chức", "092199007732", "0939112205"),
    ("Huỳnh Gia Bảo", SERVICE_CENTRE, "Viên chức", "092300008846", "0939112206"),
)


@dataclass(frozen=True, slots=True)
class Open:
    """A letter that arrived so many working days ago at this local time."""

    days_ago: int
    at: time
    letter: RequestLetter


@dataclass(frozen=True, slots=True)
class PastLetters:
    """Lets letters arrive in the past. `house` has a clock that `set_clock` turns back."""

    house: House
    desk: Desk
    now: datetime

    def write(self, set_clock: Callable[[datetime], None]) -> None:
        """Have each letter arrive, be read and judged at its time; one waits for its signature."""
        for uid, (arrived, raw) in enumerate(sorted(self._mails()), 1):
            set_clock(arrived + timedelta(minutes=1))
            self._arrive(raw, arrived, uid)
        set_clock(self.now - timedelta(minutes=40))
        self._wait_for_signature()
        self._leave_nothing_to_do()

    def _mails(self) -> Iterator[tuple[datetime, bytes]]:
        for one in _letters(local_date(self.now)):
            arrived = self._instant(one)
            if arrived > self.now - timedelta(minutes=5):
                arrived = self.now - timedelta(minutes=50)
            desk = replace(self.desk, dated_on=local_date(arrived), now=arrived)
            letter = replace(one.letter, dated_on=local_date(arrived))
            yield arrived, _trace(letter.agency.mailbox, arrived) + desk.mail(letter)

    def _instant(self, one: Open) -> datetime:
        day = local_date(self.now)
        left = one.days_ago
        while left or not self.house.calendar.is_working_day(day):
            day -= timedelta(days=1)
            left -= self.house.calendar.is_working_day(day) and left > 0
        return datetime.combine(day, one.at, VIETNAM)

    def _arrive(self, raw: bytes, arrived: datetime, uid: int) -> None:
        house, sha = self.house, self.house.archive.put(raw)
        told = Arrived(sha256(raw).hexdigest(), sha, len(raw), f"<past-{uid}@{MX_HOST}>", arrived)
        with house.database.transaction() as connection:
            mail = messages.record(connection, told, Spot("past", 1, uid), arrived)
        house.examine(mail)

    def _wait_for_signature(self) -> None:
        """Make what the clean letter asks for; its notice waits for the leader and the clerk."""
        house = self.house
        with house.database.transaction() as connection:
            (case,) = house.cases.listed(connection, frozenset({State.ACCEPTED}))
        house.provision(case)
        with house.database.transaction() as connection:
            provided = house.cases.load(connection, case.id)
        replace(house.compose, unattended=None)(provided)

    def _leave_nothing_to_do(self) -> None:
        """What was to be sent has been sent, what was to be done is done."""
        with self.house.database.transaction() as connection:
            for kind, subject in work.waiting(connection):
                work.cancel(connection, kind, subject)
                if kind is work.Kind.DELIVER:
                    at = outbox.load(connection, subject).written_at or self.now
                    if outbox.load(connection, subject).state is MailState.READY:
                        outbox.sent(connection, subject, "250 2.0.0 Ok", at + timedelta(seconds=9))


def _letters(on: date) -> tuple[Open, ...]:
    """Return the letters: each a real question, but for Phú Lợi's, which is clean."""
    return (
        Open(3, time(15, 20), reset_people(CAI_RANG, 171, on, (_STRANGE, "0907225314"))),
        Open(2, time(9, 5), new_people(BINH_THUY, 81, on, *_TWICE)),
        Open(1, time(10, 30), new_people(PHU_LOI, 149, on, *_CLEAN)),
        Open(1, time(14, 10), new_people(PHONG_DIEN, 132, on, *_SIX)),
        Open(0, time(8, 15), reset_people(NINH_KIEU, 203, on, (VU, "0916330748"))),
    )


def _trace(login: str, at: datetime) -> bytes:
    """Return the fields our own server writes on top of a mail (RFC 5321 §4.4)."""
    return (
        f"Return-Path: <{login}>\r\n"
        f"Delivered-To: {INBOX}\r\n"
        f"Received: from [127.0.0.1] (unknown [127.0.0.1])\r\n"
        f"\t(Authenticated sender: {login})\r\n"
        f"\tby {MX_HOST} (Postfix) with ESMTPSA id {sha256(str(at).encode()).hexdigest()[:10]}\r\n"
        f"\tfor <{INBOX}>; {format_datetime(at)}\r\n"
    ).encode("ascii")
