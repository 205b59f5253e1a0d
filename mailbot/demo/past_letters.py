"""Letters that are still open when the demo begins: really signed, read and judged, days ago.

What they ask for is done as far as it goes by itself: mailboxes wait for hands, a password to be
given in person, notices for their signature, and a dossier handed in for a second pair of eyes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from email.utils import format_datetime
from hashlib import sha256

from sqlalchemy import Connection

from mailbot.cases.case import Case, Channel
from mailbot.cases.row import Holder, Procedure
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
    VI_THANH,
    VU,
)
from mailbot.demo.paper import RequestLetter, set_paper
from mailbot.demo.past_cast import OFFICERS
from mailbot.demo.requests import new_people, reset_people
from mailbot.demo.samples import Desk
from mailbot.demo.smtp_server import MX_HOST
from mailbot.gateways.mail_hosts.worklist import WorkList
from mailbot.house import House
from mailbot.intake.filing import FiledFile, Filing
from mailbot.intake.typed_list import TypedList
from mailbot.storage import history, messages, outbox, work
from mailbot.storage.messages import Arrived, Spot
from mailbot.storage.outbox import MailState, Posted

_FORM = "demo"
_STRANGE = replace(KHANG, address="khangpm2@cantho.gov.vn")
_TWICE = (
    ("Trương Mỹ Linh", OFFICE, "Chuyên viên", "092197002215", "091233015"),
    ("Trương Mỹ Linh", OFFICE, "Chuyên viên", "092197002215", "0912330156"),
)
_CLEAN = (("Kim Ngọc Hân", CULTURE, "Chuyên viên", "094197001127", "0912330271"),)
_BY_HAND = (
    ("Ngô Thị Phương Thảo", OFFICE, "Văn thư", "092198003316", "0918220461"),
    ("Nguyễn Hoàng Bảo Long", ECONOMY, "Chuyên viên", "092095007243", "0918220462"),
)
_IN_PERSON = (("Trịnh Công Thành", CULTURE, "Công chức", "092093005518", "0907661203"),)
_HANDED_IN = (
    ("Đoàn Thị Kim Ngân", CULTURE, "Chuyên viên", "093196002274", "0939455102"),
    ("Châu Minh Trí", OFFICE, "Văn thư", "093097001935", "0939455103"),
)
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
        """Have each letter arrive, be read and judged at its time, and go as far as it can."""
        for uid, (arrived, raw) in enumerate(sorted(self._mails()), 1):
            set_clock(arrived + timedelta(minutes=1))
            self._arrive(raw, arrived, uid)
        set_clock(self.now - timedelta(minutes=40))
        self._carry_out()
        self._hand_in()
        self._leave_nothing_to_do()

    def _mails(self) -> Iterator[tuple[datetime, bytes]]:
        for one in _letters(local_date(self.now)):
            arrived = self._instant(one)
            if arrived > self.now - timedelta(minutes=5):
                arrived = self.now - timedelta(minutes=50)
            desk = replace(self.desk, dated_on=local_date(arrived), now=arrived)
            letter = replace(one.letter, dated_on=local_date(arrived))
            yield arrived, trace(letter.agency.mailbox, arrived) + desk.mail(letter)

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

    def _carry_out(self) -> None:
        """Make what clean letters ask for; for Bình Thủy's the mail host wants hands."""
        with self.house.database.transaction() as connection:
            accepted = self.house.cases.listed(connection, frozenset({State.ACCEPTED}))
        for case in accepted:
            if case.agency_code == BINH_THUY.code:
                replace(self.house.provision, host=WorkList())(case)
            else:
                self._wait_for_signature(case)

    def _wait_for_signature(self, case: Case) -> None:
        """Make the mailboxes; the notice waits for the leader and the clerk."""
        house = self.house
        house.provision(case)
        with house.database.transaction() as connection:
            provided = house.cases.load(connection, case.id)
        replace(house.compose, unattended=None)(provided)

    def _hand_in(self) -> None:
        """Somebody from Vị Thanh stands at the counter with the letter on paper."""
        letter = new_people(VI_THANH, 118, local_date(self.now), *_HANDED_IN)
        filing = Filing(
            token=_FORM,
            channel=Channel.IN_PERSON,
            agency_code=VI_THANH.code,
            arrived_at=self.now - timedelta(minutes=45),
            login="lan",
            officer=OFFICERS[0],
            on_paper=True,
            letter_number=f"{letter.number}/UBND-VP",
            letter_date=letter.dated_on,
            grounds=("recruited",),
            procedure=Procedure.NEW,
        )
        typed = TypedList(Procedure.NEW, Holder.PERSON, letter.rows)
        self.house.manual(filing, typed, (FiledFile("ban-quet.pdf", set_paper(letter).pdf),))

    def _leave_nothing_to_do(self) -> None:
        """What was to be sent has been sent, what was to be done is done."""
        with self.house.database.transaction() as connection:
            for kind, subject in work.waiting(connection):
                work.cancel(connection, kind, subject)
                if kind is work.Kind.DELIVER:
                    self._sent(connection, outbox.load(connection, subject))

    def _sent(self, connection: Connection, mail: Posted) -> None:
        if mail.state is not MailState.READY:
            return
        at = (mail.written_at or self.now) + timedelta(seconds=9)
        told = {"kind": mail.kind, "to": mail.recipients[0]}
        outbox.sent(connection, mail.id, "250 2.0.0 Ok", at)
        history.write(connection, at, mail.case_id, "mail_sent", **told)


def _letters(on: date) -> tuple[Open, ...]:
    """Return the letters: real questions, and three that are clean."""
    return (
        Open(3, time(15, 20), reset_people(CAI_RANG, 171, on, (_STRANGE, "0907225314"))),
        Open(2, time(9, 5), new_people(BINH_THUY, 81, on, *_TWICE)),
        Open(2, time(14, 20), new_people(BINH_THUY, 84, on, *_BY_HAND)),
        Open(1, time(8, 40), new_people(PHONG_DIEN, 129, on, *_IN_PERSON)),
        Open(1, time(10, 30), new_people(PHU_LOI, 149, on, *_CLEAN)),
        Open(1, time(14, 10), new_people(PHONG_DIEN, 132, on, *_SIX)),
        Open(0, time(8, 15), reset_people(NINH_KIEU, 203, on, (VU, "0916330748"))),
    )


def trace(login: str, at: datetime) -> bytes:
    """Return the fields our own server writes on top of a mail (RFC 5321 §4.4)."""
    return (
        f"Return-Path: <{login}>\r\n"
        f"Delivered-To: {INBOX}\r\n"
        f"Received: from [127.0.0.1] (unknown [127.0.0.1])\r\n"
        f"\t(Authenticated sender: {login})\r\n"
        f"\tby {MX_HOST} (Postfix) with ESMTPSA id {sha256(str(at).encode()).hexdigest()[:10]}\r\n"
        f"\tfor <{INBOX}>; {format_datetime(at)}\r\n"
    ).encode("ascii")
