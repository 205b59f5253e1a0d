"""Hệ thống: how the service and what it depends on do, from what was written down; asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response

from mailbot.clock import day_time, local, local_date
from mailbot.console.audit import CHAIN
from mailbot.console.visit import Visit
from mailbot.console.ways import ANYBODY, Way
from mailbot.storage import observations
from mailbot.storage.observations import Observation
from mailbot.storage.outbox import MailState
from mailbot.storage.service_state import ServiceState, service_state
from mailbot.words import say

_POLL_LATE = timedelta(minutes=15)
_BACKUP_LATE = timedelta(hours=26)
_LOOK_LATE = timedelta(minutes=30)
_SLIP_LATE = timedelta(minutes=10)
_GROUPS = (
    ("trust", ("trust", "revocation", "time_stamps", "signing", "agency_certificates")),
    ("mail", ("inbox", "smtp", "mail_host", "registry", "calendar")),
    ("machine", ("database", "archive", "disk", "clock", "secrets", "seal", "fonts")),
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One line: `level` is ok, soon or late."""

    level: str
    name: str
    text: str
    lines: tuple[str, ...] = ()
    seen: str = ""


def show_system(visit: Visit) -> Response:
    """Show everything."""
    with visit.house.database.reading() as connection:
        state = service_state(connection, visit.now)
        seen = observations.latest(connection)
    looks = [one for one in seen if one.code != CHAIN]
    return visit.page(
        "system.html",
        figures=_figures(visit, state),
        groups=[
            (say(f"office.system_{name}"), _looks(visit, looks, codes)) for name, codes in _GROUPS
        ],
        observed=bool(looks),
        state=state,
        shared=visit.house.is_shared,
        hosts=[(one, _ago(visit.now, one.seen_at)) for one in state.hosts],
        kinds={one.kind: say(f"office.slip_{one.kind}") for one in state.slips},
        mode=visit.house.settings.signing.mode,
    )


def _figures(visit: Visit, state: ServiceState) -> list[Sign]:
    """Return the signs at the head of the page."""
    return [
        _running(state),
        _polled(visit, state),
        _evidence(visit, state),
        _queue(visit, state),
        _outbox(state),
        _backup(visit, state),
    ]


def _running(state: ServiceState) -> Sign:
    name = say("office.sign_work")
    if state.paused:
        return Sign("soon", name, say("office.sign_paused"), (state.paused,))
    return Sign("ok", name, say("office.sign_running"))


def _polled(visit: Visit, state: ServiceState) -> Sign:
    name = say("office.sign_polled")
    if state.polled_at is None:
        return Sign("soon", name, say("office.never"))
    late = visit.now - state.polled_at > _POLL_LATE
    return Sign("late" if late else "ok", name, _ago(visit.now, state.polled_at))


def _evidence(visit: Visit, state: ServiceState) -> Sign:
    mails = state.mails
    name = say("office.sign_evidence")
    if visit.house.settings.evidence.source == "none":
        return Sign("soon", name, say("office.evidence_off"))
    if not mails.count:
        return Sign("soon", name, say("office.no_mails_yet"))
    counts = {"count": str(mails.count), "without": str(mails.without_evidence)}
    if mails.without_evidence == 0:
        return Sign("ok", name, say("office.evidence_good", **counts))
    level = "late" if 2 * mails.without_evidence > mails.count else "soon"
    return Sign(level, name, say("office.evidence_missing", **counts))


def _queue(visit: Visit, state: ServiceState) -> Sign:
    due, aside = sum(s.due for s in state.slips), sum(s.set_aside for s in state.slips)
    text = say("office.queue", due=str(due), later=str(sum(s.later for s in state.slips)))
    waits = state.oldest_due_at is not None and visit.now - state.oldest_due_at > _SLIP_LATE
    lines = (say("office.queue_aside", count=str(aside)),) if aside else ()
    return Sign("late" if aside or waits else "ok", say("office.sign_queue"), text, lines)


def _outbox(state: ServiceState) -> Sign:
    box = state.outbox
    stuck = box[MailState.FAILED] + box[MailState.UNKNOWN]
    waiting = str(box[MailState.READY] + box[MailState.SENDING])
    lines = (say("office.outbox_stuck", count=str(stuck)),) if stuck else ()
    text = say("office.outbox_waiting", count=waiting)
    return Sign("late" if stuck else "ok", say("office.sign_outbox"), text, lines)


def _backup(visit: Visit, state: ServiceState) -> Sign:
    at = state.backed_up_at
    name = say("office.sign_backup")
    if at is None:
        return Sign("soon", name, say("office.never_backed_up"))
    late = visit.now - at > _BACKUP_LATE
    return Sign("late" if late else "ok", name, _ago(visit.now, at))


def _looks(visit: Visit, seen: Sequence[Observation], codes: Iterable[str]) -> list[Sign]:
    hosts = {one.host for one in seen}
    found = []
    for code in codes:
        for one in (look for look in seen if look.code == code):
            stale = visit.now - one.seen_at > _LOOK_LATE
            level = "late" if not one.good else "soon" if stale else "ok"
            name = say(f"doctor.{code}") + (f" ({one.host})" if len(hosts) > 1 else "")
            found.append(Sign(level, name, "", one.lines, _ago(visit.now, one.seen_at)))
    return found


def _ago(now: datetime, at: datetime) -> str:
    """Return an instant as people say it: `2 phút trước`, `lúc 14:19`, `27/11 02:30`."""
    passed = now - at
    if passed < timedelta(minutes=1):
        return say("clock.just_now")
    if passed < timedelta(hours=1):
        return say("clock.minutes_ago", minutes=int(passed.total_seconds() // 60))
    if local_date(at) == local_date(now):
        return say("clock.today_at", at=f"{local(at):%H:%M}")
    return day_time(at)


WAYS = (Way("GET", "/he-thong", show_system, ANYBODY),)
