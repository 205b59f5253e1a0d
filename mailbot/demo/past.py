"""The demo's past: a few weeks of cases, written through the real stores as they would have been.

What is answered is written by the stores alone; nobody reads a hundred letters at the demo's
start. What is still open comes from real signed letters, read and judged by the real steps at the
time they "arrived". Everything follows from the present instant and one seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from mailbot.cases.agency import Agency
from mailbot.cases.calendar import WorkCalendar
from mailbot.cases.case import Case, Channel, LetterFacts
from mailbot.cases.finding import Finding, Severity
from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder, Procedure, Row
from mailbot.cases.state import State
from mailbot.clock import VIETNAM, local_date
from mailbot.demo.cast import DIRECTORY, DOMAIN
from mailbot.demo.past_case import Deed, PastCase
from mailbot.demo.past_cast import (
    FAMILIES,
    GIVENS,
    MIDDLES,
    OFFICERS,
    POSITIONS,
    UNITS,
    agencies,
)
from mailbot.house import House
from mailbot.provisioning.address import free_address, person_local
from mailbot.storage import registry_store

WORKING_DAYS = 22
_SEED = 2829
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)

# Why a person had to look, in the shares of a real month, and what it tells of the first row.
_LOOKS: tuple[tuple[str, Severity, dict[str, str]], ...] = (
    ("row.phone_odd", Severity.LOOK, {"value": "{row.phone}"}),
    (
        "row.namesake_has_mailbox",
        Severity.LOOK,
        {"unit": "Sở Nội vụ", "address": "hop.thu.cung.ten@{domain}"},
    ),
    ("list.count_differs", Severity.LOOK, {"stated": "5", "listed": "{listed}"}),
    ("row.unit_differs", Severity.LOOK, {"value": "{row.unit}", "directory": "Văn phòng Sở"}),
    ("sender.unknown", Severity.BLOCKS, {"address": "vanthu.moi@{domain}"}),
    ("signature.revocation_unknown", Severity.LOOK, {"signer": "{row.parent_agency}"}),
    ("row.national_id_malformed", Severity.BLOCKS, {}),
)


@dataclass(eq=False)
class Past:
    """Writes the past into an empty database."""

    house: House
    now: datetime
    chance: random.Random = field(default_factory=lambda: random.Random(_SEED))  # noqa: S311
    _deeds: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _number: int = 0
    _taken: set[str] = field(default_factory=lambda: {box.address for box in DIRECTORY})

    def write(self) -> None:
        """Write everything in the order it happened, in one transaction."""
        known = agencies()
        asking = [one for one in known if one.mailbox and one.valid_to is None][1:]
        for day in self._days():
            for _ in range(self.chance.randint(3, 6)):
                self._case(day, self.chance.choice(asking))
        with self.house.database.transaction() as connection:
            registry_store.save_agencies(connection, known)
            self._leaders(connection, known)
            for at, _, deed in sorted(self._deeds, key=lambda one: one[:2]):
                deed(connection, at)

    def _days(self) -> Iterator[date]:
        """Yield the last working days before today, in order."""
        found: list[date] = []
        day = local_date(self.now)
        while len(found) < WORKING_DAYS:
            day -= timedelta(days=1)
            if self.house.calendar.is_working_day(day):
                found.append(day)
        return reversed(found)

    def at(self, when: datetime, deed: Deed) -> None:
        """Have the deed done at this instant; what lies ahead of us is not done."""
        if when < self.now:
            self._deeds.append((when, len(self._deeds), deed))

    def _case(self, day: date, agency: Agency) -> None:
        self._number += 1
        arrived = _instant(day, time(7)) + self.chance.randint(5, 580) * _MINUTE
        flow = PastCase(self, self._drafted(agency, arrived), self.chance.choice(OFFICERS))
        fate = self.chance.random()
        flow.open(arrived)
        late = fate > 0.97
        handled = self._worked_after(arrived, self.chance.randint(2, 13), late=late)
        if fate < 0.76 or handled > self.now - _HOUR:
            flow.grant(arrived + self.chance.randint(2, 9) * _MINUTE)
            return
        flow.look(self._reason(flow.case))
        if fate > 0.945 and not late:
            flow.ask_more(handled)
        elif fate > 0.91:
            flow.refuse(handled)
        else:
            flow.approve(handled)

    def _reason(self, case: Case) -> Finding:
        """Return why a person has to look at the case."""
        code, severity, told = self.chance.choice(_LOOKS)
        row, facts = case.rows[0], {"listed": len(case.rows), "domain": DOMAIN}
        fields = {name: text.format(row=row, **facts) for name, text in told.items()}
        of_row = code.startswith("row.")
        named = {"stt": row.stt, "name": row.name} if of_row else {}
        return Finding(code, severity, named | fields, row=0 if of_row else None)

    def _worked_after(self, arrived: datetime, hours: int, *, late: bool) -> datetime:
        """Return an instant of working time so many working hours later; or one day too late."""
        if late:
            due = self.house.deadline(arrived).due_at
            return _next_hour(due + 2 * _HOUR, self.house.calendar) + 25 * _MINUTE
        at = arrived
        for _ in range(hours):
            at = _next_hour(at + _HOUR, self.house.calendar)
        return min(at, self.house.deadline(arrived).due_at - 10 * _MINUTE)

    def _drafted(self, agency: Agency, arrived: datetime) -> Case:
        reset = self.chance.random() < 0.35
        rows = tuple(self._row(agency, n, reset=reset) for n in range(self.chance.randint(1, 4)))
        channel = Channel.EMAIL if self.chance.random() < 0.93 else Channel.IN_PERSON
        on = local_date(arrived)
        return Case(
            id=0,
            number="",
            state=State.ACCEPTED,
            version=0,
            channel=channel,
            agency_code=agency.code,
            reply_to=agency.mailbox,
            procedure=Procedure.RESET if reset else Procedure.NEW,
            arrived_at=arrived,
            due_at=self.house.deadline(arrived).due_at,
            letter=LetterFacts(f"{self._number + 300}/CV-VP", on, agency.name, "recruited"),
            rows=rows,
            subject="Đề nghị cấp lại mật khẩu" if reset else "Đề nghị cấp mới hộp thư điện tử",
        )

    def _row(self, agency: Agency, n: int, *, reset: bool) -> Row:
        name = " ".join(map(self.chance.choice, (FAMILIES, MIDDLES, GIVENS)))
        return Row(
            procedure=Procedure.RESET if reset else Procedure.NEW,
            holder=Holder.PERSON,
            name=name,
            stt=str(n + 1),
            parent_agency=agency.name,
            unit=self.chance.choice(UNITS),
            position=self.chance.choice(POSITIONS),
            national_id="" if reset else self._national_id(),
            phone=f"09{self.chance.randint(10000000, 99999999)}",
            email=self.address(name) if reset else "",
        )

    def _national_id(self) -> str:
        born, rest = self.chance.randint(75, 99), self.chance.randint(0, 999_999)
        return f"092{self.chance.choice('01')}{born}{rest:06d}"

    def address(self, name: str) -> str:
        """Return the address a person of this name gets; each is given once."""
        wish = person_local(self.house.address_rule, name)
        found = free_address(wish, DOMAIN, self._taken.__contains__)
        self._taken.add(found)
        return found

    def _leaders(self, connection: Connection, known: tuple[Agency, ...]) -> None:
        """Give every agency a protected mailbox of its head, and its own official one."""
        for n, agency in enumerate(one for one in known if one.mailbox):
            name = " ".join(map(self.chance.choice, (FAMILIES, MIDDLES, GIVENS)))
            head = Mailbox(
                f"lanhdao.{agency.abbreviation}@{DOMAIN}",
                Holder.PERSON,
                name,
                agency.code,
                "Lãnh đạo",
                "Thủ trưởng cơ quan",
                active=n % 9 != 5,
                protected=True,
            )
            own = Mailbox(agency.mailbox, Holder.ORGANISATION, agency.name, agency.code)
            registry_store.add_mailboxes(connection, (head, own))


def _next_hour(at: datetime, calendar: WorkCalendar) -> datetime:
    """Return the instant itself where it is working time, else one early in the next session."""
    on = local_date(at)
    if calendar.is_working_day(on):
        for start, end in calendar.sessions:
            if at <= _instant(on, end):
                return max(at, _instant(on, start) + 7 * _MINUTE)
    following = calendar.nth_working_day_after(on, 1)
    return _instant(following, calendar.sessions[0][0]) + 11 * _MINUTE


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, VIETNAM)
