"""The mails of a plan, as the agencies of the demo would really write, sign and send them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailbot.cases.mailbox import Mailbox
from mailbot.cases.row import Holder
from mailbot.clock import local_date
from mailbot.demo.cast import (
    BINH_THUY,
    CAI_RANG,
    CULTURE,
    DOMAIN,
    ECONOMY,
    NINH_KIEU,
    OFFICE,
    PHONG_DIEN,
    PHU_LOI,
    SERVICE_CENTRE,
    STRANGER,
    Cast,
)
from mailbot.demo.paper import RequestLetter
from mailbot.demo.past_cast import FAMILIES, GIVENS, MIDDLES
from mailbot.demo.past_letters import trace
from mailbot.demo.requests import new_people, reset_people
from mailbot.demo.samples import Desk
from mailbot.demo.simulation.traffic import Arrival, Kind

ASKERS = (NINH_KIEU, CAI_RANG, BINH_THUY, PHONG_DIEN, PHU_LOI)
FIRST_NUMBER = 500
_HELD_EACH = 10
_UNITS = (OFFICE, ECONOMY, CULTURE, SERVICE_CENTRE)


def holders() -> tuple[Mailbox, ...]:
    """Return the people of each agency who have a mailbox and may forget its password."""
    chance = random.Random(DOMAIN)  # noqa: S311 (made-up names)
    return tuple(
        Mailbox(
            f"cb{place:02d}{number:02d}@{DOMAIN}",
            Holder.PERSON,
            _name(chance),
            agency.code,
            chance.choice(_UNITS),
            "Chuyên viên",
        )
        for place, agency in enumerate(ASKERS)
        for number in range(_HELD_EACH)
    )


@dataclass(eq=False)
class Letters:
    """Writes the mail of an arrival; the same one is written the same way again."""

    desk: Desk
    arrivals: Mapping[int, Arrival]
    boxes: tuple[Mailbox, ...] = field(default_factory=holders)
    _sent: dict[int, bytes] = field(default_factory=dict)

    def mail(self, arrival: Arrival) -> bytes:
        """Return the mail as it lies in the department's inbox, the trace of its way on top."""
        if arrival.kind is Kind.DUPLICATE:
            return self._sent[arrival.of or 0]
        login = STRANGER if arrival.kind is Kind.FORGED else asker(arrival).mailbox
        if arrival.kind is Kind.SENT_AGAIN:
            login = asker(self.arrivals[arrival.of or 0]).mailbox
        raw = trace(login, arrival.at) + self._written(arrival)
        self._sent[arrival.number] = raw
        return raw

    def corrected(self, of: int, case: str, at: datetime) -> bytes:
        """Return the answer to a supplement: the same letter without its defect, signed."""
        letter = self._letter(replace(self.arrivals[of], kind=Kind.NEW), at)
        return trace(letter.agency.mailbox, at) + self._at(at).mail(letter, regarding=case)

    def _written(self, arrival: Arrival) -> bytes:
        desk = self._at(arrival.at)
        if arrival.kind is Kind.ORDINARY:
            return desk.invitation(asker(arrival))
        if arrival.kind is Kind.SENT_AGAIN:
            first = self.arrivals[arrival.of or 0]
            return desk.mail(self._letter(first, first.at))
        return desk.mail(
            self._letter(arrival, arrival.at), signed=arrival.kind is not Kind.UNSIGNED
        )

    def _at(self, at: datetime) -> Desk:
        return replace(self.desk, dated_on=local_date(at), now=at)

    def _letter(self, arrival: Arrival, at: datetime) -> RequestLetter:
        agency, number = asker(arrival), FIRST_NUMBER + arrival.number
        chance = random.Random(arrival.chance)  # noqa: S311 (made-up people)
        if arrival.kind is Kind.RESET:
            own = [box for box in self.boxes if box.agency_code == agency.code]
            asked = chance.sample(own, arrival.rows)
            return reset_people(
                agency, number, local_date(at), *((box, _phone(chance)) for box in asked)
            )
        people = [_person(chance) for _ in range(arrival.rows)]
        if arrival.kind is Kind.DEFECT:
            people[-1] = (*people[-1][:-1], people[-1][-1][:-1])  # a telephone lacks a digit
        return new_people(agency, number, local_date(at), *people)


def asker(arrival: Arrival) -> Cast:
    """Return who sends it."""
    return ASKERS[arrival.chance % len(ASKERS)]


def number_of(symbol: str) -> int:
    """Return the number of the arrival whose letter bears this symbol."""
    return int(symbol.partition("/")[0]) - FIRST_NUMBER


def _person(chance: random.Random) -> tuple[str, ...]:
    name = _name(chance)
    sex = "1" if " Thị " in name else "0"
    national_id = f"092{sex}{chance.randint(75, 99)}{chance.randint(0, 999_999):06d}"
    return name, chance.choice(_UNITS), "Chuyên viên", national_id, _phone(chance)


def _name(chance: random.Random) -> str:
    return " ".join(map(chance.choice, (FAMILIES, MIDDLES, MIDDLES, GIVENS)))


def _phone(chance: random.Random) -> str:
    return f"09{chance.choice('0134678')}{chance.randint(0, 9_999_999):07d}"
