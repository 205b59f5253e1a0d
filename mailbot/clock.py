"""The time: UTC inside, Asia/Ho_Chi_Minh for people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """Return the same instant on Vietnam's clock."""
    return instant.astimezone(VIETNAM)


def local_date(instant: datetime) -> date:
    """Return the date in Vietnam at this instant."""
    return local(instant).date()


def day_time(instant: datetime) -> str:
    """Return an instant as people write it in Vietnam: `17:00 26/11/2026`."""
    return f"{local(instant):%H:%M %d/%m/%Y}"
