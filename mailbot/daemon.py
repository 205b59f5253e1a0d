"""The daemon: starts the threads, ends them in order. What they do stands in the rooms below."""

from __future__ import annotations

import gc
import os
import random
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

from mailbot import __version__, logbook, timetable
from mailbot.errors import MailbotError, TryLaterError
from mailbot.gateways.backoff import Backoff
from mailbot.gateways.imap import OpenFolder
from mailbot.gateways.systemd import Notifier, Watchdog, inherited_sockets, notifier_from
from mailbot.house import House
from mailbot.intake.receive import Receive
from mailbot.realign import LookAgain
from mailbot.storage.case_store import forget_opened
from mailbot.storage.erasures import Erasures
from mailbot.storage.membership import SHOW_EVERY
from mailbot.timetable import Recurring
from mailbot.watch import Watch

if TYPE_CHECKING:
    from mailbot.console.serve import Pages

IDLE_AT_MOST = 240.0  # seconds; network equipment forgets a connection that is silent for longer
ASK_FOR_INBOX_EVERY = 2.0  # seconds between two looks whether the process that holds it is gone
LOOK_EVERY = 1.0  # seconds between two looks for work that other processes have asked for
WATCH_EVERY = timedelta(minutes=1)
CALENDAR_EVERY = timedelta(seconds=5)
MAIL_ONLY, PAGES_ONLY = frozenset({"intake", "work"}), frozenset({"console"})
ROLES = MAIL_ONLY | PAGES_ONLY


@dataclass(eq=False)
class Daemon:
    """Runs one house until it is told to stop. `roles` is what this process does of it all; `doors`
    are sockets on which systemd listens for the pages.
    """

    house: House
    roles: frozenset[str] = MAIL_ONLY
    notifier: Notifier = field(default_factory=lambda: notifier_from(os.environ))
    more_jobs: tuple[Recurring, ...] = ()
    doors: tuple[socket.socket, ...] = field(default_factory=lambda: inherited_sockets(os.environ))
    _stop: threading.Event = field(default_factory=threading.Event)
    _bell: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _folder: OpenFolder | None = None
    _pages: Pages | None = None

    def __post_init__(self) -> None:
        self._watchdog = Watchdog(self.roles, self.notifier)

    def run(self) -> None:
        """Work until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        self.start()
        spare_what_is_loaded()
        self._stop.wait()
        self.stop()

    def start(self) -> None:
        """Check what must be right, then start taking in mail and working on it."""
        house = self.house
        if self.roles == PAGES_ONLY:
            house.prepare_pages()
        else:
            house.prepare()
        if house.membership is not None:
            house.membership.join()
        tasks = {"intake": self._intake, "work": self._work}
        if "console" in self.roles:
            self._pages = self._open_pages()
            tasks["console"] = self._pages.serve
        for role in self.roles:
            self._begin(role, tasks[role])
        self._scheduler = timetable.start(self._jobs())
        self.notifier.ready(f"mailbot {__version__}")
        logbook.started(__version__, house.database.engine.dialect.name)

    def stop(self) -> None:
        """End what is under way and give everything back; nothing is lost by being cut short."""
        self._stop.set()
        self._bell.set()
        self.notifier.stopping()
        if self._pages is not None:
            self._pages.stop()
        folder = self._folder
        if folder is not None:
            folder.interrupt()
        self._scheduler.shutdown(wait=True)
        for thread in self._threads:
            thread.join()
        self._leave()
        self.house.close()
        logbook.stopped()

    def _leave(self) -> None:
        if self.house.membership is not None:
            _soundly("hosts", self.house.membership.leave)()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def _begin(self, name: str, target: Callable[[], None]) -> None:
        def task() -> None:
            try:
                target()
            except Exception:  # noqa: BLE001 (its text is for nobody; systemd begins anew)
                logbook.bug(name, 0)
            finally:
                # One that ends unasked must not leave a service that only looks alive.
                self._stop.set()

        thread = threading.Thread(target=task, name=name)
        thread.start()
        self._threads.append(thread)

    def _open_pages(self) -> Pages:
        from mailbot.console.serve import Pages  # noqa: PLC0415 (heavy, and only this role needs it)

        return Pages(self.house, self.doors, partial(self._watchdog.beat, "console"))

    def _jobs(self) -> tuple[Recurring, ...]:
        house = self.house
        watch = Watch(
            house.database,
            lambda: house.calendar,
            house.settings.deadline.warn_hours_before,
            house.clock,
        )
        heed = partial(Erasures(forget_opened).heed, house.database)
        jobs = [Recurring("erasures", WATCH_EVERY, _soundly("erasures", heed))]
        if self.roles != PAGES_ONLY:
            mend = _soundly("clock", house.rounds.mend_times)
            jobs.append(Recurring("clock", WATCH_EVERY, mend))
        if "work" in self.roles:
            back = _soundly("taken_back", house.rounds.take_back)
            jobs.append(Recurring("taken_back", WATCH_EVERY, back))
            jobs.append(Recurring("deadlines", WATCH_EVERY, _soundly("deadlines", watch)))
            to_staff = _soundly("staff_mail", house.staff_post)
            jobs.append(Recurring("staff_mail", WATCH_EVERY, to_staff))
            again = _soundly("calendar", LookAgain(house))
            jobs.append(Recurring("calendar", CALENDAR_EVERY, again))
            every = timedelta(seconds=house.settings.trust.refresh_seconds)
            refresh = _soundly("revocation", house.refresh_revocation)
            jobs.append(Recurring("revocation", every, refresh))
        if house.membership is not None:
            jobs.append(Recurring("hosts", SHOW_EVERY, _soundly("hosts", self._show)))
        if "work" in self.roles:
            jobs += [replace(job, run=_soundly(job.name, job.run)) for job in self.more_jobs]
        return tuple(jobs)

    def _show(self) -> None:
        """Say that we are there; hold the inbox, or let go of it at once where another has it."""
        membership, folder = self.house.membership, self._folder
        assert membership is not None
        membership.show()
        if folder is not None and not membership.take_inbox():
            folder.interrupt()

    def _receive(self) -> Receive:
        """Return the step that stops as soon as another host has taken the inbox over."""
        receive, membership = self.house.receive, self.house.membership
        return receive if membership is None else replace(receive, confirm=membership.confirm_inbox)

    def _may_take_in(self) -> bool:
        """Return whether the inbox is ours; one host holds it at a time."""
        membership = self.house.membership
        return membership is None or membership.take_inbox()

    def _intake(self) -> None:
        """Take mail in: the bell says when, a look every now and then does not rely on it."""
        backoff, failures = Backoff(), 0
        while not self._stop.is_set():
            try:
                if not self._may_take_in():
                    failures = 0
                    self.house.rounds.take_back()
                    self._watchdog.beat("intake")
                    self._stop.wait(ASK_FOR_INBOX_EVERY)
                    continue
                with self.house.inbox.open() as folder:
                    self._folder = folder
                    failures = 0
                    self._stay(folder)
            except MailbotError as error:
                failures += 1
                # A server that is away is no fault of ours; only a look that hangs starves the dog.
                self._watchdog.beat("intake")
                pause = backoff.delay(failures, random.random())  # noqa: S311 (spreads load only)
                if not self._stop.is_set():
                    logbook.inbox_lost(str(error), round(pause, 1))
                self._stop.wait(pause)
            finally:
                self._folder = None

    def _stay(self, folder: OpenFolder) -> None:
        imap = self.house.settings.imap
        rings = imap.idle and folder.can_idle
        receive = self._receive()
        receive.begin(folder)
        while not self._stop.is_set():
            if receive(folder):
                self._bell.set()
            self._watchdog.beat("intake")
            if rings:
                folder.wait_for_bell(min(imap.poll_seconds, IDLE_AT_MOST))
            else:
                self._stop.wait(imap.poll_seconds)

    def _work(self) -> None:
        """Take due work; what another process asked for is found by looking."""
        failures, backoff = 0, Backoff(most_seconds=60)
        while not self._stop.is_set():
            self._bell.clear()
            try:
                self.house.rounds.run_due(self._ends_here)
                failures = 0
                self._bell.wait(LOOK_EVERY)
            except TryLaterError as error:
                failures += 1
                logbook.work_postponed("any", 0, failures, str(error))
                self._stop.wait(backoff.delay(failures, random.random()))  # noqa: S311

    def _ends_here(self) -> bool:
        """Return whether to stop. Asked before every slip, so a long backlog counts as progress."""
        self._watchdog.beat("work")
        return self._stop.is_set()


def spare_what_is_loaded() -> None:
    """Have the collector of garbage pass over the modules, which stay: with a long list it looked
    at all of them several times for one request.
    """
    gc.collect()
    gc.freeze()


def _soundly(name: str, job: Callable[[], None]) -> Callable[[], None]:
    """Return the job so that a database that is away now does not end it for ever."""

    def run() -> None:
        try:
            job()
        except TryLaterError as error:
            logbook.work_postponed(name, 0, 1, str(error))

    return run
