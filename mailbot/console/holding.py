"""The decision somebody has just taken and can still call back: what the toast tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailbot.house import House
from mailbot.storage import registry_store


@dataclass(frozen=True, slots=True)
class Holding:
    """A held decision: its case, whom the letter goes to, and the seconds left."""

    number: str
    agency: str
    seconds: int
    two_step: bool


def held_by(house: House, connection: Connection, officer: str, now: datetime) -> Holding | None:
    """Return this officer's last decision that can still be called back, or None."""
    case_id = house.hold.held.last_of(connection, officer, now)
    until = house.hold.held.peek(connection, case_id) if case_id is not None else None
    if case_id is None or until is None:
        return None
    case = house.cases.load(connection, case_id)
    names = registry_store.agency_names(connection, [case.agency_code])
    name = names.get(case.agency_code) or case.letter.agency_name or case.number
    seconds = max(1, round((until[1] - now).total_seconds()))
    return Holding(case.number, name, seconds, house.settings.signing.mode == "two_step")
