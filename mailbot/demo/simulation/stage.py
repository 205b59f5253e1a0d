"""Setting a simulation: servers, authority, agencies, the house, and the course through it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mailbot import logbook
from mailbot.calendar_file import load_calendar
from mailbot.cases.account import Account
from mailbot.clock import local_date, utc_now
from mailbot.defaults import default_file
from mailbot.demo.accounts import Accounts
from mailbot.demo.cast import DIRECTORY
from mailbot.demo.pki import DemoPki
from mailbot.demo.samples import open_desk
from mailbot.demo.servers import running_demo_mail
from mailbot.demo.simulation.clock import SimulatedClock
from mailbot.demo.simulation.course import Course
from mailbot.demo.simulation.figures import Figures, Office, figures_of
from mailbot.demo.simulation.house import SimulatedHouse
from mailbot.demo.simulation.letters import Letters, holders
from mailbot.demo.simulation.office import Officers
from mailbot.demo.simulation.traffic import Wish, plan
from mailbot.demo.stage import (
    Stage,
    account_passwords,
    cleared_stage,
    fill_database,
    fill_mail_host,
    write_settings,
)
from mailbot.gateways.mail_hosts.sql import SqlMailHost
from mailbot.settings import Settings, load_settings
from mailbot.storage import registry_store
from mailbot.words import Words

DIRECTORY_GOOD_DAYS = 400  # the office would import its directory every week


@dataclass(frozen=True, slots=True)
class Staffing:
    """How the office works: officers, hours until one looks at a case, minutes each case takes."""

    officers: int = 2
    delay_hours: float = 2.0
    minutes: float = 12.0


def simulate(  # noqa: PLR0913, PLR0917 (what is wished, where, and who is told)
    wish: Wish,
    staffing: Staffing,
    speed: float,
    directory: Path,
    words: Words,
    say: Callable[[datetime, int], None],
) -> Figures:
    """Run the wish in this directory, wiped first; return the figures."""
    with cleared_stage(directory, words) as stage, _house(stage, wish, words, speed) as set_up:
        house, course_of, calendar = set_up.house, set_up.course_of, set_up.house.calendar
        officers = Officers(
            staffing.officers,
            timedelta(hours=staffing.delay_hours),
            timedelta(minutes=staffing.minutes),
            calendar,
        )
        events = course_of(officers, say).run()
        per_hour = house.settings.replies.answers_per_hour
        office = Office(staffing.officers, staffing.minutes, per_hour)
        return figures_of(events, office, calendar)


@dataclass(frozen=True, slots=True)
class _SetUp:
    house: SimulatedHouse
    course_of: Callable[[Officers, Callable[[datetime, int], None]], Course]


@contextmanager
def _house(stage: Stage, wish: Wish, words: Words, speed: float) -> Iterator[_SetUp]:
    traffic = plan(wish, load_calendar(default_file("working_calendar.toml"), words))
    clock = SimulatedClock(traffic.begins, speed)
    pki, host = DemoPki.build(), stage.open_mail_host()
    logbook.open_logbook(file=stage.log)
    try:
        with running_demo_mail(_accounts(host), stage.root) as mail:
            desk = open_desk(pki, wish.start, traffic.begins)
            write_settings(stage, pki, mail)
            house = SimulatedHouse(_settings(stage), clock, traffic, pki)
            try:
                fill_mail_host(host)
                fill_database(house, stage, desk)
                _fill_holders(house, host)
                house.prepare()
                letters = Letters(desk, {one.number: one for one in traffic.arrivals})
                chance = random.Random(wish.seed)  # noqa: S311 (agencies' and officers' habits)

                def course_of(officers: Officers, say: Callable[[datetime, int], None]) -> Course:
                    return Course(house, clock, mail, letters, traffic, officers, say, chance)

                yield _SetUp(house, course_of)
            finally:
                house.close()
    finally:
        host.close()


def _settings(stage: Stage) -> Settings:
    settings = load_settings(stage.settings)
    review = settings.review.model_copy(update={"directory_max_age_days": DIRECTORY_GOOD_DAYS})
    return settings.model_copy(update={"review": review})


def _fill_holders(house: SimulatedHouse, host: SqlMailHost) -> None:
    """Give the agencies people who may forget their passwords."""
    boxes = holders()
    for box in boxes:
        host.create(Account(box.address, box.name), box.address)
    with house.database.transaction() as connection:
        registry_store.import_mailboxes(connection, (*DIRECTORY, *boxes), local_date(utc_now()))


def _accounts(host: SqlMailHost) -> Accounts:
    def exists(address: str) -> bool:
        account = host.look_up(address)
        return account is not None and account.active

    return Accounts(account_passwords(), exists, host.has_password)
