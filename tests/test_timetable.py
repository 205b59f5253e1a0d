"""Jobs tick: at once, never beside themselves, and late rather than not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from queue import Queue
from threading import Event

from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_MAX_INSTANCES
from apscheduler.schedulers.background import BackgroundScheduler

from mailbot import timetable
from mailbot.timetable import Recurring

HOUR = timedelta(hours=1)
SOON = 60  # seconds, of which a test waits no more than it must


@contextmanager
def ticking(every: timedelta, run: Callable[[], None]) -> Iterator[BackgroundScheduler]:
    scheduler = timetable.start((Recurring("a job", every, run),))
    try:
        yield scheduler
    finally:
        scheduler.shutdown()


def test_a_job_runs_at_once_and_not_only_after_its_interval() -> None:
    ran: Queue[str] = Queue()
    with ticking(HOUR, lambda: ran.put("once")):
        assert ran.get(timeout=SOON) == "once"
    assert ran.empty()


def test_ticks_that_were_missed_are_one_run_however_late() -> None:
    begin, done = Event(), Queue[object]()

    def run() -> None:
        begin.wait(SOON)

    with ticking(HOUR, run) as scheduler:
        scheduler.add_listener(done.put, EVENT_JOB_EXECUTED)
        begin.set()
        done.get(timeout=SOON)
        scheduler.modify_job("a job", next_run_time=datetime.now(UTC) - 5.5 * HOUR)
        done.get(timeout=SOON)
        (job,) = scheduler.get_jobs()
        assert datetime.now(UTC) < job.next_run_time <= datetime.now(UTC) + HOUR
    assert done.empty()


def test_a_job_that_takes_long_never_runs_beside_itself() -> None:
    begun: Queue[str] = Queue()
    passed_over, over = Event(), Event()

    def run() -> None:
        begun.put("begun")
        over.wait(SOON)

    with ticking(timedelta(milliseconds=20), run) as scheduler:
        scheduler.add_listener(lambda _: passed_over.set(), EVENT_JOB_MAX_INSTANCES)
        assert passed_over.wait(SOON)
        count = begun.qsize()
        over.set()
    assert count == 1
