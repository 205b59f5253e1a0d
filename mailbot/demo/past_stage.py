"""Setting the demo's past: a house whose clock is turned back, and everything written in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.clock import utc_now
from mailbot.demo.past import Past
from mailbot.demo.past_letters import PastLetters
from mailbot.demo.samples import Desk
from mailbot.house import House
from mailbot.settings import Settings
from mailbot.storage import backups


@dataclass
class _TurnedBack:
    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def turn(self, to: datetime) -> None:
        self.now = to


def write_past(settings: Settings, desk: Desk, now: datetime) -> None:
    """Write a few weeks of cases that ended, and the letters that are still open."""
    clock = _TurnedBack(now)
    house = House(settings, clock)
    try:
        house.archive.prepare()
        Past(house, now).write()
        PastLetters(house, desk, now).write(clock.turn)
        clock.turn(utc_now())
        with house.database.transaction() as connection:
            backups.note(connection, now)
    finally:
        house.close()
