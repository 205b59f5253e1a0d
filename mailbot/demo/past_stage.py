"""Setting the demo's past: a house whose clock is turned back, and everything written in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.cases.account import Account
from mailbot.clock import utc_now
from mailbot.demo.house import DemoHouse
from mailbot.demo.past import Past
from mailbot.demo.past_letters import PastLetters
from mailbot.demo.samples import Desk
from mailbot.gateways.mail_hosts.sql import SqlMailHost
from mailbot.settings import Settings
from mailbot.storage import backups, registry_store


@dataclass
class _TurnedBack:
    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def turn(self, to: datetime) -> None:
        self.now = to


def write_past(settings: Settings, desk: Desk, host: SqlMailHost, now: datetime) -> None:
    """Write a few weeks of cases that ended, and the letters that are still open.

    The mail host knows every mailbox of the past too, as `mailbot doctor --deep` will ask.
    """
    clock = _TurnedBack(now)
    house = DemoHouse(settings, clock)
    try:
        house.archive.prepare()
        Past(house, now).write()
        with house.database.reading() as connection:
            boxes = registry_store.load_directory(connection).mailboxes
        host.adopt(Account(box.address, box.name, box.active) for box in boxes)
        PastLetters(house, desk, now).write(clock.turn)
        clock.turn(utc_now())
        with house.database.transaction() as connection:
            backups.note(connection, now)
    finally:
        house.close()
