"""Which recurring job runs how often. APScheduler only ticks: what is due, the database knows.

Its job store stays in memory; a missed tick runs once, late, never in parallel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler


@dataclass(frozen=True, slots=True)
class Recurring:
    """A job that may run at any time and twice."""

    name: str
    every: timedelta
    run: Callable[[], None]


def start(jobs: tuple[Recurring, ...]) -> BackgroundScheduler:
    """Start ticking, every job at once and then by its interval; `shutdown()` ends it."""
    scheduler = BackgroundScheduler(timezone="UTC")
    for job in jobs:
        scheduler.add_job(
            job.run,
            "interval",
            seconds=job.every.total_seconds(),
            id=job.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )
    scheduler.start()
    return scheduler
