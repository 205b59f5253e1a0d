"""The pulse at the foot of the navigation: mail comes in, notices are signed, mail goes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from mailbot.clock import local, local_date
from mailbot.storage import inbox_marks, switches
from mailbot.storage.tables import work
from mailbot.storage.work import Kind
from mailbot.words import Words

_STALE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Beat:
    """One line: `level` is ok, soon or late."""

    level: str
    text: str


def pulse(
    connection: Connection, now: datetime, words: Words, *, two_step: bool
) -> tuple[Beat, ...]:
    """Return how the service does, from what it writes itself as it works."""
    signing = "signing_by_people" if two_step else "signing_by_itself"
    return (
        _polling(connection, now, words),
        Beat("ok", words.say(f"navigation.{signing}")),
        _sending(connection, words),
    )


def _polling(connection: Connection, now: datetime, words: Words) -> Beat:
    if switches.paused_by(connection):
        return Beat("soon", words.say("navigation.paused"))
    last = inbox_marks.polled_at(connection)
    if last is None:
        return Beat("soon", words.say("navigation.never_polled"))
    shown = f"{local(last):%H:%M}"
    if local_date(last) != local_date(now):
        shown = f"{local(last):%d/%m %H:%M}"
    return Beat("late" if now - last > _STALE else "ok", words.say("navigation.polled", at=shown))


def _sending(connection: Connection, words: Words) -> Beat:
    slips = select(work.c.set_aside).where(work.c.kind == Kind.DELIVER)
    found = connection.execute(slips).scalars().all()
    text = words.say("navigation.outbox", count=str(len(found)))
    return Beat("late" if any(found) else "ok", text)
